"""What Wagtail's own views tell the editors of one clinic, and people without pages, of another clinic's drafts and
files."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from integrations.jobs import run_waiting_jobs
from leads.groups import ensure_clinic_coordinators
from sites.bootstrapping import ensure_clinic_page
from sites.groups import (
    EDITS_PAGES,
    collection_of_group,
    editors_of,
    ensure_clinic_editors,
    ensure_network_content,
    grant_on_page,
)
from sites.models import Clinic, HomePage, StandardPage
from staff.models import StaffUser

pytestmark = pytest.mark.django_db

MARKER = "Quillfeather"  # stands in whatever the other clinic keeps for itself
READERS = ("editor", "coordinator")


@pytest.fixture
def reader(request: pytest.FixtureRequest, home: HomePage, clinic: Clinic) -> Client:
    """Signed in at the one clinic, as its editor or as a coordinator who has no pages at all."""
    group = {
        "editor": lambda: ensure_clinic_editors(clinic, [ensure_clinic_page(clinic)]),
        "coordinator": lambda: ensure_clinic_coordinators(clinic),
    }[request.param]()
    user = StaffUser.objects.create_user(username=request.param, password="pass-of-a-test")
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def make_page(home: HomePage) -> Callable[..., Page]:
    def make(parent: Page, title: str, *, live: bool) -> Page:
        return parent.add_child(instance=StandardPage(title=title, slug=title.lower().replace(" ", "-"), live=live))

    return make


@pytest.fixture
def draft(make_page: Callable[..., Page], other_clinic: Clinic) -> Page:
    """Of the other clinic."""
    return make_page(ensure_clinic_page(other_clinic), f"{MARKER} moves", live=False)


@pytest.fixture
def published(make_page: Callable[..., Page], other_clinic: Clinic) -> Page:
    """Of the other clinic, with a draft of another title."""
    page = make_page(ensure_clinic_page(other_clinic), "Parking", live=True)
    page.title = f"{MARKER} garage"
    page.save_revision()
    return page


def search(client: Client, text: str) -> str:
    """The answer once Wagtail has indexed what was saved."""
    run_waiting_jobs()
    return chooser(client, "wagtailadmin_choose_page_search", q=text)


def chooser(client: Client, name: str, *args: Any, **query: Any) -> str:
    return client.get(reverse(name, args=args), query).content.decode()


@pytest.mark.parametrize("reader", READERS, indirect=True)
@pytest.mark.parametrize("query", [{}, {"multiple": "1"}, {"page_type": "sites.StandardPage"}])
def test_browsing_tells_of_no_draft_of_another_clinic(
    reader: Client, draft: Page, published: Page, query: dict[str, str]
) -> None:
    shown = chooser(reader, "wagtailadmin_choose_page_child", published.get_parent().pk, **query)

    assert "Parking" in shown
    assert MARKER not in shown
    assert MARKER not in chooser(reader, "wagtailadmin_choose_page", page_type="sites.StandardPage")
    assert reader.get(reverse("wagtailadmin_choose_page_child", args=[draft.pk])).status_code == 404


@pytest.mark.parametrize("reader", READERS, indirect=True)
def test_searching_tells_of_no_draft_of_another_clinic(
    reader: Client, draft: Page, published: Page, make_page: Callable[..., Page]
) -> None:
    make_page(draft, "Parking below", live=True)

    assert draft.slug not in search(reader, MARKER)
    found = search(reader, "Parking")
    assert found.count("choose-page") >= 2
    assert MARKER not in found


@pytest.mark.parametrize("reader", READERS, indirect=True)
def test_what_was_ticked_comes_back_without_drafts_of_another_clinic(
    reader: Client, draft: Page, published: Page
) -> None:
    query = {"id": [draft.pk, published.pk, "abc", "9" * 40, "²"]}

    answer = json.loads(chooser(reader, "wagtailadmin_choose_page_chosen_multiple", **query))

    assert [(page["id"], page["adminTitle"]) for page in answer["result"]] == [(published.pk, "Parking")]


@pytest.mark.parametrize("reader", ["editor"], indirect=True)
def test_an_editor_chooses_the_drafts_of_their_own_clinic(
    reader: Client, clinic: Clinic, make_page: Callable[..., Page]
) -> None:
    own = make_page(ensure_clinic_page(clinic), "Our news", live=False)
    below = make_page(own, "More news", live=False)

    assert "Our news" in chooser(reader, "wagtailadmin_choose_page_child", own.get_parent().pk)
    assert "More news" in chooser(reader, "wagtailadmin_choose_page_child", own.pk)
    assert "Our news" in search(reader, "Our")
    answer = json.loads(chooser(reader, "wagtailadmin_choose_page_chosen_multiple", id=[own.pk, below.pk]))
    assert [page["adminTitle"] for page in answer["result"]] == ["Our news", "More news"]


@pytest.mark.parametrize("reader", READERS, indirect=True)
def test_a_page_of_another_clinic_is_named_by_no_view_about_pages(reader: Client, draft: Page, clinic: Clinic) -> None:
    own = ensure_clinic_page(clinic)
    key = draft.pk
    addresses = [
        reverse("wagtailadmin_pages:move_confirm", args=[key, key]),
        reverse("wagtailadmin_pages:move_confirm", args=[own.pk, key]),
        reverse("wagtailadmin_pages:workflow_action", args=[key, "approve", 1]),
        reverse("wagtailadmin_pages:confirm_workflow_cancellation", args=[key]),
        reverse("wagtailadmin_pages:revisions_compare", args=[key, "earliest", "latest"]),
        reverse("wagtailadmin_pages:edit", args=[key]),
        reverse("simple_translation:submit_page_translation", args=[key]),
    ]
    for address in addresses:
        for response in (reader.get(address), reader.post(address)):
            assert response.status_code == 404, address
        assert MARKER not in reader.get(reverse("wagtailadmin_reports:site_history")).content.decode(), address


@pytest.mark.parametrize("reader", ["editor"], indirect=True)
def test_no_page_is_copied_or_moved_to_see_whose_it_would_be(reader: Client, draft: Page, clinic: Clinic) -> None:
    own = ensure_clinic_page(clinic)
    typed = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": str(draft.pk)}
    for name in ("copy", "move"):
        address = reverse(f"wagtailadmin_pages:{name}", args=[own.pk])
        assert MARKER not in reader.post(address, typed, follow=True).content.decode(), name
        # The same about a page of their own: a form that says what is wrong.
        assert reader.post(address, typed | {"new_parent_page": str(own.pk)}).status_code in {200, 302}, name


@pytest.fixture
def files(other_clinic: Clinic) -> list[Any]:
    """A picture and a document of the other clinic."""
    collection = collection_of_group(ensure_clinic_editors(other_clinic, []))
    picture = get_image_model()(title=f"{MARKER} picture", file=get_test_image_file(), collection=collection)
    paper = get_document_model()(title=f"{MARKER} paper", file=ContentFile(b"x", name="x.txt"), collection=collection)
    for file in (picture, paper):
        file.save()
    return [picture, paper]


@pytest.mark.parametrize("reader", READERS, indirect=True)
def test_many_rows_of_another_clinic_are_not_listed_as_what_one_may_not_change(
    reader: Client, files: list[Any], draft: Page
) -> None:
    actions = [("wagtailimages", "image", "delete", files[0]), ("wagtaildocs", "document", "add_tags", files[1])]
    for app, model, action, row in [*actions, ("wagtailcore", "page", "publish", draft)]:
        address = reverse("wagtail_bulk_action", args=[app, model, action])
        for query in (f"?id={row.pk}", "?id=all"):
            for response in (reader.get(address + query), reader.post(address + query)):
                assert response.status_code in {200, 302, 404}
                assert MARKER not in response.content.decode(), address
        assert reader.get(f"{address}?id=abc").status_code == 404


@pytest.mark.parametrize("reader", ["editor"], indirect=True)
def test_the_admins_api_lists_the_files_that_an_editor_may_choose(
    reader: Client, files: list[Any], clinic: Clinic
) -> None:
    own = get_image_model()(
        title="Our picture",
        file=get_test_image_file(),
        collection=collection_of_group(ensure_clinic_editors(clinic, [])),
    )
    own.save()

    listed = reader.get(reverse("wagtailadmin_api:images:listing")).content.decode()
    assert "Our picture" in listed
    assert MARKER not in listed
    assert MARKER not in reader.get(reverse("wagtailadmin_api:documents:listing")).content.decode()
    assert reader.get(reverse("wagtailadmin_api:images:detail", args=[own.pk])).status_code == 200
    for kind, file in zip(("images", "documents"), files, strict=True):
        assert reader.get(reverse(f"wagtailadmin_api:{kind}:detail", args=[file.pk])).status_code == 404


@pytest.mark.parametrize("reader", READERS, indirect=True)
def test_the_report_of_page_types_is_the_networks(reader: Client, draft: Page, client: Client) -> None:
    draft.save_revision()
    for name in ("page_types_usage", "page_types_usage_results"):
        response = reader.get(reverse(f"wagtailadmin_reports:{name}"))
        assert response.status_code == 404, name
        assert MARKER not in response.content.decode(), name
    assert reverse("wagtailadmin_reports:page_types_usage") not in reader.get("/admin/", follow=True).content.decode()

    network = StaffUser.objects.create_user(username="network", password="pass-of-a-test")
    network.groups.add(ensure_network_content())
    client.force_login(network)
    address = reverse("wagtailadmin_reports:page_types_usage")
    assert MARKER in client.get(address).content.decode()
    assert address in client.get("/admin/").content.decode()


@pytest.fixture
def tagged(files: list[Any], clinic: Clinic) -> list[Any]:
    """A picture and a document of the one clinic, with a tag; those of the other clinic have another tag."""
    collection = collection_of_group(ensure_clinic_editors(clinic, []))
    picture = get_image_model()(title="Our picture", file=get_test_image_file(), collection=collection)
    paper = get_document_model()(title="Our paper", file=ContentFile(b"x", name="y.txt"), collection=collection)
    for file in (picture, paper):
        file.save()
        file.tags.add(f"{MARKER[:3]} ours")
    for file in files:
        file.tags.add(f"{MARKER} tag")
    return [picture, paper]


@pytest.mark.parametrize("reader", READERS, indirect=True)
def test_tags_are_completed_from_those_on_files_in_reach(
    reader: Client, request: pytest.FixtureRequest, tagged: list[Any]
) -> None:
    addresses = [
        reverse("wagtailadmin_tag_autocomplete"),
        reverse("wagtailadmin_tag_model_autocomplete", args=["taggit", "tag"]),
    ]
    ours = ["Qui ours"] if "editor" in request.node.callspec.id else []
    for address in addresses:
        assert reader.get(address, {"term": MARKER[:3]}).json() == ours
        assert reader.get(address).json() == []
    assert reader.get(reverse("wagtailadmin_tag_model_autocomplete", args=["wagtailcore", "page"])).status_code == 404


@pytest.mark.filterwarnings("ignore:SQLCompiler.quote_name_unless_alias")  # taggit's, in the filter by tag
@pytest.mark.parametrize("reader", ["editor"], indirect=True)
def test_lists_and_choosers_of_files_offer_tags_of_files_in_reach(reader: Client, tagged: list[Any]) -> None:
    lists = ["wagtailimages:index", "wagtailimages:index_results", "wagtaildocs:index", "wagtaildocs:index_results"]
    for name in [*lists, "wagtailimages_chooser:choose", "wagtaildocs_chooser:choose"]:
        shown = chooser(reader, name)
        assert "Our p" in shown, name
        assert MARKER not in shown, name
    for name in ("wagtailimages:index", "wagtaildocs:index", "wagtailimages_chooser:choose"):
        assert "Qui ours" in chooser(reader, name), name
    for name in ("wagtailimages:index_results", "wagtaildocs:index_results"):
        assert "Our p" in chooser(reader, name, tag="Qui ours"), name
    assert "Our p" in chooser(reader, "wagtailimages_chooser:choose_results", tag="Qui ours")


def test_tags_of_all_files_are_offered_to_those_who_look_after_the_network(
    client: Client, home: HomePage, tagged: list[Any]
) -> None:
    network = StaffUser.objects.create_user(username="network", password="pass-of-a-test")
    network.groups.add(ensure_network_content())
    client.force_login(network)

    completed = client.get(reverse("wagtailadmin_tag_autocomplete"), {"term": MARKER[:3]}).json()
    assert completed == ["Qui ours", f"{MARKER} tag"]
    assert f"{MARKER} tag" in chooser(client, "wagtailimages:index")
    assert f"{MARKER} tag" in chooser(client, "wagtailimages_chooser:choose")


@pytest.mark.parametrize("reader", ["editor"], indirect=True)
def test_the_way_to_a_page_tells_no_draft_title(
    reader: Client, published: Page, make_page: Callable[..., Page], clinic: Clinic, home: HomePage
) -> None:
    own = make_page(ensure_clinic_page(clinic), "Our news", live=True)
    ours = make_page(own, "More news", live=True)
    for changed, title in ((own, "Our next news"), (own.get_parent().specific, "Our next page")):
        changed.title = title
        changed.save_revision()
    # With pages here and there they browse from the top, not from their clinic's page.
    elsewhere = make_page(home, "Opening party", live=True)
    grant_on_page(Group.objects.get(name=editors_of(clinic)), elsewhere, EDITS_PAGES)

    shown = chooser(reader, "wagtailadmin_choose_page_child", make_page(published, "Below", live=True).pk)
    assert "Parking" in shown
    assert MARKER not in shown
    shown = chooser(reader, "wagtailadmin_choose_page_child", ours.pk)
    assert "Our next page" in shown
    assert "Our next news" in shown


@pytest.mark.parametrize("reader", READERS, indirect=True)
def test_a_typed_address_leads_to_a_page_by_its_published_title(reader: Client, published: Page) -> None:
    address = reverse("wagtailadmin_choose_page_external_link")

    for typed in (published.full_url, f"{published.full_url}?from=letter"):
        told = reader.post(address, {"external-link-chooser-url": typed, "external-link-chooser-link_text": ""})
        assert "Parking" in told.content.decode(), typed
        assert MARKER not in told.content.decode(), typed
    assert told.json()["step"] == "confirm_external_to_internal"


@pytest.mark.parametrize("reader", ["editor"], indirect=True)
def test_a_typed_address_of_their_own_page_names_its_draft(
    reader: Client, clinic: Clinic, make_page: Callable[..., Page]
) -> None:
    own = make_page(ensure_clinic_page(clinic), "Our news", live=True)
    own.title = "Our next news"
    own.save_revision()

    told = reader.post(
        reverse("wagtailadmin_choose_page_external_link"), {"external-link-chooser-url": own.full_url}
    ).json()

    assert told["result"]["adminTitle"] == "Our next news"
