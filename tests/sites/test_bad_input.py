"""What nobody means to send to Wagtail's admin: refused in clear, never an error of ours."""

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.http import urlencode
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page
from zeal import zeal_ignore

from integrations.jobs import run_waiting_jobs
from leads.groups import ensure_clinic_coordinators, ensure_clinic_managers
from sites.bootstrapping import ensure_clinic_page
from sites.groups import collection_of_group, ensure_clinic_editors
from sites.models import Clinic, HomePage, Treatment
from staff.models import StaffUser

pytestmark = pytest.mark.django_db

TOO_LONG = "9" * 25
RUBBISH = (TOO_LONG, "-1", "abc", "\0", "[]", "ñ💩", "9999-12-31", "²", "'", "//[")
READERS = ("editor", "coordinator", "manager")
QUERIED = (
    *("id", "p", "q", "ordering", "page_type", "locale", "tag", "collection_id", "content_type", "next", "user"),
    *("target_pages[]", "action", "timestamp_from", "created_at_to", "requested_by", "workflow", "owner", "edited_by"),
    *("site", "locked_by", "usage_count_min", "term", "export", "link_url", "parent_page_id", "position", "limit"),
)
# What Wagtail asks for several times, of one person or one address.
ASKED_AGAIN = [
    {"model": "wagtailusers.UserProfile", "field": "get()"},
    {"model": "wagtailredirects.Redirect", "field": "get()"},
]


@pytest.fixture
def own_page(home: HomePage, clinic: Clinic) -> Page:
    return ensure_clinic_page(clinic)


@pytest.fixture
def reader(request: pytest.FixtureRequest, own_page: Page, clinic: Clinic) -> Iterator[Client]:
    """Signed in at the one clinic; whatever breaks is answered, not raised."""
    group = {
        "editor": lambda: ensure_clinic_editors(clinic, [own_page]),
        "coordinator": lambda: ensure_clinic_coordinators(clinic),
        "manager": lambda: ensure_clinic_managers(clinic),
    }[request.param]()
    user = StaffUser.objects.create_user(username=request.param, password="pass-of-a-test")
    user.groups.add(group)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    with zeal_ignore(ASKED_AGAIN):
        yield client


@pytest.fixture
def files(own_page: Page, clinic: Clinic) -> list[Any]:
    collection = collection_of_group(ensure_clinic_editors(clinic, [own_page]))
    picture = get_image_model()(title="Our picture", file=get_test_image_file(), collection=collection)
    paper = get_document_model()(title="Our paper", file=ContentFile(b"x", name="x.txt"), collection=collection)
    for file in (picture, paper):
        file.save()
    return [picture, paper]


def addresses(*, keys: str, words: str) -> Iterator[str]:
    """Every address of the admin outside the workspace, numbers in it replaced by `keys` and texts by `words`."""
    by_kind = {"int": keys, "slug": "page", "uuid": "00000000-0000-7000-8000-000000000000"}
    for route in sorted(set(routes(get_resolver()))):
        # The pages of one snippet are those of all.
        is_walked = re.match(r"admin/(?!leads/|logout/|snippets/(?:choose/)?sites/(?!condition))", route)
        if is_walked and "(" not in route and ".*" not in route:
            parts = re.split(r"<(?:(\w+):)?\w+>", re.sub("[$^]", "", route))
            kinds = [by_kind.get(kind, words) for kind in parts[1::2]]
            yield "/" + "".join(part for pair in zip_longest(parts[::2], kinds, fillvalue="") for part in pair)


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        match each:
            case URLResolver():
                yield from routes(each, route)
            case URLPattern():
                yield route


@pytest.mark.parametrize("reader", READERS, indirect=True)
@pytest.mark.parametrize(("keys", "words"), [(TOO_LONG, "%00"), ("1", "abc"), ("0", TOO_LONG)])
def test_no_key_in_an_address_breaks_a_view(reader: Client, keys: str, words: str) -> None:
    walked = list(addresses(keys=keys, words=words))

    assert len(walked) > 200
    for address in walked:
        assert reader.get(address).status_code < 500, address
        assert reader.post(address).status_code < 500, address


@pytest.mark.filterwarnings("ignore:SQLCompiler.quote_name_unless_alias")  # taggit's, in the filter by tag
@pytest.mark.parametrize("reader", ["editor"], indirect=True)
@pytest.mark.parametrize("value", [TOO_LONG, "[]"])
def test_no_value_in_a_query_breaks_a_view(reader: Client, files: list[Any], own_page: Page, value: str) -> None:
    walked = [
        each for each in addresses(keys=str(own_page.pk), words="condition") if reader.get(each).status_code == 200
    ]

    assert len(walked) > 60
    for address in walked:
        for names in (QUERIED[start::2] for start in range(2)):
            query = urlencode(dict.fromkeys(names, value))
            assert reader.get(f"{address}?{query}").status_code < 500, (address, names)


@pytest.mark.parametrize("reader", ["editor"], indirect=True)
def test_choosers_take_no_key_that_no_row_has(reader: Client, files: list[Any]) -> None:
    treatment = Treatment.objects.create(name="Infusions", slug="infusions")
    rows = {
        "wagtailimages_chooser": files[0],
        "wagtaildocs_chooser": files[1],
        treatment.snippet_viewset.chooser_viewset.name: treatment,
    }
    for namespace, row in rows.items():
        several = reverse(f"{namespace}:chosen_multiple")
        for rubbish in RUBBISH:
            one = reader.get(reverse(f"{namespace}:chosen", args=["KEY"]).replace("KEY", urlencode({"": rubbish})[1:]))
            assert one.status_code in {400, 404}, (namespace, rubbish)
            told = reader.get(several, {"id": [rubbish, str(row.pk)]})
            if rubbish == "\0":
                assert told.status_code == 400
            else:
                assert [each["id"] for each in told.json()["result"]] == [str(row.pk)], (namespace, rubbish)
        assert reader.get(reverse(f"{namespace}:chosen", args=[row.pk])).json()["result"]["id"] == str(row.pk)


@pytest.mark.parametrize("reader", ["editor"], indirect=True)
def test_the_admins_api_finds_nothing_by_a_key_that_no_row_has(
    reader: Client, files: list[Any], own_page: Page
) -> None:
    rows = {"pages": own_page, "images": files[0], "documents": files[1]}
    for kind, row in rows.items():
        address = reverse(f"wagtailadmin_api:{kind}:find")
        for rubbish in RUBBISH:
            assert reader.get(address, {"id": rubbish}).status_code in {400, 404}, (kind, rubbish)
        assert reader.get(address, {"id": row.pk}).status_code == 302, kind


@pytest.mark.parametrize("reader", READERS, indirect=True)
def test_forms_that_lack_a_field_are_refused(reader: Client, own_page: Page) -> None:
    assert reader.post(reverse("wagtailadmin_choose_page_external_link")).status_code == 400
    for kind in ("external", "email", "phone", "anchor"):
        address = reverse(f"wagtailadmin_choose_page_{kind}_link")
        for rubbish in RUBBISH:
            query = {"parent_page_id": rubbish, "link_url": rubbish}
            assert reader.get(address, query).status_code == (400 if rubbish == "\0" else 200), (kind, rubbish)
        assert str(own_page.pk) in reader.get(address, {"parent_page_id": own_page.pk}).json()["html"]


@pytest.mark.parametrize("reader", ["editor"], indirect=True)
def test_a_page_is_not_saved_or_copied_from_half_a_form(reader: Client, own_page: Page) -> None:
    for name in ("edit", "copy"):
        refused = reader.post(reverse(f"wagtailadmin_pages:{name}", args=[own_page.pk]))
        assert refused.status_code == 400, name
        assert "cannot be read" in refused.content.decode()


@pytest.mark.parametrize("reader", READERS, indirect=True)
def test_the_root_of_all_pages_is_not_moved(reader: Client) -> None:
    root = Page.get_first_root_node().pk
    for address in (
        reverse("wagtailadmin_pages:set_page_position", args=[root]),
        reverse("wagtailadmin_pages:move_confirm", args=[root, root]),
    ):
        assert reader.post(address).status_code == 404


@pytest.mark.parametrize("reader", READERS, indirect=True)
def test_whoever_is_signed_in_is_not_sent_on_to_what_is_no_address(reader: Client) -> None:
    address = reverse("wagtailadmin_login")

    assert reader.get(address, {"next": "abc"}).status_code == 400
    assert reader.get(address, {"next": "/admin/account/"}).headers["Location"] == "/admin/account/"


@pytest.mark.parametrize("reader", READERS, indirect=True)
def test_nobody_breaks_the_site_to_see_what_happens(reader: Client) -> None:
    assert reader.get(reverse("wagtailadmin_error_test")).status_code == 404


@pytest.mark.filterwarnings("ignore:SQLCompiler.quote_name_unless_alias")
@pytest.mark.parametrize("reader", ["editor"], indirect=True)
def test_files_are_searched_and_filtered_at_once(reader: Client, files: list[Any]) -> None:
    files[0].tags.add("north")
    run_waiting_jobs()
    results = reverse("wagtailimages_chooser:choose_results")

    assert "Our picture" in reader.get(results, {"q": "picture", "tag": "north"}).content.decode()
    assert "Our picture" not in reader.get(results, {"q": "picture", "tag": "south"}).content.decode()
    for kind, title in (("images", "Our picture"), ("docs", "Our paper")):
        index = reverse(f"wagtail{kind}:index")
        assert title in reader.get(index, {"q": "our", "usage_count_min": "0"}).content.decode(), kind
