"""Signed events that others send us: their shapes, read strictly. The contract is docs/webhooks.md."""

import json
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from leads.api.pages import Moment
from leads.models import InboundEvent
from leads.owners import OwnerNamed
from leads.pipeline import LostReason

Subject = InboundEvent.Subject


class Unreadable(ValueError):
    """Not the JSON of an event. The text says why, without repeating it."""


class Strict(BaseModel):
    # A field that we do not know may change what the others mean.
    model_config = ConfigDict(extra="forbid", frozen=True)


class LeadNamed(Strict):
    id: UUID


class Timed(Strict):
    timestamp: Moment
    """When it happened at the sender, which decides what overwrites what."""


class OfOurs(Strict):
    """What our own event of this name holds besides: it may come back, and changes nothing."""

    clinic: Any = None
    url: Any = None
    person: Any = None
    created_at: Any = None


class StageChange(OfOurs):
    id: UUID
    from_stage: Any = None
    stage: str = Field(min_length=1, max_length=50)
    lost_reason: LostReason | None = None


class StageChanged(Timed):
    type: Literal["lead.stage_changed"]
    data: StageChange

    @property
    def lead_id(self) -> UUID:
        return self.data.id


class Assignment(OfOurs):
    id: UUID
    stage: Any = None
    owner: OwnerNamed | None


class Assigned(Timed):
    type: Literal["lead.assigned"]
    data: Assignment

    @property
    def lead_id(self) -> UUID:
        return self.data.id


class Appointment(Strict):
    lead: LeadNamed
    starts_at: Moment


class AppointmentSet(Timed):
    type: Literal["appointment.booked", "appointment.moved"]
    data: Appointment

    @property
    def lead_id(self) -> UUID:
        return self.data.lead.id


class CancelledAppointment(Strict):
    lead: LeadNamed


class AppointmentCancelled(Timed):
    type: Literal["appointment.cancelled"]
    data: CancelledAppointment

    @property
    def lead_id(self) -> UUID:
        return self.data.lead.id


Update = StageChanged | Assigned | AppointmentSet | AppointmentCancelled
UPDATE = TypeAdapter[Update](Annotated[Update, Field(discriminator="type")])

SUBJECT_BY_TYPE = {
    "lead.stage_changed": Subject.STAGE,
    "lead.assigned": Subject.OWNER,
    "appointment.booked": Subject.APPOINTMENT,
    "appointment.moved": Subject.APPOINTMENT,
    "appointment.cancelled": Subject.APPOINTMENT,
}


def read_json(body: bytes) -> dict[str, Any]:
    """An object, each of whose names stands there once, of values that JSON has. Raises Unreadable."""
    try:
        read = json.loads(body.decode(), object_pairs_hook=without_repeats, parse_constant=no_number)
        json.dumps(read, ensure_ascii=False).encode()  # half a character, as an escape sequence
    except (ValueError, RecursionError):
        raise Unreadable("The body is not JSON in UTF-8.") from None
    if not isinstance(read, dict) or not isinstance(read.get("type"), str):
        raise Unreadable("The body is an object with a type.")
    return read


def update_in(read: dict[str, Any]) -> Update:
    """Of one of SUBJECT_BY_TYPE. Raises ValidationError of pydantic, whose texts of values are nobody's to repeat."""
    return UPDATE.validate_python(read)


def wrong_fields(error: ValidationError) -> dict[str, list[str]]:
    """What is wrong, by the field's way, `data.stage`."""
    errors: dict[str, list[str]] = {}
    for each in error.errors(include_input=False, include_url=False, include_context=False):
        way = [str(part) for part in each["loc"][1:]]  # the first is the type
        errors.setdefault(".".join(way) or "__all__", []).append(each["msg"])
    return errors


def without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ValueError("a name twice")
    return read


def no_number(constant: str) -> None:
    raise ValueError(constant)
