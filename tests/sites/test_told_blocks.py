"""What blocks promise a reader: side effects in full, numbers with a source, stories only with a permission."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from sites.blocks.statistic import circles
from sites.bootstrapping import ensure_child, ensure_clinic_page
from sites.models import FAQ, Clinic, HomePage, ProtocolFact, StandardPage, TreatmentPage
from sites.videos import VIDEO_HOSTS, video_at
from tests.sites.block_rows import (
    BLOCKS,
    make_fact,
    make_question,
    make_resource,
    make_side_effect,
    make_story,
    make_treatment,
    with_image,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

YESTERDAY, TODAY = date(2026, 3, 3), date(2026, 3, 4)


def page_of(parent: Any, *body: tuple[str, Any]) -> StandardPage:
    slug = f"told-{StandardPage.objects.count()}"
    return ensure_child(parent, StandardPage, slug=slug, title="Told", body=list(body))


@pytest.fixture
def read(client: Client, home: HomePage) -> Callable[..., str]:
    """The page that a visitor gets for these blocks."""

    def read(*body: tuple[str, Any], parent: Any = None) -> str:
        return str(client.get(page_of(parent or home, *body).url).content.decode())

    return read


@pytest.fixture
def preview(home: HomePage) -> Callable[..., str]:
    """The page that its editor sees before publishing it."""

    def preview(*body: tuple[str, Any]) -> str:
        response = page_of(home, *body).make_preview_request()
        return str(response.render().content.decode())

    return preview


# ---- statistic ----


def test_a_number_stands_with_its_source_and_its_share_as_circles(read: Callable[..., str]) -> None:
    page = read(("statistic", {"fact": make_fact()}))

    assert "24 in 100" in page
    assert 'href="https://example.com/survey"' in page
    assert "As of June 1, 2025." in page
    assert page.count(' r="13" ') == 100
    assert page.count('r="13" class="a"') == 24


def test_no_circles_for_a_number_that_is_no_share(read: Callable[..., str]) -> None:
    assert "100 circles" not in read(("statistic", {"fact": make_fact(share=None)}))


@pytest.mark.parametrize("share", [0, 1, 100])
def test_a_share_fills_as_many_of_a_hundred(share: int) -> None:
    assert circles(share).count('class="a"') == share
    assert circles(share).count("<circle") == 100


def test_a_number_past_its_review_leaves_the_page_with_its_band(read: Callable[..., str]) -> None:
    bands = read(("prose", "<p>Before</p>")).count('<section class="band')

    page = read(("prose", "<p>Before</p>"), ("statistic", {"fact": make_fact(review_by_date=YESTERDAY)}))

    assert "24 in 100" not in page
    assert page.count('<section class="band') == bands


def test_a_number_is_shown_on_its_last_day(read: Callable[..., str]) -> None:
    assert "24 in 100" in read(("statistic", {"fact": make_fact(review_by_date=TODAY)}))


def test_an_editor_sees_in_the_preview_why_a_number_is_missing(preview: Callable[..., str]) -> None:
    page = preview(("statistic", {"fact": make_fact(review_by_date=YESTERDAY)}))

    assert "it was to be reviewed by March 3, 2026" in page
    assert "Only you see this" in page


def test_an_editor_cannot_choose_a_number_past_its_review() -> None:
    chooser = BLOCKS["statistic"].child_blocks["fact"]
    assert chooser.clean(make_fact()).value == "24 in 100"

    with pytest.raises(ValidationError, match=r"reviewed by March 3, 2026. Review it in the library"):
        chooser.clean(make_fact(review_by_date=YESTERDAY))


# ---- side effects ----


def test_a_treatment_brings_all_its_side_effects_by_dose_the_serious_first(read: Callable[..., str]) -> None:
    treatment = make_treatment()
    make_side_effect("Confusion", treatment, dose="high")
    make_side_effect("Slowed breathing", treatment, dose="high", is_serious=True)
    make_side_effect("Nausea", treatment, dose="low")
    make_side_effect("Elsewhere", make_treatment("other"), dose="low")

    page = read(("side_effects", {"treatment": treatment, "side_effects": []}))

    order = [page.index(words) for words in ("At low doses<", "Nausea", "At high doses<", "Slowed", "Confusion")]
    assert order == sorted(order)
    assert "<strong>Serious:</strong> Slowed breathing" in page
    assert "Elsewhere" not in page


def test_one_that_is_chosen_and_known_for_the_treatment_is_told_once(read: Callable[..., str]) -> None:
    treatment = make_treatment()
    nausea = make_side_effect("Nausea", treatment)

    assert read(("side_effects", {"treatment": treatment, "side_effects": [nausea]})).count("Nausea") == 1


def test_a_treatment_without_known_side_effects_is_not_called_free_of_them(read: Callable[..., str]) -> None:
    page = read(("side_effects", {"treatment": make_treatment(), "side_effects": []}))

    assert "Every treatment may have side effects" in page


def test_a_side_effects_block_needs_something_to_tell() -> None:
    block = BLOCKS["side_effects"]

    with pytest.raises(ValidationError):
        block.clean(block.to_python({"treatment": None, "side_effects": []}))


@pytest.mark.parametrize("missing", ["benefits", "side_effects"])
def test_benefits_never_stand_without_side_effects(missing: str) -> None:
    block = BLOCKS["balance"]
    whole = {"benefits": ["sleep"], "side_effects": ["nausea"]}
    block.clean(block.to_python(whole))

    with pytest.raises(ValidationError):
        block.clean(block.to_python(whole | {missing: []}))


# ---- protocol ----


def test_a_clinics_page_tells_that_clinics_protocol(
    read: Callable[..., str], make_clinic: Callable[..., Clinic]
) -> None:
    treatment, duluth, ashland = make_treatment(), make_clinic("duluth"), make_clinic("ashland")
    ProtocolFact.objects.create(clinic=duluth, treatment=treatment, session_length="40 minutes")
    ProtocolFact.objects.create(clinic=ashland, treatment=treatment, session_length="four hours")

    page = read(("protocol", {"treatment": treatment}), parent=ensure_clinic_page(duluth))

    assert "40 minutes" in page
    assert "four hours" not in page
    assert "When it is felt" not in page  # nobody wrote it


def test_a_page_of_no_clinic_has_a_row_for_each(read: Callable[..., str], make_clinic: Callable[..., Clinic]) -> None:
    treatment = make_treatment()
    for slug, length in (("duluth", "40 minutes"), ("ashland", "four hours")):
        ProtocolFact.objects.create(clinic=make_clinic(slug), treatment=treatment, session_length=length)

    page = read(("protocol", {"treatment": treatment}))

    assert '<th scope="row">Northlight Duluth</th><td>40 minutes</td>' in page
    assert '<th scope="row">Northlight Ashland</th><td>four hours</td>' in page


def test_a_treatments_page_needs_no_choice_of_treatment(client: Client, home: HomePage, clinic: Clinic) -> None:
    treatment = make_treatment()
    ProtocolFact.objects.create(clinic=clinic, treatment=treatment, session_length="40 minutes")
    body = [("protocol", {"treatment": None})]
    page = ensure_child(home, TreatmentPage, slug="t", title="T", treatment=treatment, body=body)

    assert "40 minutes" in client.get(page.url).content.decode()


# ---- stories and questions ----


def test_a_story_whose_permission_was_withdrawn_is_gone(read: Callable[..., str], preview: Callable[..., str]) -> None:
    stories = {"testimonials": [make_story("Ana R."), make_story("Bo T.", revoked_date=YESTERDAY)]}

    page = read(("testimonials", stories))

    assert "Ana R." in page
    assert "Bo T." not in page
    assert "Results vary" in page
    assert "The story of Bo T. may not be shown" in preview(("testimonials", stories))


def test_a_story_without_a_permission_cannot_be_chosen() -> None:
    chooser = BLOCKS["testimonials"].child_blocks["testimonials"].child_block
    assert chooser.clean(make_story("Ana R."))

    with pytest.raises(ValidationError, match="no permission is in force"):
        chooser.clean(make_story("Bo T.", expires_date=YESTERDAY))


def test_an_invented_story_is_called_so(read: Callable[..., str]) -> None:
    real = read(("testimonials", {"testimonials": [make_story("Ana R.")]}))
    invented = read(("testimonials", {"testimonials": [make_story("Bo T.", is_illustrative=True)]}))

    assert "not the words of a real person" not in real
    assert "not the words of a real person" in invented


def test_another_clinics_question_is_not_answered_here(
    read: Callable[..., str], clinic: Clinic, other_clinic: Clinic
) -> None:
    here = make_question("Where do I park here?", clinic=clinic)
    there = make_question("Where do I park there?", clinic=other_clinic)

    page = read(("questions", {"questions": [here, there]}), parent=ensure_clinic_page(clinic))

    assert "Where do I park here?" in page
    assert "Where do I park there?" not in page


def test_the_first_question_is_open(read: Callable[..., str]) -> None:
    page = read(("questions", {"questions": [make_question("One?"), make_question("Two?")]}))

    assert "<details open><summary>One?</summary>" in page
    assert "<details><summary>Two?</summary>" in page


# ---- queries ----


def rows(count: int, home: HomePage) -> list[tuple[str, Any]]:
    treatment = make_treatment()
    linked = [f'<p><a linktype="page" id="{linked.pk}">There</a></p>' for linked in Page.objects.order_by("pk")[:count]]
    questions = [make_question(f"Q{n}?") for n in range(count)]
    for question, answer in zip(questions, linked, strict=True):
        FAQ.objects.filter(pk=question.pk).update(answer=answer)
    return [
        *(("prose", text) for text in linked),
        *(("statistic", {"fact": make_fact(value=f"{n} in 9")}) for n in range(count)),
        (
            "side_effects",
            {"treatment": None, "side_effects": [make_side_effect(f"S{n}", treatment) for n in range(count)]},
        ),
        ("questions", {"questions": questions}),
        ("testimonials", {"testimonials": [make_story(f"T{n}") for n in range(count)]}),
        ("resources", {"resources": [make_resource(f"R{count}{n}") for n in range(count)]}),
        ("protocol", {"treatment": treatment}),
    ]


def test_a_page_needs_no_more_queries_for_more_rows(
    client: Client, home: HomePage, make_clinic: Callable[..., Clinic]
) -> None:
    queries = []
    make_clinic("c0")
    for count in (1, 4):
        page = page_of(home, *rows(count, home))
        for n in range(count):
            clinic = Clinic.objects.filter(slug=f"c{n}").first() or make_clinic(f"c{n}")
            ProtocolFact.objects.get_or_create(clinic=clinic, treatment=make_treatment(), session_length="1 h")
        client.get(page.url)
        with CaptureQueriesContext(connection) as captured:
            client.get(page.url)
        queries.append(len(captured))

    assert queries[0] == queries[1]


# ---- table and video ----


def test_a_table_has_a_caption_and_a_heading_for_each_row_and_column(read: Callable[..., str]) -> None:
    page = read(("comparison", BLOCKS["comparison"].get_preview_value()))

    assert "<caption>Two ways to get the same medicine</caption>" in page
    assert '<th scope="col">By vein</th>' in page
    assert '<th scope="row">Somebody watches</th><td>yes</td><td>no</td>' in page


def test_a_table_without_a_caption_is_refused() -> None:
    block = BLOCKS["comparison"]
    table = block.get_preview_value()
    block.clean(table)
    table.caption = ""

    with pytest.raises(ValidationError):
        block.clean(table)


@pytest.mark.parametrize(
    ("pasted", "embedded"),
    [
        ("https://www.youtube.com/watch?v=abcdefghijk", "https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1"),
        ("https://www.youtube.com/watch?t=3&v=abcdefghijk&x=1", "https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1"),
        ("https://youtu.be/abcdefghijk?si=x", "https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1"),
        ("https://www.youtube.com/shorts/abcdefghijk", "https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1"),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1"),
        ("https://player.vimeo.com/video/76979871?h=1", "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1"),
    ],
)  # fmt: skip
def test_a_video_plays_from_the_address_that_sets_no_cookie(pasted: str, embedded: str) -> None:
    assert video_at(pasted).embed_url == embedded


@pytest.mark.parametrize(
    "pasted",
    [
        "https://example.com/watch?v=abcdefghijk",
        "http://www.youtube.com/watch?v=abcdefghijk",
        "https://www.youtube.com/@channel",
        "https://www.youtube.com.example.com/watch?v=abcdefghijk",
        "https://example.com/https://vimeo.com/76979871",
        'https://youtu.be/abcdefghij"',
        "javascript:alert(1)",
    ],
)
def test_a_video_from_elsewhere_is_refused(pasted: str) -> None:
    with pytest.raises(ValidationError, match="YouTube or Vimeo"):
        video_at(pasted)


def test_a_page_with_a_video_asks_nobody_else_for_anything(client: Client, home: HomePage) -> None:
    page = page_of(home, ("video", with_image(url="https://youtu.be/abcdefghijk", title="A walk")))

    response = client.get(page.url)
    text = response.content.decode()

    assert "<iframe" not in text
    assert '<a href="https://www.youtube.com/watch?v=abcdefghijk" rel="external">' in text
    assert "Nothing is loaded from there before you press play" in text
    assert 'src="/static/js/video.js"' in text


def test_only_the_hosts_on_the_list_may_be_framed_and_none_where_leads_are_worked(
    client: Client, home: HomePage
) -> None:
    origins = {"/".join(host.embed_url.split("/")[:3]) for host in VIDEO_HOSTS}
    assert origins == set(settings.VIDEO_FRAME_ORIGINS)

    public, strict = client.get(home.url), client.get("/admin/login/")

    assert f"frame-src {' '.join(settings.VIDEO_FRAME_ORIGINS)};" in public["Content-Security-Policy"] + ";"
    assert "frame-src 'none'" in strict["Content-Security-Policy"]


# ---- headings ----


def test_a_block_says_what_it_is_once(read: Callable[..., str], client: Client, home: HomePage) -> None:
    reasons = ("contraindications", {"heading": "", "points": ["pregnancy"], "text": ""})

    assert read(reasons).count("<h2>Who should not have it</h2>") == 1
    under_a_heading = read(("heading", "Not for everyone"), reasons)
    assert under_a_heading.count("<h2>Not for everyone</h2>") == 1
    assert "<h2>Who should not have it</h2>" not in under_a_heading
    assert "Each may be a reason not to have it" in under_a_heading


def test_an_opening_leads_to_the_pages_clinic_or_to_a_choice(
    read: Callable[..., str], make_clinic: Callable[..., Clinic]
) -> None:
    opening = ("hero", {"heading": "Care", "text": ""})
    duluth = make_clinic("duluth")
    clinic_page = ensure_clinic_page(duluth)
    of_clinic = read(opening, parent=clinic_page).partition("<main")[2].partition("</main>")[0]
    make_clinic("ashland")
    of_network = read(opening).partition("<main")[2].partition("</main>")[0]

    assert "tel:+12185550141" in of_clinic
    assert "/clinics/duluth/#consult" in of_clinic
    assert "tel:+12185550141" in of_network
    assert "tel:+12185550142" in of_network
    assert 'href="/clinics/"' in of_network
