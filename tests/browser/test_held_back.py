"""A browser does the sum it is asked for, and a coordinator decides about what was held back."""

import re
from urllib.parse import parse_qs

import altcha
import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.test_workspace import sign_in
from tests.browser.visitors import Visit, overflow_px
from tests.committing.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SECRETS = {"hmac_secret": "a", "hmac_key_secret": "b"}


def test_a_browser_that_is_asked_for_a_sum_does_it_and_sends_it_along(visit: Visit, site: Installation) -> None:
    page = visit.page
    challenge = altcha.create_challenge("PBKDF2/SHA-256", 5_000, counter=100, **SECRETS)
    page.route("**/consult-requests/challenge?*", lambda route: route.fulfill(json=challenge.to_dict()))
    page.goto("/clinics/duluth/")
    page.get_by_label("Your name", exact=True).fill("Rowan Ash")
    page.get_by_label("Phone", exact=True).fill("(218) 555-0131")

    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.get_by_role("button", name="Ask for a consult").click()

    page.wait_for_url(re.compile("/received/duluth/$"))
    posted = parse_qs(sent.value.post_data or "")
    checked = altcha.verify_solution(posted["altcha"][0], SECRETS["hmac_secret"], hmac_key_secret="b")
    assert checked.verified
    assert re.fullmatch(r"\d+,[1-9]\d*", posted["pace"][0])
    assert visit.complaints == []
    assert visit.requests_elsewhere == []


def test_where_the_question_cannot_be_asked_the_request_is_sent_all_the_same(page: Page, site: Installation) -> None:
    def fail(route: Route) -> None:
        route.abort()

    before = site.count("leads_consultrequest")
    page.route("**/consult-requests/challenge?*", fail)
    page.goto("/clinics/duluth/")
    page.get_by_label("Your name", exact=True).fill("Ellis Fern")
    page.get_by_label("Phone", exact=True).fill("(218) 555-0132")

    page.get_by_role("button", name="Ask for a consult").click()

    page.wait_for_url(re.compile("/received/duluth/$"))
    assert site.count("leads_consultrequest") == before + 1


def test_a_coordinator_takes_a_mistake_back_and_releases_a_patient(visit: Visit, site: Installation) -> None:
    page = visit.page
    page.set_viewport_size({"width": 360, "height": 740})
    site.post(submission_key="held-1", full_name="Wren Tallow", email="wren@example.com", website="https://x.example")
    sign_in(page, "coordinator-duluth")
    page.goto("/admin/leads/held-back/")
    row = page.locator("tr", has_text="Wren Tallow")
    expect(row).to_contain_text("It fills a field that no person sees.")
    assert overflow_px(page) == 0

    row.get_by_label("Choose Wren Tallow").check()
    page.get_by_role("button", name="Mark as spam").click()
    expect(page.get_by_text("1 request is marked as spam.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("1 request waits again.")).to_be_visible()
    page.get_by_role("link", name="Wren Tallow").click()
    page.get_by_role("button", name="Release").click()

    expect(page.get_by_text("Released: it is a lead now")).to_be_visible()
    expect(page.locator(".lead-name")).to_have_text("Wren Tallow")
    expect(page.locator(".lead-timeline")).to_contain_text("Released")
    assert visit.complaints == []
