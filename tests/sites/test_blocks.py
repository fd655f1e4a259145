"""Every block of a body: what an editor sees of it, and what a visitor gets wherever it stands."""

from collections.abc import Callable

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

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
