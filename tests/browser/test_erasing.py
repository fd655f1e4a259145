"""A manager erases somebody who asked on the phone: on a narrow screen, by keyboard, in the light and in the dark."""

import json
import re
from typing import Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.browser.own_leads import add_lead
from tests.browser.test_workspace import sign_in
from tests.browser.visitors import Visit, overflow_px

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_who_asked_on_the_phone_is_erased_by_keyboard_at_360_px(visit: Visit, scheme: Literal["light", "dark"]) -> None:
    page = visit.page
    page.emulate_media(color_scheme=scheme)
    sign_in(page, "manager")
    lead_url = add_lead(page, f"Tallow {scheme.title()}", phone="(218) 555-0166")
    page.set_viewport_size({"width": 360, "height": 740})

    page.get_by_role("link", name="Erase this person").press("Enter")
    expect(page.get_by_label("On the phone")).to_be_visible()
    looked_at(page)
    page.get_by_label("On the phone").press("Space")
    page.get_by_role("button", name="Record it, and go on").press("Enter")
    expect(page.get_by_role("heading", name="What will go")).to_be_visible()
    looked_at(page)
    page.get_by_label("Type the word to go on").press("Enter")
    expect(page.get_by_text("Nothing was erased.")).to_be_visible()
    looked_at(page)
    page.get_by_label("Type the word to go on").press_sequentially("erase")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="What went")).to_be_visible()
    looked_at(page)
    page.goto("/admin/leads/erasures/")
    looked_at(page)
    page.goto(lead_url)
    expect(page.locator(".lead-name")).to_have_text("Erased")
    expect(page.locator("body")).not_to_contain_text(re.compile("Tallow|0166"))
    looked_at(page)
    assert visit.complaints == []


def looked_at(page: Page) -> None:
    """Nothing sticks out to the side, and axe finds nothing serious in what is ours."""
    assert overflow_px(page) == 0
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run('main', {resultTypes: ['violations']})")
    serious = [each for each in found["violations"] if each["impact"] in {"serious", "critical"}]
    assert serious == [], json.dumps(serious)[:2000]
