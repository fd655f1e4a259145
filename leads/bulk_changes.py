"""One change to many leads: each goes its own way through the functions that change one, so nothing is skipped.

What cannot be changed is told apart and left as it is; the others are done.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.contrib.auth import get_user_model

from leads.access import leads_for
from leads.assignment import NotTheirClinic, assign_lead
from leads.audit import record_on_lead
from leads.models import Lead, LeadEvent, Stage
from leads.pipeline import MoveNotAllowed, StaleLead, move_lead, take_back_move
from protection.audit import Action
from staff.models import StaffUser


class Left(StrEnum):
    """Why a lead was left as it is."""

    CHANGED_MEANWHILE = "changed"
    NOT_ALLOWED = "not_allowed"
    ALREADY_SO = "already"


@dataclass(frozen=True)
class Done:
    """A change of a lead that can be taken back while nobody changes the lead again."""

    lead_id: UUID
    entry_id: UUID
    version: int
    """Of the lead after the change."""


@dataclass
class Outcome:
    done: list[Done] = field(default_factory=list)
    left: dict[UUID, Left] = field(default_factory=dict)


type Change = Callable[[Lead, int], LeadEvent | None]


def move_leads(
    versions: Mapping[UUID, int], *, to: Stage, actor: StaffUser, at: datetime, lost_reason: str = ""
) -> Outcome:
    """Move leads that `actor` may change; others are passed over as if they were not there. Safe to repeat.

    Args:
        versions: by the lead's id, as the actor looked at it.

    Raises:
        LostReasonMissing
    """

    def move(lead: Lead, version: int) -> LeadEvent | None:
        return move_lead(lead, to=to, actor=actor, version=version, at=at, lost_reason=lost_reason)

    return _change_each(versions, move, actor=actor, at=at)


def assign_leads(versions: Mapping[UUID, int], *, to: StaffUser | None, actor: StaffUser, at: datetime) -> Outcome:
    """Give leads that `actor` may change to somebody, or with None to nobody; as `move_leads`."""

    def assign(lead: Lead, version: int) -> LeadEvent | None:
        return assign_lead(lead, to=to, actor=actor, version=version, at=at)

    return _change_each(versions, assign, actor=actor, at=at)


def take_back(done: Iterable[Done], *, actor: StaffUser, at: datetime) -> Outcome:
    """Undo what `move_leads` or `assign_leads` did, for each lead that nobody changed since. Safe to repeat."""
    entries = {each.lead_id: each.entry_id for each in done}

    def undo(lead: Lead, version: int) -> LeadEvent | None:
        entry = lead.events.get(pk=entries[lead.pk])
        if entry.kind == LeadEvent.Kind.STAGE_CHANGED:
            return take_back_move(lead, entry_id=entry.pk, actor=actor, version=version, at=at)
        before = get_user_model().objects.filter(pk=entry.data["from"]).first()
        return assign_lead(lead, to=before, actor=actor, version=version, at=at)

    return _change_each({each.lead_id: each.version for each in done}, undo, actor=actor, at=at)


def _change_each(versions: Mapping[UUID, int], change: Change, *, actor: StaffUser, at: datetime) -> Outcome:
    outcome = Outcome()
    leads = leads_for(actor, ("change",)).filter(pk__in=list(versions))
    for lead in leads.select_related("stage", "clinic", "person", "owner").prefetch_related("stage__moves_to"):
        try:
            entry = change(lead, versions[lead.pk])
        except StaleLead:
            outcome.left[lead.pk] = Left.CHANGED_MEANWHILE
        except (MoveNotAllowed, NotTheirClinic, LeadEvent.DoesNotExist):
            outcome.left[lead.pk] = Left.NOT_ALLOWED
        else:
            if entry is None:
                outcome.left[lead.pk] = Left.ALREADY_SO
            else:
                record_on_lead(Action.CHANGED, lead, actor=actor, at=at, data={"entry": str(entry.pk)})
                outcome.done.append(Done(lead.pk, entry.pk, lead.version))
    return outcome
