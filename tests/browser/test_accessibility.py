"""What axe finds, with a viewport as tall as the page: contrast is judged only where something is on the screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.pages import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

JUDGED = ["home", "clinic", "provider", "treatment", "article", "thank-you", "no page"]
EVERYTHING = {"resultTypes": ["violations"]}
# What colours decide; whatever else axe looks at is the same in the dark.
COLOURS = EVERYTHING | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


@pytest.mark.parametrize("name", JUDGED)
def test_axe_finds_nothing_in_light_or_dark(page: Page, name: str) -> None:
    page.goto(PAGES[name])

    assert violations(page) == []


def test_axe_finds_nothing_on_a_form_with_errors(page: Page) -> None:
    page.goto(PAGES["consult form of any clinic"])
    page.get_by_role("button", name="Ask for a consult").click()
    page.get_by_role("alert").wait_for()

    assert violations(page) == []


def violations(page: Page) -> list[str]:
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": 1280, "height": height})
    found = []
    for scheme, options in (("light", EVERYTHING), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        results = Axe().run(page, options=options)
        found += [
            f"{scheme}: {violation['id']}: {node['html']}"
            for violation in results.response["violations"]
            for node in violation["nodes"]
        ]
    return found
