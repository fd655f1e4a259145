"""The coordinators' pages by axe, wide and narrow, in the dark, zoomed in, and in Spanish."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.test_accessibility import violations
from tests.browser.test_workspace import sign_in, sign_out
from tests.browser.visitors import overflow_px

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# Moderate, and Wagtail's own on each of its pages: search landmarks of one name, the order of its headings.
OF_WAGTAIL = {"landmark-unique", "heading-order", "region", "page-has-heading-one"}
PAGES = {
    "queue": "/admin/leads/queue/",
    "everybody's queue": "/admin/leads/queue/?whose=everybody",
    "board": "/admin/leads/board/",
    "list": "/admin/leads/",
    "list where nothing matches": "/admin/leads/?q=nobody-has-this-name",
    "add a lead": "/admin/leads/add/",
}


@pytest.fixture
def signed_in_as(new_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    def sign_in_as(username: str, **sight: Any) -> Page:
        page = new_context(**sight).new_page()
        sign_in(page, username)
        return page

    return sign_in_as


def ours(page: Page) -> list[str]:
    return [each for each in violations(page) if not any(f": {rule}: " in each for rule in OF_WAGTAIL)]


@contextmanager
def preferring(page: Page, **values: str) -> Iterator[None]:
    """What the account page offers, chosen for a while: users belong to all tests."""
    before = choose(page, values)
    yield
    choose(page, before)


def choose(page: Page, values: dict[str, str]) -> dict[str, str]:
    """Returns what was chosen before."""
    page.goto("/admin/account/")
    before = {}
    for name, value in values.items():
        field = page.locator(f"select[name$={name}]")
        before[name] = field.input_value()
        field.select_option(value)
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("Save|Guardar")).click()
    return before


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_a_page_of_the_workspace(signed_in_as: Callable[..., Page], name: str) -> None:
    """Criteria 30 and 31."""
    page = signed_in_as("coordinator-duluth")

    page.goto(PAGES[name])

    assert ours(page) == []


def test_axe_finds_nothing_where_staff_write_to_somebody(signed_in_as: Callable[..., Page]) -> None:
    """Criteria 16 and 31."""
    page = signed_in_as("coordinator-duluth")
    page.goto("/admin/leads/?q=%40example")

    page.goto(f"{page.locator('td.title a').first.get_attribute('href')}email/")

    expect(page.get_by_label("Subject")).to_be_visible()
    assert ours(page) == []


def test_the_workspace_speaks_spanish_and_its_longer_words_fit_a_phone(signed_in_as: Callable[..., Page]) -> None:
    """Criterion 30."""
    page = signed_in_as("coordinator-st-cloud", viewport={"width": 360, "height": 740})
    with preferring(page, preferred_language="es"):
        for name in ("queue", "board", "list", "add a lead"):
            page.goto(PAGES[name])
            assert page.locator("html").get_attribute("lang") == "es", name
            assert overflow_px(page) == 0, name
        expect(page.get_by_role("heading", level=1).first).not_to_have_text("Add a lead")


def test_a_coordinator_sees_only_menus_of_use_to_them(signed_in_as: Callable[..., Page]) -> None:
    """Criterion 35."""
    page = signed_in_as("coordinator-duluth")

    page.goto("/admin/leads/")

    items = {
        text.strip() for text in page.get_by_role("navigation", name="Main menu").get_by_role("link").all_inner_texts()
    }
    assert {"My queue", "Board", "All leads"} <= items
    assert not {"Pages", "Images", "Reports", "Settings", "Stages", "Clinics", "Audit"} & items


def test_more_contrast_and_snug_rows_hide_nothing(signed_in_as: Callable[..., Page]) -> None:
    """Criterion 30. 200 % and 400 % are among the widths that axe looks at."""
    page = signed_in_as("manager-santa-fe", reduced_motion="reduce")
    with preferring(page, contrast="more_contrast", density="snug"):
        for name in ("queue", "board", "list"):
            page.goto(PAGES[name])
            assert "w-density-snug" in str(page.locator("html").get_attribute("class"))
            assert ours(page) == [], name
            page.set_viewport_size({"width": 640, "height": 400})  # 1280 px at 200 %
            assert overflow_px(page) == 0, name


def test_what_moves_stands_still_for_whoever_asked_for_that(signed_in_as: Callable[..., Page]) -> None:
    """Criterion 30."""
    page = signed_in_as("coordinator-duluth", reduced_motion="reduce")

    for name in ("queue", "board", "list"):
        page.goto(PAGES[name])
        moving = page.locator("main :is(.queue, #listing-results) *").evaluate_all(
            "elements => elements.filter(each => each.getAnimations().length).map(each => each.outerHTML.slice(0, 99))"
        )
        assert moving == [], name


def test_axe_finds_nothing_in_an_open_filter(signed_in_as: Callable[..., Page]) -> None:
    """Criterion 31."""
    page = signed_in_as("coordinator-duluth")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(PAGES["list"])
        page.set_viewport_size({"width": 1280, "height": 900})
        page.locator("#filters-drilldown button").first.click()
        page.locator(".w-drilldown__toggle", has_text="Stage").click()
        expect(page.locator("#drilldown-id_stage")).to_be_visible()
        page.evaluate(AXE_SCRIPT)

        found = page.evaluate("() => axe.run({resultTypes: ['violations'], elementRef: false})")

        grave = [each for each in found["violations"] if each["impact"] in {"serious", "critical"}]
        assert [(each["id"], each["nodes"][0]["html"][:160]) for each in grave] == []


def test_an_editor_sees_no_menu_of_leads(signed_in_as: Callable[..., Page], base_url: str) -> None:
    """Criterion 35. One login with both roles: `tests/leads/test_workspace.py`."""
    page = signed_in_as("coordinator-duluth")
    sign_out(page)
    page.goto("/admin/login/")
    page.get_by_label("Username").fill("editor-duluth")
    page.locator("input[name=password]").fill("lamplight")
    page.get_by_role("button", name="Sign in").click()

    menu = page.get_by_role("navigation", name="Main menu")
    expect(menu.get_by_role("link", name="Images")).to_be_visible()
    for name in ("My queue", "Board", "All leads", "Held back"):
        expect(menu.get_by_role("link", name=name)).to_have_count(0)
    assert page.goto("/admin/leads/") is not None
    assert page.url == f"{base_url}/admin/"
