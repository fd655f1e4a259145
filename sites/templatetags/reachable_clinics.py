"""Phones for pages that were made in a hurry: a refusal that no view of a clinic's page answers."""

from typing import Any

from django import template

from sites import error_pages
from sites.models import Clinic

register = template.Library()


@register.simple_tag(name="reachable_clinics", takes_context=True)
def reachable_clinics_tag(context: dict[str, Any]) -> list[Clinic]:
    """The clinic that the refused form was for, or all of them; none while the database is away."""
    request = context["request"]
    clinics = error_pages.reachable_clinics(request.path)
    return [clinic for clinic in clinics if clinic.slug == request.POST.get("clinic")] or clinics
