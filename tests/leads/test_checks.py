"""The check that notices a way around the funnel before anybody takes it."""

from collections.abc import Iterator

import pytest
from django.db.models import Model
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.models import SNIPPET_MODELS

from integrations.models import Delivery, Endpoint
from leads.checks import clinics_keep_their_rows
from leads.models import ConsentRecord, ConsultRequest, Lead, LeadEvent, Person
from sites.clinic_owned import way_to_clinic
from sites.models import Clinic, ClinicPage, Condition, Practice, Provider, Treatment
from staff.models import StaffUser


def found() -> set[tuple[str | None, object]]:
    return {(error.id, error.obj) for error in clinics_keep_their_rows()}


@pytest.fixture
def _unscoped_viewset() -> Iterator[None]:
    clinics_keep_their_rows()  # fills Wagtail's registry
    viewset = ModelViewSet("people", model=Person, form_fields=[])
    viewsets.viewsets.append(viewset)
    yield
    viewsets.viewsets.remove(viewset)


@pytest.fixture
def _snippet_of_a_clinic() -> Iterator[None]:
    clinics_keep_their_rows()
    SNIPPET_MODELS.append(LeadEvent)
    yield
    SNIPPET_MODELS.remove(LeadEvent)


def test_the_project_passes() -> None:
    assert found() == set()


@pytest.mark.usefixtures("_unscoped_viewset")
def test_a_viewset_outside_the_funnel_is_an_error() -> None:
    assert found() == {("leads.E002", Person), ("leads.E003", Person)}


@pytest.mark.usefixtures("_snippet_of_a_clinic")
def test_a_snippet_of_a_clinics_rows_is_an_error() -> None:
    assert found() == {("leads.E001", LeadEvent)}


@pytest.mark.parametrize(
    ("model", "way"),
    [
        (Clinic, "pk"),
        (Lead, "clinic"),
        (Person, "clinic"),
        (Endpoint, "clinic"),
        (Delivery, "event__clinic"),
        (LeadEvent, "lead__clinic"),
        (ConsultRequest, "lead__clinic"),
        (ConsentRecord, "person__clinic"),
        (Practice, None),
        (Provider, None),
        (Treatment, None),
        (Condition, None),
        (StaffUser, None),
        (ClinicPage, None),
    ],
)
def test_a_models_clinic_is_found_over_its_foreign_keys(model: type[Model], way: str | None) -> None:
    assert way_to_clinic(model) == way
