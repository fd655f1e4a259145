"""New leads on pages that stand open: there by themselves, told once, and never under somebody's hands."""

import re
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserType, Locator, Page, expect

from tests.browser.test_workspace import sign_in
from tests.browser.visitors import Visit, overflow_px
from tests.committing.installation import Installation
from tests.committing.processes import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.news]

NAMES = "#listing-results td.title a"
QUEUE, LIST = "/admin/leads/queue/", "/admin/leads/?view=all"
WIDTHS = pytest.mark.parametrize("width", [360, 1440])
PAGES = pytest.mark.parametrize("path", [QUEUE, LIST], ids=["queue", "list"])
TOLD = re.compile("^New lead at Northlight Infusion Clinic, Duluth")


class Requests:
    """Consult requests, each of a person of their own."""

    def __init__(self, site: Installation) -> None:
        self.site = site
        self.sent = 0

    def send(self, clinic: str = "duluth") -> str:
        """Returns their name."""
        self.sent += 1
        name = f"Newcomer {'ABCDEFGH'[self.sent]} {id(self):x}"
        assert self.site.post(clinic=clinic, full_name=name, phone=f"(218) 555-01{self.sent:02}").status == 303
        return name


@pytest.fixture
def requests(site: Installation) -> Requests:
    return Requests(site)


def open_page(page: Page, path: str, *, width: int = 1440, username: str = "coordinator-duluth") -> None:
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(page, username)
    page.goto(path)
    expect(page.locator(NAMES).first).to_be_visible()
    page.wait_for_load_state("networkidle")


def toasts(page: Page) -> Locator:
    return page.locator("#toasts .toast")


def shown_names(page: Page) -> list[str]:
    return page.locator(NAMES).all_inner_texts()


@WIDTHS
@PAGES
def test_a_new_lead_comes_into_the_open_page_and_is_told_once(
    visit: Visit, requests: Requests, path: str, width: int
) -> None:
    page = visit.page
    open_page(page, path, width=width)
    statuses = page.locator("#listing-results [role=status]")

    name = requests.send()

    expect(page.locator(NAMES, has_text=name)).to_be_visible()
    # Said by the toast: the count that came with the results is silent.
    if statuses.count():
        expect(statuses.first).to_have_attribute("aria-live", "off")
        expect(page.locator("#listing-results [aria-live]")).to_have_count(0)
    expect(toasts(page)).to_have_count(1)
    expect(toasts(page)).to_have_text(TOLD)
    assert name not in toasts(page).inner_text()
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    assert page.locator(".fresh-offer button").is_hidden()
    assert overflow_px(page) == 0
    page.reload()
    expect(page.locator(NAMES, has_text=name)).to_be_visible()
    with page.expect_response("**/admin/leads/news/*"):
        pass
    expect(toasts(page)).to_have_count(0)
    assert visit.complaints == []
    assert visit.requests_elsewhere == []


def focus_a_name(page: Page) -> None:
    page.locator(NAMES).nth(1).focus()


def tick_a_box(page: Page) -> None:
    page.locator("input[name=lead]").first.check()
    page.evaluate("document.activeElement.blur()")


def open_columns(page: Page) -> None:
    page.locator("summary").first.click()
    page.evaluate("document.activeElement.blur()")


def select_words(page: Page) -> None:
    page.locator(NAMES).nth(1).evaluate("name => getSelection().selectAllChildren(name)")


def type_a_search(page: Page) -> None:
    page.locator("[data-search-form] input[name=q]").focus()


def open_a_dialog(page: Page) -> None:
    page.evaluate("document.getElementById('keyboard-shortcuts-dialog').dispatchEvent(new Event('w-dialog:show'))")


@WIDTHS
@pytest.mark.parametrize(
    ("path", "begin"),
    [
        (QUEUE, focus_a_name),
        (QUEUE, select_words),
        (LIST, focus_a_name),
        (LIST, tick_a_box),
        (LIST, open_columns),
        (LIST, type_a_search),
        (LIST, open_a_dialog),
    ],
    ids=lambda value: value.__name__ if callable(value) else "queue" if value == QUEUE else "list",
)
def test_to_somebody_at_work_it_is_offered_and_nothing_moves(
    visit: Visit, requests: Requests, path: str, begin: Callable[[Page], None], width: int
) -> None:
    page = visit.page
    open_page(page, path, width=width)
    begin(page)
    before = shown_names(page)
    has_focus = page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    height = page.locator(NAMES).first.bounding_box()

    name = requests.send()

    offer = page.get_by_role("button", name="1 new request. Show", include_hidden=True)
    expect(offer).to_be_visible()
    assert shown_names(page) == before
    assert page.evaluate("document.activeElement.outerHTML.slice(0, 200)") == has_focus
    assert page.locator(NAMES).first.bounding_box() == height
    assert overflow_px(page) == 0
    if begin is open_a_dialog:
        page.evaluate("document.getElementById('keyboard-shortcuts-dialog').dispatchEvent(new Event('w-dialog:hide'))")
    offer.click()
    expect(page.locator(NAMES, has_text=name)).to_be_visible()
    expect(offer).to_be_hidden()
    assert page.evaluate("document.activeElement.tagName") == "H2"
    if begin is tick_a_box:
        expect(page.get_by_text("1 lead is chosen.")).to_be_visible()
        page.get_by_role("button", name="Choose none").click()
    assert visit.complaints == []


def test_the_row_before_the_eyes_of_whoever_scrolled_stays_where_it_is(page: Page, requests: Requests) -> None:
    open_page(page, LIST, width=360)
    row = page.locator(NAMES).nth(6)
    row.evaluate("row => row.scrollIntoView({ block: 'center', behavior: 'instant' })")
    before = row.bounding_box()
    assert before
    assert before["y"] < 800
    same = page.locator(f'#listing-results td.title a[href="{row.get_attribute("href")}"]')

    name = requests.send()

    expect(page.locator(NAMES, has_text=name)).to_have_count(1)
    after = same.bounding_box()
    assert after
    assert abs(before["y"] - after["y"]) < 2


def test_what_came_before_a_page_was_opened_is_no_news_on_it(page: Page, requests: Requests) -> None:
    sign_in(page, "coordinator-duluth")
    page.goto("about:blank")

    name = requests.send()
    tab = page.context.new_page()  # which remembers nothing of the one before it
    tab.goto(QUEUE)

    expect(tab.locator(NAMES, has_text=name)).to_be_visible()
    for _ in range(2):
        tab.wait_for_event("response", lambda response: "/leads/news/" in response.url, timeout=60_000)
    expect(toasts(tab)).to_have_count(0)
    assert not tab.title().startswith("(")


def test_what_comes_between_two_pages_of_a_tab_is_told_on_the_next(page: Page, requests: Requests) -> None:
    open_page(page, QUEUE)
    page.goto("/admin/account/")

    requests.send()
    page.goto(QUEUE)

    expect(toasts(page)).to_have_text(TOLD)
    page.goto(LIST)
    page.wait_for_event("response", lambda response: "/leads/news/" in response.url)
    expect(toasts(page)).to_have_count(0)


def test_of_two_windows_one_tells_and_both_show(page: Page, requests: Requests) -> None:
    open_page(page, QUEUE)
    other = page.context.new_page()
    other.goto(LIST)
    other.wait_for_load_state("networkidle")

    name = requests.send()

    for window in (page, other):
        expect(window.locator(NAMES, has_text=name)).to_be_visible()
    assert toasts(page).count() + toasts(other).count() == 1


NOTHING = (1200, 700)  # a browser lets a site sound after a click
OBSERVE = """
    globalThis.tones = [];
    globalThis.shown = [];
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...when) {
        tones.push([this.frequency.value, this.context.state]);
        return start.apply(this, when);
    };
    globalThis.Notification = class extends Notification {
        constructor(...said) { super(...said); shown.push(said); }
    };
    globalThis.hide = isHidden => {
        const state = isHidden ? "hidden" : "visible";
        Object.defineProperty(document, "hidden", { value: isHidden, configurable: true });
        Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
    };
"""


def wish(page: Page, *names: str) -> None:
    """Tick boxes of the account page, as its owner does."""
    page.goto("/admin/account/")
    for field, value in {"first_name": "Sol", "last_name": "Vega", "email": "sol@example.com"}.items():
        page.locator(f"input[name=name_email-{field}]").fill(value)
    page.get_by_role("tab", name="Notifications").click()
    for name in ("plays_sound", "shows_notifications"):
        page.locator(f"input[name=workspace-{name}]").set_checked(name in names)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("have been changed")).to_be_visible()


def test_a_sound_is_played_once_in_all_windows(page: Page, requests: Requests) -> None:
    page.add_init_script(OBSERVE)
    sign_in(page, "coordinator-santa-fe")
    wish(page, "plays_sound")
    page.goto(QUEUE)
    page.mouse.click(*NOTHING)
    other = page.context.new_page()
    other.add_init_script(OBSERVE)
    other.goto(QUEUE)
    other.mouse.click(*NOTHING)

    requests.send("santa-fe")

    wait_until(lambda: page.evaluate("tones.length") + other.evaluate("tones.length"), what="a sound")
    other.wait_for_event("response", lambda response: "/leads/news/" in response.url)
    assert page.evaluate("tones") + other.evaluate("tones") == [[660, "running"], [880, "running"]]


@pytest.fixture
def browser_with_notifications(browser_type: BrowserType) -> Iterator[Browser]:
    """Chromium as people have it, without a window: the shell of the other tests denies every notification."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("No `chromium` on the PATH. Install it: apt-get install chromium")
    options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    browser = browser_type.launch(executable_path=path, headless=False, args=options)
    yield browser
    browser.close()


def test_a_window_that_nobody_sees_notifies_without_saying_who_or_where(
    browser_with_notifications: Browser, requests: Requests, base_url: str
) -> None:
    page = browser_with_notifications.new_page(base_url=base_url)
    page.context.grant_permissions(["notifications"], origin=base_url)
    page.add_init_script(OBSERVE)
    sign_in(page, "coordinator-santa-fe")
    wish(page, "shows_notifications")
    page.goto(QUEUE)
    assert page.evaluate("Notification.permission") == "granted"
    page.evaluate("hide(true)")

    requests.send("santa-fe")

    wait_until(lambda: page.evaluate("shown.length"), what="a notification")
    assert page.evaluate("shown") == [["A new request is waiting.", {"tag": "lead-news"}]]
    expect(toasts(page)).to_have_count(0)
    page.evaluate("hide(false)")
    expect(toasts(page)).to_contain_text("New lead at")


def test_a_page_with_a_stream_is_told_without_asking(browser: Browser, streaming_url: str, requests: Requests) -> None:
    visit = Visit(browser.new_page(base_url=streaming_url), streaming_url)
    page = visit.page
    asked: list[str] = []
    with page.expect_response("**/admin/leads/news/stream/*") as stream:
        open_page_with_stream(page)
    assert stream.value.status == 200
    page.on("request", lambda request: asked.append(request.url) if "/leads/news/" in request.url else None)

    name = requests.send()

    expect(page.locator(NAMES, has_text=name)).to_be_visible()
    expect(toasts(page)).to_have_text(TOLD)
    assert asked == []
    assert visit.complaints == []
    page.close()


def test_where_the_stream_fails_the_page_asks(browser: Browser, streaming_url: str, requests: Requests) -> None:
    page = browser.new_page(base_url=streaming_url)
    page.route("**/admin/leads/news/stream/**", lambda route: route.fulfill(status=502))
    open_page_with_stream(page)

    name = requests.send()

    expect(page.locator(NAMES, has_text=name)).to_be_visible()
    page.close()


def open_page_with_stream(page: Page) -> None:
    sign_in(page, "coordinator-duluth")
    page.goto(QUEUE)
    expect(page.locator(NAMES).first).to_be_visible()
