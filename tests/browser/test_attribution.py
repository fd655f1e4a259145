"""What a visit brings along from its first page to the form, and the number that a campaign's visitors see."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def touch(page: Page, name: str) -> dict[str, str]:
    told: dict[str, str] = json.loads(page.locator(f"[name={name}]").first.input_value() or "{}")
    return told


def test_a_visit_keeps_its_first_campaign_and_its_last(page: Page) -> None:
    page.goto(f"{PAGES['articles']}?utm_source=leaflet&utm_campaign=sleep")
    page.goto(PAGES["home"])
    page.goto(f"{PAGES['clinic']}?utm_source=google&gclid=abc")
    page.goto(PAGES["consult form"])

    assert touch(page, "first_touch") == {
        "utm_source": "leaflet",
        "utm_campaign": "sleep",
        "landing_page": PAGES["articles"],
    }
    assert touch(page, "last_touch") == {"utm_source": "google", "gclid": "abc", "landing_page": PAGES["clinic"]}
    assert page.locator("[name=utm_source]").first.input_value() == "google"


def test_a_campaigns_visitor_sees_its_number_everywhere_on_a_clinics_pages(page: Page) -> None:
    page.goto(PAGES["clinic"])
    main = page.locator("a.tel").first.inner_text()

    page.goto(f"{PAGES['clinic']}?utm_source=google")
    expect(page.locator("a.tel").first).not_to_have_text(main)
    page.goto(PAGES["provider"])

    assert main not in page.locator("body").inner_text()
    swapped = page.locator("a[href^='tel:']").first.get_attribute("href")
    assert {link.get_attribute("href") for link in page.locator("header a[href^='tel:']").all()} == {swapped}


def test_a_browser_that_asks_for_privacy_is_left_alone(page: Page) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })")
    page.goto(f"{PAGES['clinic']}?utm_source=google&gclid=abc")

    assert page.evaluate("sessionStorage.length") == 0
    assert touch(page, "first_touch") == {}
