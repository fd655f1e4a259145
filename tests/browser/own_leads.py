"""Leads that a test makes for itself, by hand as a coordinator does: what it does to them is nobody else's affair."""

import re

from playwright.sync_api import Page, expect

ADDRESS = re.compile(r"/admin/leads/[0-9a-f-]{36}/$")


def add_lead(page: Page, name: str, *, phone: str = "", email: str = "") -> str:
    """By whoever is signed in, at their clinic. Ends on the lead's page and returns its address."""
    fill_in_lead(page, name, phone=phone, email=email)
    page.get_by_role("button", name="Add the lead").click()
    page.wait_for_url(ADDRESS)
    expect(page.locator(".lead-name")).to_have_text(name)
    return page.url


def fill_in_lead(page: Page, name: str, *, phone: str = "", email: str = "") -> None:
    page.goto("/admin/leads/add/")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Phone").fill(phone)
    page.get_by_label("E-mail").fill(email)
