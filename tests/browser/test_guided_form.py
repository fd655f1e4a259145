"""A guided form in a browser: by keyboard alone, saved and resumed, back and forth, with and without script."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_accessibility import violations
from tests.committing.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PAGE = "/treatments/ketamine-infusion-for-chronic-pain/"
THANK_YOU = re.compile(r"/consult-requests/received/duluth/$")


def heading(page: Page, number: int) -> None:
    """Waits for the step, whose heading has the focus."""
    expect(page).to_have_title(re.compile(rf"^Step {number} of 5"))
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def press(page: Page, button: str) -> None:
    """As somebody does who has no mouse."""
    page.get_by_role("button", name=button, exact=True).focus()
    page.keyboard.press("Enter")


def sends_by_keyboard(page: Page, site: Installation, *, name: str) -> None:
    before = site.count("leads_consultrequest")
    page.goto(PAGE)
    page.get_by_label("Migraine").focus()
    page.keyboard.press("Space")
    press(page, "Next")
    heading(page, 2)
    page.keyboard.press("Tab")  # 911
    page.keyboard.press("Tab")  # 988
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("More than five years")).to_be_checked()
    page.keyboard.press("Enter")
    heading(page, 3)
    press(page, "Back")
    heading(page, 2)
    expect(page.get_by_label("More than five years")).to_be_checked()
    for number in (3, 4, 5):
        press(page, "Next")
        heading(page, number)
    page.get_by_label("Clinic", exact=True).select_option("duluth")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Phone", exact=True).fill("12")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Phone", exact=True)).to_have_value("12")
    page.get_by_label("Phone", exact=True).fill("(218) 555-0189")
    page.keyboard.press("Enter")
    page.wait_for_url(THANK_YOU)
    assert site.count("leads_consultrequest") == before + 1
    assert page.context.cookies() == []


def test_by_keyboard_alone_with_script(page: Page, site: Installation) -> None:
    sends_by_keyboard(page, site, name="Noor Vance")


def test_by_keyboard_alone_without_script(page_without_script: Page, site: Installation) -> None:
    sends_by_keyboard(page_without_script, site, name="Ilse Grant")


def test_saved_answers_wait_in_this_browser_until_they_are_deleted(
    page_without_script: Page, site: Installation
) -> None:
    page = page_without_script
    of_others = site.count("leads_consultdraft")
    page.goto(PAGE)
    page.get_by_label("Fibromyalgia").check()
    page.get_by_role("button", name="Next", exact=True).click()
    page.get_by_label("Surgery").check()

    page.get_by_role("button", name="Save and come back later").click()

    expect(page).to_have_title(re.compile("^Your answers are saved"))
    assert [cookie.get("name") for cookie in page.context.cookies()] == ["__Host-consult-draft"]
    page.goto(PAGE)
    page.get_by_role("link", name="Go on with what you saved").click()
    page.get_by_role("button", name="Go on now").click()
    heading(page, 2)
    expect(page.get_by_label("Surgery")).to_be_checked()
    page.get_by_role("button", name="Back", exact=True).click()
    expect(page.get_by_label("Fibromyalgia")).to_be_checked()
    page.goto("/consult-requests/saved/")
    page.get_by_role("button", name="Delete").click()
    expect(page).to_have_title(re.compile("^Nothing is saved"))
    assert page.context.cookies() == []
    assert site.count("leads_consultdraft") == of_others


def test_the_browsers_own_back_and_forward_lose_nothing(page: Page) -> None:
    page.goto(PAGE)
    page.get_by_label("Migraine").check()
    press(page, "Next")
    heading(page, 2)
    page.get_by_label("Surgery").check()
    press(page, "Next")
    heading(page, 3)
    page.get_by_label("Liver disease").check()

    page.go_back()
    heading(page, 2)
    expect(page.get_by_label("Surgery")).to_be_checked()
    page.go_back()
    expect(page.get_by_label("Migraine")).to_be_checked()
    expect(page.get_by_role("heading", name="Side effects, by dose")).to_be_attached()
    press(page, "Next")
    heading(page, 2)
    expect(page.get_by_label("Surgery")).to_be_checked()
    press(page, "Next")
    expect(page.get_by_label("Liver disease")).to_be_checked()


def test_axe_finds_nothing_in_any_step(page: Page) -> None:
    page.goto(PAGE)
    assert violations(page) == []
    for number in (2, 3, 4, 5):
        press(page, "Next")
        heading(page, number)
        assert violations(page) == []
    press(page, "Save and come back later")
    expect(page).to_have_title(re.compile("^Your answers are saved"))
    assert violations(page) == []
