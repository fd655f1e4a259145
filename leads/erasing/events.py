"""What others hear of an erasure: ids and when. The contract is docs/webhooks.md and tests/contracts/."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from integrations.outbox import Event
from integrations.timestamps import rfc3339
from leads.event_bodies import clinic_reference
from leads.models import Person
from sites.models import Clinic


def lead_erased(lead_id: UUID, person: Person, *, at: datetime) -> Event:
    """There is nothing left to look at, so no address of it."""
    told = {"person": {"id": str(person.pk)}, "erased_at": rfc3339(at)}
    return _erased("lead", lead_id, person.clinic, told)


def person_erased(person: Person, *, lead_ids: Sequence[UUID], at: datetime) -> Event:
    """Once, however many people were joined into this one."""
    told = {"leads": [{"id": str(each)} for each in lead_ids], "erased_at": rfc3339(at)}
    return _erased("person", person.pk, person.clinic, told)


def _erased(subject_type: str, subject_id: UUID, clinic: Clinic, told: Mapping[str, object]) -> Event:
    return Event(
        type=f"{subject_type}.erased",
        subject_type=subject_type,
        subject_id=subject_id,
        clinic=clinic,
        bodies={"reference": {"id": str(subject_id), "clinic": clinic_reference(clinic), "url": None, **told}},
    )
