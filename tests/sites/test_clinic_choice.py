"""An editor puts a clinic into a block: one they work for, one that is not closed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.blocks.base import Block
from wagtail.test.utils.form_data import nested_form_data, streamfield

from sites.blocks import BodyBlock
from sites.bootstrapping import ensure_child, ensure_clinic_page
from sites.groups import ensure_clinic_editors
from sites.models import Clinic, HomePage, StandardPage
from staff.models import StaffUser

pytestmark = pytest.mark.django_db

CHOOSE = "clinic_chooser:choose"


@pytest.fixture
def editor(home: HomePage, clinic: Clinic) -> StaffUser:
    user = get_user_model().objects.create_user(username="editor", password="pass-of-a-test")
    user.groups.add(ensure_clinic_editors(clinic, [ensure_clinic_page(clinic)]))
    return user


@pytest.fixture
def signed_in(client: Client, editor: StaffUser) -> Client:
    client.force_login(editor)
    return client


def page_of(clinic: Clinic, **values: Any) -> StandardPage:
    return ensure_child(ensure_clinic_page(clinic), StandardPage, slug="more", title="More", **values)


def save(client: Client, page: StandardPage, chosen: Clinic) -> Any:
    """Save a draft of the page with one phone action, as the admin's form would post it."""
    body = streamfield([("phone_action", {"clinic": str(chosen.pk), "text": "Call"})])
    fields = {"title": page.title, "slug": page.slug, "intro": "", "body": body, "comments-TOTAL_FORMS": 0}
    data = nested_form_data(fields) | {"comments-INITIAL_FORMS": "0", "search_description": "", "seo_title": ""}
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


def test_an_editor_is_offered_the_clinics_they_work_for(signed_in: Client, other_clinic: Clinic) -> None:
    modal = signed_in.get(reverse(CHOOSE)).json()["html"]

    assert "Northlight Duluth" in modal
    assert "Northlight Ashland" not in modal
    assert signed_in.get(reverse("clinic_chooser:chosen", args=[other_clinic.pk])).status_code == 404


@pytest.mark.parametrize("rubbish", ["7", "x", "9" * 40, "é"])
def test_what_is_no_clinics_key_is_not_found(signed_in: Client, clinic: Clinic, rubbish: str) -> None:
    """Also among others that were chosen together."""
    assert signed_in.get(reverse("clinic_chooser:chosen", args=[rubbish])).status_code == 404
    several = signed_in.get(reverse("clinic_chooser:chosen_multiple"), {"id": [rubbish, str(clinic.pk)]})

    assert several.status_code == 200
    assert clinic.name in several.content.decode()


def test_a_closed_clinic_is_not_offered(signed_in: Client, clinic: Clinic) -> None:
    Clinic.objects.filter(pk=clinic.pk).update(status="closed")

    assert "Northlight Duluth" not in signed_in.get(reverse(CHOOSE)).json()["html"]


def test_an_editor_may_choose_their_clinic(signed_in: Client, clinic: Clinic) -> None:
    page = page_of(clinic)

    response = save(signed_in, page, clinic)

    assert response.status_code == 302
    assert draft_of(page).body[0].value["clinic"] == clinic


def test_a_clinic_slipped_into_the_form_is_refused(signed_in: Client, clinic: Clinic, other_clinic: Clinic) -> None:
    page = page_of(clinic)

    response = save(signed_in, page, other_clinic)

    assert response.status_code == 200
    assert "Choose only clinics that you work for" in response.content.decode()
    assert not draft_of(page).body


def test_a_closed_clinic_slipped_into_the_form_is_refused(signed_in: Client, clinic: Clinic) -> None:
    page = page_of(clinic)
    Clinic.objects.filter(pk=clinic.pk).update(status="closed")

    assert save(signed_in, page, clinic).status_code == 200
    assert not draft_of(page).body


def test_what_another_editor_chose_before_may_stay(signed_in: Client, clinic: Clinic, other_clinic: Clinic) -> None:
    page = page_of(clinic, body=[("phone_action", {"clinic": other_clinic, "text": ""})])

    assert save(signed_in, page, other_clinic).status_code == 302


def draft_of(page: StandardPage) -> StandardPage:
    return StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object()


NAMED = [
    "treatments",
    "conditions",
    "provider_cards",
    "clinic_cards",
    "clinic_finder",
    "opening_hours",
    "map",
    "prices",
]
ASKING = ["phone_action", "booking_action", "consult_form", "newsletter_form"]


@pytest.mark.parametrize("name", [*NAMED, *ASKING])
def test_a_preview_in_the_editor_shows_no_real_clinic(
    signed_in: Client, make_clinic: Callable[..., Clinic], name: str
) -> None:
    make_clinic("quillfeather")
    block: Block = BodyBlock().child_blocks[name]

    response = signed_in.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})

    page = response.content.decode()
    assert response.status_code == 200
    assert "Quillfeather" not in page
    assert block.get_description()
    assert block.label
    assert block.meta.icon != "placeholder"
