"""The pipeline's stages in the admin: who changes them, their order, and when one may go."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from leads.models import Lead, Stage
from sites.models import Clinic
from staff.models import StaffUser

MakeLead = Callable[..., Lead]
STAGES = "/admin/stages/"


@pytest.fixture
def managing(client: Client, manager: StaffUser) -> Client:
    client.force_login(manager)
    return client


def stage(slug: str) -> Stage:
    return Stage.objects.get(slug=slug)


def order() -> list[str]:
    return list(Stage.objects.order_by("position").values_list("slug", flat=True))


def save(client: Client, edited: Stage | None = None, **values: Any) -> Any:
    url = f"{STAGES}edit/{edited.pk}/" if edited else f"{STAGES}new/"
    return client.post(url, values)


def test_the_managers_see_the_stages_in_their_order(managing: Client) -> None:
    page = managing.get(STAGES).content.decode()

    shown = [page.index(f">{name}<") for name in ("New", "Attempting", "Consult booked", "Not a candidate")]
    assert shown == sorted(shown)


def test_a_coordinator_does_not_reach_them(signed_in: Client) -> None:
    for url in (STAGES, f"{STAGES}new/", f"{STAGES}edit/{stage('new').pk}/", f"{STAGES}delete/{stage('new').pk}/"):
        response = signed_in.get(url)
        assert (response.status_code, response["Location"]) == (302, "/admin/"), url


def test_a_stage_is_added_where_it_belongs(managing: Client) -> None:
    response = save(managing, name="Insurance check", kind="open", after=stage("connected").pk)

    assert response.status_code == 302
    assert order()[2:5] == ["connected", "insurance-check", "consult-booked"]
    assert list(Stage.objects.order_by("position").values_list("position", flat=True)) == list(range(1, 10))


def test_a_name_that_is_taken_gets_another_slug(managing: Client) -> None:
    save(managing, name="Lost", kind="lost", after=stage("lost").pk)

    assert Stage.objects.get(name="Lost", position=8).slug == "lost-2"


def test_a_stage_changes_its_place_its_name_and_where_it_leads(managing: Client) -> None:
    connected = stage("connected")

    save(managing, connected, name="Spoken to", kind="open", after=stage("new").pk, moves_to=[stage("lost").pk])

    connected.refresh_from_db()
    assert order()[:3] == ["new", "connected", "attempting"]
    assert (connected.name, connected.slug, list(connected.moves_to.all())) == (
        "Spoken to",
        "connected",
        [stage("lost")],
    )


@pytest.mark.parametrize(
    ("slug", "kind", "after"), [("lost", "lost", None), ("new", "won", None), ("new", "open", "lost")]
)
def test_the_first_stage_stays_an_open_one(managing: Client, slug: str, kind: str, after: str | None) -> None:
    if slug == "new" and after:
        Stage.objects.filter(slug="attempting").update(kind="booked")
    edited, before = stage(slug), order()

    response = save(managing, edited, name=edited.name, kind=kind, after=stage(after).pk if after else "")

    assert response.status_code == 200
    assert "that one must be open" in response.content.decode()
    assert order() == before
    assert stage(slug).kind == edited.kind


def test_a_stage_with_leads_does_not_turn_closed(managing: Client, clinic: Clinic, make_lead: MakeLead) -> None:
    connected = stage("connected")
    make_lead(clinic, stage=connected)

    refused = save(managing, connected, name="Connected", kind="won", after=stage("new").pk)
    booked = save(managing, connected, name="Connected", kind="booked", after=stage("attempting").pk)

    assert (refused.status_code, "Leads that stand in it: 1." in refused.content.decode()) == (200, True)
    assert (booked.status_code, stage("connected").kind) == (302, "booked")


def test_a_stage_that_nobody_uses_goes(managing: Client) -> None:
    response = managing.post(f"{STAGES}delete/{stage('not-a-candidate').pk}/")

    assert response.status_code == 302
    assert "not-a-candidate" not in order()


@pytest.mark.parametrize("reason", ["", "honeypot"])
def test_a_stage_with_leads_stays_and_says_where_they_are(
    managing: Client, clinic: Clinic, make_lead: MakeLead, reason: str
) -> None:
    connected = stage("connected")
    make_lead(clinic, stage=connected, quarantine_reason=reason)

    asked = managing.get(f"{STAGES}delete/{connected.pk}/")
    refused = managing.post(f"{STAGES}delete/{connected.pk}/")

    assert (asked.status_code, refused.status_code) == (200, 409)
    for page in (asked.content.decode(), refused.content.decode()):
        assert "Leads that stand in it: 1." in page
        assert f"/admin/leads/?stage={connected.pk}" in page
        assert "Yes, delete" not in page
    assert "connected" in order()


def test_the_only_open_stage_in_front_stays(managing: Client) -> None:
    Stage.objects.filter(slug="attempting").update(kind="booked")

    assert managing.post(f"{STAGES}delete/{stage('new').pk}/").status_code == 409
    assert "new" in order()


@pytest.mark.parametrize(
    "values", [{}, {"name": "x"}, {"name": "x", "kind": "y"}, {"name": "x", "kind": "open", "after": 999}]
)
def test_nonsense_makes_no_stage(managing: Client, values: dict[str, Any]) -> None:
    before = order()

    assert save(managing, **values).status_code == 200
    assert order() == before


def test_a_stage_keeps_its_own_name_in_every_language() -> None:
    with translation.override("es"):
        assert str(Stage(name="Insurance check")) == "Insurance check"
