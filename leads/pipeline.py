"""What staff do with a lead: move it, write a note. A change made on an old look at it is refused."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, TextChoices
from django.utils.translation import gettext_lazy as _

from integrations import outbox
from leads import events
from leads.models import Lead, LeadEvent, Stage
from staff.models import StaffUser


class LostReason(TextChoices):
    """What the workspace offers. A short list, so that nobody types somebody's health into it."""

    NO_ANSWER = "no_answer", _("Never reached")
    NOT_NOW = "not_now", _("Not now")
    COST = "cost", _("Cost")
    INSURANCE = "insurance", _("Insurance")
    DISTANCE = "distance", _("Too far away")
    ELSEWHERE = "elsewhere", _("Went elsewhere")
    NOT_SUITABLE = "not_suitable", _("Not suitable for the treatment")
    WITHDRAWN = "withdrawn", _("Withdrew the request")
    MISTAKE = "mistake", _("Sent by mistake or twice")


class StaleLead(Exception):
    """The lead changed since it was read. Show `stage`, where it is now, and let the person decide again."""

    def __init__(self, stage: Stage, version: int) -> None:
        super().__init__(f"the lead is at version {version}, in {stage.slug}")
        self.stage = stage
        self.version = version


class LostReasonMissing(ValueError):
    """A lead is lost for a reason; ask for one of `LostReason`."""


@transaction.atomic
def move_lead(
    lead: Lead, *, to: Stage, actor: StaffUser | None, version: int, at: datetime, lost_reason: str = ""
) -> None:
    """Move a lead to another stage, enter it in the timeline and announce it. Updates `lead` too.

    Safe to repeat: the second time the version is stale. A move to where the lead is does nothing.

    Args:
        actor: None for the system.
        version: the lead's version that the actor looked at.
        at: aware.

    Raises:
        StaleLead: somebody changed the lead since.
        LostReasonMissing: `to` is a lost stage and there is no reason.
    """
    if to.kind == Stage.Kind.LOST and not lost_reason:
        raise LostReasonMissing(to.slug)
    if lead.version == version and lead.stage_id == to.pk:
        return
    from_stage = lead.stage
    changes = {
        "stage": to,
        "closed_at": at if to.is_closed else None,
        "lost_reason": lost_reason if to.kind == Stage.Kind.LOST else "",
    }
    unchanged = Lead.objects.filter(pk=lead.pk, version=version)
    if lead.version != version or not unchanged.update(version=F("version") + 1, **changes):
        current = Lead.objects.select_related("stage").get(pk=lead.pk)
        raise StaleLead(current.stage, current.version)
    lead.version += 1
    for name, value in changes.items():
        setattr(lead, name, value)
    LeadEvent.objects.create(
        lead=lead,
        kind=LeadEvent.Kind.STAGE_CHANGED,
        actor=actor,
        occurred_at=at,
        data={"from": from_stage.slug, "to": to.slug, "lost_reason": lead.lost_reason},
    )
    outbox.publish(events.lead_stage_changed(lead, from_stage=from_stage.slug), occurred_at=at)


def add_note(lead: Lead, *, text: str, actor: StaffUser, at: datetime) -> LeadEvent:
    """Write `text` into the lead's timeline, encrypted: it may be about health. Not safe to repeat."""
    return LeadEvent.objects.create(lead=lead, kind=LeadEvent.Kind.NOTE, actor=actor, occurred_at=at, text=text.strip())
