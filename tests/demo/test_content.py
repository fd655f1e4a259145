"""The demo's words: every reference resolves, every number can be given away, no sentence promises anything."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from demo.content import visits
from demo.content.articles import ARTICLES
from demo.content.clinics import CLINICS, PRACTICES
from demo.content.conditions import CONDITIONS
from demo.content.consult_forms import CONSULT_FORMS
from demo.content.facts import FACTS
from demo.content.network import NETWORK
from demo.content.protocols import PAYMENT_METHODS, PRICES, PROTOCOLS
from demo.content.providers import CREDENTIALS, PROVIDERS
from demo.content.questions import QUESTIONS, RESOURCES, STORIES
from demo.content.shapes import ArticleContent
from demo.content.treatments import TREATMENTS

EVERYTHING = (
    *(NETWORK, PRACTICES, CLINICS, CONDITIONS, CREDENTIALS, PROVIDERS, TREATMENTS, ARTICLES),
    *(FACTS, PROTOCOLS, PRICES, PAYMENT_METHODS, QUESTIONS, STORIES, RESOURCES, CONSULT_FORMS),
    {name: value for name, value in vars(visits).items() if name.isupper()},
)
ALLOWED_TAGS = {"p", "b", "i", "a", "ul", "ol", "li"}
# Words that medical advertising may not use of a treatment, and stars and superlatives with them.
CLAIMS = re.compile(
    r"\b(cures?|cured|guarantee[ds]?|proven|miracles?|breakthroughs?|painless|pain-free|risk-free|revolutionary|"
    r"life-changing|world-class|cutting-edge|safe and effective|no side effects|the best|number one|100 ?%|"
    r"most advanced|permanent(ly)?)\b",
    re.IGNORECASE,
)
# The only addresses outside example.com: where statistics come from.
SOURCES = {each.source_url for each in FACTS} | {each.url for each in RESOURCES} | {visits.FILM_URL}

clinic_slugs = {clinic.slug for clinic in CLINICS}
provider_slugs = {provider.slug for provider in PROVIDERS}
treatment_slugs = {treatment.slug for treatment in TREATMENTS}
condition_slugs = {condition.slug for condition in CONDITIONS}

each_clinic = pytest.mark.parametrize("clinic", CLINICS, ids=lambda clinic: clinic.slug)
each_treatment = pytest.mark.parametrize("treatment", TREATMENTS, ids=lambda treatment: treatment.slug)
each_article = pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.slug)


def texts(value: object) -> Iterator[str]:
    """Every string anywhere inside the content."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from texts(tuple(value.values()))
    elif isinstance(value, (tuple, list)):
        for part in value:
            yield from texts(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.open: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.open.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]
        assert {name for name, _ in attrs} <= {"href"}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def parsed(html: str) -> Tags:
    tags = Tags()
    tags.feed(html)
    return tags


def words(article: ArticleContent) -> int:
    body = " ".join(text for _, value in article.body for text in texts(value))
    return len(re.sub(r"<[^>]+>", " ", body).split())


def test_no_sentence_of_the_demo_makes_a_claim_that_medical_advertising_may_not_make():
    claims = [(found.group(), text) for text in texts(EVERYTHING) if (found := CLAIMS.search(text))]

    assert claims == []


def test_the_search_for_claims_finds_one():
    assert CLAIMS.search("Our proven infusion cures pain.")
    assert not CLAIMS.search("The line is secure, and no time is better than another.")


def test_every_web_and_mail_address_leads_to_example_domains_or_a_named_source():
    addresses = {address for text in texts(EVERYTHING) for address in re.findall(r"https?://[^\s\"<]+", text)}
    mails = {mail for text in texts(EVERYTHING) for mail in re.findall(r"[\w.+-]+@([\w.-]+\w)", text)}

    assert {address for address in addresses if not re.match(r"https://example\.(com|org|net)/", address)} == SOURCES
    assert mails
    assert {mail for mail in mails if not re.fullmatch(r"([\w-]+\.)*example\.(com|org|net)", mail)} == set()


@each_clinic
def test_every_phone_of_a_clinic_is_a_number_kept_for_invention(clinic):
    numbers = [phone.number for phone in clinic.phones]

    assert "main" in {phone.kind for phone in clinic.phones}
    assert len(set(numbers)) == len(numbers)
    for phone in clinic.phones:
        assert re.fullmatch(r"\+1[2-9]\d{2}55501\d{2}", phone.number)
        assert re.fullmatch(r"\d{0,7}", phone.extension)


def test_one_clinic_answers_behind_an_extension_and_one_closes_over_lunch():
    assert any(phone.extension for clinic in CLINICS for phone in clinic.phones)
    assert any(len(clinic.hours) > len({hours.weekday for hours in clinic.hours}) for clinic in CLINICS)


@each_clinic
def test_a_clinics_hours_are_in_order_and_its_closed_days_exist(clinic):
    assert ZoneInfo(clinic.time_zone)
    for hours in clinic.hours:
        assert 0 <= hours.weekday <= 6
        assert re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", hours.opens)
        assert hours.opens < hours.closes
    spans = sorted((hours.weekday, hours.opens, hours.closes) for hours in clinic.hours)
    for (day, _, closes), (next_day, opens, _) in pairwise(spans):
        assert day < next_day or closes < opens
    for closure in clinic.closures:
        assert date(2028, closure.month, closure.day)


@each_clinic
def test_a_clinic_promises_the_answer_time_that_its_response_clock_keeps(clinic):
    promised = dict(clinic.hero_facts)["Your request is answered"]

    assert promised == f"within {clinic.response_minutes // 60} open hours"


@each_clinic
def test_a_clinic_offers_treatments_and_people_that_exist(clinic):
    assert clinic.practice in {practice.slug for practice in PRACTICES}
    assert clinic.treatments
    assert set(clinic.treatments) <= treatment_slugs
    assert any(clinic.slug in provider.roles for provider in PROVIDERS)
    assert clinic.state in clinic.licence_states
    assert 0 <= clinic.hue < 360
    assert 0 <= clinic.chroma <= 1


def test_one_practice_owns_two_clinics_in_two_cities_and_another_practice_is_in_another_state():
    by_practice = {
        practice.slug: [clinic for clinic in CLINICS if clinic.practice == practice.slug] for practice in PRACTICES
    }
    double = next(clinics for clinics in by_practice.values() if len(clinics) == 2)

    assert len({clinic.city for clinic in double}) == 2
    assert len({clinic.state for clinic in double}) == 1
    assert len({clinic.state for clinic in CLINICS}) == 2


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.slug)
def test_a_provider_works_in_known_clinics_whose_state_licenses_them(provider):
    states = {clinic.slug: clinic.state for clinic in CLINICS}

    assert provider.roles
    assert set(provider.roles) <= clinic_slugs
    assert {states[slug] for slug in provider.roles} <= set(provider.licence_states)
    assert set(provider.credentials) <= {credential.code for credential in CREDENTIALS}


def test_only_doctors_of_medicine_and_osteopathy_are_physicians():
    assert {one.code for one in CREDENTIALS if one.schema_type == "Physician"} == {"MD", "DO"}


@each_treatment
def test_a_treatment_stands_with_its_side_effects_and_its_notice(treatment):
    assert set(treatment.conditions) <= condition_slugs
    assert treatment.benefits
    assert len(treatment.drawbacks) == len(treatment.benefits)
    assert len(treatment.side_effects) >= len(treatment.benefits)
    assert treatment.contraindications
    assert len(treatment.session_length) <= 80
    assert {effect.dose for effect in treatment.side_effects} <= {"low", "high", "any"}


def test_every_treatment_that_gives_a_medicine_says_that_it_is_off_label():
    noticed = {treatment.slug for treatment in TREATMENTS if "off-label" in treatment.off_label_notice}

    assert noticed == {slug for slug in treatment_slugs if "infusion" in slug}
    assert {treatment.slug for treatment in TREATMENTS if not treatment.off_label_notice} == treatment_slugs - noticed


def test_every_slug_is_used_once():
    for group in (CLINICS, PROVIDERS, TREATMENTS, CONDITIONS, ARTICLES, PRACTICES):
        slugs = [item.slug for item in group]
        assert len(set(slugs)) == len(slugs)
        assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) for slug in slugs)


@each_article
def test_an_article_refers_to_people_and_pages_that_exist(article):
    assert article.reviewed_by in provider_slugs
    assert article.reviewed <= article.published
    assert set(article.conditions) <= condition_slugs
    assert set(article.treatments) <= treatment_slugs
    assert bool(article.byline.provider) != bool(article.byline.name)
    assert article.byline.provider in provider_slugs | {""}


@each_article
def test_an_article_is_worth_reading_and_can_be_finished(article):
    assert 350 <= words(article) <= 700


@each_article
def test_the_html_of_an_article_uses_only_the_tags_that_an_editor_has(article):
    for kind, value in article.body:
        if kind != "paragraph":
            assert not any("<" in text for text in texts(value))
            continue
        tags = parsed(value)
        assert tags.seen <= ALLOWED_TAGS
        assert tags.open == []
        for link in tags.links:
            assert re.match(r"tel:(911|988)$|/|https://example\.com/", link)


@each_article
def test_the_blocks_of_an_article_have_the_shape_of_their_kind(article):
    for kind, value in article.body:
        if kind in {"definitions", "steps", "tips"}:
            assert all(len(pair) == 2 for pair in value)
        elif kind in {"benefits", "side_effects", "testimonials", "resources"}:
            assert all(isinstance(item, str) for item in value)
        elif kind == "quote":
            text, source = value
            assert text
            assert source
        else:
            assert isinstance(value, str)


@each_article
def test_an_article_lists_side_effects_right_after_benefits_and_says_off_label(article):
    kinds = [kind for kind, _ in article.body]

    assert [kinds[i + 1] for i, kind in enumerate(kinds) if kind == "benefits"] == ["side_effects"]
    assert any("off-label" in text for text in texts(article.body))


@each_article
def test_an_article_names_stories_and_resources_that_there_are(article):
    tellers, resources = {story.display_name for story in STORIES}, {resource.name for resource in RESOURCES}

    for kind, value in article.body:
        if kind == "testimonials":
            assert set(value) <= tellers
        if kind == "resources":
            assert set(value) <= resources


@each_article
def test_an_article_ends_with_a_way_to_reach_a_person(article):
    assert article.body[-1][0] in {"consult_form", "phone_action"}


def test_a_republished_article_says_where_it_comes_from_and_why_we_may_print_it():
    republished = [article for article in ARTICLES if article.origin]

    assert len(republished) == 1
    origin = republished[0].origin
    assert origin.first_published < republished[0].published
    assert (origin.author, origin.degree) == (republished[0].byline.name, republished[0].byline.degree)
    assert "permission" in origin.licence
