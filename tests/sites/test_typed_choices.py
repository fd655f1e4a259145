"""Keys of pages and files that no chooser offered, typed into a text or a field."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, streamfield

from sites.bootstrapping import ensure_clinic_page
from sites.groups import collection_of_group, ensure_clinic_editors, ensure_network_content
from sites.models import FAQ, Clinic, HomePage, StandardPage
from staff.models import StaffUser

pytestmark = pytest.mark.django_db

MARKER = "quillfeather"  # stands in whatever the other clinic keeps for itself


def text(kind: str, **data: Any) -> str:
    """What the editor's text field posts for one linked word."""
    block = {
        "key": "abcde",
        "text": "word",
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": [{"key": 0, "offset": 0, "length": 4}],
    }
    entity = {"type": kind, "mutability": "MUTABLE", "data": data}
    return json.dumps({"blocks": [block], "entityMap": {"0": entity}})


def prose(kind: str, **data: Any) -> dict[str, Any]:
    return {"body": streamfield([("prose", text(kind, **data))])}


def picture(image: Any) -> dict[str, Any]:
    chosen = {"image": str(image.pk), "alt_text": "", "decorative": "on"}
    return {"body": streamfield([("picture", {"image": chosen, "caption": ""})])}


@pytest.fixture
def editor(client: Client, home: HomePage, clinic: Clinic) -> Client:
    user = StaffUser.objects.create_user(username="editor", password="pass-of-a-test")
    user.groups.add(ensure_clinic_editors(clinic, [ensure_clinic_page(clinic)]))
    client.force_login(user)
    return client


@pytest.fixture
def own(home: HomePage, clinic: Clinic) -> StandardPage:
    page: StandardPage = ensure_clinic_page(clinic).add_child(instance=StandardPage(title="Visits", slug="visits"))
    return page


@pytest.fixture
def theirs(other_clinic: Clinic, home: HomePage) -> Callable[..., Page]:
    def make(*, live: bool) -> Page:
        page = StandardPage(title=f"A {MARKER}", slug=f"{MARKER}-{'live' if live else 'draft'}", live=live)
        return ensure_clinic_page(other_clinic).add_child(instance=page)

    return make


@pytest.fixture
def make_file(clinic: Clinic, other_clinic: Clinic) -> Callable[..., Any]:
    def make(kind: str, *, at: Clinic) -> Any:
        collection = collection_of_group(ensure_clinic_editors(at, []))
        if kind == "picture":
            file = get_image_model()(title=f"{MARKER} {at}", file=get_test_image_file(), collection=collection)
        else:
            document = ContentFile(b"x", name=f"{MARKER}.txt")
            file = get_document_model()(title=f"{MARKER} {at}", file=document, collection=collection)
        file.save()
        return file

    return make


def post(client: Client, page: Page, typed: dict[str, Any]) -> Any:
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = querydict_from_html(client.get(address).content.decode(), form_id="page-edit-form").dict()
    return client.post(address, form | nested_form_data(typed) | {"action-publish": "action-publish"})


def test_a_link_to_a_draft_of_others_is_refused_and_its_address_not_told(
    editor: Client, own: StandardPage, theirs: Callable[..., Page]
) -> None:
    draft = theirs(live=False)

    refused = post(editor, own, prose("LINK", id=draft.pk, url="/x/", parentId=1))

    assert refused.status_code == 200
    assert "Choose only pages that are published" in refused.content.decode()
    assert MARKER not in refused.content.decode()
    assert "word" not in str(StandardPage.objects.get(pk=own.pk).body)


def test_a_link_to_a_published_page_of_others_and_to_an_own_draft_stays(
    editor: Client, own: StandardPage, theirs: Callable[..., Page], clinic: Clinic
) -> None:
    own_draft = ensure_clinic_page(clinic).add_child(instance=StandardPage(title="News", slug="news", live=False))
    for page in (theirs(live=True), own_draft):
        assert post(editor, own, prose("LINK", id=page.pk, url="/x/", parentId=1)).status_code == 302
        shown = editor.get(reverse("wagtailadmin_pages:edit", args=[own.pk])).content.decode()
        assert page.slug in shown


def test_a_link_whose_page_is_a_draft_again_stays_without_its_address(
    editor: Client, own: StandardPage, theirs: Callable[..., Page]
) -> None:
    page = theirs(live=True)
    assert post(editor, own, prose("LINK", id=page.pk, url="/x/", parentId=1)).status_code == 302
    page.live = False
    page.save()

    assert MARKER not in editor.get(reverse("wagtailadmin_pages:edit", args=[own.pk])).content.decode()
    kept = prose("LINK", id=page.pk, url=None, parentId=None)
    assert post(editor, own, {"title": "Visits and stays"} | kept).status_code == 302
    saved = StandardPage.objects.get(pk=own.pk)
    assert saved.title == "Visits and stays"
    assert f'id="{page.pk}"' in str(saved.body.raw_data[0]["value"])
    # Nor is it told to visitors.
    public = editor.get(saved.url).content.decode()
    assert "word" in public
    assert MARKER not in public


@pytest.mark.parametrize("key", ["abc", "9" * 25, "", None, [], "-1"])
def test_a_link_to_no_page_at_all_is_refused(editor: Client, own: StandardPage, key: Any) -> None:
    assert post(editor, own, prose("LINK", id=key, url="/x/", parentId=1)).status_code in {200, 302, 400}
    assert editor.get(reverse("wagtailadmin_pages:edit", args=[own.pk])).status_code == 200
    assert editor.get(own.url).status_code == 200


@pytest.mark.parametrize(
    "rubbish", ["abc", "[]", "7", "null", '{"blocks": 3}', '{"blocks": [{}], "entityMap": {}}', "{"]
)
def test_what_is_no_text_of_the_editor_is_refused(editor: Client, own: StandardPage, rubbish: str) -> None:
    assert post(editor, own, {"body": streamfield([("prose", rubbish)])}).status_code in {200, 302, 400}


@pytest.mark.parametrize("kind", ["picture", "document"])
def test_a_file_of_others_is_not_found_and_an_own_one_is_taken(
    editor: Client, own: StandardPage, make_file: Callable[..., Any], clinic: Clinic, other_clinic: Clinic, kind: str
) -> None:
    def typed(file: Any) -> dict[str, Any]:
        return picture(file) if kind == "picture" else prose("DOCUMENT", id=file.pk, url="/x/", filename="x")

    refused = post(editor, own, typed(make_file(kind, at=other_clinic)))
    assert refused.status_code == 404
    assert MARKER not in refused.content.decode()

    assert post(editor, own, typed(make_file(kind, at=clinic))).status_code == 302


def test_a_picture_that_the_network_put_there_stays(
    editor: Client, own: StandardPage, make_file: Callable[..., Any], other_clinic: Clinic
) -> None:
    file = make_file("picture", at=other_clinic)
    network = StaffUser.objects.create_user(username="network", password="pass-of-a-test")
    network.groups.add(ensure_network_content())
    content = Client()
    content.force_login(network)
    assert post(content, own, picture(file)).status_code == 302

    assert post(editor, own, {"title": "Visits and stays"} | picture(file)).status_code == 302


def test_an_answer_of_the_library_links_to_no_draft_of_others(
    editor: Client, clinic: Clinic, theirs: Callable[..., Page]
) -> None:
    typed = {"question": "When?", "clinic": str(clinic.pk)}
    add = reverse("questions:add")

    refused = editor.post(add, typed | {"answer": text("LINK", id=theirs(live=False).pk)})
    assert refused.status_code == 200
    assert MARKER not in refused.content.decode()
    assert not FAQ.objects.exists()

    editor.post(add, typed | {"answer": text("LINK", id=theirs(live=True).pk)})
    assert FAQ.objects.get().clinic == clinic
