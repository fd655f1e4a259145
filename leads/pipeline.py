"""Moving a lead: the one function that the page, the board, the list, jobs, the API and CRM call-backs use.

A change made on an old look at the lead is refused.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, TextChoices
from django.utils.translation import gettext_lazy as _

from integrations import outbox
from leads import events
from leads.entry_keys import entry_id
from leads.erasing.refusal import refuse_erased
from leads.models import Lead, LeadEvent, Stage
from leads.programs import Program, data_of, endpoint_of
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


# What others are told of a reason that is none of these.
OTHER_REASON = "other"


class StaleLead(Exception):
    """The lead changed since it was read. Show `lead` as it is now, and `last_change`; let the person decide again.

    `last_change` is the newest entry of the timeline that changed the lead, its `actor` loaded; None where nobody did.
    """

    def __init__(self, lead: Lead, last_change: LeadEvent | None) -> None:
        super().__init__(f"the lead is at version {lead.version}, in {lead.stage.slug}")
        self.lead = lead
        self.last_change = last_change

    @property
    def stage(self) -> Stage:
        return self.lead.stage

    @property
    def version(self) -> int:
        return self.lead.version


class LostReasonMissing(ValueError):
    """A lead is lost for a reason; ask for one of `LostReason`."""


class MoveNotAllowed(ValueError):
    """The lead's stage does not lead to that one: see `Stage.moves_to`."""


# What moves `Lead.version`: each leaves one of these in the timeline.
CHANGES = (
    LeadEvent.Kind.STAGE_CHANGED,
    LeadEvent.Kind.OWNER_CHANGED,
    LeadEvent.Kind.REQUEST_RECEIVED,
    LeadEvent.Kind.CALL,
    LeadEvent.Kind.APPOINTMENT_SET,
    LeadEvent.Kind.APPOINTMENT_CANCELLED,
    LeadEvent.Kind.PERSON_MERGED,
    LeadEvent.Kind.PERSON_UNMERGED,
    LeadEvent.Kind.ERASED,
)


@transaction.atomic
def move_lead(
    lead: Lead,
    *,
    to: Stage,
    actor: StaffUser | None,
    version: int,
    at: datetime,
    lost_reason: str = "",
    program: Program | None = None,
) -> LeadEvent | None:
    """Move a lead to another stage, enter it in the timeline and announce it. Updates `lead` too.

    Safe to repeat: the second time the version is stale. A move to where the lead is does nothing.

    Args:
        actor: None for the system, which may move from any stage to any, and for a program, which may not.
        version: the lead's version that the actor looked at.
        at: aware.
        program: who moved it, where it was nobody of the staff; named in the timeline.

    Returns:
        The entry in the timeline, by which `take_back_move` takes it back; None where nothing was done.

    Raises:
        StaleLead: somebody changed the lead since.
        LostReasonMissing: `to` is a lost stage and there is no reason.
        MoveNotAllowed: the stage it is in does not lead there.
    """
    if to.needs_reason and not lost_reason:
        raise LostReasonMissing(to.slug)
    if lead.version == version and lead.stage_id == to.pk:
        return None
    if (actor or program) and lead.version == version and not lead.stage.may_lead_to(to):
        raise MoveNotAllowed(to.slug)
    return _move(lead, to=to, actor=actor, version=version, at=at, lost_reason=lost_reason, program=program)


@transaction.atomic
def take_back_move(lead: Lead, *, entry_id: UUID, actor: StaffUser, version: int, at: datetime) -> LeadEvent:
    """Undo a move that was the lead's last change: back to where it was, with the reason it had there.

    Safe to repeat: the second time the version is stale.

    Raises:
        StaleLead: somebody changed the lead since, or the entry is not this lead's last move.
    """
    moves = list(lead.events.filter(kind=LeadEvent.Kind.STAGE_CHANGED).order_by("-id")[:2])
    stage = Stage.objects.filter(slug=moves[0].data["from"]).first() if moves and moves[0].pk == entry_id else None
    if stage is None:
        raise stale(lead)
    reason = str(moves[1].data.get("lost_reason", "")) if len(moves) > 1 else ""
    return _move(lead, to=stage, actor=actor, version=version, at=at, lost_reason=reason)


def change_unless_stale(lead: Lead, *, version: int, **changes: object) -> None:
    """Write `changes` where the lead is still at `version`, to `lead` too. In the caller's transaction.

    Raises:
        StaleLead: it is not, or it was erased.
    """
    unchanged = Lead.objects.filter(pk=lead.pk, version=version, erased_at=None)
    if lead.version != version or not unchanged.update(version=F("version") + 1, **changes):
        raise stale(lead)
    lead.version += 1
    for name, value in changes.items():
        setattr(lead, name, value)


def stale(lead: Lead) -> StaleLead:
    current = Lead.objects.select_related("stage", "person", "clinic", "owner").get(pk=lead.pk)
    entries = current.events.filter(kind__in=CHANGES).select_related("actor")
    return StaleLead(current, entries.first())


@transaction.atomic
def add_note(lead: Lead, *, text: str, actor: StaffUser, at: datetime, key: str = "") -> LeadEvent:
    """Write `text` into the lead's timeline, encrypted: it may be about health.

    Safe to repeat with the same `key` and text: see `leads.entry_keys`.

    Raises:
        LeadErased
    """
    refuse_erased(lead)
    text = text.strip()
    entry, _created = LeadEvent.objects.get_or_create(
        pk=entry_id(lead, key=key, text=text),
        defaults={"lead": lead, "kind": LeadEvent.Kind.NOTE, "actor": actor, "occurred_at": at, "text": text},
    )
    return entry


def _move(
    lead: Lead,
    *,
    to: Stage,
    actor: StaffUser | None,
    version: int,
    at: datetime,
    lost_reason: str,
    program: Program | None = None,
) -> LeadEvent:
    # Not the old stage's kind: staff may have changed that since the lead came there.
    from_stage, was_closed = lead.stage, not lead.is_open()
    change_unless_stale(
        lead,
        version=version,
        stage=to,
        closed_at=at if to.is_closed else None,
        lost_reason=lost_reason if to.needs_reason else "",
    )
    entry = LeadEvent.objects.create(
        lead=lead,
        kind=LeadEvent.Kind.STAGE_CHANGED,
        actor=actor,
        occurred_at=at,
        data={"from": from_stage.slug, "to": to.slug, "lost_reason": lead.lost_reason, **data_of(program)},
    )
    told = [events.lead_stage_changed(lead, from_stage=from_stage.slug)]
    if to.is_closed and not was_closed:  # from won to lost it stays closed: only the stage is news
        # One of somebody's own making may say anything.
        reason = lead.lost_reason if lead.lost_reason in {"", *LostReason.values} else OTHER_REASON
        told.append(events.lead_closed(lead, lost_reason=reason, closed_at=at))
    elif was_closed and not to.is_closed:
        told.append(events.lead_reopened(lead, from_stage=from_stage.slug))
    outbox.publish(*told, occurred_at=at, not_to=endpoint_of(program))
    return entry
