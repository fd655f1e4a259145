"""The finder as a visitor uses it: a place typed in any way, the nearest clinics first, nobody else asked."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sites.bootstrapping import ensure_clinic_page
from sites.distances import distance_words, miles_between
from sites.finder.criteria import MAX_LENGTH, Criteria
from sites.finder.place_lookup import LookedUp, look_up
from sites.models import Clinic, Closure, HomePage, PaymentMethod, Place, Treatment
from sites.places import Location, load_places, place_key

pytestmark = pytest.mark.django_db

DULUTH = Location(46.7867, -92.1005)
ODD_TEXTS = [
    "", " ", "\x00", "55802\x00", "💊🏥", "'; DROP TABLE sites_clinic; --", "%", "_" * 40, "9" * 10_000, "a" * 10_000,
    "<script>alert(1)</script>", "\u202e55802", "ﬀ", "５５８０２", "St. " * 500, '"', "*",
    "NEAR(a b)", "\ud7ff", "-" * 99,
]  # fmt: skip


@pytest.fixture(autouse=True)
def _places(db: None) -> None:
    if not Place.objects.exists():  # a test before this one emptied every table
        load_places()


@pytest.fixture
def duluth(make_clinic: Callable[..., Clinic]) -> Clinic:
    return make_clinic("duluth", latitude=DULUTH.latitude, longitude=DULUTH.longitude)


@pytest.fixture
def santa_fe(make_clinic: Callable[..., Clinic]) -> Clinic:
    return make_clinic("santa-fe", city="Santa Fe", state="NM", postal_code="87501")


def results(client: Client, **query: str) -> str:
    """The text from the heading of the results on."""
    response = client.get("/find-a-clinic/", query)
    assert response.status_code == 200
    return response.content.decode().partition('id="results"')[2]


def names_in(text: str) -> list[str]:
    return re.findall(r"Northlight [\w-]+(?=</h3>|</a></h3>)", text)


def meant_by(text: str) -> LookedUp:
    return look_up(text)[0]


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("55802", "Duluth, MN"),
        (" 55802-1234 ", "Duluth, MN"),
        ("Duluth, MN 55802", "Duluth, MN"),
        ("Duluth, MN", "Duluth, MN"),
        ("duluth mn", "Duluth, MN"),
        ("DULUTH, Minnesota", "Duluth, MN"),
        ("St. Cloud, Minnesota", "Saint Cloud, MN"),
        ("Española, NM", "Espanola, NM"),
        ("Santa Fe, Nuevo México", "Santa Fe, NM"),
        ("New York, New York", "New York, NY"),
        ("Washington, D.C.", "Washington, DC"),
        ("Hollywood, CA", "Hollywood, CA"),
        ("Winston-Salem", "Winston Salem, NC"),
    ],
)
def test_a_place_is_known_however_it_is_written(typed: str, place: str) -> None:
    assert str(meant_by(typed).place) == place


def test_a_town_lies_among_its_zip_codes() -> None:
    place = meant_by("Duluth, MN").place

    assert place
    assert miles_between(Location(place.latitude, place.longitude), DULUTH) < 5


def test_a_name_of_several_states_asks_which() -> None:
    meant = meant_by("Springfield")

    assert meant.place is None
    assert {"IL", "MA", "MO", "OR"} <= {place.state for place in meant.choices}


def test_a_town_said_to_be_in_the_wrong_state_is_offered_where_it_is() -> None:
    assert [str(place) for place in meant_by("Fond du Lac, MN").choices] == ["Fond Du Lac, WI"]


@pytest.mark.parametrize("typed", ["", "   ", "00000", "Avalonia", "???", "MN"])
def test_what_is_no_place_is_none(typed: str) -> None:
    assert meant_by(typed) == LookedUp()


def test_names_are_compared_without_accents_points_and_short_forms() -> None:
    assert {place_key(each) for each in ("St. Cloud", "saint-cloud", " SAINT  CLOUD ")} == {"saint cloud"}
    assert place_key("O’Fallon") == place_key("OFallon")


def test_distances_are_those_of_the_earth() -> None:
    new_york, los_angeles = Location(40.7128, -74.0060), Location(34.0522, -118.2437)

    assert miles_between(new_york, los_angeles) == pytest.approx(2445, abs=5)  # great circle, published tables
    assert miles_between(DULUTH, DULUTH) == 0
    assert [distance_words(miles) for miles in (0.4, 1.2, 12.6, 1048.2)] == [
        "Less than a mile away", "About 1 mile away", "About 13 miles away", "About 1,048 miles away",
    ]  # fmt: skip


@pytest.mark.usefixtures("duluth", "clock")
def test_the_nearest_clinic_comes_first_with_its_distance_phone_and_hours(client: Client, santa_fe: Clinic) -> None:
    near_duluth = results(client, place="Superior, WI")
    near_santa_fe = results(client, place="87544")

    assert names_in(near_duluth) == ["Northlight Duluth", "Northlight Santa-Fe"]
    assert names_in(near_santa_fe) == ["Northlight Santa-Fe", "Northlight Duluth"]
    assert "2 clinics, nearest to Superior, WI first" in near_duluth
    assert re.search(r"About \d miles away", near_duluth)
    assert "Open now, until 5:00 PM" in near_duluth
    assert 'href="tel:+12185550141"' in near_duluth
    assert "/consult-requests/?clinic=duluth" in near_duluth


def test_a_clinic_without_coordinates_is_where_its_zip_code_is(client: Client, santa_fe: Clinic) -> None:
    assert "Less than a mile away" in results(client, place="87501")


@pytest.mark.usefixtures("clock")
def test_of_clinics_as_far_the_open_one_comes_first(
    client: Client, make_clinic: Callable[..., Clinic], now: Any
) -> None:
    closed, _ = make_clinic("alder"), make_clinic("birch")
    Closure.objects.create(clinic=closed, first_date=now.date(), last_date=now.date())

    assert names_in(results(client, place="55802")) == ["Northlight Birch", "Northlight Alder"]


@pytest.mark.usefixtures("duluth", "santa_fe")
def test_without_a_place_every_clinic_is_shown(client: Client) -> None:
    shown = results(client)

    assert sorted(names_in(shown)) == ["Northlight Duluth", "Northlight Santa-Fe"]
    assert "2 clinics" in shown
    assert "away" not in shown


@pytest.mark.usefixtures("duluth")
def test_an_unknown_place_is_said_so_and_every_clinic_stays(client: Client) -> None:
    page = client.get("/find-a-clinic/", {"place": "Avalonia"}).content.decode()

    assert "We do not know a place called “Avalonia”" in page
    assert 'aria-invalid="true"' in page
    assert "Northlight Duluth" in page


@pytest.mark.usefixtures("duluth")
@pytest.mark.parametrize("typed", ["00000", "123", "99999-1234"])
def test_who_typed_a_wrong_zip_code_is_not_told_to_try_a_zip_code(client: Client, typed: str) -> None:
    page = client.get("/find-a-clinic/", {"place": typed}).content.decode()

    assert f"We do not know the ZIP code “{typed}”. Check its five digits" in page
    assert "Try its ZIP code" not in page


@pytest.mark.usefixtures("duluth")
def test_what_is_wrong_stands_at_the_field_and_a_button_follows_the_filters(client: Client) -> None:
    page = client.get("/find-a-clinic/", {"place": "Avalonia"}).content.decode()

    form = page[page.index('<form class="find') : page.index("</form>", page.index('<form class="find'))]
    assert form.index('id="find-place"') < form.index('id="find-place-error"') < form.index("<button")
    assert form.rindex('name="language"') < form.rindex("<button")


@pytest.mark.usefixtures("duluth")
def test_an_ambiguous_town_offers_a_link_for_each_state_that_keeps_the_filters(client: Client) -> None:
    page = client.get("/find-a-clinic/", {"place": "Springfield", "language": "en"}).content.decode()

    assert "Which Springfield?" in page
    link = re.search(r'href="(/find-a-clinic/[^"]+)">Springfield, Illinois<', page)
    assert link
    chosen = client.get(link[1].replace("&amp;", "&").partition("#")[0]).content.decode()
    assert "measured from Springfield, IL" in chosen
    assert re.search(r'value="en" selected', chosen)


def test_each_filter_keeps_the_clinics_that_fit(client: Client, duluth: Clinic, santa_fe: Clinic) -> None:
    Treatment.objects.create(name="Infusion", slug="infusion", summary="Slowly.").clinics.add(duluth)
    santa_fe.payment_methods = [PaymentMethod.objects.create(name="Medicare", slug="medicare", kind="public")]
    santa_fe.languages = "en es"
    santa_fe.save()

    assert names_in(results(client, treatment="infusion")) == ["Northlight Duluth"]
    assert names_in(results(client, payment="medicare")) == ["Northlight Santa-Fe"]
    assert names_in(results(client, language="es")) == ["Northlight Santa-Fe"]
    nothing = results(client, treatment="infusion", language="es", place="55802")
    assert "No clinic fits all of this" in nothing
    assert 'href="/find-a-clinic/?place=55802#results"' in nothing


@pytest.mark.usefixtures("duluth")
def test_a_filter_that_nobody_knows_shows_every_clinic(client: Client) -> None:
    assert names_in(results(client, treatment="gone", payment="gone", language="xx")) == ["Northlight Duluth"]


@pytest.mark.usefixtures("clock")
def test_a_closed_clinic_is_never_shown_and_a_paused_one_says_so(
    client: Client, make_clinic: Callable[..., Clinic], now: Any
) -> None:
    make_clinic("gone", status=Clinic.Status.CLOSED)
    reopens_date = now.date() + timedelta(days=9)
    make_clinic("resting", status=Clinic.Status.PAUSED, status_notice="We are moving.", reopens_date=reopens_date)

    shown = results(client)

    assert names_in(shown) == ["Northlight Resting"]
    assert "We are moving." in shown
    assert "It opens again on March 13, 2026." in shown
    assert "?clinic=resting" not in shown


def test_a_clinics_name_leads_to_its_page_in_the_readers_language(
    client: Client, home: HomePage, duluth: Clinic
) -> None:
    ensure_clinic_page(duluth)

    assert 'href="/clinics/duluth/"' in results(client)
    spanish = client.get("/es/find-a-clinic/", {"place": "55802"}).content.decode()
    assert 'href="/es/clinics/duluth/"' in spanish
    assert "Buscar una clínica" in spanish
    assert 'href="/find-a-clinic/?place=55802"' in spanish


@pytest.mark.usefixtures("home", "duluth")
def test_the_header_and_the_call_bar_of_a_network_page_lead_to_the_finder(client: Client) -> None:
    page = client.get("/clinics/").content.decode()

    assert page.count('href="/find-a-clinic/"') >= 2


@pytest.mark.usefixtures("duluth")
def test_only_the_bare_page_is_for_search_engines(client: Client) -> None:
    assert "noindex" not in client.get("/find-a-clinic/").content.decode()
    assert "noindex" in client.get("/find-a-clinic/", {"place": "55802"}).content.decode()


def test_an_answer_may_be_kept_by_anybody_until_a_clinic_opens_or_closes(
    client: Client, duluth: Clinic, clock: time_machine.Traveller, now: Any
) -> None:
    response = client.get("/find-a-clinic/", {"place": "55802"})

    assert not response.cookies
    assert "public" in response["Cache-Control"]
    assert "max-age=60" in response["Cache-Control"]
    assert "Cookie" not in response.get("Vary", "")

    clock.move_to(now + timedelta(hours=6, minutes=59, seconds=30))  # it closes at 17:00
    assert "max-age=30" in client.get("/find-a-clinic/")["Cache-Control"]


@pytest.mark.usefixtures("home")
def test_the_number_of_queries_stays_however_many_clinics_there_are(
    client: Client, make_clinic: Callable[..., Clinic], django_assert_num_queries: Any
) -> None:
    treatment = Treatment.objects.create(name="Infusion", slug="infusion", summary="Slowly.")
    payment = PaymentMethod.objects.create(name="Medicare", slug="medicare", kind="public")

    def one_more(slug: str) -> None:
        clinic = make_clinic(slug)
        treatment.clinics.add(clinic)
        clinic.payment_methods = [payment]
        clinic.save()
        ensure_clinic_page(clinic)

    one_more("alder")
    query = {"place": "Duluth, MN", "treatment": "infusion", "payment": "medicare"}
    client.get("/find-a-clinic/", query)
    with CaptureQueriesContext(connection) as with_one:
        client.get("/find-a-clinic/", query)
    assert len(with_one) <= 9  # Wagtail's look-up of the site is one of them
    for slug in ("birch", "cedar", "dogwood"):
        one_more(slug)

    with django_assert_num_queries(len(with_one)):
        client.get("/find-a-clinic/", query)


@pytest.mark.usefixtures("duluth")
def test_whatever_is_typed_gets_an_answer(client: Client) -> None:
    for text in ODD_TEXTS:
        for name in ("place", "treatment", "language"):
            response = client.get("/find-a-clinic/", {name: text})
            assert response.status_code == 200, repr(text[:60])
            assert "<script>alert" not in response.content.decode()


def test_what_was_asked_for_is_bounded_and_printable() -> None:
    query = QueryDict(mutable=True)
    query["place"] = "x" * 10_000
    query["treatment"] = "a\x00b\n\tc"

    criteria = Criteria.from_query(query)

    assert len(criteria.place) == MAX_LENGTH
    assert criteria.treatment == "a b c"
