"""Does every way into a clinic's rows pass the one funnel? Asked by every manage.py command."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from wagtail.permissions import policy_registry
from wagtail.snippets.models import get_snippet_models

from sites.clinic_owned import viewsets_of_clinics, way_to_clinic
from sites.permissions import ClinicPermissionPolicy
from sites.viewsets.scoped import ScopedViewSetMixin


@register()
def clinics_keep_their_rows(**kwargs: Any) -> list[CheckMessage]:
    """Errors for rows of a clinic that staff of another could reach."""
    errors: list[CheckMessage] = [
        Error(
            f"{model._meta.label} belongs to a clinic and is registered as a snippet.",
            hint="Any user of the admin may read a snippet's chooser. Use a scoped ModelViewSet.",
            obj=model,
            id="leads.E001",
        )
        for model in get_snippet_models()
        if way_to_clinic(model)
    ]
    for viewset, model in viewsets_of_clinics():
        if not isinstance(viewset, ScopedViewSetMixin):
            errors.append(
                Error(
                    f"{type(viewset).__name__} shows {model._meta.label}, which belongs to a clinic, to everybody.",
                    hint="Put ScopedViewSetMixin first among its bases.",
                    obj=model,
                    id="leads.E002",
                )
            )
        if not isinstance(policy_registry.get_by_type(model), ClinicPermissionPolicy):
            errors.append(
                Error(
                    f"{model._meta.label} belongs to a clinic and has no ClinicPermissionPolicy.",
                    hint="Register one at the top of its app's wagtail_hooks.py.",
                    obj=model,
                    id="leads.E003",
                )
            )
    return errors
