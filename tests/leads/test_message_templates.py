"""Templates: whose they are, and what may stand in them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from leads.groups import ensure_clinic_managers
from leads.messages.default_templates import ensure_default_templates
from leads.models import MessageTemplate
from sites.models import Clinic
from staff.models import StaffUser


def typed(clinic: Clinic | None, **values: Any) -> dict[str, Any]:
    given = {
        "name": "Hello",
        "channel": "email",
        "language": "en",
        "position": 0,
        "subject": "Hello",
        "body": "Hi {name}",
    }
    return given | {"clinic": str(clinic.pk) if clinic else ""} | values


@pytest.fixture
def managing(client: Client, make_staff: Callable[..., StaffUser], clinic: Clinic) -> Client:
    """A browser in which the clinic's manager is signed in."""
    client.force_login(make_staff("head", ensure_clinic_managers(clinic)))
    return client


def test_a_coordinator_uses_templates_and_keeps_none(signed_in: Client, clinic: Clinic) -> None:
    signed_in.post(reverse("message_templates:add"), typed(clinic))

    assert not MessageTemplate.objects.exists()


def test_a_clinics_manager_saves_templates_of_their_own_clinic_alone(
    managing: Client, clinic: Clinic, other_clinic: Clinic
) -> None:
    for each in (clinic, other_clinic, None):
        managing.post(reverse("message_templates:add"), typed(each))

    assert [template.clinic for template in MessageTemplate.objects.all()] == [clinic]


def test_an_intake_manager_saves_the_networks(client: Client, manager: StaffUser) -> None:
    client.force_login(manager)

    client.post(reverse("message_templates:add"), typed(None))

    assert [template.clinic for template in MessageTemplate.objects.all()] == [None]


def test_a_clinics_manager_neither_changes_nor_deletes_the_networks(managing: Client) -> None:
    template = MessageTemplate.objects.create(name="Hello", subject="S", body="B")

    for name in ("edit", "delete"):
        address = reverse(f"message_templates:{name}", args=[template.pk])
        assert managing.get(address).status_code == 404
        assert managing.post(address, typed(None)).status_code == 404
    template.refresh_from_db()
    assert template.name == "Hello"


@pytest.mark.parametrize(
    "values",
    [
        {"body": "Hello {nmae}"},
        {"body": "Hello {first name}"},
        {"subject": "Hello {name}"},
        {"subject": "About {treatment}"},
        {"subject": ""},
    ],
)
def test_what_could_never_be_filled_in_or_names_the_person_is_refused(values: dict[str, str]) -> None:
    template = MessageTemplate(**({"name": "Hello", "subject": "From {clinic}", "body": "Hello {name}"} | values))

    with pytest.raises(ValidationError):
        template.clean()


def test_the_default_templates_are_good_and_are_made_once(db: None) -> None:
    ensure_default_templates()
    for template in MessageTemplate.objects.all():
        template.full_clean()
    MessageTemplate.objects.exclude(name="First answer").delete()

    ensure_default_templates()

    assert MessageTemplate.objects.count() == 1


def test_each_language_has_templates_of_each_channel(db: None) -> None:
    ensure_default_templates()

    kinds = set(MessageTemplate.objects.values_list("language", "channel"))

    assert kinds == {("en", "email"), ("en", "sms"), ("es", "email"), ("es", "sms")}
