"""What somebody typed outlives a lost connection and an expired session, on each page on which people write."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.own_leads import add_lead, fill_in_lead
from tests.browser.test_workspace import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WORDS = "Half a thought, and the other half of it."


@pytest.fixture
def at_work(page: Page) -> Page:
    sign_in(page, "coordinator-duluth")
    return page


@pytest.fixture
def offline(at_work: Page) -> Iterator[Callable[[bool], None]]:
    yield at_work.context.set_offline
    at_work.context.set_offline(False)


def sign_in_again(page: Page) -> None:
    expect(page.get_by_role("alert")).to_contain_text("you were signed out")
    page.get_by_role("link", name="Sign in and come back").click()
    page.get_by_label("Username").fill("coordinator-duluth")
    page.locator("input[name=password]").fill("lamplight")
    page.get_by_role("button", name="Sign in").click()


def write_letter(page: Page, lead: str) -> None:
    page.goto(f"{lead}email/")
    page.get_by_label("Subject").fill("Your visit")
    page.get_by_label("Text", exact=True).fill(WORDS)


def test_a_letter_waits_until_its_writer_is_signed_in_again(at_work: Page) -> None:
    """Criterion 27."""
    lead = add_lead(at_work, "Ottilie Grenz", email="ottilie@example.com")
    write_letter(at_work, lead)
    at_work.context.clear_cookies()

    at_work.get_by_role("button", name="Preview").click()
    sign_in_again(at_work)

    at_work.wait_for_url(f"{lead}email/")
    expect(at_work.get_by_label("Text", exact=True)).to_have_value(WORDS)
    expect(at_work.get_by_label("Subject")).to_have_value("Your visit")


def test_a_previewed_letter_is_kept_too_and_forgotten_once_it_is_sent(at_work: Page) -> None:
    """Criteria 16 and 27."""
    lead = add_lead(at_work, "Ottilie Grent", email="grent@example.com")
    write_letter(at_work, lead)
    at_work.get_by_role("button", name="Preview").click()
    expect(at_work.get_by_role("heading", name="Exactly this will be sent")).to_be_visible()
    expect(at_work.locator(".writing-preview")).to_be_focused()
    at_work.context.clear_cookies()
    at_work.get_by_role("button", name="Send").click()
    sign_in_again(at_work)
    expect(at_work.get_by_label("Text", exact=True)).to_have_value(WORDS)

    at_work.get_by_role("button", name="Preview").click()
    at_work.get_by_role("button", name="Send").click()

    at_work.wait_for_url(lead)
    expect(at_work.locator("#toasts")).to_contain_text("The message is on its way.")
    expect(at_work.locator(".lead-clock")).to_contain_text("Answered by Tilda Rasmus")
    at_work.goto(f"{lead}email/")
    expect(at_work.get_by_label("Text", exact=True)).to_have_value("")


def test_without_a_connection_a_letter_stays_and_goes_on_by_a_press(
    at_work: Page, offline: Callable[[bool], None]
) -> None:
    """Criterion 25."""
    lead = add_lead(at_work, "Ottilie Grens", email="grens@example.com")
    write_letter(at_work, lead)
    offline(True)

    at_work.get_by_role("button", name="Preview").click()

    expect(at_work.get_by_role("alert")).to_contain_text("Not saved: there is no connection.")
    expect(at_work.get_by_label("Text", exact=True)).to_have_value(WORDS)
    offline(False)
    at_work.get_by_role("button", name="Try again").click()
    expect(at_work.get_by_role("heading", name="Exactly this will be sent")).to_be_visible()


def test_a_lead_that_is_being_added_is_kept(at_work: Page) -> None:
    """Criterion 27."""
    fill_in_lead(at_work, "Ottilie Grendel", phone="(907) 555-0171")
    at_work.context.clear_cookies()

    at_work.get_by_role("button", name="Add the lead").click()
    sign_in_again(at_work)

    at_work.wait_for_url("/admin/leads/add/")
    expect(at_work.get_by_label("Name", exact=True)).to_have_value("Ottilie Grendel")
    at_work.get_by_role("button", name="Add the lead").click()
    expect(at_work.locator(".lead-name")).to_have_text("Ottilie Grendel")
    at_work.goto("/admin/leads/add/")
    expect(at_work.get_by_label("Name", exact=True)).to_have_value("")


def test_a_choice_between_two_peoples_values_is_kept(at_work: Page) -> None:
    """Criterion 27."""
    add_lead(at_work, "Linus Amber", phone="(907) 555-0172")
    fill_in_lead(at_work, "Lynus Amber", phone="(907) 555-0172")
    at_work.get_by_role("button", name="Add the lead").click()
    at_work.get_by_role("button", name="Add it all the same").click()
    at_work.get_by_role("link", name="Compare and join").first.click()
    at_work.get_by_role("radio", name="Linus Amber").check()
    at_work.context.clear_cookies()

    at_work.get_by_role("button", name="Join them").click()
    sign_in_again(at_work)

    expect(at_work.get_by_role("radio", name="Linus Amber")).to_be_checked()


def test_a_note_typed_on_the_board_is_there_after_signing_in_and_on_the_leads_page(at_work: Page) -> None:
    """Criterion 27."""
    at_work.goto("/admin/leads/board/")
    card = at_work.locator(".board-column .board-card").first
    key = card.get_attribute("data-lead")
    card.get_by_role("link", name="Note").click()
    dialog = at_work.get_by_role("dialog", name="Add a note")
    dialog.get_by_label("Note").fill(WORDS)
    at_work.context.clear_cookies()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Not saved")

    sign_in(at_work, "coordinator-duluth")
    at_work.goto("/admin/leads/board/")
    at_work.locator(f'[data-lead="{key}"]').get_by_role("link", name="Note").click()
    expect(dialog.get_by_label("Note")).to_have_value(WORDS)
    at_work.goto(f"/admin/leads/{key}/")

    expect(at_work.locator("[data-lead-form=note] textarea")).to_have_value(WORDS)
