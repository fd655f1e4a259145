"""What a CRM may be told, field by field: the class of each, and where events carry it.

A mapping can name these and nothing else. What an event's body does not hold at the connection's class has no value
here, so that no mapping gets round the gate of `protection.data_classes`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from protection.data_classes import DataClass

Body = Mapping[str, Any]
Mapped = Mapping[str, Mapping[str, str]]
"""{"contact": {our field: their property}, "lead": {…}}"""

CONTACT, LEAD = "contact", "lead"
# Heard by every connection, whatever else it asked for: whoever was told of somebody has to forget them.
ERASED_TYPES = ("lead.erased", "person.erased")

FIELDS: dict[str, dict[str, DataClass]] = {
    CONTACT: {
        "person_id": DataClass.REFERENCE,
        "clinic": DataClass.REFERENCE,
        "clinic_slug": DataClass.REFERENCE,
        "preferred_contact": DataClass.PREFERENCE,
        "best_time": DataClass.PREFERENCE,
        "language": DataClass.PREFERENCE,
        "full_name": DataClass.CONTACT,
        "first_name": DataClass.CONTACT,
        "last_name": DataClass.CONTACT,
        "email": DataClass.CONTACT,
        "phone": DataClass.CONTACT,
        "phone_extension": DataClass.CONTACT,
    },
    LEAD: {
        "lead_id": DataClass.REFERENCE,
        "title": DataClass.REFERENCE,
        "clinic": DataClass.REFERENCE,
        "clinic_slug": DataClass.REFERENCE,
        "url": DataClass.REFERENCE,
        "stage": DataClass.REFERENCE,
        "owner_id": DataClass.REFERENCE,
        "created_at": DataClass.REFERENCE,
        "requested_at": DataClass.REFERENCE,
        "source": DataClass.REFERENCE,
        "page": DataClass.REFERENCE,
        "utm_source": DataClass.REFERENCE,
        "utm_medium": DataClass.REFERENCE,
        "utm_campaign": DataClass.REFERENCE,
        "call_outcome": DataClass.REFERENCE,
        "call_at": DataClass.REFERENCE,
        "message": DataClass.HEALTH,
    },
}


@dataclass(frozen=True)
class Told:
    """What one event says of a person and their lead; None where it does not speak of one of them.

    A field that it does not speak of is missing; one that it says is empty is "". So is `lead_id` where the event is
    about no lead.
    """

    person_id: str
    lead_id: str
    contact: dict[str, str] | None
    lead: dict[str, str] | None

    def of(self, kind: str) -> dict[str, str] | None:
        return self.contact if kind == CONTACT else self.lead

    def id_of(self, kind: str) -> str:
        return self.person_id if kind == CONTACT else self.lead_id


def told_by(event_type: str, body: Body) -> Told:
    """Read a body, already cut to a class. KeyError for a type that is not in `heard_types`."""
    return READERS[event_type](body)


def heard_types() -> list[str]:
    return list(READERS)


def mapped(told: Told, kind: str, mapping: Mapped) -> dict[str, str]:
    """Values by the vendor's property, those of the mapping alone."""
    values = told.of(kind) or {}
    return {theirs: values[ours] for ours, theirs in mapping.get(kind, {}).items() if ours in values}


def _of_new_lead(body: Body) -> Told:
    return _told(body, person=body["person"], lead_id=body["id"], contact=_person(body["person"]), lead=_lead(body))


def _of_lead(body: Body) -> Told:
    """lead.stage_changed, lead.assigned and the like say nothing of the person but their id."""
    return _told(body, person=body["person"], lead_id=body["id"], contact=None, lead=_lead(body))


def _of_request(body: Body) -> Told:
    lead = _values(body, {"source": "source", "page": "page", "requested_at": "requested_at", "message": "message"})
    lead |= _values(body.get("campaign") or {}, {name: name for name in ("utm_source", "utm_medium", "utm_campaign")})
    contact = _person(body["person"]) | _values(body, PREFERENCES)
    return _told(body, person=body["person"], lead_id=body["lead"]["id"], contact=contact, lead=lead)


def _of_person(body: Body) -> Told:
    """person.updated: the body is the person."""
    return _told(body, person=body, lead_id=body["lead"]["id"], contact=_person(body), lead=None)


def _of_joined(body: Body) -> Told:
    """person.merged, person.unmerged: the body is the one who stays."""
    return _told(body, person=body, lead_id="", contact=_person(body), lead=None)


def _of_call(body: Body) -> Told:
    lead = _values(body, {"outcome": "call_outcome", "started_at": "call_at"})
    person = body["person"]
    return _told(body, person=person, lead_id=body["lead"]["id"], contact=_person(person), lead=lead)


READERS: dict[str, Callable[[Body], Told]] = {
    "lead.created": _of_new_lead,
    "lead.stage_changed": _of_lead,
    "lead.assigned": _of_lead,
    "lead.updated": _of_lead,
    "consult_request.received": _of_request,
    "person.updated": _of_person,
    "person.merged": _of_joined,
    "person.unmerged": _of_joined,
    "call.logged": _of_call,
}

PREFERENCES = {name: name for name in ("preferred_contact", "best_time", "language")}
PERSON = {name: name for name in ("full_name", "email", "phone", "phone_extension")} | PREFERENCES


def _lead(body: Body) -> dict[str, str]:
    told = _values(body, {"stage": "stage", "created_at": "created_at"})
    if "owner" in body:
        told["owner_id"] = (body["owner"] or {}).get("id", "")
    return told


def _person(body: Body) -> dict[str, str]:
    told = _values(body, PERSON)
    if "full_name" in told:
        # Vendors ask for two names. One word is the last name, which is the one that they require.
        first, _, last = told["full_name"].strip().rpartition(" ")
        told |= {"first_name": first, "last_name": last}
    return told


def _values(body: Body, names: Mapping[str, str]) -> dict[str, str]:
    return {ours: _text(body[theirs]) for theirs, ours in names.items() if theirs in body}


def _told(
    body: Body, *, person: Body, lead_id: str, contact: dict[str, str] | None, lead: dict[str, str] | None
) -> Told:
    clinic = body.get("clinic") or {}
    everywhere = {"clinic": clinic.get("name", ""), "clinic_slug": clinic.get("slug", "")}
    if contact is not None:
        contact = {"person_id": person["id"], **everywhere, **contact}
    if lead is not None:
        title = f"{everywhere['clinic']} {lead_id[-8:]}".strip()
        lead = {"lead_id": lead_id, "title": title, "url": body.get("url", ""), **everywhere, **lead}
    return Told(person_id=person["id"], lead_id=lead_id, contact=contact, lead=lead)


def _text(value: Any) -> str:
    return "" if value is None else str(value)
