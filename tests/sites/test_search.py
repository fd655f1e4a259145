"""Site search as a visitor uses it: live and public pages of this site, in this language, nothing else."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_ox.models import OxTask
from wagtail.models import PageViewRestriction, Site

from integrations.jobs import run_waiting_jobs
from sites.bootstrapping import ensure_child, ensure_clinic_page, ensure_translation
from sites.models import (
    ArticleIndexPage,
    ArticlePage,
    Clinic,
    ClinicPage,
    Condition,
    Credential,
    HomePage,
    Provider,
    ProviderCredential,
    ProviderPage,
    StandardPage,
)
from sites.search.snippets import snippet_of
from sites.search.words import words_of
from tests.sites.block_rows import (
    make_fact,
    make_question,
    make_resource,
    make_side_effect,
    make_story,
    make_treatment,
)
from tests.sites.test_finder import ODD_TEXTS

pytestmark = pytest.mark.django_db


def article(home: HomePage, slug: str = "nerves", **values: Any) -> ArticlePage:
    index = ArticleIndexPage.objects.child_of(home).get()
    defaults = {"title": "What pain is", "body": [("prose", "<p>A talk about <b>neuralgia</b> and sleep.</p>")]}
    return ensure_child(index, ArticlePage, slug=slug, published_date=date(2026, 1, 5), **(defaults | values))


def found(client: Client, words: str, *, path: str = "/search/", **more: str) -> str:
    """The text from the heading of the results on, once Wagtail has indexed what was saved."""
    run_waiting_jobs()
    response = client.get(path, {"q": words}, **more)
    assert response.status_code == 200
    return response.content.decode().partition('id="results"')[2].partition("</main>")[0]


def test_a_page_is_found_by_its_title_and_by_the_text_of_its_blocks(client: Client, home: HomePage) -> None:
    page = article(home)

    for words in ("pain", "NEURALGIA", "sleep neuralgia"):
        results = found(client, words)
        assert f'href="{page.url}"' in results, words
        assert "1 page found" in results
        assert "Article" in results
    assert "<mark>neuralgia</mark>" in found(client, "neuralgia")
    assert "<b>" not in results


def test_every_word_must_be_there(client: Client, home: HomePage) -> None:
    article(home)

    assert "Nothing found for “neuralgia unicorns”" in found(client, "neuralgia unicorns")


def test_a_clinics_page_is_found_by_its_town_and_a_provider_with_their_clinic(
    client: Client, home: HomePage, clinic: Clinic
) -> None:
    clinic_page = ensure_clinic_page(clinic)
    provider = Provider.objects.create(name="Dana Whitfield", bio="<p>Worked in <i>anesthesiology</i>.</p>")
    ensure_child(clinic_page, ProviderPage, slug="dana", title="Dana Whitfield", provider=provider)

    assert 'href="/clinics/duluth/"' in found(client, "lakeview avenue")
    results = found(client, "anesthesiology")
    assert "Provider, Northlight Duluth" in results


def test_a_private_page_and_all_below_it_are_never_found(client: Client, home: HomePage, clinic: Clinic) -> None:
    clinic_page = ensure_clinic_page(clinic)
    ensure_child(clinic_page, StandardPage, slug="prices", title="Prices", intro="Quokkas.")
    assert "1 page found" in found(client, "quokkas")

    PageViewRestriction.objects.create(page=clinic_page, restriction_type="password", password="quiet")

    assert "Nothing found" in found(client, "quokkas")


def test_an_unpublished_page_is_not_found(client: Client, home: HomePage) -> None:
    article(home).unpublish()

    assert "Nothing found" in found(client, "neuralgia")


def test_a_page_is_found_in_its_own_language_alone(client: Client, home: HomePage) -> None:
    page = article(home)
    spanish = ensure_translation(page, title="Qué es el dolor", body=[("prose", "<p>Una charla sobre el sueño.</p>")])

    assert "Nothing found" in found(client, "charla")
    assert f'href="{spanish.url}"' in found(client, "charla", path="/es/search/")
    assert f'href="{page.url}"' not in found(client, "pain", path="/es/search/")


@pytest.fixture
def two_hostnames(home: HomePage, clinic: Clinic, other_clinic: Clinic) -> tuple[ClinicPage, ClinicPage]:
    """Two clinics, each with a hostname of its own and a page that says "quokkas"."""
    pages = ensure_clinic_page(clinic), ensure_clinic_page(other_clinic)
    for page in pages:
        Site.objects.create(hostname=f"{page.slug}.example.com", root_page=page, site_name=page.title)
        ensure_child(page, StandardPage, slug=f"about-{page.slug}", title=f"About {page.slug}", intro="Quokkas.")
    return pages


@pytest.mark.usefixtures("two_hostnames")
def test_a_clinic_with_a_hostname_of_its_own_finds_its_own_pages_alone(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]

    at_duluth = found(client, "quokkas", HTTP_HOST="duluth.example.com")
    at_ashland = found(client, "quokkas", HTTP_HOST="ashland.example.com")

    assert "About duluth" in at_duluth
    assert "About ashland" not in at_duluth
    assert "About ashland" in at_ashland
    assert "About duluth" not in at_ashland


@pytest.mark.usefixtures("two_hostnames")
def test_the_networks_own_site_leaves_them_out(client: Client, home: HomePage) -> None:
    article(home, body=[("prose", "<p>Quokkas too.</p>")])

    results = found(client, "quokkas")

    assert "What pain is" in results
    assert "About duluth" not in results


@pytest.mark.usefixtures("two_hostnames")
def test_pages_on_a_clinics_own_hostname_carry_its_phone(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]

    page = client.get("/search/", HTTP_HOST="duluth.example.com").content.decode()

    assert 'href="tel:+12185550141"' in page


def test_results_come_ten_at_a_time(client: Client, home: HomePage) -> None:
    for number in range(12):
        article(home, slug=f"part-{number}", title=f"Part {number}")

    first = found(client, "neuralgia")
    assert first.count("<li") == 10
    assert "Page 1 of 2" in first
    assert 'href="/search/?q=neuralgia&amp;page=2#results"' in first
    last = client.get("/search/", {"q": "neuralgia", "page": "2"}).content.decode().partition("<main")[2]
    assert last.count("<h3>") == 2
    for wrong in ("0", "-1", "99", "x", "9" * 5_000):
        assert client.get("/search/", {"q": "neuralgia", "page": wrong}).status_code == 200


def test_the_number_of_queries_stays_however_many_pages_are_found(
    client: Client, home: HomePage, clinic: Clinic
) -> None:
    clinic_page = ensure_clinic_page(clinic)

    def one_more(number: int) -> None:
        article(home, slug=f"part-{number}")
        provider = Provider.objects.create(name=f"Dana {number}", bio="<p>Neuralgia.</p>")
        ensure_child(clinic_page, ProviderPage, slug=f"dana-{number}", title=f"Dana {number}", provider=provider)

    one_more(0)
    found(client, "neuralgia")
    with CaptureQueriesContext(connection) as with_two:
        client.get("/search/", {"q": "neuralgia"})
    for number in (1, 2, 3):
        one_more(number)
    run_waiting_jobs()

    with CaptureQueriesContext(connection) as with_eight:
        client.get("/search/", {"q": "neuralgia"})
    assert len(with_eight) == len(with_two)


def test_nothing_asked_is_an_invitation(client: Client, home: HomePage) -> None:
    assert "Type one or two words" in found(client, "")
    assert "Nothing found" in found(client, "💊 ***")


def test_a_search_is_kept_by_no_cache_no_search_engine_and_no_cookie(client: Client, home: HomePage) -> None:
    response = client.get("/search/", {"q": "pain"})

    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert 'name="robots" content="noindex"' in response.content.decode()


def test_what_was_searched_for_stands_in_no_log(client: Client, home: HomePage, capfd: Any, caplog: Any) -> None:
    client.get("/search/", {"q": "zebrafish"})

    assert "search/" in caplog.text
    assert "zebrafish" not in caplog.text + "".join(capfd.readouterr())


@pytest.mark.usefixtures("home")
def test_whatever_is_typed_gets_an_answer(client: Client) -> None:
    for text in ODD_TEXTS:
        response = client.get("/search/", {"q": text})
        assert response.status_code == 200, repr(text[:60])
        assert "<script>alert" not in response.content.decode()


def test_a_search_field_stands_on_every_page(client: Client, home: HomePage) -> None:
    for path, action in (("/clinics/", "/search/"), ("/es/clinics/", "/es/search/")):
        page = client.get(path).content.decode()
        assert f'action="{action}"' in page
        assert 'for="search-foot"' in page


def test_words_are_letters_and_digits() -> None:
    assert words_of('women\'s "pain" OR-1=1; niño_ñ 💊 \x00') == ["women", "s", "pain", "OR", "1", "1", "niño", "ñ"]


def test_a_snippet_is_cut_at_words_around_the_first_match() -> None:
    text = "Alpha " * 40 + "neuralgia is pain of a nerve. " + "Omega " * 60

    snippet = snippet_of(text, ["neuralgia"])

    joined = "".join(fragment.text for fragment in snippet)
    assert [fragment.text for fragment in snippet if fragment.is_match] == ["neuralgia"]
    assert joined.startswith("… Alpha")
    assert joined.endswith("Omega …")
    assert len(joined) < 240
    assert "".join(fragment.text for fragment in snippet_of("Short.", ["absent"])) == "Short."


def test_search_uses_the_databases_own_index(home: HomePage) -> None:
    from modelsearch.backends import get_search_backend

    engine = str(settings.DATABASES["default"]["ENGINE"])
    expected = "PostgresSearchBackend" if "postgres" in engine else "SQLiteSearchBackend"
    assert type(get_search_backend()).__name__ == expected


# ---- rows that pages show ----


def chosen(home: HomePage, block_type: str, value: Any) -> StandardPage:
    return ensure_child(home, StandardPage, slug="chosen", title="Chosen", body=[(block_type, value)])


ROWS: dict[str, tuple[str, Callable[[Any], Any], Callable[[], Any]]] = {
    "questions": ("question", lambda row: {"questions": [row]}, make_question),
    "testimonials": ("text", lambda row: {"testimonials": [row]}, make_story),
    "statistic": ("wording", lambda row: {"fact": row}, lambda: make_fact(review_by_date=date.max)),
    "resources": ("description", lambda row: {"resources": [row]}, make_resource),
    "side_effects": (
        "description",
        lambda row: {"treatment": None, "side_effects": [row]},
        lambda: make_side_effect("Dizziness", make_treatment()),
    ),
    "treatments": ("summary", lambda row: {"clinic": None, "treatments": [row]}, make_treatment),
    "conditions": (
        "summary",
        lambda row: {"clinic": None, "conditions": [row]},
        lambda: Condition.objects.create(name="Pain", slug="pain", summary="Stays."),
    ),
}


@pytest.mark.parametrize("block_type", ROWS)
def test_a_page_is_found_by_the_words_of_the_rows_that_it_shows_also_when_they_change(
    client: Client, home: HomePage, block_type: str
) -> None:
    words_field, value, make = ROWS[block_type]
    row = make()
    setattr(row, words_field, "Quokkas rest")
    row.save()
    page = chosen(home, block_type, value(row))
    results = found(client, "quokkas")
    assert f'href="{page.url}"' in results
    assert "<mark>Quokkas</mark> rest" in results

    setattr(row, words_field, "Wombats rest")
    row.save()

    assert "Nothing found" in found(client, "quokkas")
    assert f'href="{page.url}"' in found(client, "wombats")


@pytest.mark.parametrize("block_type", ["questions", "testimonials", "resources", "side_effects"])
def test_a_row_that_was_deleted_is_not_found_on_its_pages(client: Client, home: HomePage, block_type: str) -> None:
    words_field, value, make = ROWS[block_type]
    row = make()
    setattr(row, words_field, "Quokkas rest")
    row.save()
    chosen(home, block_type, value(row))
    assert "1 page found" in found(client, "quokkas")

    row.delete()

    assert "Nothing found" in found(client, "quokkas")


def test_a_new_side_effect_is_found_on_the_pages_of_its_treatment(client: Client, home: HomePage) -> None:
    treatment = make_treatment()
    page = chosen(home, "side_effects", {"treatment": treatment, "side_effects": []})
    run_waiting_jobs()

    with transaction.atomic():  # as the admin's form does: the row, then its treatments
        make_side_effect("Quokkas", treatment)

    assert f'href="{page.url}"' in found(client, "quokkas")


def test_a_story_whose_permission_was_withdrawn_is_neither_found_nor_quoted(client: Client, home: HomePage) -> None:
    story = make_story(text="Quokkas helped me.")
    chosen(home, "testimonials", {"testimonials": [story]})
    assert "1 page found" in found(client, "quokkas")

    story.revoked_date = date(2026, 1, 2)
    story.save()

    assert "Nothing found" in found(client, "quokkas")


def test_a_fact_past_its_review_is_not_quoted(client: Client, home: HomePage, clock: Any) -> None:
    fact = make_fact(wording="quokkas rest at noon", review_by_date=date(2026, 3, 10))
    chosen(home, "statistic", {"fact": fact})
    assert "rest at noon" in found(client, "quokkas")

    clock.shift(timedelta(days=30))

    assert "rest at noon" not in found(client, "quokkas")


@pytest.mark.parametrize("words", ["whitfield", "crna", "anesthetist", "igbo"])
def test_a_providers_page_is_found_by_name_credentials_and_languages(
    client: Client, home: HomePage, clinic: Clinic, words: str
) -> None:
    provider = Provider.objects.create(name="Dana Whitfield", languages="English, Igbo")
    crna = Credential.objects.create(code="CRNA", meaning="Certified nurse anesthetist")
    ProviderCredential.objects.create(provider=provider, credential=crna)
    page = ensure_child(ensure_clinic_page(clinic), ProviderPage, slug="dana", title="Dana", provider=provider)

    assert f'href="{page.url}"' in found(client, words)


def test_a_providers_new_name_and_their_letters_new_meaning_are_found(
    client: Client, home: HomePage, clinic: Clinic
) -> None:
    provider = Provider.objects.create(name="Dana Whitfield")
    crna = Credential.objects.create(code="CRNA", meaning="Nurse")
    ProviderCredential.objects.create(provider=provider, credential=crna)
    ensure_child(ensure_clinic_page(clinic), ProviderPage, slug="dana", title="Dana", provider=provider)
    run_waiting_jobs()

    provider = Provider.objects.get()
    provider.name = "Dana Quokka"
    provider.save()
    crna.meaning = "Wombat nurse"
    crna.save()

    assert "1 page found" in found(client, "quokka")
    assert "1 page found" in found(client, "wombat")


def test_a_clinics_new_street_is_found(client: Client, home: HomePage, clinic: Clinic) -> None:
    ensure_clinic_page(clinic)
    run_waiting_jobs()

    clinic.street = "9 Quokka Lane"
    clinic.save()

    assert "1 page found" in found(client, "quokka")


def test_many_changes_of_one_row_wait_as_one_job(home: HomePage, clinic: Clinic) -> None:
    run_waiting_jobs()
    for number in range(5):
        clinic.street = f"{number} Quokka Lane"
        clinic.save()

    waiting = OxTask.objects.filter(status="READY", task_path="integrations.site_events.index_pages_showing")
    assert waiting.count() == 1
