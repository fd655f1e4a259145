"""What several events, and the API, tell in the same words: each part is of one data class."""

from uuid import UUID

from integrations.timestamps import rfc3339
from leads.models import ConsultRequest, Lead, Person
from leads.workspace_addresses import lead_url
from sites.models import Clinic


def lead_reference(lead: Lead) -> dict[str, object]:
    return {
        "id": str(lead.pk),
        "clinic": clinic_reference(lead.clinic),
        "url": lead_url(lead.pk),
        "person": {"id": str(lead.person_id)},
        "stage": lead.stage.slug,
        "created_at": rfc3339(lead.created_at),
    }


def reference_on_lead(subject_id: UUID, lead: Lead) -> dict[str, object]:
    """Of what came in on a lead and has an id of its own: a consult request, a call."""
    return {
        "id": str(subject_id),
        "clinic": clinic_reference(lead.clinic),
        "url": lead_url(lead.pk),
        "lead": {"id": str(lead.pk)},
        "person": {"id": str(lead.person_id)},
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


def answers(request: ConsultRequest, data_class: str) -> dict[str, object]:
    """By the key of their question, those of one class."""
    return {
        each["key"]: {"question": each["question"], "answer": each["answer"]}
        for each in request.answers
        if each["data_class"] == data_class
    }
