"""Who may work leads, as groups: one for each clinic's coordinators, one for those who see every clinic."""

from django.contrib.auth.models import Group

from integrations.models import Delivery, Endpoint
from leads.models import ApiToken, Lead
from sites.groups import ensure_network_content, grant_everywhere, grant_in_clinic, group_with_admin_access
from sites.models import Clinic

WORKS_LEADS = ("view", "change")
MANAGES_TOKENS = ("add", "change", "view")
INTAKE_MANAGERS = "Intake managers"


def ensure_clinic_coordinators(clinic: Clinic) -> Group:
    """The group that works the leads of one clinic. Safe to repeat."""
    group = group_with_admin_access(f"Coordinators of {clinic.slug}")
    grant_in_clinic(group, clinic, Lead, WORKS_LEADS)
    return group


def ensure_network_groups() -> Group:
    """The groups of the network: those who look after its content, and the intake managers, who are returned.

    Intake managers work the leads of every clinic, look after API tokens and see where events go; they do not add
    endpoints. Safe to repeat.
    """
    ensure_network_content()
    managers = group_with_admin_access(INTAKE_MANAGERS)
    grant_everywhere(managers, Lead, WORKS_LEADS)
    grant_everywhere(managers, ApiToken, MANAGES_TOKENS)
    grant_everywhere(managers, Endpoint, ("view",))
    grant_everywhere(managers, Delivery, ("view",))
    return managers
