"""What search engines and shared links find: head, share image, sitemap, robots, feed, llms.txt."""

import re
from datetime import date
from html import unescape
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image
from wagtail.models import PageViewRestriction, Site

from sites import share_images
from sites.bootstrapping import ensure_child, ensure_clinic_page, ensure_translation
from sites.models import ArticleIndexPage, ArticlePage, Clinic, ClinicPage, HomePage
from sites.share_images import ShareCard
from sites.share_images.drawing import draw

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_storage(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}


@pytest.fixture
def clinic_page(home: HomePage, clinic: Clinic) -> ClinicPage:
    return ensure_clinic_page(clinic, intro="A quiet room by the lake.")


def article(home: HomePage, slug: str = "pain", **values: Any) -> ArticlePage:
    index = ArticleIndexPage.objects.child_of(home).get()
    return ensure_child(index, ArticlePage, **{"slug": slug, "title": "What pain is", "deck": "In short."} | values)


def republished(home: HomePage, **values: Any) -> ArticlePage:
    origin = {"origin_publisher": "The Harbor Paper", "origin_url": "https://example.com/a", "origin_licence": "CC"}
    return article(home, "old", title="An old text", **origin | values)


def text_of(client: Client, path: str, **extra: Any) -> str:
    response = client.get(path, **extra)
    assert response.status_code == 200, path
    return str(response.content.decode())


def properties(html: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', html)
    return {name: unescape(content) for name, content in found}


def alternates(html: str) -> dict[str, str]:
    return dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', html))


def image_path(client: Client, page: Any) -> str:
    return properties(text_of(client, page.url))["og:image"].removeprefix("http://localhost")


# ---- head ----


def test_a_page_says_what_it_is_to_those_who_share_it(client: Client, clinic_page: ClinicPage) -> None:
    said = properties(text_of(client, clinic_page.url))

    assert said["description"] == said["og:description"] == "A quiet room by the lake."
    assert said["og:title"] == "Northlight Duluth"
    assert said["og:url"] == "http://localhost/clinics/duluth/"
    assert said["og:site_name"] == "Lamplight Clinics"
    assert (said["og:locale"], said["og:locale:alternate"]) == ("en_US", "es_US")


def test_every_page_has_a_description(client: Client, clinic_page: ClinicPage) -> None:
    ClinicPage.objects.filter(pk=clinic_page.pk).update(intro="")

    assert properties(text_of(client, clinic_page.url))["description"] == (
        "Northlight Duluth, Northlight Duluth, Duluth, MN"
    )


def test_a_long_description_is_cut_between_words(client: Client, home: HomePage) -> None:
    said = properties(text_of(client, article(home, deck="pain and sleep " * 30).url))["description"]

    assert len(said) <= 200
    assert said.endswith(("pain…", "and…", "sleep…"))


def test_a_page_names_its_translations_and_the_one_for_everybody_else(client: Client, clinic_page: ClinicPage) -> None:
    expected = {
        "en": "http://localhost/clinics/duluth/",
        "es": "http://localhost/es/clinics/duluth/",
        "x-default": "http://localhost/clinics/duluth/",
    }

    assert alternates(text_of(client, "/clinics/duluth/")) == expected
    assert alternates(text_of(client, "/es/clinics/duluth/")) == expected


def test_a_page_in_one_language_names_no_other(client: Client, home: HomePage) -> None:
    assert alternates(text_of(client, article(home).url)) == {}


def test_a_republished_article_has_no_canonical_address_here(client: Client, home: HomePage) -> None:
    html = text_of(client, republished(home).url)

    assert properties(html)["robots"] == "noindex"
    assert 'rel="canonical"' not in html


# ---- share image ----


def test_the_share_image_is_a_picture_of_the_promised_size_that_may_be_kept(
    client: Client, clinic_page: ClinicPage
) -> None:
    response = client.get(image_path(client, clinic_page))

    assert response["Content-Type"] == "image/png"
    assert "immutable" in response["Cache-Control"]
    assert not response.cookies
    image = Image.open(BytesIO(response.content))
    assert image.size == (1200, 630)


def test_a_share_image_is_drawn_once(client: Client, clinic_page: ClinicPage) -> None:
    path = image_path(client, clinic_page)
    first = client.get(path).content
    (name,) = default_storage.listdir(f"og/{clinic_page.pk}")[1]

    with default_storage.open(f"og/{clinic_page.pk}/{name}", "wb") as stored:
        stored.write(b"what was drawn before")

    assert first.startswith(b"\x89PNG")
    assert client.get(path).content == b"what was drawn before"


def test_no_made_up_version_is_drawn_or_kept(client: Client, clinic_page: ClinicPage) -> None:
    path = image_path(client, clinic_page)

    response = client.get(f"/og/{clinic_page.pk}-anything.png")

    assert (response.status_code, response["Location"]) == (302, path)
    assert not default_storage.exists(f"og/{clinic_page.pk}")


def test_a_changed_brand_or_title_has_another_address_and_one_file(client: Client, clinic_page: ClinicPage) -> None:
    before = image_path(client, clinic_page)
    client.get(before)

    Clinic.objects.update(hue=40)
    after = image_path(client, clinic_page)
    client.get(after)

    assert before != after
    assert len(default_storage.listdir(f"og/{clinic_page.pk}")[1]) == 1


def test_what_is_no_live_public_page_has_no_share_image(client: Client, clinic_page: ClinicPage) -> None:
    path = image_path(client, clinic_page)

    restriction = PageViewRestriction.objects.create(page=clinic_page, restriction_type="login")
    assert client.get(path).status_code == 404
    restriction.delete()
    assert client.get(path).status_code == 200
    clinic_page.unpublish()
    assert client.get(path).status_code == 404
    assert client.get("/og/1-x.png").status_code == 404
    assert client.get("/og/999999-x.png").status_code == 404


def test_a_storage_that_is_away_costs_no_answer(client: Client, clinic_page: ClinicPage, settings: Any) -> None:
    path = image_path(client, clinic_page)
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": "/proc/nowhere"}}
    }

    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "title",
    ["", " ", "\x07\u202e", "日本語 😀", "W" * 255, "word " * 60, "Donaudampfschifffahrtsgesellschaft" * 4, "a\nb"],
)
def test_any_title_can_be_drawn(title: str) -> None:
    image = draw(ShareCard(title=title, name=title, place="", hue=359, chroma=1.0))

    assert Image.open(BytesIO(image)).size == share_images.SHARE_IMAGE_SIZE


# ---- sitemap and robots ----

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def sitemap(client: Client, **extra: Any) -> dict[str, Any]:
    tree = ElementTree.fromstring(text_of(client, "/sitemap.xml", **extra))
    return {url.findtext("s:loc", namespaces=NAMES): url for url in tree.findall("s:url", NAMES)}


def test_the_sitemap_lists_each_language_with_the_others_and_the_day_of_the_last_change(
    client: Client, clock: Any, clinic_page: ClinicPage
) -> None:
    clock.move_to("2026-05-01T12:00:00Z")
    clinic_page.save_revision().publish()

    urls = sitemap(client)

    entry = urls["http://localhost/clinics/duluth/"]
    assert entry.findtext("s:lastmod", namespaces=NAMES) == "2026-05-01"
    links = {each.get("hreflang"): each.get("href") for each in entry.findall("x:link", NAMES)}
    assert links["es"] == "http://localhost/es/clinics/duluth/"
    assert links["x-default"] == links["en"] == "http://localhost/clinics/duluth/"
    assert "http://localhost/es/clinics/duluth/" in urls


def test_the_sitemap_leaves_out_what_search_engines_shall_not_list(client: Client, home: HomePage) -> None:
    ours, theirs = article(home), republished(home)

    urls = sitemap(client)

    assert ours.full_url in urls
    assert theirs.full_url not in urls
    theirs.is_indexed_anyway = True
    theirs.save_revision().publish()
    assert theirs.full_url in sitemap(client)


def test_a_sitemap_takes_no_more_queries_with_more_pages(
    client: Client, home: HomePage, django_assert_max_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    article(home)
    sitemap(client)
    with CaptureQueriesContext(connection) as before:
        sitemap(client)
    for number in range(4):
        ensure_translation(article(home, f"a{number}"), title=f"A{number}")

    with django_assert_max_num_queries(len(before)):
        sitemap(client)


def test_each_site_has_its_own_sitemap_robots_and_llms_txt(
    client: Client, clinic_page: ClinicPage, other_clinic: Clinic, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    other_page = ensure_clinic_page(other_clinic)
    Site.objects.create(hostname="ashland.example.com", port=80, root_page=other_page, site_name="Ashland")
    there = {"headers": {"host": "ashland.example.com"}}

    assert set(sitemap(client, **there)) == {"http://ashland.example.com/", "http://ashland.example.com/es/"}
    assert "Sitemap: http://ashland.example.com/sitemap.xml" in text_of(client, "/robots.txt", **there)
    assert "Sitemap: http://localhost/sitemap.xml" in text_of(client, "/robots.txt")
    assert "Duluth" not in text_of(client, "/llms.txt", **there)
    assert text_of(client, "/llms.txt", **there).startswith("# Ashland\n")


# ---- feed ----


def test_articles_are_a_feed_that_pages_name(client: Client, home: HomePage) -> None:
    ours = article(home, published_date=date(2026, 1, 5))
    republished(home)

    html = text_of(client, ours.url)
    assert 'type="application/rss+xml" title="Lamplight Clinics" href="http://localhost/feed.xml"' in html
    channel = ElementTree.fromstring(text_of(client, "/feed.xml")).find("channel")
    assert channel is not None
    assert channel.findtext("language") == "en"
    (item,) = channel.findall("item")
    assert item.findtext("link") == "http://localhost/articles/pain/"
    assert item.findtext("description") == "In short."
    assert item.findtext("pubDate") == "Mon, 05 Jan 2026 00:00:00 +0000"


def test_each_language_has_its_feed(client: Client, home: HomePage) -> None:
    article(home)
    ensure_translation(article(home, "sleep"), title="El sueño")

    assert "El sueño" in text_of(client, "/es/feed.xml")
    assert "What pain is" not in text_of(client, "/es/feed.xml")


# ---- llms.txt ----


def test_llms_txt_tells_where_each_clinic_is_when_it_is_open_and_its_phone(
    client: Client, clinic_page: ClinicPage, home: HomePage, clock: Any
) -> None:
    article(home)
    republished(home)
    response = client.get("/llms.txt")
    text = response.content.decode()

    assert response["Content-Type"].startswith("text/markdown")
    assert text.startswith("# Lamplight Clinics\n")
    assert "[Northlight Duluth](http://localhost/clinics/duluth/): 410 Lakeview Avenue, Duluth, MN 55802" in text
    assert "(218) 555-0141" in text
    assert "Monday 8:00 AM – 5:00 PM" in text
    assert "[What pain is](http://localhost/articles/pain/): In short." in text
    assert "An old text" not in text


def test_llms_txt_leaves_out_a_clinic_that_closed(client: Client, clinic_page: ClinicPage) -> None:
    Clinic.objects.update(status=Clinic.Status.CLOSED)

    assert "Duluth" not in text_of(client, "/llms.txt")
