"""Consult requests of the past weeks and what became of them, as if delivered long ago."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import batched

from django.db import transaction

from demo.content.people import consult_requests
from demo.content.shapes import PersonRequest
from demo.seeding.work import Workers
from integrations.models import Delivery
from leads.email_addresses import normalise_email
from leads.intake import store_consult_request
from leads.models import Lead, Stage
from leads.pipeline import LostReason, move_lead
from leads.submission import Submission
from sites.models import Clinic
from sites.phone_numbers import parse_phone_number
from staff.models import StaffUser

BATCH = 500
LOST_REASONS = (LostReason.NO_ANSWER, LostReason.NOT_NOW, LostReason.COST, LostReason.DISTANCE, LostReason.NOT_SUITABLE)


def seed_history(clinics: dict[str, Clinic], *, count: int, now: datetime) -> None:
    """Store `count` requests before `now`, oldest first, and move each lead to its stage.

    Their deliveries are marked as made within the same transaction: a running worker never sees them.
    """
    stages = {stage.slug: stage for stage in Stage.objects.all()}
    workers = Workers(coordinators_of(clinics), random.Random("work:lamplight"))
    for requests in batched(in_order(count), BATCH):
        with transaction.atomic():
            for request in requests:
                seed_request(request, clinics[request.clinic_slug], stages, workers, now=now)
            Delivery.objects.filter(state=Delivery.State.PENDING, event__occurred_at__lte=now).update(
                state=Delivery.State.DELIVERED, next_attempt_at=None, finished_at=now
            )


def in_order(count: int) -> Iterator[PersonRequest]:
    return iter(sorted(consult_requests(count), key=lambda request: -request.days_ago))


def seed_request(
    request: PersonRequest, clinic: Clinic, stages: dict[str, Stage], workers: Workers, *, now: datetime
) -> None:
    requested_at = now - timedelta(days=request.days_ago)
    stored = store_consult_request(submission(request), clinic=clinic, requested_at=requested_at)
    lead = Lead.objects.select_related("stage", "clinic", "person").get(pk=stored.lead_id)
    stage = stages[request.stage_slug]
    workers.work_on(lead, stage_slug=stage.slug, requested_at=requested_at, now=now)
    if lead.stage_id != stage.pk:
        moved_at = min(now, requested_at + timedelta(hours=3))
        reason = workers.chance.choice(LOST_REASONS) if stage.kind == Stage.Kind.LOST else ""
        move_lead(lead, to=stage, actor=None, version=lead.version, at=moved_at, lost_reason=reason)
    workers.plan_for(lead, now=now)


def coordinators_of(clinics: dict[str, Clinic]) -> dict[str, StaffUser]:
    users = StaffUser.objects.in_bulk([f"coordinator-{slug}" for slug in clinics], field_name="username")
    return {slug: users[f"coordinator-{slug}"] for slug in clinics if f"coordinator-{slug}" in users}


def submission(request: PersonRequest) -> Submission:
    return Submission(
        full_name=request.full_name,
        email=normalise_email(request.email) if request.email else "",
        phone=parse_phone_number(request.phone) if request.phone else None,
        phone_typed=request.phone,
        message=request.message,
        preferred_contact=request.preferred_contact,
        best_time=request.best_time,
        consent_contact=request.consent_contact,
        consent_sms=request.consent_sms,
        newsletter=request.newsletter,
        language=request.language,
        page=request.page,
        campaign={f"utm_{name}": value for name, value in request.utm.items()},
    )
