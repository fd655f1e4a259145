"""Each kind of page looks as it did, on a phone and on a desk. `RENEW_SCREENSHOTS=1` takes new pictures."""

import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.pages import PAGES
from tests.browser.thumbnails import difference, load, store, thumbnail
from tests.browser.visitors import show_whole_page
from tests.committing.processes import PROJECT_ROOT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

KEPT = Path(__file__).parent / "screenshots"
TAKEN = PROJECT_ROOT / "var" / "test" / "screenshots"
WIDTHS = (360, 1440)
IS_RENEWAL = os.environ.get("RENEW_SCREENSHOTS") == "1"


@pytest.fixture(scope="module")
def reader(browser: Browser, morning_url: str) -> Iterator[Page]:
    """One page for all pictures: stylesheets and the font are fetched once."""
    context = browser.new_context(base_url=morning_url, color_scheme="light", reduced_motion="reduce")
    page = context.new_page()
    page.route("**/css/site*.css", with_the_font_however_late)
    yield page
    context.close()


def with_the_font_however_late(route: Route) -> None:
    """A visitor reads the system's font when ours comes late; a picture waits for ours."""
    stylesheet = (PROJECT_ROOT / "static/css" / PurePosixPath(urlsplit(route.request.url).path).name).read_text()
    route.fulfill(body=stylesheet.replace("font-display:optional", "font-display:block"), content_type="text/css")


def picture_of(page: Page, name: str, width: int) -> Path:
    show_whole_page(page, width=width)
    path = TAKEN / f"{name.replace(' ', '-')}-{width}.jpeg"
    page.screenshot(path=path, full_page=True, animations="disabled", caret="hide")
    return path


def what_changed(page: Page, name: str, width: int) -> str:
    taken = picture_of(page, name, width)
    kept = KEPT / f"{taken.stem}.png"
    if IS_RENEWAL:
        store(thumbnail(taken), kept)
        return ""
    if not kept.exists():
        return f"{name} has no picture {kept}; RENEW_SCREENSHOTS=1 takes it."
    changed = difference(thumbnail(taken), load(kept))
    return changed and f"{name}: {changed}. Now: {taken}; before, an eighth of it: {kept}"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_looks_as_it_did(reader: Page, name: str) -> None:
    reader.goto(PAGES[name])

    changes = [what_changed(reader, name, width) for width in WIDTHS]

    assert not any(changes), changes


def test_a_form_with_errors_looks_as_it_did(reader: Page) -> None:
    reader.goto(PAGES["consult form"])
    reader.get_by_role("button", name="Ask for a consult").click()
    reader.get_by_role("alert").wait_for()

    changes = [what_changed(reader, "form with errors", width) for width in WIDTHS]

    assert not any(changes), changes


def test_a_later_step_of_a_guided_form_looks_as_it_did(reader: Page) -> None:
    reader.goto(PAGES["treatment"])
    reader.get_by_role("button", name="Next", exact=True).click()
    expect(reader).to_have_title(re.compile("^Step 2"))

    changes = [what_changed(reader, "guided form", width) for width in WIDTHS]

    assert not any(changes), changes


@pytest.mark.skipif(IS_RENEWAL, reason="these pictures are meant to differ")
@pytest.mark.parametrize(
    "harm",
    [
        "document.querySelector('.facts').style.display = 'none'",
        "document.querySelector('.hero h1').style.marginBottom = '4rem'",
        "document.querySelector('.person img').style.visibility = 'hidden'",
        "document.querySelector('.hero .btn').style.background = 'none'",
        "document.documentElement.className = 'brand-clay'",
    ],
)
def test_a_page_that_was_harmed_is_noticed(reader: Page, harm: str) -> None:
    reader.goto(PAGES["clinic"])
    show_whole_page(reader, width=1440)
    reader.evaluate(harm)
    taken = TAKEN / "harmed-1440.jpeg"
    reader.screenshot(path=taken, full_page=True)

    assert difference(thumbnail(taken), load(KEPT / "clinic-1440.png"))


def test_another_machines_edges_of_letters_are_no_difference() -> None:
    page = Image.new("RGB", (1440, 800), "white")
    moved = page.copy()
    for picture, shift in ((page, 0), (moved, 1)):
        pen = ImageDraw.Draw(picture)
        for line in range(20):
            pen.text((40 + shift, 20 + 30 * line), "One letter beside another, forty times a line.", fill="black")

    assert difference(moved.reduce(8), page.reduce(8)) == ""
