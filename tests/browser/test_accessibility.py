"""WCAG 2.2 AA as far as axe can judge it, on every kind of page: wide and narrow, light and dark, and zoomed in.

Meanwhile nothing lies beside the screen, and no page asks anybody else, leaves a cookie or complains.
"""

from dataclasses import dataclass
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.pages import PAGES
from tests.browser.visitors import Visit, overflow_px, show_whole_page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# By tag, because the rules of WCAG 2.2 are off unless asked for.
EVERYTHING = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass(frozen=True)
class Sight:
    name: str
    width: int
    scheme: Literal["light", "dark"]
    rules: dict[str, Any]


ALL_RULES = {"type": "tag", "values": EVERYTHING}
# What a scheme decides; whatever else axe looks at is the same in the dark.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
# What a few pixels more decide, where the same styles hold.
SIZES = {"type": "rule", "values": ["target-size", "scrollable-region-focusable", "bypass", "region"]}
SIGHTS = (
    Sight("a desk", 1280, "light", ALL_RULES),
    Sight("a desk at night", 1280, "dark", COLOURS),
    # 1280 px at 400 %: success criterion 1.4.10.
    Sight("400 %", 320, "light", ALL_RULES),
    Sight("a phone", 360, "light", SIZES),
)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_everybody_fits_asks_nobody_else_leaves_no_cookie_and_has_no_error(
    reader: Page, base_url: str, name: str
) -> None:
    visit = Visit(reader, base_url)

    visit.read(PAGES[name])

    assert violations(reader) == []
    assert visit.requests_elsewhere == []
    assert visit.cookies == []
    assert visit.complaints == []


def test_axe_finds_nothing_on_a_form_with_errors(page: Page) -> None:
    page.goto(PAGES["consult form of any clinic"])
    page.get_by_role("button", name="Ask for a consult").click()
    page.get_by_role("alert").wait_for()

    assert violations(page) == []


def test_axe_finds_nothing_in_an_open_menu_or_an_open_filter(page: Page) -> None:
    page.goto(PAGES["finder"])
    for summary in page.locator("summary").all():
        page.set_viewport_size({"width": 360, "height": 640})
        summary.click()

    assert violations(page) == []


def test_axe_still_finds_what_is_wrong(page: Page) -> None:
    page.goto(PAGES["check your mail"])
    page.evaluate("document.querySelector('.lead').style.color = '#aaa'")

    assert any("color-contrast" in each for each in violations(page))


def violations(page: Page) -> list[str]:
    """Of each sight, with a window as tall as the page: contrast is judged only where something is on the screen."""
    found = []
    page.evaluate(AXE_SCRIPT)
    for sight in SIGHTS:
        page.emulate_media(color_scheme=sight.scheme)
        show_whole_page(page, width=sight.width)
        results = page.evaluate(
            "options => axe.run(options)", {"resultTypes": ["violations"], "runOnly": sight.rules, "elementRef": False}
        )
        found += [
            f"{sight.name}: {violation['id']}: {node['html']}"
            for violation in results["violations"]
            for node in violation["nodes"]
        ]
        if wider := overflow_px(page):
            found.append(f"{sight.name}: {wider} px wider than the screen")
    return found
