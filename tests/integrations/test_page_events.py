"""Receivers hear of pages that everybody may read."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from wagtail.models import PageViewRestriction

from integrations.channels.webhook import encode
from integrations.models import Delivery, Endpoint, OutboxEvent
from protection.data_classes import DataClass
from sites.bootstrapping import ensure_clinic_page
from sites.models import Clinic, ClinicPage, HomePage
from tests.contract import assert_contract

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic_page(clinic: Clinic) -> ClinicPage:
    return ensure_clinic_page(clinic)


@pytest.fixture
def make_endpoint(db: None) -> Callable[..., Endpoint]:
    def make(clinic: Clinic | None) -> Endpoint:
        return Endpoint.objects.create(url="https://crm.example.com/", clinic=clinic, events=["page.published"])

    return make


@pytest.fixture
def network(clinic_page: ClinicPage, make_endpoint: Callable[..., Endpoint]) -> Endpoint:
    """The network's endpoint, added when the page was there already."""
    return make_endpoint(None)


def publish(page: Any) -> None:
    page.save_revision().publish()


def told() -> list[OutboxEvent]:
    return list(OutboxEvent.objects.filter(type="page.published"))


@pytest.mark.usefixtures("network")
def test_a_page_that_is_published_is_told_once(clinic_page: ClinicPage) -> None:
    publish(clinic_page)

    (event,) = told()
    payload = json.loads(encode(event, data_class=DataClass.REFERENCE))
    assert payload["data"]["id"] == str(clinic_page.pk)
    payload["data"]["id"] = "<id>"
    assert_contract(payload, "page.published.v1")


def test_what_no_endpoint_asks_for_is_not_kept(
    clinic_page: ClinicPage, make_endpoint: Callable[..., Endpoint], make_clinic: Callable[..., Clinic]
) -> None:
    make_endpoint(make_clinic("winona"))

    publish(clinic_page)

    assert told() == []


@pytest.mark.usefixtures("network")
def test_a_publishing_that_is_rolled_back_is_told_to_nobody(clinic_page: ClinicPage) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        publish(clinic_page)
        raise RuntimeError

    assert told() == []


def test_the_clinics_endpoint_and_the_networks_hear_of_it_and_no_other(
    clinic_page: ClinicPage, make_endpoint: Callable[..., Endpoint], make_clinic: Callable[..., Clinic]
) -> None:
    own, network = make_endpoint(clinic_page.clinic), make_endpoint(None)
    make_endpoint(make_clinic("winona"))

    publish(clinic_page)

    assert {each.endpoint for each in Delivery.objects.all()} == {own, network}


def test_the_networks_own_page_is_heard_by_the_networks_endpoint(
    home: HomePage, clinic: Clinic, make_endpoint: Callable[..., Endpoint]
) -> None:
    make_endpoint(clinic)
    network = make_endpoint(None)

    publish(home)

    assert [each.endpoint for each in Delivery.objects.all()] == [network]
    assert told()[-1].body(DataClass.REFERENCE)["clinic"] is None


@pytest.mark.usefixtures("network")
def test_a_page_for_some_readers_alone_is_told_to_nobody(clinic_page: ClinicPage) -> None:
    PageViewRestriction.objects.create(page=clinic_page, restriction_type="login")

    publish(clinic_page)

    assert told() == []


@pytest.mark.usefixtures("network")
def test_a_draft_is_no_news(clinic_page: ClinicPage) -> None:
    clinic_page.save_revision()

    assert told() == []
