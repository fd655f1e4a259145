"""A consent is kept with the words that the form showed, whatever words are in force when it arrives."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from leads.models import ConsentRecord, NewsletterList
from leads.shown_wording import network_wordings
from sites.bootstrapping import ensure_clinic_page
from sites.models import Clinic, ConsentWording, ConsultForm
from sites.models.consent_wording import wording_version
from tests.forms import field_values

pytestmark = pytest.mark.django_db

CONTRACT = Path(__file__).parent.parent / "contracts/consent_wordings.json"
TYPED = {"full_name": "Jo Marlowe", "email": "jo@example.com"}


def form_of(client: Client, url: str) -> dict[str, str]:
    """What the page's consult form posts by itself."""
    return field_values(client.get(url).content.decode(), action="/consult-requests/")


def send(client: Client, form: dict[str, str], **values: str) -> None:
    response = client.post("/consult-requests/", form | TYPED | values)
    assert response.status_code == 303, response.content.decode()


def kept(purpose: str = "sms") -> tuple[str, str, str]:
    consent = ConsentRecord.objects.get(purpose=purpose)
    assert consent.wording_version == wording_version(consent.wording)
    return consent.wording, consent.evidence, consent.language


def test_a_form_without_a_clinic_shows_the_networks_words_and_those_are_kept(client: Client, clinic: Clinic) -> None:
    clinic.consent_sms_text = "Northlight may text me."
    clinic.save()
    form = form_of(client, "/consult-requests/")

    send(client, form, clinic=clinic.slug, consent_sms="on")

    wording, evidence, language = kept()
    assert wording.startswith("You may text me about this request.")
    assert (evidence, language) == ("shown", "en")


def test_a_clinics_own_words_are_kept(client: Client, clinic: Clinic) -> None:
    clinic.consent_sms_text = "Northlight may text me."
    clinic.save()

    send(client, form_of(client, "/consult-requests/?clinic=duluth"), consent_sms="on")

    assert kept() == ("Northlight may text me.", "shown", "en")


def test_words_that_changed_after_the_page_was_shown_are_still_found(client: Client, clinic: Clinic) -> None:
    clinic.consent_sms_text = "The words of last week."
    clinic.save()
    form = form_of(client, "/consult-requests/?clinic=duluth")
    clinic.consent_sms_text = "The words of today."
    clinic.save()

    send(client, form, consent_sms="on")

    assert kept() == ("The words of last week.", "shown", "en")


def test_the_words_of_a_definition_are_kept(client: Client, clinic: Clinic) -> None:
    definition = ConsultForm.objects.create(name="Pain", consent_contact_text="Call me about pain.")
    page = ensure_clinic_page(clinic)
    page.body = [("consult_form", {"clinic": None, "heading": "Ask", "text": "", "consult_form": definition})]
    page.save_revision().publish()
    form = form_of(client, page.url)
    definition.consent_contact_text = "Other words."
    definition.save()

    send(client, form, consent_contact="on")

    assert kept("contact") == ("Call me about pain.", "shown", "en")


def test_words_shown_in_spanish_are_kept_in_spanish(client: Client, clinic: Clinic) -> None:
    form = form_of(client, "/consult-requests/?clinic=duluth&language=es")

    send(client, form, language="es", consent_sms="on")

    with translation.override("es"):
        spanish = dict(network_wordings())[wording_version(kept()[0])]
    assert spanish[0] == kept()[2] == "es"


def test_words_that_nobody_knows_are_said_to_be_unknown(client: Client, clinic: Clinic) -> None:
    form = {"clinic": clinic.slug, "wordings": "sms:0123456789abcdef"}

    send(client, form, consent_sms="on")

    consent = ConsentRecord.objects.get(purpose="sms")
    assert (consent.granted, consent.wording, consent.evidence) == (True, "", "unknown")
    assert consent.wording_version == "0123456789abcdef"


@pytest.mark.parametrize("posted", [None, "", "sms", "sms:xyz", "sms:\x00", "x" * 5_000, "other:0123456789abcdef"])
def test_a_form_that_does_not_say_is_taken_with_the_words_in_force(
    client: Client, clinic: Clinic, posted: str | None
) -> None:
    form = {"clinic": clinic.slug} if posted is None else {"clinic": clinic.slug, "wordings": posted}

    send(client, form, consent_sms="on")

    assert kept()[1] == "assumed"


def test_every_box_is_unticked_and_may_stay_so(client: Client, clinic: Clinic) -> None:
    page = client.get("/consult-requests/?clinic=duluth").content.decode()
    assert "checked" not in page

    send(client, form_of(client, "/consult-requests/?clinic=duluth"))

    assert {each.granted for each in ConsentRecord.objects.all()} == {False}


def test_a_box_ticked_under_other_words_comes_back_unticked(client: Client, clinic: Clinic) -> None:
    """The form was one for any clinic; shown again it is the chosen clinic's, with the clinic's words."""
    clinic.consent_sms_text = "Northlight may text me."
    clinic.save()
    form = form_of(client, "/consult-requests/") | {"consent_sms": "on", "consent_contact": "on"}

    again = client.post("/consult-requests/", form | {"clinic": clinic.slug, "email": "jo@example.com"})

    assert again.status_code == 422
    values = field_values(again.content.decode(), action="/consult-requests/")
    assert "consent_sms" not in values
    assert values["consent_contact"] == "on", "those words are the same"
    send(client, values, consent_sms="on")
    assert kept() == ("Northlight may text me.", "shown", "en")


def test_a_newsletters_words_are_those_of_the_page_though_the_clinic_has_its_own_letter(
    client: Client, clinic: Clinic
) -> None:
    NewsletterList.objects.create(slug="n", name="Network", consent_text="The network's letter, please.")
    NewsletterList.objects.create(slug="d", name="Duluth", clinic=clinic, consent_text="Duluth's letter, please.")
    form = form_of(client, "/consult-requests/")

    send(client, form, clinic=clinic.slug, newsletter="on")

    consent = ConsentRecord.objects.get(purpose="newsletter")
    assert (consent.wording, consent.evidence) == ("The network's letter, please.", "shown")
    assert consent.subscription is not None


def test_words_are_kept_once_and_a_page_that_is_read_keeps_nothing(client: Client, clinic: Clinic) -> None:
    for words in ("One.", "Two.", "One."):
        clinic.consent_sms_text = words
        clinic.save()
    assert {each.wording for each in ConsentWording.objects.all()} == {"One.", "Two."}

    client.get("/consult-requests/?clinic=duluth")

    assert ConsentWording.objects.count() == 2


def test_words_of_the_network_that_were_ever_shown_are_still_known() -> None:
    """Who changes them puts the old ones into EARLIER_WORDINGS: pages that show them are still out there."""
    ever_shown: list[dict[str, Any]] = json.loads(CONTRACT.read_text())

    known = network_wordings()
    assert [each for each in ever_shown if known.get(each["version"]) != (each["language"], each["wording"])] == []
    assert {each["version"] for each in ever_shown} == set(known), "add the new words to the file too"
