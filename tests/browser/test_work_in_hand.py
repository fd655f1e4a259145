"""What a coordinator does next: the queue, a lead that would be forgotten, losing one, writing, people there twice."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.own_leads import add_lead, fill_in_lead
from tests.browser.test_workspace import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

QUEUE = "/admin/leads/queue/?whose=everybody"
GROUPS = ["Overdue", "Due soon", "Without an owner", "Due today", "No next step"]
CLOSED = {"treatment started", "lost", "not a candidate"}


@pytest.fixture
def at_work(page: Page) -> Page:
    sign_in(page, "coordinator-duluth")
    return page


def lose(page: Page, *, reason: str) -> None:
    form = page.locator("#move-lead")
    form.get_by_label("Move to").select_option(label="Lost")
    if reason:
        form.get_by_label("If lost, why").select_option(label=reason)
    form.get_by_role("button", name="Move", exact=True).click()


def test_the_queue_puts_first_what_is_due_first_and_holds_nothing_closed(at_work: Page) -> None:
    """Criterion 11."""
    address = add_lead(at_work, "Orla Finchley", phone="(907) 555-0175")

    at_work.goto("/queue-of-a-full-day/")

    headings = [re.sub(r"\s*[\d,]+\+?$", "", text) for text in at_work.locator(".queue-group h2").all_inner_texts()]
    assert [each for each in headings if each != "Due today"] == [each for each in GROUPS if each != "Due today"]
    assert headings == [each for each in GROUPS if each in headings]
    overdue = at_work.locator(".queue-overdue .lead-due").all_inner_texts()
    assert len(overdue) == 2
    assert [text.split(":")[0] for text in overdue] == ["Answer", "Next step"]
    stages = {text.strip().lower() for text in at_work.locator("td[data-label=Stage]").all_inner_texts()}
    assert stages
    assert not stages & CLOSED
    at_work.goto(address)
    lose(at_work, reason="Cost")
    expect(at_work.locator("#toasts")).to_contain_text("Lost")
    at_work.goto("/admin/leads/?q=finchley")
    expect(at_work.get_by_role("link", name="Orla Finchley")).to_be_visible()
    at_work.goto(QUEUE)
    expect(at_work.get_by_role("link", name="Orla Finchley")).to_have_count(0)


def test_a_lead_without_a_next_step_stands_in_a_view_of_its_own(at_work: Page) -> None:
    """Criterion 14."""
    address = add_lead(at_work, "Orla Fenwick", phone="(907) 555-0176")
    at_work.get_by_role("button", name="Take it").click()
    expect(at_work.locator("#toasts")).to_contain_text("has the lead now")
    at_work.locator("#log-call").get_by_role("radio", name="Reached").check()
    at_work.get_by_role("button", name="Save the call").click()
    expect(at_work.locator("#toasts")).to_contain_text("The call")

    at_work.goto("/admin/leads/")
    view = at_work.get_by_role("navigation", name="Saved views").get_by_role("link", name="No next step")
    view.click()
    expect(view).to_have_attribute("aria-current", "page")
    at_work.wait_for_load_state()  # its scripts run
    at_work.get_by_role("textbox", name="Search term").fill("fenwick")
    expect(at_work.locator("#lead-count")).to_have_text("1 lead matches")
    expect(at_work.locator("td.title")).to_contain_text("Orla Fenwick")

    at_work.goto(address)
    at_work.locator("#next-steps summary").click()
    at_work.locator("#next-steps").get_by_role("radio", name=re.compile("Tomorrow")).check()
    at_work.locator("#next-steps").get_by_role("button", name="Plan").click()
    expect(at_work.locator("#toasts .toast")).to_have_count(1)
    at_work.goto("/admin/leads/?due=none&q=fenwick")
    expect(at_work.get_by_text("No lead matches.")).to_be_visible()


def test_lost_needs_a_reason_of_a_short_list(at_work: Page) -> None:
    """Criterion 15."""
    add_lead(at_work, "Orla Foxglove", phone="(907) 555-0177")
    offered = at_work.locator("#move-lead").get_by_label("If lost, why").locator("option")
    assert 4 <= offered.count() <= 12

    lose(at_work, reason="")
    expect(at_work.locator("#move-lead .lead-error")).to_be_visible()
    expect(at_work.locator("#move-lead [aria-invalid=true]")).to_be_focused()
    expect(at_work.locator(".lead-facts")).to_contain_text("New")

    lose(at_work, reason="Cost")
    expect(at_work.locator("#toasts")).to_contain_text("Lost")
    expect(at_work.locator(".lead-history > li").first).to_contain_text("Cost")


def test_a_template_is_filled_in_previewed_and_blocks_sending_with_a_gap(at_work: Page) -> None:
    """Criterion 16. The template is one of the lead's language; it names treatments only where a booking does."""
    lead = add_lead(at_work, "Orla Fairweather", email="fairweather@example.com")
    at_work.goto(f"{lead}email/")
    at_work.get_by_label("Template").select_option(label="First answer")
    at_work.get_by_role("button", name="Use this template").click()
    text = at_work.get_by_label("Text", exact=True)
    expect(text).to_have_value(re.compile(r"^Hello Orla.*Tilda Rasmus\nNorthlight Infusion Clinic, Duluth", re.DOTALL))
    words = text.input_value()

    text.fill(f"{words} {{treatment}}")
    at_work.get_by_role("button", name="Preview").click()
    expect(at_work.locator(".lead-error")).to_contain_text("{treatment}")
    expect(at_work.get_by_role("button", name="Send")).to_have_count(0)
    text.fill(words)
    at_work.get_by_role("button", name="Preview").click()

    expect(at_work.locator(".letter-text")).to_contain_text("Hello Orla")
    expect(at_work.get_by_role("button", name="Send")).to_be_visible()


def test_who_is_there_twice_is_offered_joined_after_a_look_and_parted_again(at_work: Page) -> None:
    """Criterion 18."""
    first = add_lead(at_work, "Piet Halloway", phone="(907) 555-0178")
    fill_in_lead(at_work, "Pieter Halloway", phone="+1 907 555 0178")
    at_work.get_by_role("button", name="Add the lead").click()
    expect(at_work.get_by_role("alert")).to_contain_text("Nothing is stored yet.")
    expect(at_work.locator(".lead-duplicates")).to_contain_text("Piet Halloway")
    at_work.get_by_role("button", name="Add it all the same").click()
    expect(at_work.locator(".lead-name")).to_have_text("Pieter Halloway")

    at_work.locator(".lead-duplicates").get_by_role("link", name="Compare and join with Piet Halloway").click()
    preview = at_work.locator(".lead-merge")
    expect(preview).to_contain_text("Pieter Halloway")
    expect(preview).to_contain_text("Leads: 1")
    at_work.get_by_role("radio", name="Piet Halloway", exact=True).check()
    at_work.get_by_role("button", name="Join them").click()

    expect(at_work.locator("#toasts")).to_contain_text("They are one person now.")
    expect(at_work.locator(".lead-name")).to_have_text("Piet Halloway")
    at_work.get_by_role("button", name="Part them again").click()
    expect(at_work.get_by_text("They are two people again.")).to_be_visible()
    expect(at_work.locator(".lead-name")).to_have_text("Pieter Halloway")
    at_work.goto(first)
    expect(at_work.locator(".lead-name")).to_have_text("Piet Halloway")


def test_another_clinics_people_are_no_duplicates(at_work: Page, new_context: Callable[[], BrowserContext]) -> None:
    """Criterion 18."""
    add_lead(at_work, "Piet Hollander", phone="(907) 555-0179")
    elsewhere = new_context().new_page()
    sign_in(elsewhere, "coordinator-santa-fe")

    add_lead(elsewhere, "Piet Hollander", phone="(907) 555-0179")

    expect(elsewhere.locator(".lead-duplicates")).to_have_count(0)


def test_each_way_of_being_empty_says_how_it_goes_on(at_work: Page) -> None:
    """Criterion 23."""
    for page_name in ("queue", "board", "index"):
        at_work.goto(f"/before-the-first-lead/{page_name}")
        said = at_work.locator("main")
        expect(said).to_contain_text("No leads yet")
        expect(said).to_contain_text("as soon as somebody sends a clinic's consult form")
        expect(said.get_by_role("link", name="Add a lead").first).to_be_visible()
    for page_name in ("board/", ""):
        at_work.goto(f"/admin/leads/{page_name}?q=nobody-has-this-name")
        expect(at_work.get_by_text("No lead matches.")).to_be_visible()
        at_work.get_by_role("link", name="Show all leads").click()
        expect(at_work.locator(".board-card, td.title").first).to_be_visible()
    at_work.goto("/when-all-is-done/queue")
    expect(at_work.get_by_role("heading", name="Queue done. Well worked!")).to_be_visible()
    expect(at_work.get_by_role("link", name="Help your colleagues")).to_be_visible()
    expect(at_work.get_by_role("link", name="What comes next")).to_be_visible()


def test_whoever_works_nowhere_is_told_whom_to_ask(at_work: Page) -> None:
    """Criterion 23."""
    at_work.goto("/working-nowhere/")

    expect(at_work.get_by_text("Ask an administrator to add you to one.")).to_be_visible()
