"""Every kind of public page, on a narrow phone."""

import pytest
from playwright.sync_api import Page

from tests.browser.pages import PAGES, PHONE_OF_DULUTH
from tests.browser.visitors import in_view, overflow_px

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

every_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return browser_context_args | {"viewport": {"width": 360, "height": 640}}


@pytest.fixture(scope="module")
def reader_in_another_font(reader: Page) -> Page:
    reader.set_viewport_size({"width": 320, "height": 568})
    reader.route("**/*.woff2", lambda route: route.abort())
    return reader


@every_page
def test_a_page_fits_the_narrowest_phone_in_a_font_that_is_not_ours(reader_in_another_font: Page, path: str) -> None:
    reader_in_another_font.goto(path)

    assert overflow_px(reader_in_another_font) == 0


@pytest.mark.parametrize("name", ["clinic", "provider"])
def test_the_clinics_phone_is_one_tap_away(page: Page, name: str) -> None:
    page.goto(PAGES[name])

    assert in_view(page, f"a[href='{PHONE_OF_DULUTH}']")


# A form has no bar, which would stand on the keyboard and repeat the number beside it; nor has what answers it.
@pytest.mark.parametrize("name", ["consult form", "thank-you", "no page"])
def test_the_clinics_phone_can_be_tapped_where_there_is_no_bar(page: Page, name: str) -> None:
    page.goto(PAGES[name])
    page.locator(f"main a[href='{PHONE_OF_DULUTH}']").first.scroll_into_view_if_needed()

    assert in_view(page, f"main a[href='{PHONE_OF_DULUTH}']")
