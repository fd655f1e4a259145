"""What the workspace says while something takes long, when it failed, and once it is done."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.own_leads import add_lead
from tests.browser.test_board import column, count, move_by_select, name_of, open_board
from tests.browser.test_workspace import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# Each text that a screen reader is told to read, as often as it is put there.
LISTEN = """() => {
    globalThis.heard = [];
    const live = "[role=status], [role=alert], [aria-live]";
    new MutationObserver(changes => {
        for (const {target, addedNodes} of changes) {
            if (!target.closest?.(live)) continue;
            for (const node of addedNodes) if (node.textContent.trim()) heard.push(node.textContent.trim());
        }
    }).observe(document.body, {childList: true, subtree: true, characterData: true});
}"""


@pytest.mark.parametrize("page_name", ["board/", ""])
def test_a_slow_search_dims_what_was_there_and_says_so(page: Page, page_name: str) -> None:
    """Criterion 24."""
    sign_in(page, "coordinator-duluth")
    page.goto(f"/admin/leads/{page_name}?view=all")
    held: list[Route] = []
    page.route(re.compile(r"/results/\?"), lambda route: held.append(route))  # noqa: PLW0108 - it takes no builtin
    results = page.locator("#listing-results")
    rows = results.locator(".board-card, td.title")
    before = rows.count()

    page.get_by_role("textbox", name="Search term").fill("ar")

    expect(results).to_have_attribute("aria-busy", "true")
    dimmed = results.locator(".board-columns") if page_name else results
    assert float(dimmed.evaluate("element => getComputedStyle(element).opacity")) < 1
    assert rows.count() == before > 0
    expect(page.locator("#toasts")).to_contain_text("Still loading.")
    held[-1].continue_()
    expect(results).not_to_have_attribute("aria-busy", "true")
    expect(page.locator("#toasts")).not_to_contain_text("Still loading.")


def test_a_slow_move_says_so(page: Page) -> None:
    """Criterion 24."""
    open_board(page)
    held: list[Route] = []
    page.route("**/move/", lambda route: held.append(route))  # noqa: PLW0108 - it takes no builtin
    card = page.locator(".board-column .board-card").first
    to = "connected" if card.evaluate("card => card.closest('[data-stage]').dataset.stage") != "connected" else "new"

    move_by_select(page, card, to)

    expect(page.locator("#toasts")).to_have_text(re.compile("Still saving…"))
    held[0].continue_()
    expect(page.locator("#toasts")).to_contain_text("The lead is in")
    expect(page.locator("#toasts")).not_to_contain_text("Still saving…")


@pytest.mark.parametrize(
    ("status", "said"), [(0, "there is no connection"), (500, "the server could not"), (403, "you were signed out")]
)
def test_a_search_that_failed_says_why_and_is_asked_again(page: Page, status: int, said: str) -> None:
    """Criterion 25."""
    sign_in(page, "coordinator-duluth")
    page.goto("/admin/leads/?view=all")
    before = page.locator("td.title").count()
    page.route(re.compile(r"/results/\?"), lambda route: route.fulfill(status=status) if status else route.abort())

    page.get_by_role("textbox", name="Search term").fill("ar")

    expect(page.locator("#toasts")).to_contain_text(said)
    assert page.locator("td.title").count() == before
    page.locator("#toasts").get_by_role("button", name="Try again").click()
    page.wait_for_url(re.compile("q=ar"))
    expect(page.locator("#lead-count")).to_contain_text("match")


def test_success_is_shown_six_seconds_at_least_with_a_way_back(page: Page) -> None:
    """Criterion 26."""
    page.clock.install()
    sign_in(page, "coordinator-duluth")
    add_lead(page, "Ferdinand Quill", phone="(907) 555-0173")

    page.get_by_role("button", name="Take it").click()

    toast = page.locator("#toasts .toast", has_text="Tilda Rasmus has the lead now.")
    expect(toast.get_by_role("button", name="Undo")).to_be_visible()
    assert toast.evaluate("toast => getComputedStyle(toast.parentElement).position") == "fixed"
    page.clock.fast_forward(6_000)
    expect(toast).to_be_visible()
    toast.get_by_role("button", name="Undo").click()
    expect(page.locator(".lead-facts, .lead-owner").first).to_be_visible()
    expect(page.get_by_text("Nobody yet")).to_be_visible()


def test_a_move_is_announced_once_and_the_headings_count_it(page: Page) -> None:
    """Criterion 32."""
    open_board(page)
    start = page.locator(".board-column:has(.board-card)").first.get_attribute("data-stage") or ""
    to = "attempting" if start != "attempting" else "connected"
    before = (count(page, start), count(page, to))
    card = column(page, start).locator(".board-card").first
    page.evaluate(LISTEN)

    move_by_select(page, card, to)
    expect(page.locator("#toasts")).to_contain_text(name_of(page, to))
    page.wait_for_timeout(300)

    heard = page.evaluate("heard.filter(each => each.includes('The lead is in'))")
    assert len(heard) == 1
    assert (count(page, start), count(page, to)) == (before[0] - 1, before[1] + 1)
    heading = page.get_by_role("heading", name=re.compile(rf"^{name_of(page, to)} {before[1] + 1}$"))
    expect(heading).to_be_visible()


def test_who_changed_what_is_told_with_the_exact_time_on_focus(page: Page) -> None:
    """Criterion 33."""
    sign_in(page, "coordinator-duluth")
    add_lead(page, "Ferdinand Quell", phone="(907) 555-0174")
    page.locator("#move-lead").get_by_label("Move to").select_option(label="Attempting")
    page.get_by_role("button", name="Move", exact=True).click()
    entry = page.locator(".lead-history > li", has_text="Attempting").first
    expect(entry).to_contain_text("Tilda Rasmus")

    entry.locator("button.w-human-readable-date").focus()

    expect(page.locator("[data-tippy-root]")).to_contain_text(re.compile(r"\d{4}.*\d+:\d\d|\d+ [ap]\.m\."))
