"""Leads, people and events as the API shows them: names and data classes are those of the webhooks."""

from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from pydantic import BaseModel, ConfigDict, Field

from integrations.models import OutboxEvent
from integrations.timestamps import rfc3339
from leads.event_bodies import clinic_reference, contact, lead_reference, preferences
from leads.models import Lead, LeadEvent, Person
from leads.models.lead import LeadQuerySet
from leads.pipeline import LostReason
from leads.workspace_addresses import lead_url
from protection.data_classes import DataClass, body_up_to
from protection.identifiers import made_at

UUID_EXAMPLE = "019cb993-d800-7046-8d6a-469a652e6985"
TIME_EXAMPLE = "2026-03-04T16:00:00.000Z"
CONTACT_ONLY = "Only for tokens that may read `contact`."
PREFERENCE_ONLY = "Only for tokens that may read `preference`."


class ClinicShown(BaseModel):
    id: UUID
    slug: str
    name: str


class Reference(BaseModel):
    id: str = Field(examples=[UUID_EXAMPLE])


class Preferences(BaseModel):
    preferred_contact: str = Field("", description=f"`phone`, `text`, `email` or empty. {PREFERENCE_ONLY}")
    best_time: str = Field("", description=PREFERENCE_ONLY)
    language: str = Field("", description=PREFERENCE_ONLY)


class Contact(Preferences):
    full_name: str = Field("", description=CONTACT_ONLY)
    email: str = Field("", description=CONTACT_ONLY)
    phone: str = Field("", description=f"E.164. {CONTACT_ONLY}")
    phone_extension: str = Field("", description=CONTACT_ONLY)


class PersonOfLead(Contact):
    id: UUID


class LeadShown(BaseModel):
    """A lead. What stands in `person` beside its id depends on the token's data class."""

    id: UUID
    clinic: ClinicShown
    url: str = Field(description="In the workspace, for people with an account.")
    person: PersonOfLead
    stage: str = Field(description="The stage's slug.", examples=["new"])
    lost_reason: str = Field(description="Of a lost lead; `other` for one that is none of the list.")
    owner: Reference | None = Field(description="A member of staff.")
    version: int = Field(description="The ETag, without its quotes.")
    created_at: str = Field(examples=[TIME_EXAMPLE])
    updated_at: str = Field(description="Of the latest entry in its timeline, when we stored it.")
    last_requested_at: str = Field(examples=[TIME_EXAMPLE])
    closed_at: str | None
    appointment_at: str | None
    erased_at: str | None = Field(description="Nothing of the person is left; the lead cannot be changed.")


class LeadOfPerson(BaseModel):
    id: UUID
    url: str
    stage: str


class PersonShown(Contact):
    """A person, with as much as the token may read."""

    id: UUID
    clinic: ClinicShown
    leads: list[LeadOfPerson]
    merged_into: Reference | None = Field(description="Staff found them to be this person: read and change that one.")
    created_at: str = Field(examples=[TIME_EXAMPLE])
    erased_at: str | None = Field(description="Nothing of them is left; they cannot be changed.")


class EventShown(BaseModel):
    """An event, in the envelope in which webhooks bring it, with the `webhook-id` beside it."""

    model_config = ConfigDict(json_schema_extra={"description": "See docs/webhooks.md for `data` by type."})

    id: UUID = Field(description="The `webhook-id`.")
    type: str = Field(examples=["lead.created"])
    timestamp: str = Field(description="When it happened.", examples=[TIME_EXAMPLE])
    data: dict[str, Any] = Field(description="Empty once the event's retention time is over.")


class PageOfLeads(BaseModel):
    data: list[LeadShown]
    has_more: bool
    next_cursor: str | None = Field(description="Null on the last page.")


class PageOfEvents(BaseModel):
    data: list[EventShown]
    has_more: bool
    next_cursor: str | None = Field(
        description="For the next page, or the next time you look. Null: nothing happened yet."
    )


def with_what_is_shown(leads: LeadQuerySet) -> LeadQuerySet:
    """One query however many leads."""
    latest = LeadEvent.objects.filter(lead=OuterRef("pk")).order_by("-id").values("id")[:1]
    return leads.select_related("person", "clinic", "stage").annotate(latest_entry=Subquery(latest))


def lead_as_json(lead: Lead, *, data_class: DataClass) -> dict[str, Any]:
    """A lead of `with_what_is_shown`, up to a data class."""
    latest: UUID | None = getattr(lead, "latest_entry", None)
    bodies: dict[str, dict[str, Any]] = {
        "reference": lead_reference(lead)
        | {
            "lost_reason": lead.lost_reason if lead.lost_reason in {"", *LostReason.values} else "other",
            "owner": {"id": str(lead.owner_id)} if lead.owner_id else None,
            "version": lead.version,
            "updated_at": rfc3339(made_at(latest) if latest else lead.created_at),
            "last_requested_at": rfc3339(lead.last_requested_at),
            "closed_at": rfc3339(lead.closed_at) if lead.closed_at else None,
            "appointment_at": rfc3339(lead.appointment_at) if lead.appointment_at else None,
            "erased_at": rfc3339(lead.erased_at) if lead.erased_at else None,
        },
        "preference": {"person": preferences(lead.person)},
        "contact": {"person": contact(lead.person)},
    }
    return body_up_to(bodies, data_class)


def person_as_json(person: Person, leads: list[Lead], *, data_class: DataClass) -> dict[str, Any]:
    """A person and their leads, `clinic` and `stage` loaded, up to a data class."""
    bodies: dict[str, dict[str, Any]] = {
        "reference": {
            "id": str(person.pk),
            "clinic": clinic_reference(person.clinic),
            "leads": [{"id": str(each.pk), "url": lead_url(each.pk), "stage": each.stage.slug} for each in leads],
            "merged_into": {"id": str(person.merged_into_id)} if person.merged_into_id else None,
            "created_at": rfc3339(person.created_at),
            "erased_at": rfc3339(person.erased_at) if person.erased_at else None,
        },
        "preference": preferences(person),
        "contact": contact(person),
    }
    return body_up_to(bodies, data_class)


def event_as_json(event: OutboxEvent, *, data_class: DataClass) -> dict[str, Any]:
    return {
        "id": str(event.pk),
        "type": event.type,
        "timestamp": rfc3339(event.occurred_at),
        "data": event.body(data_class),
    }
