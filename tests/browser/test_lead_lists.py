"""A coordinator's queue and list, by pointer, keyboard and thumb. Each test leaves the leads as they were."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_workspace import sign_in
from tests.browser.visitors import Visit, overflow_px, size_px

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NAMES = "td.title a"
SMALLEST_TARGET_PX = 44


def test_a_coordinator_lands_on_the_queue_and_dials_with_one_more_action(visit: Visit) -> None:
    """Criteria 4 and 29."""
    page = visit.page
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto("/admin/login/")
    page.get_by_label("Username").fill("coordinator-duluth")
    page.locator("input[name=password]").fill("lamplight")
    page.get_by_role("button", name="Sign in").click()

    page.wait_for_url("/admin/leads/queue/")
    expect(page.locator("td.card-call a[href^='tel:']").first).to_be_visible()
    assert overflow_px(page) == 0
    for selector in ("td.card-call a", NAMES, ".held-tabs a"):
        assert size_px(page, selector)[1] >= SMALLEST_TARGET_PX
    assert visit.complaints == []
    assert visit.requests_elsewhere == []


def test_focus_stays_in_the_search_and_goes_to_the_count_after_paging(visit: Visit) -> None:
    """Criteria 3, 8 and 23."""
    page = visit.page
    sign_in(page, "manager")
    page.goto("/admin/leads/?view=all")

    page.get_by_role("link", name="Next", exact=True).press("Enter")
    page.wait_for_url(re.compile("p=after"))
    expect(page.locator("#lead-count")).to_be_focused()
    page.get_by_role("textbox", name="Search term").fill("zzzz")
    expect(page.get_by_text("No lead matches.")).to_be_visible()

    expect(page.get_by_role("textbox", name="Search term")).to_be_focused()
    page.get_by_role("link", name="Show all leads").press("Enter")
    expect(page.locator(NAMES).first).to_be_visible()
    assert visit.complaints == []


def test_ticks_survive_paging_and_go_when_the_filters_change(visit: Visit) -> None:
    """Criterion 20."""
    page = visit.page
    sign_in(page, "manager")
    page.goto("/admin/leads/?view=all")
    page.locator("input[name=lead]").first.check()
    page.get_by_role("link", name="Next", exact=True).click()
    page.wait_for_url(re.compile("p=after"))
    page.locator("input[name=lead]").first.check()
    expect(page.get_by_text("2 leads are chosen.")).to_be_visible()

    page.get_by_role("button", name="Move…").click()
    expect(page.get_by_role("heading", name="2 leads will be moved.")).to_be_visible()
    page.get_by_role("link", name="Back to the list").click()
    expect(page.get_by_text("2 leads are chosen.")).to_be_visible()
    page.wait_for_load_state()  # its scripts run
    page.get_by_role("textbox", name="Search term").fill("a")

    expect(page.get_by_text("The choice was cleared, as the filters changed.")).to_be_visible()
    assert page.locator("input[name=lead]:checked").count() == 0
    assert visit.complaints == []


def test_many_are_moved_by_keyboard_and_taken_back(visit: Visit) -> None:
    """Criteria 6, 19 and 26."""
    page = visit.page
    sign_in(page, "coordinator-duluth")
    page.goto("/admin/leads/?status=open")
    page.locator("input[name=lead]").first.press("Space")
    page.get_by_role("button", name="Assign…").press("Enter")
    page.get_by_label("New owner").select_option(index=1)
    page.get_by_role("button", name="Assign 1 lead").press("Enter")
    expect(page.get_by_text("1 lead was changed.")).to_be_visible()

    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_role("heading", name="1 lead is as before.")).to_be_visible()
    page.get_by_role("link", name="Back to the list").press("Enter")

    page.wait_for_url(re.compile(r"\?status=open"))
    assert page.locator("input[name=lead]:checked").count() == 0
    assert visit.complaints == []


def test_a_view_is_saved_and_its_address_restores_it(visit: Visit) -> None:
    """Criterion 21."""
    page = visit.page
    sign_in(page, "coordinator-duluth")
    page.goto("/admin/leads/?status=open&columns=name&columns=email")
    page.get_by_role("link", name="Save as a view").click()
    page.get_by_label("Name").fill("Open, by mail")
    page.get_by_role("button", name="Save").click()

    tab = page.get_by_role("link", name="Open, by mail")
    expect(tab).to_have_attribute("aria-current", "page")
    expect(page.get_by_role("columnheader", name="Phone")).to_have_count(0)
    page.goto("/admin/leads/?view=all")
    page.get_by_role("link", name="Open, by mail").click()
    expect(page.get_by_role("columnheader", name="E-mail")).to_be_visible()
    page.get_by_role("link", name="Rename, share, delete").click()
    page.get_by_role("button", name="Delete this view").click()
    expect(page.get_by_role("link", name="Open, by mail")).to_have_count(0)
    assert visit.complaints == []


def test_the_list_fits_a_narrow_phone_with_boxes_for_thumbs(page: Page) -> None:
    """Criterion 29."""
    page.set_viewport_size({"width": 360, "height": 640})
    sign_in(page, "coordinator-duluth")

    assert min(size_px(page, ".held-tick")) >= SMALLEST_TARGET_PX
    assert overflow_px(page) == 0
    page.locator("summary").click()
    assert overflow_px(page) == 0
