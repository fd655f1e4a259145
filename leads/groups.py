"""Who may work leads, as groups: for each clinic its coordinators and its managers, and one for those who see every
clinic."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db.models import Model

from integrations.models import CrmConnection, Delivery, Endpoint
from leads.models import ApiToken, CrisisPhrase, DoNotContact, ErasureRequest, Lead, MessageTemplate, SavedView, Stage
from protection.models import AuditEntry
from sites.groups import ensure_network_content, grant_everywhere, grant_in_clinic, group_with_admin_access
from sites.models import Clinic

WORKS_LEADS = ("view", "change")
# Beside working them: take them out of here, let a person be contacted again, erase one, what the team shares, read the
# audit.
MANAGES_LEADS: tuple[tuple[type[Model], Iterable[str]], ...] = (
    (Lead, ("export",)),
    (DoNotContact, ("change",)),
    (ErasureRequest, ("change",)),
    (SavedView, ("add", "change", "delete", "view")),
    (MessageTemplate, ("add", "change", "delete", "view")),
    (AuditEntry, ("view",)),
)
MANAGES_TOKENS = ("add", "change", "view")
INTAKE_MANAGERS = "Intake managers"


def ensure_clinic_coordinators(clinic: Clinic) -> Group:
    """The group that works the leads of one clinic. Safe to repeat."""
    group = group_with_admin_access(coordinators_of(clinic))
    grant_in_clinic(group, clinic, Lead, WORKS_LEADS)
    return group


def coordinators_of(clinic: Clinic) -> str:
    """The name of its group of coordinators."""
    return f"Coordinators of {clinic.slug}"


def ensure_clinic_managers(clinic: Clinic) -> Group:
    """The group that works the leads of one clinic and looks after how they are worked. Safe to repeat."""
    group = group_with_admin_access(managers_of(clinic))
    grant_in_clinic(group, clinic, Lead, WORKS_LEADS)
    for model, actions in MANAGES_LEADS:
        grant_in_clinic(group, clinic, model, actions)
    return group


def managers_of(clinic: Clinic) -> str:
    """The name of its group of managers."""
    return f"Managers of {clinic.slug}"


def ensure_network_groups() -> Group:
    """The groups of the network: those who look after its content, and the intake managers, who are returned. Safe to
    repeat."""
    ensure_network_content()
    return ensure_intake_managers()


def ensure_intake_managers() -> Group:
    """They work and manage the leads of every clinic, look after stages, API tokens and crisis words and see where
    events go; they do not add endpoints. Safe to repeat."""
    managers = group_with_admin_access(INTAKE_MANAGERS)
    grant_everywhere(managers, Lead, WORKS_LEADS)
    for model, actions in MANAGES_LEADS:
        grant_everywhere(managers, model, actions)
    grant_everywhere(managers, CrisisPhrase, ("add", "change", "delete", "view"))
    grant_everywhere(managers, Stage, ("add", "change", "delete", "view"))
    grant_everywhere(managers, ApiToken, MANAGES_TOKENS)
    grant_everywhere(managers, Endpoint, ("view",))
    grant_everywhere(managers, CrmConnection, ("view",))
    grant_everywhere(managers, Delivery, ("view",))
    return managers
