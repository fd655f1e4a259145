"""The list as a tool: searching, changing many, keeping a view, taking a sheet away."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.own_leads import add_lead
from tests.browser.test_workspace import sign_in, sign_out
from tests.committing.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

EXPORTED = "SELECT count(*) FROM protection_auditentry WHERE action = 'exported'"


@pytest.mark.parametrize("typed", ["lessnig", "QUESSA.TREL", "907.555.0181", "+1 (907) 555-0181", "5550181"])
def test_a_search_finds_while_somebody_types_and_stays_in_its_field(page: Page, typed: str) -> None:
    """Criterion 3. `bench.workspace` takes the time: a test that counts milliseconds is wrong by chance."""
    sign_in(page, "coordinator-duluth")
    page.goto("/admin/leads/?q=Blessnigg")
    if page.get_by_text("No lead matches.").is_visible():
        add_lead(page, "Quessa Blessnigg", phone="(907) 555-0181", email="quessa.trelane@example.com")
    page.goto("/admin/leads/?view=all")
    field = page.get_by_role("textbox", name="Search term")

    field.press_sequentially(typed, delay=20)

    expect(page.locator("#lead-count")).to_have_text("1 lead matches")
    expect(page.locator("td.title")).to_contain_text("Quessa Blessnigg")
    expect(field).to_be_focused()
    expect(field).to_have_value(typed)


def test_all_that_match_are_counted_before_and_after_and_are_those_that_the_filters_show(page: Page) -> None:
    """Criterion 19."""
    sign_in(page, "coordinator-duluth")
    for number, name in enumerate(("Ulla Bulkeley", "Una Bulkeley", "Ursel Singleton")):
        add_lead(page, name, phone=f"(907) 555-015{number}")
    page.goto("/admin/leads/?status=open&q=bulkeley")
    page.get_by_label("All 2 that match").check()

    page.get_by_role("button", name="Move…").click()
    expect(page.get_by_role("heading", name="2 leads will be moved.")).to_be_visible()
    page.get_by_label("Move to").select_option(label="Connected")
    page.get_by_role("button", name="Move 2 leads").click()

    expect(page.get_by_role("heading", name="2 leads were changed.")).to_be_visible()
    page.get_by_role("link", name="Back to the list").click()
    page.wait_for_url(re.compile("q=bulkeley"))
    assert page.locator("td[data-label=Stage]").all_inner_texts() == ["CONNECTED", "CONNECTED"]
    page.goto("/admin/leads/?q=singleton")
    assert page.locator("td[data-label=Stage]").all_inner_texts() == ["NEW"]


def test_a_view_is_renamed_shared_made_the_first_and_deleted(page: Page) -> None:
    """Criterion 21. Its address alone restores it: `test_lead_lists`."""
    sign_in(page, "manager-duluth")
    page.goto("/admin/leads/?status=open&columns=name&columns=email")
    page.get_by_role("link", name="Save as a view").click()
    page.get_by_label("Name").fill("Mine")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Rename, share, delete").click()
    page.get_by_label("Name").fill("Everybody's mail")
    page.locator("select[name=clinic]").select_option(index=1)
    page.locator("input[name=is_default]").check()
    page.get_by_role("button", name="Save", exact=True).click()

    page.goto("/admin/leads/")
    page.wait_for_url(re.compile("view="))
    expect(page.get_by_role("link", name="Everybody's mail shared")).to_have_attribute("aria-current", "page")
    expect(page.get_by_role("columnheader", name="E-mail")).to_be_visible()
    sign_out(page)
    sign_in(page, "coordinator-duluth")
    page.get_by_role("link", name="Everybody's mail shared").click()
    expect(page.get_by_role("columnheader", name="E-mail")).to_be_visible()
    sign_out(page)
    page.goto("/admin/login/?next=/admin/leads/%3Fview=all")
    page.get_by_label("Username").fill("manager-duluth")
    page.locator("input[name=password]").fill("lamplight")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Everybody's mail").click()
    page.get_by_role("link", name="Rename, share, delete").click()
    page.get_by_role("button", name="Delete this view").click()
    expect(page.get_by_role("link", name="Everybody's mail")).to_have_count(0)


def test_a_sheet_holds_what_the_list_shows_runs_nothing_and_is_audited(
    page: Page, site: Installation, tmp_path: Path
) -> None:
    """Criterion 22."""
    sign_in(page, "manager-duluth")
    add_lead(page, "=SUM(1) Zwettl", phone="(907) 555-0182")
    add_lead(page, "Zoltan Zwettl", email="zoltan@example.com")
    page.goto("/admin/leads/?q=zwettl&columns=name&columns=stage&columns=email")
    before = site.database.rows(EXPORTED)[0][0]

    with page.expect_download() as download:
        page.get_by_role("link", name="Export (CSV)").click()
    download.value.save_as(tmp_path / "leads.csv")

    with (tmp_path / "leads.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rows = list(csv.reader(file))
    assert header == ["Name", "Stage", "E-mail"]
    assert sorted(rows) == [["'=SUM(1) Zwettl", "New", ""], ["Zoltan Zwettl", "New", "zoltan@example.com"]]
    assert "Zwettl" not in download.value.suggested_filename
    assert site.database.rows(EXPORTED)[0][0] == before + 1


def test_whoever_may_not_export_is_offered_no_sheet_and_gets_none(page: Page) -> None:
    """Criterion 22."""
    sign_in(page, "coordinator-duluth")
    expect(page.get_by_role("link", name="Export (CSV)")).to_have_count(0)

    answer = page.goto("/admin/leads/export/?view=all")

    assert answer is not None
    assert "csv" not in answer.headers["content-type"]
    expect(page.get_by_text("you do not have permission")).to_be_visible()


def test_filters_are_set_by_keyboard_alone(page: Page) -> None:
    """Criteria 6 and 8."""
    sign_in(page, "coordinator-duluth")
    page.goto("/admin/leads/?view=all")
    toggle = page.locator("#filters-drilldown button").first

    toggle.press("Enter")
    page.locator(".w-drilldown__toggle", has_text="Open or closed").press("Enter")
    page.locator("select[name=status]").press("End")

    page.wait_for_url(re.compile("status=closed"))
    expect(page.locator("#lead-count")).to_contain_text("match")
    assert page.evaluate("document.activeElement.tagName") != "BODY"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") != "BODY"


def test_back_from_a_lead_the_list_is_as_it_was_left(page: Page) -> None:
    """Criterion 9."""
    sign_in(page, "coordinator-duluth")
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto("/admin/leads/?status=open&ordering=due_at")
    page.locator("input[name=lead]").nth(1).check()
    opened = page.locator("td.title a").nth(9)
    opened.scroll_into_view_if_needed()
    scrolled = "(document.getElementById('main') ?? document.scrollingElement).scrollTop"
    before = page.evaluate(scrolled)
    listing = page.url
    opened.click()
    expect(page.locator("[data-walk=back]")).to_have_attribute("href", re.compile("status=open"))

    page.keyboard.press("Escape")

    page.wait_for_url(listing)
    expect(opened).to_be_focused()
    expect(page.locator("input[name=lead]").nth(1)).to_be_checked()
    assert before > 0
    assert abs(page.evaluate(scrolled) - before) < 5
