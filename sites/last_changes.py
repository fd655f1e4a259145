"""When what a page shows beside its own text last changed: its clinic's record, its treatment, rows chosen for it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Page, ReferenceIndex

from sites.models import (
    FAQ,
    Clinic,
    ClinicIndexPage,
    ClinicPage,
    ClinicTreatmentPage,
    Condition,
    ConditionPage,
    ExternalResource,
    Fact,
    ProviderPage,
    SideEffect,
    Testimonial,
    Treatment,
    TreatmentPage,
)

# What blocks show of a row that was chosen for them.
CHOSEN_MODELS: tuple[type[models.Model], ...] = (Fact, FAQ, SideEffect, Testimonial, ExternalResource)
# Pages that are about their clinic. An article below a clinic's page changes with its text alone.
SHOW_THEIR_CLINIC = (ClinicPage, ProviderPage, ClinicTreatmentPage)


class LastChanges:
    """Read in ten queries, however many pages are asked for afterwards."""

    def __init__(self) -> None:
        self.clinics = changes_of(Clinic)
        self.treatments = changes_of(Treatment)
        self.conditions = changes_of(Condition)
        self.clinic_by_path = dict(ClinicPage.objects.values_list("path", "clinic_id"))
        self.chosen_rows = changes_of_chosen_rows()

    @property
    def of_any_clinic(self) -> datetime | None:
        return max(self.clinics.values(), default=None)

    def of(self, page: Page) -> datetime | None:
        """None for a page that shows nothing but its own text."""
        changes = [self.chosen_rows.get(str(page.pk))]
        match page:
            case ClinicIndexPage():
                changes.append(self.of_any_clinic)
            case TreatmentPage():
                changes.append(self.treatments.get(page.treatment_id))
            case ConditionPage():
                changes.append(self.conditions.get(page.condition_id))
        if isinstance(page, SHOW_THEIR_CLINIC):
            path = page.path if isinstance(page, ClinicPage) else page.path[: -page.steplen]
            changes.append(self.clinics.get(self.clinic_by_path.get(path)))
        return max((each for each in changes if each), default=None)


def changes_of(model: type[models.Model]) -> dict[Any, datetime]:
    """By primary key."""
    return dict(model._default_manager.order_by().values_list("pk", "updated_at"))


def changes_of_chosen_rows() -> dict[str, datetime]:
    """By the page's primary key as Wagtail's reference index writes it."""
    types = ContentType.objects.get_for_models(*CHOSEN_MODELS)
    changed = {(types[model].pk, str(pk)): at for model in CHOSEN_MODELS for pk, at in changes_of(model).items()}
    found: dict[str, datetime] = {}
    for page_id, type_id, row_id in references_of_pages(types.values()):
        if at := changed.get((type_id, row_id)):
            found[page_id] = max(at, found.get(page_id, at))
    return found


def references_of_pages(to_types: Iterable[ContentType]) -> "models.QuerySet[Any, tuple[str, int, str]]":
    page_type = ContentType.objects.get_for_model(Page)
    references = ReferenceIndex.objects.filter(base_content_type=page_type, to_content_type__in=list(to_types))
    return references.values_list("object_id", "to_content_type_id", "to_object_id").distinct()
