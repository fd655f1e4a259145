"""Events of one made-up person for tests of CRM adapters, in the shape of tests/contracts/."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from integrations.erasing import mark_crm_records
from integrations.models import OutboxEvent
from sites.models import Clinic
from tests.integrations.published import published

MESSAGE = "My back, for two years."


@dataclass
class Jo:
    """A person with one lead at a clinic."""

    clinic: Clinic
    person_id: uuid.UUID = field(default_factory=uuid.uuid4)
    lead_id: uuid.UUID = field(default_factory=uuid.uuid4)
    contact: dict[str, str] = field(
        default_factory=lambda: {
            "full_name": "Jo Marlowe",
            "email": "jo@example.com",
            "phone": "+12185550187",
            "phone_extension": "",
        }
    )

    def asks(self, at: datetime) -> OutboxEvent:
        """lead.created."""
        return self.tells("lead.created", at, self.lead_body(stage="new"), contact={"person": self.contact})

    def requests(self, at: datetime) -> OutboxEvent:
        request_id = uuid.uuid4()
        reference = self.reference(request_id) | {
            "lead": {"id": str(self.lead_id)},
            "person": {"id": str(self.person_id)},
            "source": "form",
            "page": "/clinics/duluth/",
            "campaign": {"utm_source": "leaflet"},
            "answers": {},
            "requested_at": "2026-03-04T16:00:00.000Z",
        }
        return self.tells(
            "consult_request.received",
            at,
            reference,
            subject_id=request_id,
            contact={"person": self.contact},
            health={"message": MESSAGE},
        )

    def moves_to(self, stage: str, at: datetime) -> OutboxEvent:
        return self.tells("lead.stage_changed", at, self.lead_body(stage=stage) | {"from_stage": "new"})

    def changes(self, at: datetime, **contact: str) -> OutboxEvent:
        """person.updated."""
        self.contact |= contact
        reference = self.reference(self.person_id) | {"lead": {"id": str(self.lead_id)}, "changed": list(contact)}
        return self.tells("person.updated", at, reference, subject_id=self.person_id, contact=self.contact)

    def is_joined_with(self, other: "Jo", at: datetime, *, again_two: bool = False) -> OutboxEvent:
        """person.merged, or person.unmerged: `other` turned out to be this person, or did not."""
        reference = self.reference(self.person_id) | {
            "merged_person": {"id": str(other.person_id)},
            "leads": [{"id": str(other.lead_id)}],
        }
        name = "person.unmerged" if again_two else "person.merged"
        return self.tells(name, at, reference, subject_id=self.person_id, contact=self.contact)

    def is_erased(self, at: datetime) -> None:
        """lead.erased and person.erased, as `leads.erasing` leaves them."""
        mark_crm_records([self.person_id], [self.lead_id], standing=self.person_id, at=at)
        reference = {"url": None, "erased_at": "2026-03-04T16:00:00.000Z"}
        lead = self.reference(self.lead_id) | {"person": {"id": str(self.person_id)}} | reference
        person = self.reference(self.person_id) | {"leads": [{"id": str(self.lead_id)}]} | reference
        self.tells("lead.erased", at, lead)
        self.tells("person.erased", at, person, subject_id=self.person_id)

    def calls(self, at: datetime) -> OutboxEvent:
        reference = self.reference(uuid.uuid4()) | {
            "lead": {"id": str(self.lead_id)},
            "person": {"id": str(self.person_id)},
            "outcome": "missed",
            "started_at": "2026-03-04T16:00:00.000Z",
        }
        return self.tells("call.logged", at, reference, contact={"person": self.contact})

    def tells(
        self, event_type: str, at: datetime, reference: dict[str, Any], *, subject_id: Any = None, **bodies: Any
    ) -> OutboxEvent:
        return published(
            self.clinic,
            at=at,
            type=event_type,
            subject_id=subject_id or self.lead_id,
            bodies={"reference": reference, **bodies},
        )

    def lead_body(self, *, stage: str) -> dict[str, Any]:
        return self.reference(self.lead_id) | {
            "person": {"id": str(self.person_id)},
            "stage": stage,
            "created_at": "2026-03-04T16:00:00.000Z",
        }

    def reference(self, own_id: uuid.UUID) -> dict[str, Any]:
        clinic = {"id": str(self.clinic.pk), "slug": self.clinic.slug, "name": self.clinic.name}
        return {
            "id": str(own_id),
            "clinic": clinic,
            "url": f"http://localhost/admin/leads/{self.lead_id}/",
        }
