"""A coordinator on the page of one lead: what is typed is never lost, and everything is a key away."""

import re
from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.test_workspace import sign_in, sign_out
from tests.browser.visitors import Visit, overflow_px

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ADDRESS = re.compile(r"/admin/leads/[0-9a-f-]{36}/$")


def open_lead(page: Page, number: int = 0) -> None:
    """Of those with a phone: other tests leave leads without one."""
    page.locator("tr:has(td.card-call a) td.title a").nth(number).click()
    page.wait_for_url(ADDRESS)
    expect(page.get_by_role("heading", name="Log a call")).to_be_visible()
    page.wait_for_load_state()  # its scripts run


@pytest.fixture
def at_work(visit: Visit) -> Page:
    """The list of the clinic's coordinator."""
    sign_in(visit.page, "coordinator-duluth")
    return visit.page


@pytest.fixture
def offline(at_work: Page) -> Iterator[Callable[[bool], None]]:
    yield at_work.context.set_offline
    at_work.context.set_offline(False)


def test_from_the_list_a_number_is_two_actions_away(at_work: Page) -> None:
    """Criterion 4."""
    at_work.goto("/admin/leads/?q=%40example")  # with an e-mail address
    at_work.locator("tr:has(td.card-call a) td.title a").first.click()
    at_work.wait_for_url(ADDRESS)

    expect(at_work.locator(".lead-actions a[href^='tel:']")).to_be_in_viewport(ratio=1)
    expect(at_work.locator(".lead-actions a[href^='mailto:'], .lead-actions a[href*='/email/']").first).to_be_visible()


def test_j_and_k_walk_the_list_and_escape_returns_to_the_same_place(at_work: Page) -> None:
    """Criterion 9."""
    links = at_work.locator("td.title a")
    addresses = [str(link.get_attribute("href")) for link in links.all()]
    listing = at_work.url

    def arrived(number: int) -> None:
        """The address changes before the page behind it knows the way on."""
        at_work.wait_for_url(re.compile(f"{addresses[number]}$"))
        expect(at_work.locator("[data-walk=next]")).to_have_attribute("href", re.compile(f"{addresses[number + 1]}$"))

    links.nth(1).click()
    arrived(1)
    at_work.keyboard.press("j")
    arrived(2)
    at_work.keyboard.press("k")
    arrived(1)
    at_work.get_by_role("link", name="Next").click()
    arrived(2)
    at_work.keyboard.press("Escape")

    at_work.wait_for_url(listing)
    expect(links.nth(2)).to_be_focused()
    assert "q=" not in addresses[2]


def test_ctrl_and_enter_saves_the_note_and_says_so(at_work: Page, visit: Visit) -> None:
    """Criteria 9, 26 and 33."""
    open_lead(at_work)
    note = at_work.locator("[data-lead-form=note] textarea")

    note.fill("Prefers mornings.")
    note.press("Control+Enter")

    expect(at_work.locator("#toasts")).to_contain_text("The note is in the timeline.")
    entry = at_work.locator(".lead-history > li", has_text="Prefers mornings.")
    expect(entry).to_contain_text("Tilda Rasmus")
    expect(entry.locator("time")).to_have_attribute("datetime", re.compile(r"\d{4}-\d\d-\d\dT"))
    expect(note).to_have_value("")
    assert at_work.evaluate("document.activeElement.id") == "write-note"
    assert at_work.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('lead-draft'))") == []
    assert "Prefers mornings." not in str(at_work.evaluate("JSON.stringify(localStorage)"))
    assert visit.complaints == []
    assert visit.requests_elsewhere == []


def test_a_call_is_logged_with_its_next_step_by_keyboard_alone(at_work: Page) -> None:
    """Criteria 12 and 13."""
    open_lead(at_work, 2)
    log = at_work.locator("#log-call")

    log.get_by_role("radio", name="Reached").focus()
    at_work.keyboard.press("ArrowRight")  # left a voicemail
    log.get_by_label("Note").fill("After five, on Friday.")
    log.get_by_role("radio", name=re.compile("No next step")).focus()
    at_work.keyboard.press("ArrowRight")
    at_work.keyboard.press("ArrowRight")  # tomorrow
    log.get_by_role("button", name="Save the call").press("Enter")

    expect(at_work.locator("#toasts")).to_contain_text("The call and its next step are stored.")
    expect(at_work.locator(".lead-history")).to_contain_text("Called them: Left a voicemail")
    expect(at_work.locator("#next-steps")).to_contain_text("Call,")
    expect(at_work.locator(".lead-clock")).to_contain_text("Answered by Tilda Rasmus")
    expect(at_work.locator(".lead-clock svg")).to_be_visible()


def test_two_people_on_one_lead_see_each_other_and_a_stale_move_keeps_what_was_typed(
    at_work: Page, new_context: Callable[[], BrowserContext]
) -> None:
    """Criterion 17."""
    open_lead(at_work, 3)
    other = new_context().new_page()
    sign_in(other, "manager")
    other.goto(at_work.url)

    expect(other.locator("[data-presence-words]")).to_contain_text("Tilda Rasmus")
    expect(at_work.locator("[data-presence-words]")).to_contain_text("Marta Sayre")
    at_work.locator("[data-lead-form=note] textarea").fill("Half a thought")
    stages = other.get_by_label("Move to").last
    is_connected = "Connected" in other.locator(".lead-facts").inner_text()
    stages.select_option(label="Attempting" if is_connected else "Connected")
    other.get_by_role("button", name="Move", exact=True).click()
    expect(other.locator("#toasts")).to_contain_text("The lead is in")
    at_work.get_by_label("Move to").last.select_option(label="Consult booked")
    at_work.get_by_role("button", name="Move", exact=True).click()

    told = at_work.locator(".lead-overtaken")
    expect(told).to_contain_text("Marta Sayre")
    expect(told).to_contain_text("Moved from")
    expect(told).to_be_focused()
    expect(at_work.locator("[data-lead-form=note] textarea")).to_have_value("Half a thought")


def test_without_a_connection_the_note_stays_and_is_sent_again_on_request(
    at_work: Page, offline: Callable[[bool], None]
) -> None:
    """Criterion 25."""
    open_lead(at_work)
    note = at_work.locator("[data-lead-form=note] textarea")
    note.fill("Said between two trains.")
    offline(True)

    at_work.get_by_role("button", name="Add note").click()

    expect(at_work.get_by_role("alert")).to_contain_text("Not saved: there is no connection.")
    expect(note).to_have_value("Said between two trains.")
    offline(False)
    at_work.get_by_role("button", name="Try again").click()
    expect(at_work.locator(".lead-history > li", has_text="Said between two trains.")).to_have_count(1)


def test_an_expired_session_leads_back_to_the_same_lead_with_the_typed_text(at_work: Page) -> None:
    """Criterion 27."""
    open_lead(at_work)
    address = at_work.url
    at_work.locator("[data-lead-form=note] textarea").fill("Typed before the session was over.")
    at_work.context.clear_cookies()

    at_work.get_by_role("button", name="Add note").click()
    expect(at_work.get_by_role("alert")).to_contain_text("you were signed out")
    at_work.get_by_role("link", name="Sign in and come back").click()
    at_work.get_by_label("Username").fill("coordinator-duluth")
    at_work.locator("input[name=password]").fill("lamplight")
    at_work.get_by_role("button", name="Sign in").click()

    at_work.wait_for_url(address)
    note = at_work.locator("[data-lead-form=note] textarea")
    expect(note).to_have_value("Typed before the session was over.")
    at_work.get_by_role("button", name="Discard it").click()
    expect(note).to_have_value("")


def test_what_one_person_typed_is_not_shown_to_the_next_at_the_same_tab(at_work: Page) -> None:
    open_lead(at_work)
    address = at_work.url
    at_work.locator("[data-lead-form=note] textarea").fill("Mine alone.")
    sign_out(at_work)
    sign_in(at_work, "manager")

    at_work.goto(address)

    expect(at_work.locator("[data-lead-form=note] textarea")).to_have_value("")
    assert "Mine alone." not in str(at_work.evaluate("JSON.stringify(sessionStorage)"))


def test_a_foreign_and_a_deleted_lead_are_the_same_plain_page(at_work: Page) -> None:
    """Criterion 28."""
    pages = []
    open_lead(at_work)
    address = at_work.url
    sign_out(at_work)
    sign_in(at_work, "coordinator-santa-fe")
    for each in (address, re.sub(r"[0-9a-f]{12}/$", "0123456789ab/", address)):
        response = at_work.goto(each)
        assert response is not None
        assert response.status == 404
        pages.append(at_work.locator("body").inner_text())

    assert pages[0] == pages[1]


def test_on_a_narrow_phone_the_call_stays_in_reach_and_nothing_scrolls_sideways(at_work: Page) -> None:
    """Criterion 29."""
    at_work.set_viewport_size({"width": 360, "height": 640})
    open_lead(at_work)

    for selector in (".lead-name", "#log-call", "#move-lead"):
        at_work.locator(selector).scroll_into_view_if_needed()
        expect(at_work.locator(".lead-bar-call")).to_be_in_viewport(ratio=1)
        assert overflow_px(at_work) == 0
    small = at_work.locator(".lead-root").evaluate(
        """root => [...root.querySelectorAll("a, button:not(.w-human-readable-date), select, summary, .lead-pill")]
            .filter(each => each.checkVisibility() && each.getBoundingClientRect().height < 44)
            .filter(each => !each.closest(".lead-entries p, .lead-muted"))
            .map(each => each.outerHTML.slice(0, 120))"""
    )
    assert small == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(at_work: Page, scheme: Literal["light", "dark"]) -> None:
    """Criterion 31."""
    at_work.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    open_lead(at_work)
    address = at_work.url
    # Contrast is judged only where something is on the screen.
    at_work.set_viewport_size({"width": 1280, "height": 4_000})

    for path in ("", "person/", "timeline/"):
        at_work.goto(address + path)
        at_work.evaluate(AXE_SCRIPT)
        found = at_work.evaluate("() => axe.run({resultTypes: ['violations'], elementRef: false})")
        grave = [each for each in found["violations"] if each["impact"] in {"serious", "critical"}]
        assert [(each["id"], each["nodes"][0]["html"][:160]) for each in grave] == [], path


def test_no_title_or_address_has_a_name(at_work: Page) -> None:
    """Criterion 34."""
    open_lead(at_work)
    name = at_work.locator(".lead-name").inner_text()
    assert len(name) > 2

    for path in ("", "person/", "timeline/"):
        at_work.goto(re.sub(r"/(person|timeline)/$", "/", at_work.url) + path)
        for part in (each for each in name.split() if len(each) > 2):  # an initial is in any address
            assert part not in at_work.title()
            assert part.lower() not in at_work.url.lower()
