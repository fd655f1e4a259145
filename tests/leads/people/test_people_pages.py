"""Joining, parting, households and do-not-contact on the lead's page."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from leads.groups import ensure_clinic_managers
from leads.models import DoNotContact, Lead, PersonMerge
from leads.people.do_not_contact import in_force, set_do_not_contact
from protection.identifiers import uuid7
from protection.models import AuditEntry
from sites.models import Clinic
from staff.models import StaffUser

pytestmark = pytest.mark.django_db


def url(lead: Lead, name: str) -> str:
    return reverse(f"leads:{name}", args=[lead.pk])


def seen_in(page: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found
    return found[1]


def test_the_preview_shows_both_values_and_what_moves_and_changes_nothing(
    signed_in: Client, lead: Lead, other: Lead
) -> None:
    page = signed_in.get(url(lead, "merge"), {"with": str(other.pk)}).content.decode()

    for words in ("(218) 555-0187", "(218) 555-0188", "Jo Marlowe", "Jo Marlow", "Requests: 1", "Leads: 1"):
        assert words in page
    assert "jo@example.com" not in page
    assert not PersonMerge.objects.exists()


def test_joining_through_the_form_and_parting_again(signed_in: Client, lead: Lead, other: Lead) -> None:
    page = signed_in.get(url(lead, "merge"), {"with": str(other.person_id)}).content.decode()
    typed = {"with": str(other.person_id), "seen": seen_in(page), "phone": "merged", "full_name": "kept"}

    assert signed_in.post(url(lead, "merge"), typed).status_code == 302

    ledger = PersonMerge.objects.get()
    assert ledger.kept.phone == "+12185550188"
    shown = signed_in.get(url(lead, "inspect")).content.decode()
    assert "Part them again" in shown
    assert re.search(r"Joined with another person <span[^>]*>Robin Vale, ", shown)
    signed_in.post(url(lead, "unmerge"), {"merge": str(ledger.pk)})
    assert Lead.objects.get(pk=other.pk).person_id == other.person_id
    merged = AuditEntry.objects.filter(action="merged").order_by("pk")
    assert [each.data for each in merged] == [{"view": "leads:merge"}, {"view": "leads:unmerge"}]


@pytest.mark.parametrize("typed", [{}, {"phone": "both"}, {"phone": "kept"}])
def test_a_choice_that_is_missing_or_none_is_asked_for_again(
    signed_in: Client, lead: Lead, other: Lead, typed: dict[str, str]
) -> None:
    answer = signed_in.post(url(lead, "merge"), typed | {"with": str(other.pk)})

    assert answer.status_code == 422
    assert not PersonMerge.objects.exists()


def test_an_old_look_is_refused_and_shown_again(signed_in: Client, lead: Lead, other: Lead) -> None:
    typed = {"with": str(other.pk), "seen": "0" * 32, "phone": "kept", "full_name": "kept"}

    answer = signed_in.post(url(lead, "merge"), typed)

    assert answer.status_code == 409
    assert "changed meanwhile" in answer.content.decode()
    assert not PersonMerge.objects.exists()


@pytest.mark.parametrize("name", ["merge", "household"])
def test_a_person_of_another_clinic_is_as_one_that_never_was(
    signed_in: Client, lead: Lead, other_clinic: Clinic, make_lead: Callable[..., Lead], name: str
) -> None:
    theirs = make_lead(other_clinic)
    held = make_lead(lead.clinic, quarantine_reason="honeypot")

    for key in (theirs.pk, theirs.person_id, uuid7(), "nonsense", held.pk):
        answer = signed_in.post(url(lead, name), {"with": str(key), "do": "mark"})
        assert answer.status_code == 404, key
    assert signed_in.get(url(lead, "merge"), {"with": str(theirs.pk)}).status_code == 404


@pytest.mark.parametrize("key", ["", "nonsense", "018f0000-0000-7000-8000-000000000001"])
def test_a_merge_that_never_was_cannot_be_undone(signed_in: Client, lead: Lead, key: str) -> None:
    assert signed_in.post(url(lead, "unmerge"), {"merge": key}).status_code == 404


def test_a_household_is_marked_from_the_hint_and_left(signed_in: Client, lead: Lead, other: Lead) -> None:
    assert "Compare and join" in signed_in.get(url(lead, "inspect")).content.decode()

    signed_in.post(url(lead, "household"), {"with": str(other.person_id), "do": "mark"})

    page = signed_in.get(url(lead, "inspect")).content.decode()
    assert "Same household" in page
    assert "Compare and join" not in page
    signed_in.post(url(lead, "household"), {"do": "leave"})
    assert "Compare and join" in signed_in.get(url(lead, "inspect")).content.decode()


def test_what_must_not_be_done_is_shown_before_anything_else(signed_in: Client, lead: Lead) -> None:
    assert signed_in.post(url(lead, "do_not_contact"), {"channels": []}).status_code == 422
    assert signed_in.post(url(lead, "do_not_contact"), {"channels": ["pigeon"]}).status_code == 422

    signed_in.post(url(lead, "do_not_contact"), {"channels": ["call", "sms"]})

    record = in_force(lead.person)
    assert record
    assert (record.channels, record.source) == (["call", "sms"], "staff")
    assert "Calls, Text messages" in signed_in.get(url(lead, "inspect")).content.decode()


def test_what_was_done_is_said_in_the_region_of_toasts(signed_in: Client, lead: Lead, other: Lead) -> None:
    for name, posted in (
        ("do_not_contact", {"channels": ["call"]}),
        ("do_not_contact", {"do": "lift"}),
        ("household", {"with": str(other.person_id), "do": "mark"}),
        ("household", {"do": "leave"}),
    ):
        page = signed_in.post(url(lead, name), posted, follow=True).content.decode()
        assert "data-toast" in page, posted


def test_a_coordinator_takes_back_their_own_word_and_nobody_elses(signed_in: Client, lead: Lead, now: datetime) -> None:
    signed_in.post(url(lead, "do_not_contact"), {"channels": ["call"]})
    signed_in.post(url(lead, "do_not_contact"), {"do": "lift"})
    assert in_force(lead.person) is None

    set_do_not_contact(lead.person, channels=["sms"], source=DoNotContact.Source.STOP, actor=None, at=now)
    refused = signed_in.post(url(lead, "do_not_contact"), {"do": "lift"})

    assert (refused.status_code, refused["Location"]) == (302, "/admin/")
    assert in_force(lead.person)
    assert AuditEntry.objects.filter(action="denied").count() == 1


def test_a_manager_of_the_clinic_lifts_what_the_person_forbade(
    client: Client, lead: Lead, make_staff: Callable[..., StaffUser], now: datetime
) -> None:
    client.force_login(make_staff("boss", ensure_clinic_managers(lead.clinic)))
    set_do_not_contact(lead.person, channels=["sms"], source=DoNotContact.Source.STOP, actor=None, at=now)

    client.post(url(lead, "do_not_contact"), {"do": "lift"})

    assert in_force(lead.person) is None


@pytest.mark.parametrize("page", ["queue/", "board/", "", "?columns=name&columns=phone&columns=email"])
def test_no_page_offers_to_call_or_write_to_somebody_who_must_not_be_contacted(
    signed_in: Client, lead: Lead, other: Lead, now: datetime, page: str
) -> None:
    set_do_not_contact(lead.person, channels=["call"], source="staff", actor=None, at=now)
    set_do_not_contact(other.person, channels=["email"], source="staff", actor=None, at=now)

    shown = signed_in.get(f"/admin/leads/{page}").content.decode()

    assert "tel:+12185550187" not in shown
    assert re.search(r"\(218\) 555-0187: <strong>do not call</strong>", shown)
    assert "tel:+12185550188" in shown
    if "email" in page:
        assert shown.count("mailto:jo@example.com") == 1  # theirs, of whom only calls are forbidden
        assert "jo@example.com: <strong>do not write</strong>" in shown


@pytest.mark.parametrize("name", ["unmerge", "household", "do_not_contact"])
def test_the_address_of_a_form_leads_back_to_the_page(signed_in: Client, lead: Lead, name: str) -> None:
    assert signed_in.get(url(lead, name))["Location"] == url(lead, "inspect")
