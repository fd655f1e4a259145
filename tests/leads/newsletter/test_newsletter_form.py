"""The sign-up form as it stands on any page."""

import pytest
from django.template import Context, Template
from django.utils import translation

from leads.models import NewsletterList
from sites.models import Clinic

pytestmark = pytest.mark.django_db


def form_on_page(**context: object) -> str:
    template = Template("{% load newsletter_forms %}{% newsletter_form clinic=clinic %}")
    return str(template.render(Context({"clinic": None} | context)))


def test_a_clinics_page_offers_the_clinics_own_letter(clinic: Clinic, newsletter_list: NewsletterList) -> None:
    NewsletterList.objects.create(slug="network-letter", name="The Network Letter")

    form = form_on_page(clinic=clinic)

    assert 'value="duluth-letter"' in form
    assert 'action="/newsletter/subscribe/"' in form


def test_a_clinic_without_a_letter_of_its_own_offers_the_networks(other_clinic: Clinic) -> None:
    NewsletterList.objects.create(slug="network-letter", name="The Network Letter", consent_text="Write to me, all.")

    form = form_on_page(clinic=other_clinic)

    assert 'value="network-letter"' in form
    assert "Write to me, all." in form


def test_where_there_is_no_letter_there_is_no_form(other_clinic: Clinic, newsletter_list: NewsletterList) -> None:
    assert "<form" not in form_on_page(clinic=other_clinic)


def test_the_form_says_in_which_language_it_was_read(clinic: Clinic, newsletter_list: NewsletterList) -> None:
    with translation.override("es"):
        form = form_on_page(clinic=clinic)

    assert 'name="language" value="es"' in form
