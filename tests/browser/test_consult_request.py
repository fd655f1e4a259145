"""A visitor asks for a consult, in a browser with and without script."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.committing.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CLINIC = "/clinics/duluth/"
THANK_YOU = re.compile(r"/consult-requests/received/duluth/$")


def fill_in(page: Page, **more: str) -> None:
    for label, value in ({"Your name": "Jo Marlowe", "Phone": "(218) 555-0187"} | more).items():
        page.get_by_label(label, exact=True).fill(value)


def test_without_script_a_request_leads_to_the_thank_you_page(page_without_script: Page, site: Installation) -> None:
    page = page_without_script
    leads_before = site.count("leads_lead")
    page.goto(CLINIC)
    fill_in(page, **{"Your name": "Ada Quill", "Phone": "(218) 555-0188"})

    with page.expect_response(lambda response: response.request.method == "POST") as answer:
        page.get_by_role("button", name="Ask for a consult").click()

    assert answer.value.status == 303
    page.wait_for_url(THANK_YOU)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. We have your request.")
    assert site.count("leads_lead") == leads_before + 1


def test_a_double_click_sends_one_request(page: Page, site: Installation) -> None:
    before = {table: site.count(table) for table in ("leads_lead", "leads_consultrequest")}
    page.goto(CLINIC)
    fill_in(page)

    page.get_by_role("button", name="Ask for a consult").dblclick()

    page.wait_for_url(THANK_YOU)
    assert {table: site.count(table) for table in before} == {table: count + 1 for table, count in before.items()}


def test_errors_take_the_focus_keep_what_was_typed_and_lead_to_the_fields(page: Page, site: Installation) -> None:
    before = site.count("leads_consultrequest")
    page.goto(CLINIC)
    page.get_by_label("Phone", exact=True).fill("12")
    page.get_by_label("Anything we should know").fill("Since <spring>.")

    page.get_by_role("button", name="Ask for a consult").click()

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page.get_by_label("Phone", exact=True)).to_have_value("12")
    expect(page.get_by_label("Anything we should know")).to_have_value("Since <spring>.")
    summary.get_by_role("link", name="Tell us your name").click()
    expect(page.get_by_label("Your name")).to_be_focused()
    assert site.count("leads_consultrequest") == before


def test_a_newsletter_sign_up_leads_to_check_your_mail(page: Page, site: Installation) -> None:
    before = site.count("leads_subscription")
    page.goto("/articles/what-chronic-pain-is/")
    page.get_by_label("Your e-mail").fill("reader@example.com")

    page.get_by_role("button", name="Send me the newsletter").click()

    page.wait_for_url(re.compile(r"/newsletter/check-your-mail/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("mail")
    assert site.count("leads_subscription") == before + 1
