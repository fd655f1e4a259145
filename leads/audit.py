"""What the audit is told of leads beside what every scoped view tells it by itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from leads.models import Lead
from protection.audit import Action, record
from protection.models import AuditEntry
from sites.permissions import ClinicPermissionPolicy, User


class AuditPolicy(ClinicPermissionPolicy):
    """Entries have their clinic's id and no foreign key."""

    def clinic_id_of(self, instance: Any) -> UUID | None:
        clinic_id: UUID | None = instance.clinic_id
        return clinic_id


audit_policy = AuditPolicy(AuditEntry, clinic_field_name="clinic_id")


def record_on_lead(
    action: Action, lead: Lead, *, actor: User, at: datetime, data: Mapping[str, object] | None = None
) -> None:
    """For what is done to a lead from elsewhere than its page: each lead of a bulk action, for instance."""
    record(action, actor=actor, subject_type="lead", subject_id=lead.pk, clinic_id=lead.clinic_id, at=at, data=data)


def record_export(
    *, actor: User, leads_by_clinic: Mapping[UUID, int], columns: list[str], filters: str = "", at: datetime
) -> None:
    """One entry for each clinic whose leads left: how many, and which columns. Before the first byte leaves.

    Args:
        filters: as `leads.saved_views.list_query` writes them: ids and days, never what was searched for.
    """
    for clinic_id, count in leads_by_clinic.items():
        record(
            Action.EXPORTED,
            actor=actor,
            subject_type="lead",
            clinic_id=clinic_id,
            at=at,
            data={"count": count, "columns": columns, "filters": filters},
        )
