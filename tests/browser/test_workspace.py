"""An intake coordinator at work."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.visitors import Visit, overflow_px

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

DULUTH = "Northlight Infusion Clinic, Duluth"


def sign_in(page: Page, username: str) -> None:
    page.goto("/admin/login/?next=/admin/leads/")
    page.get_by_label("Username").fill(username)
    page.locator("input[name=password]").fill("lamplight")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("/admin/leads/")  # and for what is there: its scripts run
    expect(page.locator("td.title a").first).to_be_visible()


def sign_out(page: Page) -> None:
    """From a blank page: what an open one still asks would bring its cookie back."""
    page.goto("about:blank")
    page.context.clear_cookies()


def test_a_coordinator_opens_a_lead_of_the_clinic_moves_it_and_writes_a_note(visit: Visit) -> None:
    page = visit.page
    sign_in(page, "coordinator-duluth")
    expect(page.locator("td[data-label=Clinic]")).to_have_count(0)  # of one clinic nobody need read it in each row
    page.goto("/admin/leads/?columns=clinic")
    clinics = page.locator("td[data-label=Clinic]").all_inner_texts()
    assert set(clinics) == {DULUTH}

    page.locator("td.title a").first.click()
    page.locator("#move-lead").get_by_label("Move to").select_option(label="Connected")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.get_by_text("The lead is in “Connected”.")).to_be_visible()
    page.locator("#write-note").get_by_label("Note").fill("Calls back on Friday.")
    page.get_by_role("button", name="Add note").click()

    expect(page.locator(".lead-timeline")).to_contain_text("Calls back on Friday.")
    expect(page.locator(".lead-timeline")).to_contain_text("Connected")
    expect(page.locator(".lead-facts")).to_contain_text("Connected")
    assert visit.complaints == []
    assert visit.requests_elsewhere == []


def test_a_coordinator_of_another_clinic_finds_no_page_at_the_leads_address(
    page: Page, new_context: Callable[[], BrowserContext]
) -> None:
    sign_in(page, "coordinator-duluth")
    address = page.locator("td.title a").first.get_attribute("href")
    assert address is not None
    elsewhere = new_context().new_page()
    sign_in(elsewhere, "coordinator-santa-fe")

    own = page.goto(address)
    foreign = elsewhere.goto(address)

    assert own is not None
    assert foreign is not None
    assert (own.status, foreign.status) == (200, 404)


def test_the_list_keeps_name_stage_and_phone_on_a_narrow_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 640})

    sign_in(page, "coordinator-duluth")

    row = page.locator("tr", has=page.locator("td.card-call a")).first
    row.locator("td.title a").hover()  # scrolls there, again where the list was refreshed meanwhile, and holds it still
    expect(row.locator("td.title a")).to_be_in_viewport(ratio=1)
    expect(row.locator("td[data-label=Stage]")).to_be_in_viewport(ratio=1)
    expect(row.locator("td.card-call a[href^='tel:']")).to_be_visible()
    assert overflow_px(page) == 0


def test_a_choice_of_clinics_with_long_names_fits_a_narrow_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    sign_in(page, "admin")

    page.goto("/admin/api-tokens/new/")

    expect(page.get_by_role("combobox", name="Clinic")).to_be_in_viewport(ratio=1)
