"""What pages show of a clinic beside its own row: four tables of a few rows each, read in one query."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models

from sites.compiled_queries import compiled, keep_prefetched
from sites.models.clinic_hours import Closure, OpeningHours
from sites.models.clinic_phone import ClinicPhone
from sites.models.payment_method import PaymentMethod
from sites.rows_as_json import JSONRows, as_json, from_json, together

if TYPE_CHECKING:
    from sites.models.clinic import Clinic

# Relations of a clinic to the models that they lead to.
DETAILS: dict[str, type[models.Model]] = {
    "phones": ClinicPhone,
    "opening_hours": OpeningHours,
    "closures": Closure,
    "payment_methods": PaymentMethod,
}


def read_contact_details(clinics: "Sequence[Clinic]") -> None:
    """Put each clinic's phones, hours, closures and payment methods where `prefetch_related` would have put them."""
    missing = [clinic for clinic in clinics if "phones" not in getattr(clinic, "_prefetched_objects_cache", {})]
    if not missing:
        return
    found: dict[tuple[str, Any], list[models.Model]] = {}
    for name, clinic_id, values in details_of(clinic_ids=[clinic.pk for clinic in missing]):
        found.setdefault((name, clinic_id), []).append(from_json(DETAILS[name], values))
    for clinic in missing:
        for name, model in DETAILS.items():
            keep_prefetched(clinic, name, in_order(model, found.get((name, clinic.pk), [])), model)


def shown_clinics() -> "list[Clinic]":
    """Those that lists, finder and forms offer, with their details."""
    clinics = rows_shown()
    read_contact_details(clinics)
    return clinics


@compiled
def rows_shown() -> "models.QuerySet[Clinic]":
    from sites.models.clinic import Clinic

    return Clinic.objects.shown()


@compiled
def details_of(clinic_ids: Sequence[UUID]) -> JSONRows:
    return together(*(rows_of(name, clinic_ids) for name in DETAILS))


def rows_of(name: str, clinic_ids: Sequence[UUID]) -> JSONRows:
    model = DETAILS[name]
    owner = "clinics" if model is PaymentMethod else "clinic"
    rows = model._default_manager.filter(**{f"{owner}__pk__in": clinic_ids})
    return as_json(name, rows, owner=models.F(owner))


def in_order(model: type[models.Model], rows: list[models.Model]) -> list[models.Model]:
    """In the model's own order."""
    names = [str(name) for name in model._meta.ordering or ["pk"]]
    return sorted(rows, key=lambda row: [getattr(row, name) or 0 for name in names])
