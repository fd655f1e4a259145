"""What happens to requests and open leads of a clinic that pauses or closes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from leads.access import leads_for
from leads.models import ConsultRequest, Lead
from sites.bootstrapping import ensure_clinic_page
from sites.groups import ensure_clinic_editors, ensure_network_content
from sites.models import Clinic
from staff.models import StaffUser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def closed(clinic: Clinic, other_clinic: Clinic) -> Clinic:
    clinic.status, clinic.successor = Clinic.Status.CLOSED, other_clinic
    clinic.save()
    return clinic


def typed(clinic: Clinic, **values: Any) -> dict[str, Any]:
    request = {"clinic": clinic.slug, "full_name": "Jo Marlowe", "email": "jo@example.com", "message": "My back."}
    return request | values


def test_the_form_of_a_closed_clinic_is_its_successors(client: Client, closed: Clinic) -> None:
    response = client.get("/consult-requests/?clinic=duluth")

    assert (response.status_code, response["Location"]) == (302, "/consult-requests/?clinic=ashland")


def test_without_a_successor_the_visitor_chooses(client: Client, closed: Clinic) -> None:
    Clinic.objects.update(successor=None)

    response = client.get("/consult-requests/?clinic=duluth", follow=True)

    said = response.content.decode()
    assert '<option value="ashland">' in said
    assert '<option value="duluth">' not in said


@pytest.mark.parametrize("status", ["paused", "closed"])
def test_a_request_is_refused_and_offered_to_the_successor_with_what_was_typed(
    client: Client, closed: Clinic, status: str
) -> None:
    Clinic.objects.filter(pk=closed.pk).update(status=status)

    response = client.post("/consult-requests/", typed(closed, consent_contact="on", submission_key="k-1"))

    said = response.content.decode()
    assert response.status_code == 409
    assert 'name="clinic" value="ashland"' in said
    assert 'value="Jo Marlowe"' in said
    assert 'value="jo@example.com"' in said
    assert "My back.</textarea>" in said
    assert "tel:+12185550142" in said
    assert "checked" not in said, "consent was given to another clinic"
    assert "k-1" not in said
    assert not ConsultRequest.objects.exists()


def test_sent_on_it_is_the_successors_lead(client: Client, closed: Clinic, other_clinic: Clinic) -> None:

    client.post("/consult-requests/", typed(other_clinic))

    assert Lead.objects.get().clinic == other_clinic


def test_a_paused_clinics_page_holds_no_form_but_the_way_to_the_successors(client: Client, closed: Clinic) -> None:
    Clinic.objects.filter(pk=closed.pk).update(status="paused")

    said = client.get(ensure_clinic_page(closed).url).content.decode()

    assert 'action="/consult-requests/"' not in said
    assert 'href="/consult-requests/?clinic=ashland"' in said


def test_open_leads_stay_with_the_clinics_coordinators(
    signed_in: Client, coordinator: StaffUser, closed: Clinic, make_lead: Callable[..., Lead]
) -> None:
    lead = make_lead(closed)

    assert list(leads_for(coordinator)) == [lead]
    assert signed_in.get(reverse("leads:inspect", args=[lead.pk])).status_code == 200


def test_the_clinics_page_in_the_admin_counts_leads_to_hand_over(
    client: Client,
    make_staff: Callable[..., StaffUser],
    coordinator: StaffUser,
    closed: Clinic,
    make_lead: Callable[..., Lead],
) -> None:
    for name in ("Jo Marlowe", "Al Kent"):
        make_lead(closed, full_name=name)
    coordinator.groups.add(ensure_clinic_editors(closed, []))
    client.force_login(coordinator)

    page = client.get(reverse("clinics:edit", args=[closed.pk])).content.decode()

    assert "2 open leads to hand over" in page
    assert "Jo Marlowe" not in page
    [url] = [part.partition('"')[0] for part in page.split('href="') if part.startswith("/admin/leads/?clinic=")]
    listed = client.get(url.replace("&amp;", "&")).content.decode()
    assert "Jo Marlowe" in listed
    assert "Al Kent" in listed


def test_who_may_see_no_leads_is_told_of_none(
    client: Client, make_staff: Callable[..., StaffUser], closed: Clinic, make_lead: Callable[..., Lead]
) -> None:
    make_lead(closed)
    client.force_login(make_staff("writer", ensure_network_content()))

    page = client.get(reverse("clinics:edit", args=[closed.pk]))

    assert page.status_code == 200
    assert "hand over" not in page.content.decode()


def test_an_open_clinics_page_speaks_of_no_handing_over(
    client: Client, coordinator: StaffUser, clinic: Clinic, make_lead: Callable[..., Lead]
) -> None:
    make_lead(clinic)
    coordinator.groups.add(ensure_clinic_editors(clinic, []))
    client.force_login(coordinator)

    assert "hand over" not in client.get(reverse("clinics:edit", args=[clinic.pk])).content.decode()
