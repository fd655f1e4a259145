"""Every block of a body: what an editor sees of it, and what a visitor gets wherever it stands."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail import blocks

from sites.bootstrapping import ensure_child, ensure_clinic_page
from sites.models import Clinic, HomePage, StandardPage
from staff.models import StaffUser
from tests.sites.block_rows import BLOCKS, stored_value

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

every_block = pytest.mark.parametrize("block_type", list(BLOCKS))


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(StaffUser.objects.create_superuser("admin", "admin@example.com", "pass-of-a-test"))
    return client


@every_block
def test_it_renders_with_no_clinic_one_and_several(
    client: Client, home: HomePage, make_clinic: Callable[..., Clinic], block_type: str
) -> None:
    body = [(block_type, stored_value(block_type))]
    of_network = ensure_child(home, StandardPage, slug="network", title="Network", body=body)
    bare = client.get(of_network.url)
    clinic_page = ensure_clinic_page(make_clinic("duluth"))
    of_clinic = ensure_child(clinic_page, StandardPage, slug="clinic", title="Clinic", body=body)
    make_clinic("ashland")

    for response in (bare, client.get(of_clinic.url), client.get(of_network.url)):
        page = response.content.decode()
        assert response.status_code == 200
        assert '<section class="band' in page
        assert page.count("<h1") == 1
        assert 'href=""' not in page


@every_block
def test_an_editor_sees_what_it_is_before_choosing_it(admin: Client, block_type: str) -> None:
    block = BLOCKS[block_type]

    assert block.meta.icon not in {"placeholder", ""}
    assert block.meta.label
    assert block.get_description()
    assert block.meta.group
    assert block.is_previewable
    preview = admin.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert preview.status_code == 200
    assert "css/site.css" in preview.content.decode()


@every_block
def test_an_editors_form_takes_what_it_showed(rf: RequestFactory, block_type: str) -> None:
    value = BLOCKS[block_type].normalize(stored_value(block_type))

    cleaned = BLOCKS[block_type].clean(value)

    assert BLOCKS[block_type].get_prep_value(cleaned)


@every_block
def test_a_draft_may_hold_it_before_anything_is_typed_and_is_previewed(home: HomePage, block_type: str) -> None:
    block = BLOCKS[block_type]

    cleaned = block.clean_deferred(block.get_default())

    page = ensure_child(home, StandardPage, slug="draft", title="Draft", body=[(block_type, cleaned)])
    assert page.make_preview_request().status_code == 200


def holding_no_text(block: blocks.Block) -> Any:
    """As a page holds it that was stored by a program, with null for each text."""
    if isinstance(block, blocks.StructBlock):
        return {name: holding_no_text(child) for name, child in block.child_blocks.items()}
    if isinstance(block, blocks.ListBlock):
        return [holding_no_text(block.child_block)]
    return None


@every_block
@pytest.mark.parametrize("is_there", [True, False], ids=["null", "missing"])
def test_a_text_that_a_page_does_not_hold_is_not_found_as_a_word(block_type: str, *, is_there: bool) -> None:
    block = BLOCKS[block_type]
    holds_nothing = {} if isinstance(block, blocks.StructBlock) and not is_there else holding_no_text(block)
    page = StandardPage(body=json.dumps([{"type": block_type, "value": holds_nothing}]))

    assert "None" not in page.readable_text()
