"""What pages tell of one treatment beside its own row: four tables, read in one query."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q

from sites.compiled_queries import compiled
from sites.models import Clinic, ProtocolFact, SideEffect, Treatment, TreatmentPrice
from sites.rows_as_json import JSONRows, as_json, from_json, together

if TYPE_CHECKING:
    from django.db.models import Model

GIVEN_AT = Treatment.clinics.through
MODELS: "dict[str, type[Model]]" = {
    "side effect": SideEffect,
    "given at": GIVEN_AT,
    "protocol": ProtocolFact,
    "price": TreatmentPrice,
}


@dataclass(frozen=True)
class TreatmentDetails:
    side_effects: list[SideEffect]
    given_at: frozenset[UUID]
    """Clinics, also others than were asked for; empty where the record names none."""
    protocol_facts: list[ProtocolFact]
    """Of the clinics asked for, in their order."""
    prices: list[TreatmentPrice]
    """Of the clinics asked for: what every patient pays, then what this treatment costs."""


def read_treatment_details(treatment: Treatment, clinics: Sequence[Clinic]) -> TreatmentDetails:
    """One query."""
    found: dict[str, list[Any]] = {name: [] for name in MODELS}
    for name, columns in rows_on(treatment_id=treatment.pk, clinic_ids=[clinic.pk for clinic in clinics]):
        found[name].append(from_json(MODELS[name], columns))
    by_id = {clinic.pk: clinic for clinic in clinics}
    for row in (*found["protocol"], *found["price"]):
        row.clinic = by_id[row.clinic_id]
        row.treatment = treatment if row.treatment_id else None
    places = list(by_id)
    return TreatmentDetails(
        side_effects=found["side effect"],
        given_at=frozenset(row.clinic_id for row in found["given at"]),
        protocol_facts=sorted(found["protocol"], key=lambda fact: places.index(fact.clinic_id)),
        prices=sorted(found["price"], key=lambda price: (bool(price.treatment_id), price.amount, price.pk)),
    )


@compiled
def rows_on(treatment_id: int, clinic_ids: Sequence[UUID]) -> JSONRows:
    priced = Q(treatment=treatment_id) | Q(treatment=None)
    return together(
        as_json("side effect", SideEffect.objects.filter(treatments=treatment_id)),
        as_json("given at", GIVEN_AT.objects.filter(treatment=treatment_id)),
        as_json("protocol", ProtocolFact.objects.filter(treatment=treatment_id, clinic__pk__in=clinic_ids)),
        as_json("price", TreatmentPrice.objects.filter(priced, clinic__pk__in=clinic_ids)),
    )
