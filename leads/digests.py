"""A mail each morning for who wants one: how much is due, and a link. Numbers only."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from integrations import outbox
from integrations.jobs import job
from leads.access import lead_policy, leads_for
from leads.models import WorkspacePreferences
from leads.staff_mail import language_of, zone_of
from leads.workspace_addresses import queue_url
from protection.identifiers import uuid7
from sites.permissions import ANY
from staff.models import StaffUser

SENT_FROM = time(7)
# Where no worker ran in the morning: a digest of the evening is of no use.
SENT_UNTIL = time(12)


@dataclass(frozen=True)
class Counts:
    overdue: int
    due_today: int
    unassigned: int

    @property
    def is_empty(self) -> bool:
        return not (self.overdue or self.due_today or self.unassigned)


def counts_for(user: StaffUser, *, at: datetime, zone: ZoneInfo) -> Counts:
    """Open leads of the user's clinics that are theirs or nobody's. "Today" is the user's. Three queries."""
    midnight = datetime.combine(at.astimezone(zone).date() + timedelta(days=1), time(0), tzinfo=zone)
    worked_on = leads_for(user).open().order_by()
    theirs = worked_on.filter(Q(owner=user) | Q(owner=None))
    return Counts(
        overdue=theirs.filter(due_at__lt=at).count(),
        due_today=theirs.filter(due_at__gte=at, due_at__lt=midnight).count(),
        unassigned=worked_on.filter(owner=None).count(),
    )


@transaction.atomic
def send_digest(user: StaffUser, *, at: datetime) -> bool:
    """Send today's digest where it is time for it. Returns whether a letter was made. Safe to repeat, and at once.

    Counts what they may see now; somebody who may see nothing any more gets nothing. Nor does who has nothing to do.
    """
    zone = zone_of(user)
    here = at.astimezone(zone)
    if not SENT_FROM <= here.time() < SENT_UNTIL:
        return False
    not_yet = WorkspacePreferences.objects.filter(user=user, gets_digest=True)
    not_yet = not_yet.filter(Q(digest_sent_on=None) | Q(digest_sent_on__lt=here.date()))
    if not not_yet.update(digest_sent_on=here.date()):
        return False
    if not (user.is_active and user.email and lead_policy.user_has_any_permission(user, ANY)):
        return False
    counts = counts_for(user, at=at, zone=zone)
    if counts.is_empty:
        return False
    outbox.publish(digest(user, counts), occurred_at=at)
    return True


def digest(user: StaffUser, counts: Counts) -> outbox.Event:
    """For this user alone."""
    body = {
        "overdue": counts.overdue,
        "due_today": counts.due_today,
        "unassigned": counts.unassigned,
        "url": queue_url(),
    }
    return outbox.Event(
        type="digest.due",
        subject_type="digest",
        subject_id=uuid7(),
        clinic=None,
        bodies={"reference": body},
        letters=[outbox.Letter(template="digest", recipient=user.email, language=language_of(user), to_staff=True)],
        letters_only=True,
    )


@job
def send_morning_digests() -> int:
    """Every ten minutes, by the schedule in the settings. Returns how many letters were made. Repeatable."""
    now = timezone.now()
    wanting = StaffUser.objects.filter(workspace_preferences__gets_digest=True, is_active=True)
    return sum(send_digest(user, at=now) for user in wanting.select_related("wagtail_userprofile"))
