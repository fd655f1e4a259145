"""What others hear when two people become one, or two again. The contract is docs/webhooks.md and tests/contracts/."""

from collections.abc import Sequence

from integrations.outbox import Event
from leads.event_bodies import clinic_reference, contact, preferences
from leads.models import Lead, PersonMerge
from leads.workspace_addresses import lead_url


def person_merged(merge: PersonMerge, *, leads: Sequence[Lead]) -> Event:
    """About the person who stays. `leads` came to them."""
    return _about(merge, "person.merged", leads)


def person_unmerged(merge: PersonMerge, *, leads: Sequence[Lead]) -> Event:
    """About the same person. `leads` went back to the other."""
    return _about(merge, "person.unmerged", leads)


def _about(merge: PersonMerge, event_type: str, leads: Sequence[Lead]) -> Event:
    kept, clinic = merge.kept, merge.clinic
    newest = kept.leads.order_by("-last_requested_at").values_list("pk", flat=True).first()
    return Event(
        type=event_type,
        subject_type="person",
        subject_id=kept.pk,
        clinic=clinic,
        bodies={
            "reference": {
                "id": str(kept.pk),
                "clinic": clinic_reference(clinic),
                "url": lead_url(newest) if newest else None,
                "merged_person": {"id": str(merge.merged_id)},
                "leads": [{"id": str(lead.pk)} for lead in leads],
            },
            "preference": preferences(kept),
            "contact": contact(kept),
        },
    )
