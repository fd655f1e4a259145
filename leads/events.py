"""What others may hear of a lead, cut by data class. The contract is docs/webhooks.md and tests/contracts/."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from integrations.outbox import Event, Letter
from integrations.timestamps import rfc3339
from leads.attribution import click_ids, without_click_ids
from leads.models import ConsultRequest, Lead, Person
from leads.private_link.tokens import private_url
from sites.models import Clinic


def lead_created(lead: Lead) -> Event:
    return Event(
        type="lead.created",
        subject_type="lead",
        subject_id=lead.pk,
        clinic=lead.clinic,
        bodies={
            "reference": lead_reference(lead),
            "preference": {"person": preferences(lead.person)},
            "contact": {"person": contact(lead.person)},
        },
    )


def consult_request_received(request: ConsultRequest, lead: Lead) -> Event:
    """Thanks the visitor where they left an address, and tells the clinic's alert addresses that a lead waits.

    Somebody who may be in a crisis hears from a person, not from a machine: no thanks, and an alert to look first.
    """
    clinic = lead.clinic
    letters = staff_letters("lead_alert_first" if lead.waits_for_a_look else "lead_alert", clinic)
    if request.email and not lead.is_for_people_only:
        letters.append(thanks(request))
    return Event(
        type="consult_request.received",
        subject_type="consult_request",
        subject_id=request.pk,
        clinic=clinic,
        bodies={
            "reference": {
                "id": str(request.pk),
                "clinic": clinic_reference(clinic),
                "url": lead_url(lead.pk),
                "lead": {"id": str(lead.pk)},
                "person": {"id": str(lead.person_id)},
                "source": request.source,
                "page": request.page,
                "campaign": request.campaign,
                "attribution": without_click_ids(request.attribution),
                "answers": {},
                "requested_at": rfc3339(request.requested_at),
            },
            "preference": {
                "preferred_contact": request.preferred_contact,
                "best_time": request.best_time,
                "language": request.language,
                "answers": answers(request, "preference"),
            },
            "contact": {
                "person": contact(lead.person),
                "attribution": click_ids(request.attribution),
                "answers": answers(request, "contact"),
            },
            "health": {"message": request.message, "answers": answers(request, "health")},
        },
        letters=letters,
    )


def thanks(request: ConsultRequest) -> Letter:
    """The confirmation, with the private link: it reaches this letter and nobody else."""
    return Letter(
        template="consult_request_received",
        recipient=request.email,
        language=request.language,
        values={"private_url": private_url(request.pk, language=request.language, at=request.requested_at)},
    )


def staff_letters(template: str, clinic: Clinic) -> list[Letter]:
    return [Letter(template=template, recipient=address, to_staff=True) for address in clinic.alert_email_list]


def look_into_quarantine(lead: Lead) -> Event:
    """For the clinic's alert addresses alone: a request that was held back should be looked at first."""
    return Event(
        type="lead.held_back",
        subject_type="lead",
        subject_id=lead.pk,
        clinic=lead.clinic,
        bodies={"reference": {"clinic": clinic_reference(lead.clinic), "url": settings.BASE_URL + quarantine_path()}},
        letters=staff_letters("lead_alert_first", lead.clinic),
        letters_only=True,
    )


def quarantine_path() -> str:
    """Where requests wait that were held back; the admin's home, which counts them, while there is no such list."""
    try:
        return reverse("held_leads:index")
    except NoReverseMatch:
        return reverse("wagtailadmin_home")


def lead_updated(lead: Lead, *, change: str, more: Mapping[str, object] | None = None) -> Event:
    """`change` says what the visitor did through their private link: "withdrawn", for instance."""
    return Event(
        type="lead.updated",
        subject_type="lead",
        subject_id=lead.pk,
        clinic=lead.clinic,
        bodies={"reference": lead_reference(lead) | {"change": change} | dict(more or {})},
        letters=staff_letters("lead_changed_alert", lead.clinic),
    )


def person_updated(lead: Lead, *, changed: Sequence[str]) -> Event:
    """`changed` names fields: "phone", "email", "preferred_contact", "best_time"."""
    person = lead.person
    return Event(
        type="person.updated",
        subject_type="person",
        subject_id=person.pk,
        clinic=lead.clinic,
        bodies={
            "reference": {
                "id": str(person.pk),
                "clinic": clinic_reference(lead.clinic),
                "url": lead_url(lead.pk),
                "lead": {"id": str(lead.pk)},
                "changed": list(changed),
            },
            "preference": preferences(person),
            "contact": contact(person),
        },
        letters=staff_letters("lead_changed_alert", lead.clinic),
    )


def answers(request: ConsultRequest, data_class: str) -> dict[str, object]:
    """By the key of their question, those of one class."""
    return {
        each["key"]: {"question": each["question"], "answer": each["answer"]}
        for each in request.answers
        if each["data_class"] == data_class
    }


def lead_stage_changed(lead: Lead, *, from_stage: str) -> Event:
    return Event(
        type="lead.stage_changed",
        subject_type="lead",
        subject_id=lead.pk,
        clinic=lead.clinic,
        bodies={"reference": lead_reference(lead) | {"from_stage": from_stage}},
    )


def lead_reference(lead: Lead) -> dict[str, object]:
    return {
        "id": str(lead.pk),
        "clinic": clinic_reference(lead.clinic),
        "url": lead_url(lead.pk),
        "person": {"id": str(lead.person_id)},
        "stage": lead.stage.slug,
        "created_at": rfc3339(lead.created_at),
    }


def clinic_reference(clinic: Clinic) -> dict[str, str]:
    return {"id": str(clinic.pk), "slug": clinic.slug, "name": clinic.name}


def contact(person: Person) -> dict[str, str]:
    return {
        "full_name": person.full_name,
        "email": person.email,
        "phone": person.phone,
        "phone_extension": person.phone_extension,
    }


def preferences(person: Person) -> dict[str, str]:
    return {
        "preferred_contact": person.preferred_contact,
        "best_time": person.best_time,
        "language": person.language,
    }


def lead_url(lead_id: UUID) -> str:
    return settings.BASE_URL + reverse("leads:inspect", args=[lead_id])
