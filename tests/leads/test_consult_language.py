"""Spanish in, Spanish out."""

from typing import Any

import pytest
from django.test import Client

from sites.models import Clinic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_a_spanish_form_leads_to_a_spanish_thank_you_page(client: Client, clinic: Clinic) -> None:
    sent = {"clinic": clinic.slug, "full_name": "Ana Reyes", "phone": "218 555 0190", "language": "es"}

    response = client.post("/consult-requests/", sent)
    page = client.get(response["Location"]).content.decode()

    assert 'lang="es"' in page
    assert "Open now" not in page


def test_a_spanish_visitors_mistake_is_explained_in_spanish(client: Client, clinic: Clinic) -> None:
    response = client.post("/consult-requests/", {"clinic": clinic.slug, "language": "es"})

    assert response.status_code == 422
    assert "Tell us your name" not in response.content.decode()


def test_the_form_alone_comes_in_the_language_of_the_link(client: Client, clinic: Clinic) -> None:
    page = client.get(f"/consult-requests/?clinic={clinic.slug}&language=es").content.decode()

    assert 'lang="es"' in page


def test_a_refusal_for_too_many_shows_the_clinics_phone(client: Client, clinic: Clinic, settings: Any) -> None:
    settings.RATELIMIT_ENABLE = True
    form = {"clinic": clinic.slug, "full_name": "Jo Marlowe", "phone": "218 555 0187"}
    for _ in range(20):
        client.post("/consult-requests/", form)

    response = client.post("/consult-requests/", form)

    assert response.status_code == 429
    assert "tel:+12185550141" in response.content.decode()
