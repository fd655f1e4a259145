"""The coordinator's list: what it shows, finds and costs."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leads.models import Lead, Stage
from sites.models import Clinic
from staff.models import StaffUser

MakeLead = Callable[..., Lead]

LIST = "/admin/leads/"


def names_on(client: Client, query: str = "") -> list[str]:
    return [lead.person.full_name for lead in client.get(LIST + query).context["object_list"]]


def test_a_row_says_who_where_how_and_when(
    signed_in: Client, clinic: Clinic, coordinator: StaffUser, make_lead: MakeLead
) -> None:
    lead = make_lead(clinic, owner=coordinator)

    page = signed_in.get(LIST).content.decode()

    assert f'<a href="/admin/leads/{lead.pk}/">Jo Marlowe</a>' in page
    assert '<a href="tel:+12185550187">(218) 555-0187</a>' in page
    for text in (clinic.name, "New", "Text message", "Robin Vale"):
        assert text in page
    assert "My back, for two years." not in page


def test_whoever_asked_last_is_on_top(signed_in: Client, clinic: Clinic, now: datetime, make_lead: MakeLead) -> None:
    make_lead(clinic, full_name="Yesterday", last_requested_at=now - timedelta(days=1))
    make_lead(clinic, full_name="Just now", last_requested_at=now)
    make_lead(clinic, full_name="Last week", last_requested_at=now - timedelta(days=7))

    assert names_on(signed_in) == ["Just now", "Yesterday", "Last week"]


@pytest.mark.parametrize(
    "typed", ["marlo", "JO@EX", "218-555-0187", "(218) 555 0187", "+1 218.555.0187", "0187", "  Jo Marlowe "]
)
def test_search_finds_part_of_a_name_an_address_or_a_phone_in_any_spelling(
    signed_in: Client, clinic: Clinic, make_lead: MakeLead, typed: str
) -> None:
    make_lead(clinic)
    make_lead(clinic, full_name="Sam Okafor", email="sam@example.org", phone="+12185550110")

    response = signed_in.get(LIST, {"q": typed})

    assert [lead.person.full_name for lead in response.context["object_list"]] == ["Jo Marlowe"]


def test_search_does_not_leave_the_clinic(
    signed_in: Client, clinic: Clinic, other_clinic: Clinic, make_lead: MakeLead
) -> None:
    make_lead(clinic, full_name="Jo Marlowe")
    make_lead(other_clinic, full_name="Jo Marlowe of Ashland")

    assert names_on(signed_in, "?q=Jo") == ["Jo Marlowe"]


def test_filters_narrow_by_stage_owner_and_nobody(
    signed_in: Client, clinic: Clinic, coordinator: StaffUser, make_lead: MakeLead
) -> None:
    connected = Stage.objects.get(slug="connected")
    make_lead(clinic, full_name="Connected", stage=connected)
    make_lead(clinic, full_name="Mine", owner=coordinator)

    assert names_on(signed_in, f"?stage={connected.pk}") == ["Connected"]
    assert names_on(signed_in, f"?owner={coordinator.pk}") == ["Mine"]
    assert names_on(signed_in, "?nobody=true") == ["Connected"]


def test_a_filter_by_another_clinic_opens_nothing(
    signed_in: Client, clinic: Clinic, other_clinic: Clinic, make_lead: MakeLead
) -> None:
    make_lead(clinic, full_name="Ours")
    make_lead(other_clinic, full_name="Theirs")

    response = signed_in.get(LIST, {"clinic": str(other_clinic.pk)})

    assert [lead.person.full_name for lead in response.context["object_list"]] == ["Ours"]
    assert other_clinic.name not in response.content.decode()


def test_owners_on_offer_are_those_of_the_users_clinics(
    signed_in: Client, make_staff: Callable[..., StaffUser], clinic: Clinic, other_clinic: Clinic
) -> None:
    from leads.groups import ensure_clinic_coordinators

    make_staff("elsewhere", ensure_clinic_coordinators(other_clinic), first_name="Wren", last_name="Elsewhere")

    page = signed_in.get(LIST).content.decode()

    assert "Robin Vale" in page
    assert "Wren Elsewhere" not in page


def test_a_page_holds_twenty_five(signed_in: Client, clinic: Clinic, make_lead: MakeLead) -> None:
    for number in range(26):
        make_lead(clinic, full_name=f"Person {number}")

    assert (len(names_on(signed_in)), len(names_on(signed_in, "?p=2"))) == (25, 1)


@pytest.mark.parametrize("path", [LIST, LIST + "results/"])
def test_more_rows_cost_no_more_queries(
    signed_in: Client, clinic: Clinic, coordinator: StaffUser, make_lead: MakeLead, path: str
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            signed_in.get(path)
        return len(captured)

    for _ in range(10):
        make_lead(clinic, owner=coordinator)
    queries()  # fills caches of content types
    with_ten = queries()
    for _ in range(50):
        make_lead(clinic, owner=coordinator)

    assert queries() == with_ten <= 16


def test_the_list_keeps_the_strict_policy_and_no_cache(signed_in: Client, clinic: Clinic, make_lead: MakeLead) -> None:
    lead = make_lead(clinic)

    for address in (LIST, reverse("leads:inspect", args=[lead.pk])):
        response = signed_in.get(address)
        assert "script-src 'self';" in response["Content-Security-Policy"]
        assert response["Cache-Control"] == "no-store"
        assert "<script>" not in response.content.decode()


def test_an_empty_list_says_how_leads_arrive(signed_in: Client) -> None:
    assert "consult form" in signed_in.get(LIST).content.decode()
    assert "No lead matches." in signed_in.get(LIST + "?q=nobody").content.decode()


def test_no_title_has_a_name(signed_in: Client, clinic: Clinic, make_lead: MakeLead) -> None:
    lead = make_lead(clinic)

    page = signed_in.get(reverse("leads:inspect", args=[lead.pk])).content.decode()

    title = page.split("<title>")[1].split("</title>")[0]
    assert str(lead) in title
    assert "Jo" not in title
