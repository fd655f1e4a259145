"""Who may work leads, as groups: one for each clinic's coordinators, one for those who see every clinic."""

from django.contrib.auth.models import Group

from integrations.models import Delivery, Endpoint
from leads.models import ApiToken, CrisisPhrase, Lead
from sites.groups import ensure_network_content, grant_everywhere, grant_in_clinic, group_with_admin_access
from sites.models import Clinic

WORKS_LEADS = ("view", "change")
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


def ensure_network_groups() -> Group:
    """The groups of the network: those who look after its content, and the intake managers, who are returned. Safe to
    repeat."""
    ensure_network_content()
    return ensure_intake_managers()


def ensure_intake_managers() -> Group:
    """They work the leads of every clinic, look after API tokens and crisis words and see where events go; they do not
    add endpoints. Safe to repeat."""
    managers = group_with_admin_access(INTAKE_MANAGERS)
    grant_everywhere(managers, Lead, WORKS_LEADS)
    grant_everywhere(managers, CrisisPhrase, ("add", "change", "delete", "view"))
    grant_everywhere(managers, ApiToken, MANAGES_TOKENS)
    grant_everywhere(managers, Endpoint, ("view",))
    grant_everywhere(managers, Delivery, ("view",))
    return managers
