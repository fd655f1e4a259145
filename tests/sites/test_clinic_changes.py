"""A clinic that is closed today, pauses, closes for good or moves: what visitors and search engines meet."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from sites.announcements import announcements, changes_at
from sites.bootstrapping import ensure_child, ensure_clinic_page, ensure_translation
from sites.models import ArticlePage, Clinic, Closure, HomePage, ProviderPage, StandardPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

TODAY = date(2026, 3, 4)


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return str(response.content.decode())


def close_for_good(clinic: Clinic, *, successor: Clinic | None = None, notice: str = "") -> None:
    Clinic.objects.filter(pk=clinic.pk).update(status="closed", successor=successor, status_notice=notice)


def pause(clinic: Clinic, **values: Any) -> None:
    Clinic.objects.filter(pk=clinic.pk).update(status="paused", **values)


# ---- closed today ----


def test_every_page_of_a_clinic_says_that_it_is_closed_today_and_when_it_opens(client: Client, clinic: Clinic) -> None:
    page = ensure_clinic_page(clinic)
    below = ensure_child(page, StandardPage, slug="prices", title="Prices")
    Closure.objects.create(clinic=clinic, first_date=TODAY, last_date=TODAY, reason="Snow storm")

    for path in (page.url, below.url, "/consult-requests/?clinic=duluth"):
        said = text_of(client, path)
        assert "Closed today: Snow storm" in said, path
        assert "opens tomorrow at 8:00 AM" in said, path


def test_the_banner_of_a_closed_day_ends_at_the_clinics_midnight(clinic: Clinic, now: datetime) -> None:
    Closure.objects.create(clinic=clinic, first_date=TODAY, last_date=TODAY)
    midnight = datetime(2026, 3, 5, 6, 0, tzinfo=UTC)  # in Chicago

    [said] = announcements(clinic, at=now)

    assert said.expires_at == midnight
    assert changes_at(clinic, at=now) == midnight
    assert announcements(clinic, at=midnight - timedelta(seconds=1))
    assert not announcements(clinic, at=midnight)


def test_another_clinics_closed_day_is_not_announced(client: Client, clinic: Clinic, other_clinic: Clinic) -> None:
    Closure.objects.create(clinic=other_clinic, first_date=TODAY, last_date=TODAY)

    assert "Closed today" not in text_of(client, ensure_clinic_page(clinic).url)


# ---- paused ----


def test_a_paused_clinics_pages_say_why_until_when_and_where_to_go(
    client: Client, clinic: Clinic, other_clinic: Clinic
) -> None:
    Clinic.objects.filter(pk=clinic.pk).update(booking_url="https://booking.example.com/")
    ensure_clinic_page(other_clinic)
    path = ensure_clinic_page(clinic).url
    pause(clinic, status_notice="We are moving rooms.", reopens_date=date(2026, 6, 1), successor=other_clinic)

    said = text_of(client, path)

    assert "takes no new patients at present" in said
    assert "We are moving rooms." in said
    assert "It opens again on June 1, 2026." in said
    assert 'href="tel:+12185550142"' in said
    assert 'href="/clinics/ashland/"' in said
    assert "booking.example.com" not in said


def test_a_paused_clinic_stays_in_lists(client: Client, home: HomePage, clinic: Clinic) -> None:
    ensure_clinic_page(clinic)
    pause(clinic, status_notice="Back soon.")

    assert clinic.name in text_of(client, home.url)


def test_a_paused_clinics_card_says_that_it_takes_nobody_new(client: Client, home: HomePage, clinic: Clinic) -> None:
    words = "Takes no new patients at present"
    ensure_clinic_page(clinic)
    assert words not in text_of(client, home.url)

    pause(clinic)

    assert words in text_of(client, home.url)


# ---- closed for good ----


def test_pages_of_a_closed_clinic_lead_to_the_one_that_takes_its_patients(
    client: Client, clinic: Clinic, other_clinic: Clinic
) -> None:
    ensure_clinic_page(other_clinic)
    page = ensure_clinic_page(clinic)
    below = ensure_child(page, StandardPage, slug="prices", title="Prices")
    close_for_good(clinic, successor=other_clinic)

    for path in (page.url, below.url):
        response = client.get(path)
        assert (response.status_code, response["Location"]) == (301, "/clinics/ashland/"), path


def test_a_spanish_page_of_a_closed_clinic_leads_to_a_spanish_page(
    client: Client, clinic: Clinic, other_clinic: Clinic
) -> None:
    ensure_clinic_page(other_clinic)
    spanish = ensure_translation(ensure_clinic_page(clinic), title=clinic.name)
    close_for_good(clinic, successor=other_clinic)

    assert client.get(spanish.url)["Location"] == "/es/clinics/ashland/"


def test_a_successor_that_closes_too_is_passed_over(
    client: Client, make_clinic: Callable[..., Clinic], clinic: Clinic, other_clinic: Clinic
) -> None:
    third = make_clinic("superior")
    ensure_clinic_page(third)
    path = ensure_clinic_page(clinic).url
    close_for_good(clinic, successor=other_clinic)
    close_for_good(other_clinic, successor=third)

    assert client.get(path)["Location"] == "/clinics/superior/"


def test_a_closed_clinic_without_successor_is_gone_but_no_dead_end(
    client: Client, clinic: Clinic, other_clinic: Clinic
) -> None:
    path = ensure_clinic_page(clinic).url
    close_for_good(clinic, notice="Records are kept by the practice.")

    response = client.get(path)

    said = response.content.decode()
    assert response.status_code == 410
    assert "Records are kept by the practice." in said
    assert 'href="tel:+12185550142"' in said
    assert 'href="tel:+12185550141"' not in said
    assert 'name="robots" content="noindex"' in said


def test_articles_of_a_closed_clinic_stay_and_show_who_takes_its_patients(
    client: Client, clinic: Clinic, other_clinic: Clinic
) -> None:
    article = ensure_child(ensure_clinic_page(clinic), ArticlePage, slug="sleep", title="On sleep")
    close_for_good(clinic, successor=other_clinic)

    said = text_of(client, article.url)

    assert 'href="tel:+12185550142"' in said
    assert 'href="tel:+12185550141"' not in said


def test_a_closed_clinic_is_in_no_list_and_not_in_the_sitemap_but_its_articles_are(
    client: Client, home: HomePage, clinic: Clinic, other_clinic: Clinic
) -> None:
    page = ensure_clinic_page(clinic)
    article = ensure_child(page, ArticlePage, slug="sleep", title="On sleep")
    ensure_clinic_page(other_clinic)
    close_for_good(clinic, successor=other_clinic)

    assert clinic.name not in text_of(client, home.url).partition("<main")[2]
    sitemap = text_of(client, "/sitemap.xml")
    assert f"{page.url}</loc>" not in sitemap
    assert article.url in sitemap
    assert "/clinics/ashland/</loc>" in sitemap


# ---- moved ----


def test_a_move_is_told_for_ninety_days(client: Client, clinic: Clinic, clock: Any) -> None:
    path = ensure_clinic_page(clinic).url
    Clinic.objects.filter(pk=clinic.pk).update(moved_date=TODAY, former_address="12 Old Harbor Road, Duluth")

    assert "12 Old Harbor Road, Duluth" in text_of(client, path)
    clock.move_to(datetime(2026, 6, 2, 4, 59, tzinfo=UTC))  # the ninetieth day, a minute before midnight
    assert "12 Old Harbor Road" in text_of(client, path)
    clock.move_to(datetime(2026, 6, 2, 5, 0, tzinfo=UTC))
    assert "12 Old Harbor Road" not in text_of(client, path)


def test_a_move_announced_for_a_later_day_is_not_told_yet(client: Client, clinic: Clinic, now: datetime) -> None:
    clinic.moved_date, clinic.former_address = TODAY + timedelta(days=1), "12 Old Harbor Road"

    assert not announcements(clinic, at=now)
    assert changes_at(clinic, at=now - timedelta(hours=9)) <= datetime(2026, 3, 5, 6, 0, tzinfo=UTC)


def test_a_new_address_takes_the_map_link_along(client: Client, clinic: Clinic) -> None:
    clinic.map_url = "https://maps.example.com/old-door"
    clinic.save()
    clinic.street = "9 New Street"
    clinic.clean()
    clinic.save()

    said = text_of(client, ensure_clinic_page(clinic).url)

    assert "old-door" not in said
    assert "9+New+Street%2C+Duluth%2C+MN+55802" in said


# ---- providers who leave ----


def test_somebody_who_left_is_on_no_card_and_in_no_count_from_that_day(
    client: Client, clinic: Clinic, make_provider_page: Callable[..., ProviderPage], clock: Any
) -> None:
    make_provider_page(clinic, "Imani Okafor")
    make_provider_page(clinic, left_date=TODAY + timedelta(days=1))
    path = ensure_clinic_page(clinic).url
    assert "2 providers" in text_of(client, path)

    clock.move_to(datetime(2026, 3, 5, 6, 0, tzinfo=UTC))  # midnight in Chicago

    said = text_of(client, path)
    assert "Dana Whitfield" not in said
    assert "Imani Okafor" in said
    assert "1 provider<" in said


def test_their_page_leads_to_those_who_practise_there(
    client: Client, clinic: Clinic, make_provider_page: Callable[..., ProviderPage]
) -> None:
    page = make_provider_page(clinic, left_date=TODAY)

    response = client.get(page.url)

    assert (response.status_code, response["Location"]) == (301, "/clinics/duluth/#providers")
    assert page.url not in text_of(client, "/sitemap.xml")


def test_their_page_leads_to_them_where_they_still_practise(
    client: Client, clinic: Clinic, other_clinic: Clinic, make_provider_page: Callable[..., ProviderPage]
) -> None:
    page = make_provider_page(clinic, left_date=TODAY)
    still = make_provider_page(other_clinic)

    assert client.get(page.url)["Location"] == still.url
    assert client.get(still.url).status_code == 200
    assert still.url in text_of(client, "/sitemap.xml")


def test_what_they_wrote_and_reviewed_keeps_their_name(
    client: Client, home: HomePage, clinic: Clinic, make_provider_page: Callable[..., ProviderPage]
) -> None:
    provider = make_provider_page(clinic, left_date=TODAY).provider
    article = ensure_child(
        ensure_clinic_page(clinic),
        ArticlePage,
        slug="sleep",
        title="On sleep",
        author=provider,
        reviewer=provider,
        reviewed_date=date(2025, 1, 1),
    )

    said = text_of(client, article.url)

    assert said.partition("<main")[2].count("Dana Whitfield") == 2


# ---- answers that are no page ----


@pytest.mark.parametrize("path", ["/clinics/duluth/nowhere/", "/es/clinics/duluth/nada/"])
def test_a_missing_page_below_a_clinic_shows_that_clinics_phone_alone(
    client: Client, clinic: Clinic, other_clinic: Clinic, path: str
) -> None:
    said = client.get(path).content.decode()

    assert "tel:+12185550141" in said
    assert "tel:+12185550142" not in said
