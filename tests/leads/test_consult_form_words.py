"""An empty form is kept in the process, under all that it says: a changed word is seen in the next answer."""

from collections.abc import Callable

import pytest
from django.test import Client

from leads.newsletter.models import NewsletterList
from sites.bootstrapping import ensure_clinic_page, ensure_translation
from sites.models import Clinic, ClinicPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic_page(clinic: Clinic) -> ClinicPage:
    return ensure_clinic_page(clinic)


def shown(client: Client, path: str = "/clinics/duluth/") -> str:
    return client.get(path).content.decode()


def test_a_changed_wording_is_shown_at_once(client: Client, clinic_page: ClinicPage) -> None:
    assert "You may contact me about this request." in shown(client)

    Clinic.objects.update(consent_contact_text="Duluth may call me.", consent_sms_text="Duluth may text me.")
    assert "Duluth may call me." in shown(client)
    assert "Duluth may text me." in shown(client)

    NewsletterList.objects.update_or_create(clinic=None, defaults={"slug": "news", "consent_text": "Write to me."})
    assert "Write to me." in shown(client)


def test_each_page_names_itself_and_its_language(client: Client, clinic_page: ClinicPage) -> None:
    ensure_translation(clinic_page, title=clinic_page.title)

    english, spanish = shown(client), shown(client, "/es/clinics/duluth/")

    assert '<input type="hidden" name="page" value="/clinics/duluth/" id="id_page">' in english
    assert '<input type="hidden" name="page" value="/es/clinics/duluth/" id="id_page">' in spanish
    assert '<input type="hidden" name="language" value="es" id="id_language">' in spanish
    assert "Your name" in english
    assert "Your name" not in spanish


def test_the_choice_of_clinics_is_todays(
    client: Client, clinic_page: ClinicPage, make_clinic: Callable[..., Clinic]
) -> None:
    choice = '<option value="fargo">'
    assert choice not in shown(client, "/consult-requests/")

    fargo = make_clinic("fargo")
    assert choice in shown(client, "/consult-requests/")

    fargo.status = Clinic.Status.CLOSED
    fargo.save()
    assert choice not in shown(client, "/consult-requests/")
