"""What templates say of a clinic that its record holds as numbers and links."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import template
from django.db.models import QuerySet
from django.utils.translation import ngettext

from sites.compiled_queries import compiled
from sites.models import Clinic, Treatment
from sites.opening_hours import OpeningState

register = template.Library()


@register.filter
def open_time(minutes: int) -> str:
    """A promise counted in opening hours: 120 is "2 open hours", 45 is "45 open minutes"."""
    hours, rest = divmod(minutes, 60)
    if rest or not hours:
        return ngettext("%(count)d open minute", "%(count)d open minutes", minutes) % {"count": minutes}
    return ngettext("%(count)d open hour", "%(count)d open hours", hours) % {"count": hours}


@register.filter
def giving(
    clinic_openings: Iterable[tuple[Clinic, OpeningState]], treatment: Treatment
) -> list[tuple[Clinic, OpeningState]]:
    """Those of the clinics that give the treatment; all where the record names none. One query."""
    openings = list(clinic_openings)
    given_at = set(clinics_giving(treatment_id=treatment.pk))
    return [pair for pair in openings if pair[0].pk in given_at] or openings


@compiled
def clinics_giving(treatment_id: int) -> "QuerySet[Any, UUID]":
    return Treatment.clinics.through.objects.filter(treatment=treatment_id).values_list("clinic_id", flat=True)
