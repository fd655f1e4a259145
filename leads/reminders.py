"""Whoever owns a next step hears once that it is due: how many, and a link."""

from collections import defaultdict
from datetime import datetime

from django.db import connection, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from integrations import outbox
from integrations.jobs import job
from leads.access import lead_policy
from leads.models import FollowUp
from leads.staff_mail import language_of
from leads.workspace_addresses import queue_url
from staff.models import StaffUser

BATCH = 500


@transaction.atomic
def remind_due(*, at: datetime) -> int:
    """Mail the owners of steps that became due, one letter each however many. Returns how many steps were handled.

    Safe to repeat, and at once: a step is marked in the transaction that stores its letter. A step or lead that nobody
    owns waits for an owner; one of somebody who may no longer work that lead is marked and told to nobody.
    """
    # Ids first: SELECT FOR UPDATE knows no outer join.
    due = FollowUp.objects.filter(outcome="", reminded_at=None, due_at__lte=at)
    owned = due.filter(lead__closed_at=None, lead__quarantine_reason="").annotate(
        whose=Coalesce("owner_id", "lead__owner_id")
    )
    whose = dict(owned.exclude(whose=None).order_by("due_at").values_list("pk", "whose")[:BATCH])
    locked = FollowUp.objects.filter(pk__in=whose, outcome="", reminded_at=None)
    if connection.features.has_select_for_update_skip_locked:
        locked = locked.select_for_update(skip_locked=True)
    ids = list(locked.values_list("pk", flat=True))
    steps = FollowUp.objects.filter(pk__in=ids).select_related("lead__clinic").order_by("due_at", "pk")
    users = StaffUser.objects.select_related("wagtail_userprofile").in_bulk({whose[pk] for pk in ids})
    by_user: dict[int, list[FollowUp]] = defaultdict(list)
    for step in steps:
        user = users.get(whose[step.pk])
        if user and user.email and lead_policy.user_has_permission_for_instance(user, "change", step.lead):
            by_user[user.pk].append(step)
    FollowUp.objects.filter(pk__in=ids).update(reminded_at=at)
    outbox.publish(*(steps_due(users[pk], theirs) for pk, theirs in by_user.items()), occurred_at=at)
    return len(ids)


def steps_due(user: StaffUser, steps: list[FollowUp]) -> outbox.Event:
    """For their owner alone."""
    return outbox.Event(
        type="follow_ups.due",
        subject_type="follow_up",
        subject_id=steps[0].pk,
        clinic=None,
        bodies={"reference": {"count": len(steps), "url": queue_url()}},
        letters=[
            outbox.Letter(template="follow_ups_due", recipient=user.email, language=language_of(user), to_staff=True)
        ],
        letters_only=True,
    )


@job
def remind_of_due_steps() -> int:
    """Each minute, by the schedule in the settings. Returns how many steps."""
    handled = 0
    while batch := remind_due(at=timezone.now()):
        handled += batch
    return handled
