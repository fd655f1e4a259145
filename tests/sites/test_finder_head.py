"""What search engines and shared links take from the finder, which is no page of the tree."""

import re
from html import unescape
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image
from wagtail.models import Site

from sites.bootstrapping import ensure_clinic_page
from sites.models import Clinic
from tests.sites.structured_data.vocabulary import document_of, errors_of

pytestmark = pytest.mark.django_db

ENGLISH, SPANISH = "http://localhost/find-a-clinic/", "http://localhost/es/find-a-clinic/"
ASHLAND: dict[str, Any] = {"headers": {"host": "ashland.example.com"}}


@pytest.fixture(autouse=True)
def _own_storage(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}


@pytest.fixture
def site_of_its_own(other_clinic: Clinic, settings: Any) -> Site:
    """A clinic with a hostname of its own."""
    settings.ALLOWED_HOSTS = ["*"]
    root = ensure_clinic_page(other_clinic)
    return Site.objects.create(hostname="ashland.example.com", port=80, root_page=root, site_name="Ashland")


def text_of(client: Client, path: str, **extra: Any) -> str:
    response = client.get(path, **extra)
    assert response.status_code == 200, path
    return str(response.content.decode())


def links(html: str, rel: str) -> dict[str, str]:
    """Address by language, "" where none is said."""
    found = re.findall(rf'<link rel="{rel}"(?: hreflang="([^"]+)")? href="([^"]+)"', html)
    return dict(found)


def properties(html: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', html)
    return {name: unescape(content) for name, content in found}


def sitemap(client: Client, **extra: Any) -> dict[str, dict[str, str]]:
    """Alternates by language, of each address that is listed."""
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    tree = ElementTree.fromstring(text_of(client, "/sitemap.xml", **extra))
    return {
        str(url.findtext("s:loc", namespaces=names)): {
            str(each.get("hreflang")): str(each.get("href")) for each in url.findall("x:link", names)
        }
        for url in tree.findall("s:url", names)
    }


def test_the_sitemap_lists_the_finder_in_each_language_with_the_others(client: Client) -> None:
    listed = sitemap(client)

    assert listed[ENGLISH] == listed[SPANISH] == {"en": ENGLISH, "es": SPANISH, "x-default": ENGLISH}


def test_the_finder_names_its_address_without_what_a_link_added_and_its_languages(client: Client) -> None:
    for path, canonical in (("/find-a-clinic/?utm_source=x", ENGLISH), ("/es/find-a-clinic/", SPANISH)):
        html = text_of(client, path)

        assert links(html, "canonical") == {"": canonical}
        assert links(html, "alternate") == {"en": ENGLISH, "es": SPANISH, "x-default": ENGLISH}


def test_results_for_a_place_are_listed_nowhere_and_say_whose_they_are(client: Client) -> None:
    html = text_of(client, "/find-a-clinic/?place=55802")

    assert properties(html)["robots"] == "noindex"
    assert links(html, "canonical") == links(html, "alternate") == {}
    assert properties(html)["og:url"] == ENGLISH  # where somebody lives is nobody's preview


def test_the_finder_says_what_it_is_to_those_who_share_it(client: Client) -> None:
    said = properties(text_of(client, "/es/find-a-clinic/"))

    assert said["og:title"] == "Buscar una clínica"
    assert said["og:description"] == said["description"]
    assert (said["og:locale"], said["og:locale:alternate"]) == ("es_US", "en_US")
    assert said["og:site_name"] == "Lamplight Clinics"


@pytest.mark.parametrize("path", ["/find-a-clinic/", "/es/find-a-clinic/"])
def test_each_language_has_a_share_image_that_is_drawn_once(client: Client, path: str) -> None:
    image_path = properties(text_of(client, path))["og:image"].removeprefix("http://localhost")

    response = client.get(image_path)
    again = client.get(image_path)

    assert Image.open(BytesIO(response.content)).size == (1200, 630)
    assert "immutable" in response["Cache-Control"]
    assert again.content == response.content
    (folder,) = default_storage.listdir("og")[0]
    assert len(default_storage.listdir(f"og/{folder}")[1]) == 1


def test_no_made_up_version_or_language_of_the_image_is_drawn(client: Client) -> None:
    moved = client.get("/og/finder-en-0000.png")

    assert moved.status_code == 302
    assert client.get(moved["Location"]).status_code == 200
    assert client.get("/og/finder-fr-0000.png").status_code == 404
    assert [name for name in default_storage.listdir("og")[0] if "fr" in name] == []


def test_the_finder_tells_machines_where_it_stands(client: Client) -> None:
    document = document_of(text_of(client, "/find-a-clinic/"))

    nodes = {node["@type"]: node for node in document["@graph"]}
    assert nodes["WebPage"]["url"] == ENGLISH
    assert nodes["WebPage"]["breadcrumb"] == {"@id": nodes["BreadcrumbList"]["@id"]}
    assert [each["item"] for each in nodes["BreadcrumbList"]["itemListElement"]] == ["http://localhost/", ENGLISH]
    assert errors_of(document) == []


@pytest.mark.usefixtures("site_of_its_own")
def test_on_a_clinics_own_hostname_the_networks_finder_is_the_one_to_be_listed(client: Client) -> None:
    html = text_of(client, "/es/find-a-clinic/", **ASHLAND)

    assert links(html, "canonical") == {"": SPANISH}
    assert links(html, "alternate") == {}
    assert not [url for url in sitemap(client, **ASHLAND) if "find-a-clinic" in url]


def test_where_no_network_has_a_site_the_finder_is_that_of_the_site_asked(
    client: Client, site_of_its_own: Site
) -> None:
    Site.objects.exclude(pk=site_of_its_own.pk).delete()

    html = text_of(client, "/find-a-clinic/", **ASHLAND)

    assert links(html, "canonical") == {"": "http://ashland.example.com/find-a-clinic/"}
    assert "http://ashland.example.com/find-a-clinic/" in sitemap(client, **ASHLAND)
