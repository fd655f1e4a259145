"""What the lead's page shows of its person beside the contact data, and who may change it."""

from typing import Any

from leads.access import do_not_contact_policy, may_erase
from leads.audit import audit_policy
from leads.models import DoNotContact, Lead, PersonMerge
from leads.people.do_not_contact import in_force
from leads.people.unmerging import why_stays
from leads.viewsets.people_forms import DoNotContactForm
from protection.models import AuditEntry
from sites.permissions import User


def may_lift(user: User, record: DoNotContact) -> bool:
    """Managers may; and whoever entered what somebody told them may take that back."""
    is_their_own = record.source == DoNotContact.Source.STAFF and record.actor_id == user.pk
    return is_their_own or do_not_contact_policy.user_has_permission_for_instance(user, "change", record)


def may_read_audit(user: User, lead: Lead) -> bool:
    return audit_policy.user_has_permission_for_instance(user, "view", AuditEntry(clinic_id=lead.clinic_id))


def about_person(lead: Lead, user: User) -> dict[str, Any]:
    """What the lead's page shows of its person beside the contact data."""
    record = in_force(lead.person)
    merges = PersonMerge.objects.filter(kept=lead.person_id, undone_at=None).select_related("actor")
    latest = merges.order_by("-merged_at", "-pk").first()
    return {
        "do_not_contact": record,
        "do_not_contact_channels": [DoNotContact.Channel(each).label for each in record.channels] if record else [],
        "may_lift_do_not_contact": bool(record and may_lift(user, record)),
        "do_not_contact_form": DoNotContactForm(initial={"channels": record.channels if record else []}),
        "merge_to_undo": latest if latest and why_stays(latest) is None else None,
        "may_read_audit": may_read_audit(user, lead),
        "may_erase": may_erase(user, lead.person),
        "is_in_household": lead.person.household_id is not None,
    }
