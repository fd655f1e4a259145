"""Which models hold rows of a clinic, and which viewsets of the admin show them."""

from typing import Any

from django.db.models import ForeignKey, Model
from django.urls import reverse
from wagtail.admin.viewsets import viewsets
from wagtail.coreutils import resolve_model_string
from wagtail.models import Page

from sites.models import Clinic

FARTHEST = 3  # foreign keys between a row and its clinic


def way_to_clinic(model: type[Model]) -> str | None:
    """The lookup from a row to its clinic, "event__clinic" for instance; "pk" for clinics; None for shared models.

    Pages are shared by this measure: their place in the tree decides about them, not a foreign key.
    """
    if model is Clinic:
        return "pk"
    ways: list[tuple[str, type[Model]]] = [("", model)]
    for _ in range(FARTHEST):
        farther = []
        for way, at in ways:
            for name, target in foreign_keys(at):
                if target is Clinic:
                    return way + name
                farther.append((f"{way}{name}__", target))
        ways = farther
    return None


def foreign_keys(model: type[Model]) -> list[tuple[str, type[Model]]]:
    if issubclass(model, Page):
        return []
    fields = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    return [(field.name, field.related_model) for field in fields if isinstance(field.related_model, type)]


def viewsets_of_clinics() -> list[tuple[Any, type[Model]]]:
    """Every registered viewset whose model belongs to clinics, with that model."""
    reverse("wagtailadmin_home")  # Wagtail fills its registry when it reads its URLs
    found = []
    for viewset in viewsets.viewsets:
        model = resolve_model_string(viewset.model) if getattr(viewset, "model", None) else None
        if model and way_to_clinic(model):
            found.append((viewset, model))
    return found
