"""What a person decides about a request that was held back: it was a patient's after all, or it is spam."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from leads.intake import announce, ask_for_newsletter
from leads.matching import open_lead_of_same_sender
from leads.models import ConsentRecord, ConsultRequest, HeldLead, HeldRequest, Lead, LeadEvent
from leads.models.lead import LeadQuerySet
from leads.shown_wording import ShownWording
from leads.submission import Submission
from staff.models import StaffUser


class NotHeldBack(Exception):
    """Somebody released it meanwhile. Nothing was changed."""


@transaction.atomic(durable=True)
def release(lead_id: UUID, *, actor: StaffUser, at: datetime) -> Lead:
    """Let a request into the pipeline as if it had come in there, and announce it. Returns the lead it is with now.

    That is the sender's open lead, if `leads.matching` finds one; the held one is gone then. Released twice, also at
    once, it is announced once.

    Raises:
        NotHeldBack: there is no such request in quarantine any more.
    """
    held = locked(HeldLead.objects.get_queryset()).select_related("person", "clinic").filter(pk=lead_id).first()
    if held is None:
        raise NotHeldBack
    requests = list(held.consult_requests.order_by("requested_at", "pk"))
    joined = open_lead_of_same_sender(as_submission(held), clinic=held.clinic, at=held.last_requested_at)
    lead = joined or Lead.including_quarantine.select_related("person", "clinic", "stage").get(pk=held.pk)
    if joined:
        joined.clinic = held.clinic
        move_into(joined, held=held)
    else:
        lead.quarantine_reason, lead.spam_marked_at, lead.version = "", None, lead.version + 1
        lead.save(update_fields=["quarantine_reason", "spam_marked_at", "version"])
    LeadEvent.objects.create(lead=lead, kind=LeadEvent.Kind.RELEASED, actor=actor, occurred_at=at)
    for position, request in enumerate(requests):
        announce(request, lead, is_new=joined is None and position == 0, at=at)
        if wish := newsletter_wish(request):
            ask_for_newsletter(request, lead, shown=wish, at=at)
    return lead


@transaction.atomic
def mark_as_spam(leads: LeadQuerySet, *, actor: StaffUser, at: datetime) -> list[UUID]:
    """Take held requests out of the list, to be deleted by `leads.retention`. Returns which; repeating marks none."""
    marked = list(locked(leads.filter(spam_marked_at__isnull=True)).values_list("pk", flat=True))
    Lead.including_quarantine.filter(pk__in=marked).update(spam_marked_at=at, version=F("version") + 1)
    record(LeadEvent.Kind.MARKED_AS_SPAM, marked, actor=actor, at=at)
    return marked


@transaction.atomic
def take_spam_mark_back(leads: LeadQuerySet, *, actor: StaffUser, at: datetime) -> list[UUID]:
    """Put spam back among those that wait. Returns which; repeating changes nothing."""
    waiting = list(locked(leads.filter(spam_marked_at__isnull=False)).values_list("pk", flat=True))
    Lead.including_quarantine.filter(pk__in=waiting).update(spam_marked_at=None, version=F("version") + 1)
    record(LeadEvent.Kind.SPAM_MARK_TAKEN_BACK, waiting, actor=actor, at=at)
    return waiting


def record(kind: LeadEvent.Kind, lead_ids: Iterable[UUID], *, actor: StaffUser, at: datetime) -> None:
    LeadEvent.objects.bulk_create(
        LeadEvent(lead_id=lead_id, kind=kind, actor=actor, occurred_at=at) for lead_id in lead_ids
    )


def locked(leads: LeadQuerySet) -> LeadQuerySet:
    """Two coordinators decide one after the other; SQLite's transactions do so anyway."""
    return leads.select_for_update(of=("self",))


def newsletter_wish(request: ConsultRequest) -> ShownWording | None:
    """The words under which the visitor asked for letters, as they were kept with the request."""
    kept = request.consents.filter(purpose=ConsentRecord.Purpose.NEWSLETTER, granted=True).first()
    return ShownWording(kept.wording, kept.wording_version, kept.language, kept.evidence) if kept else None


def as_submission(lead: Lead) -> Submission:
    """Who sent it, for the same matching as at the door."""
    return Submission(full_name=lead.person.full_name, email=lead.person.email, phone=lead.phone_number)


def move_into(lead: Lead, *, held: Lead) -> None:
    """Hang what a held lead has to another one and delete the empty one with its person.

    By `update`: the rows are evidence, and nothing of what they say changes.
    """
    ConsultRequest.objects.filter(lead=held).update(lead=lead)
    LeadEvent.objects.filter(lead=held).update(lead=lead)
    ConsentRecord.objects.filter(person=held.person).update(person=lead.person)
    HeldRequest.objects.filter(lead=held).update(lead=lead)
    if held.crisis_flagged_at:
        # Whoever has looked at the one has not looked at the other.
        is_seen = held.crisis_seen_at and not lead.waits_for_a_look
        lead.crisis_flagged_at = held.crisis_flagged_at
        lead.crisis_seen_at = held.crisis_seen_at if is_seen else None
        lead.save(update_fields=["crisis_flagged_at", "crisis_seen_at"])
    person = held.person
    Lead.including_quarantine.filter(pk=held.pk).delete()
    person.delete()
    lead.asked_again(at=held.last_requested_at)
