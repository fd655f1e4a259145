"""A content editor builds a page from blocks alone, publishes it, and a visitor reads it and finds whom to call."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html
from zeal import zeal_ignore

from sites.bootstrapping import ensure_child, ensure_clinic_page
from sites.groups import ensure_network_content
from sites.models import (
    Clinic,
    Credential,
    HomePage,
    Provider,
    ProviderCredential,
    ProviderRole,
    TreatmentIndexPage,
    TreatmentPage,
)
from tests.journeys.five_pages import (
    STRUCTURES,
    Network,
    Outline,
    one_practice_in_two_cities,
    republished_article,
    side_effects_of_the_library,
)
from tests.sites.block_rows import make_treatment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

# The admin's form looks up each row that was chosen in it, one by one.
CHOSEN_ROWS: list[Any] = [{"model": "sites.*", "field": "get()"}]

type Structure = Callable[[Network], Outline]


@pytest.fixture
def network(home: HomePage, make_clinic: Callable[..., Clinic]) -> Network:
    clinic = make_clinic("duluth", booking_url="https://booking.example.com/duluth")
    sister, other = make_clinic("hibbing"), make_clinic("ashland", state="WI", practice="Pinewater")
    for each in (clinic, sister, other):
        ensure_clinic_page(each)
    treatment = make_treatment()
    treatment.clinics.set([clinic, sister, other])
    side_effects_of_the_library(treatment)
    index = TreatmentIndexPage.objects.child_of(home).get()
    library = ensure_child(index, TreatmentPage, slug="infusion", title="Infusion", treatment=treatment)
    return Network(home, clinic, sister, other, treatment, library, str(make_provider(clinic, sister).pk))


def make_provider(*clinics: Clinic) -> Provider:
    provider: Provider = Provider.objects.create(name="Dana Whitfield")
    for place, code in enumerate(("CRNA", "APNP")):
        credential, _ = Credential.objects.get_or_create(code=code, defaults={"meaning": code})
        ProviderCredential.objects.create(provider=provider, credential=credential, sort_order=place)
    for clinic in clinics:
        ProviderRole.objects.create(provider=provider, clinic=clinic, title="Nurse anesthetist")
    return provider


@pytest.fixture
def editor(network: Network) -> Client:
    user = get_user_model().objects.create_user(username="editor", password="pass-of-a-test")
    user.groups.add(ensure_network_content())
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def build(editor: Client, client: Client) -> Callable[[Outline], BeautifulSoup]:
    """Publishes the outline by the admin's form and returns the page that a visitor gets."""

    def build(outline: Outline) -> BeautifulSoup:
        model = outline.page_type._meta
        address = reverse("wagtailadmin_pages:add", args=[model.app_label, model.model_name, outline.parent.pk])
        form = querydict_from_html(editor.get(address).content.decode(), form_id="page-edit-form").dict()
        typed = {"title": outline.title, "slug": "built", **outline.fields, "body": outline.body}
        with zeal_ignore(CHOSEN_ROWS):
            response = editor.post(address, form | nested_form_data(typed) | {"action-publish": "action-publish"})
        assert response.status_code == 302, problems(response)
        page = outline.page_type.objects.child_of(outline.parent).get(slug="built")
        answer = client.get(page.url)
        assert answer.status_code == 200
        return BeautifulSoup(answer.content.decode(), "html.parser")

    return build


def problems(response: Any) -> dict[str, Any]:
    """What the admin's form refused."""
    form = response.context["form"]
    return {name: [repr(error) for error in errors.as_data()] for name, errors in form.errors.items()}


def text_of(element: Any) -> str:
    return " ".join(element.get_text(" ").split())


def first_missing(expected: list[str], text: str) -> str | None:
    """The first of `expected` that does not stand after all before it."""
    position = 0
    for each in expected:
        found = text.find(each, position)
        if found < 0:
            return each
        position = found + len(each)
    return None


@pytest.mark.parametrize("structure", STRUCTURES)
def test_every_block_is_read_in_the_order_in_which_it_was_put(
    structure: Structure, network: Network, build: Callable[[Outline], BeautifulSoup]
) -> None:
    outline = structure(network)

    main = build(outline).main

    assert main is not None
    assert text_of(main.h1) == outline.title
    headings = [text_of(each) for each in main.find_all("h2")]
    assert [each for each in headings if each in outline.headings] == outline.headings
    assert first_missing(outline.reads, text_of(main)) is None


@pytest.mark.parametrize("structure", STRUCTURES)
def test_the_call_to_action_offers_the_clinic_of_the_page_or_each_with_its_own_phone(
    structure: Structure, network: Network, build: Callable[[Outline], BeautifulSoup]
) -> None:
    outline = structure(network)

    page = build(outline)

    offered = {phone for action in page.select("main .action") for phone in phones_in(action)}
    clinics = [network.clinic, network.sister, network.other]
    if outline.clinic:
        assert offered == {phone_of(outline.clinic)}
        assert not [each.name for each in clinics if each != outline.clinic and phone_of(each) in text_of(page)]
    else:
        choices = {text_of(choice.strong): phones_in(choice) for choice in page.select("main .action .choice-list li")}
        assert choices == {each.name: [phone_of(each)] for each in clinics}


def test_a_page_of_two_cities_names_each_office_with_its_own_phone_and_no_third(
    network: Network, build: Callable[[Outline], BeautifulSoup]
) -> None:
    outline = one_practice_in_two_cities(network)

    cards = build(outline).select("main .card.clinic")

    assert {text_of(card.h3): phones_in(card) for card in cards} == {
        each.name: [phone_of(each)] for each in outline.cards
    }


def test_a_republished_article_leads_to_its_original_and_to_the_door(
    network: Network, build: Callable[[Outline], BeautifulSoup]
) -> None:
    outline = republished_article(network)

    page = build(outline)

    assert page.find("a", string="Read the original", href=outline.fields["origin_url"])
    assert "noindex" in str(page.find("meta", attrs={"name": "robots"}))
    assert [text_of(link) for link in page.select("main .card.map a")] == ["Find us on the map"]


def phones_in(element: Any) -> list[str]:
    return [text_of(each) for each in element.select("a.tel")]


def phone_of(clinic: Clinic) -> str:
    phone = clinic.main_phone
    assert phone is not None
    return phone.display
