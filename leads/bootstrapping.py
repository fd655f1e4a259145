"""An installation's first rows."""

from django.contrib.auth.models import Group

from leads.groups import (
    INTAKE_MANAGERS,
    coordinators_of,
    ensure_clinic_coordinators,
    ensure_clinic_managers,
    ensure_intake_managers,
    ensure_network_groups,
)
from leads.messages.default_templates import ensure_default_templates
from leads.newsletter.models import NewsletterList
from sites.bootstrapping import ensure_network_pages
from sites.groups import NETWORK_CONTENT, editors_of, ensure_clinic_editors, ensure_network_content
from sites.models import Clinic, ClinicPage, HomePage


def bootstrap(*, name: str) -> HomePage:
    """Root pages, network groups, the network's newsletter and message templates, and groups for every clinic there is.
    Safe to repeat."""
    home = ensure_network_pages(name=name)
    ensure_network_groups()
    NewsletterList.objects.get_or_create(slug="news", defaults={"name": name})
    ensure_default_templates()
    for clinic in Clinic.objects.all():
        ensure_clinic_coordinators(clinic)
        ensure_clinic_managers(clinic)
        ensure_clinic_editors(clinic, list(ClinicPage.objects.filter(clinic=clinic)))
    return home


def give_new_rights() -> None:
    """Give the groups that `bootstrap` made what such groups have by now; a clinic with coordinators has managers too.

    Adds no other group, takes nothing away; safe to repeat. After each `migrate`: a model that is new brings
    permissions that no group has yet.
    """
    names = set(Group.objects.values_list("name", flat=True))
    if NETWORK_CONTENT in names:
        ensure_network_content()
    if INTAKE_MANAGERS in names:
        ensure_intake_managers()
    for clinic in Clinic.objects.all() if names else ():
        if coordinators_of(clinic) in names:
            ensure_clinic_coordinators(clinic)
            ensure_clinic_managers(clinic)
        if editors_of(clinic) in names:
            ensure_clinic_editors(clinic, list(ClinicPage.objects.filter(clinic=clinic)))
