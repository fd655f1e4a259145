"""Carrying out an erasure in the workspace: who may, what is due first, the preview, the typed word, the result."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from integrations.delivery import deliver_due
from leads.groups import ensure_clinic_managers
from leads.models import ErasureRequest, Lead, Person
from protection.identifiers import uuid7
from protection.models import AuditEntry
from sites.models import Clinic
from staff.models import StaffUser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

INDEX = "/admin/leads/erasures/"


@pytest.fixture
def clinic_manager(make_staff: Callable[..., StaffUser], clinic: Clinic) -> StaffUser:
    return make_staff("clinic-manager", ensure_clinic_managers(clinic))


@pytest.fixture
def managing(client: Client, clinic_manager: StaffUser) -> Client:
    client.force_login(clinic_manager)
    return client


def wish(lead: Lead, *, due: date, **values: Any) -> ErasureRequest:
    asked = {"requested_at": lead.created_at, "due_date": due}
    return ErasureRequest.objects.create(person=lead.person, **(asked | values))


def page_of(request: ErasureRequest) -> str:
    return f"{INDEX}{request.pk}/"


def text(response: Any) -> str:
    content: str = response.content.decode()
    return content


def test_what_is_overdue_comes_first_and_what_was_done_last(
    managing: Client, clinic: Clinic, make_lead: Callable[..., Lead], now: datetime
) -> None:
    today = now.date()
    wish(make_lead(clinic, full_name="Later Person"), due=today + timedelta(days=20))
    wish(make_lead(clinic, full_name="Done Person"), due=today - timedelta(days=40), carried_out_at=now)
    wish(make_lead(clinic, full_name="Late Person"), due=today - timedelta(days=1))
    wish(make_lead(clinic, full_name="Soon Person"), due=today)

    shown = text(managing.get(INDEX))

    places = [shown.index(f"{word} Person") for word in ("Late", "Soon", "Later", "Done")]
    assert places == sorted(places)
    assert shown.count("Overdue") == 1
    assert "Erasure requests (3)" in shown


def test_coordinators_find_neither_list_nor_menu_nor_button(
    signed_in: Client, clinic: Clinic, make_lead: Callable[..., Lead], now: datetime
) -> None:
    lead = make_lead(clinic)
    request = wish(lead, due=now.date())
    own = make_lead(clinic)

    assert signed_in.get(INDEX).status_code == 302
    for method in (signed_in.get, signed_in.post):
        assert method(page_of(request), {"typed": "erase"}).status_code == 404
    assert signed_in.post(f"/admin/leads/{own.pk}/erase/", {"source": "phone"}).status_code == 302
    page = text(signed_in.get(f"/admin/leads/{own.pk}/"))

    assert "Erasure requests" not in page
    assert "Erase this person" not in page
    assert not Person.objects.exclude(erased_at=None).exists()
    assert ErasureRequest.objects.count() == 1


def test_a_foreign_clinics_wish_does_not_exist(
    managing: Client, other_clinic: Clinic, make_lead: Callable[..., Lead], now: datetime
) -> None:
    lead = make_lead(other_clinic, full_name="Ana Foreign")
    request = wish(lead, due=now.date())

    assert "Ana Foreign" not in text(managing.get(INDEX))
    assert managing.get(page_of(request)).status_code == 404
    assert managing.post(page_of(request), {"typed": "erase"}).status_code == 404
    assert managing.post(f"/admin/leads/{lead.pk}/erase/", {"source": "phone"}).status_code == 404


def test_the_preview_changes_nothing_and_counts_what_would_go(
    managing: Client, clinic: Clinic, make_lead: Callable[..., Lead], now: datetime
) -> None:
    request = wish(make_lead(clinic), due=now.date())

    shown = text(managing.get(page_of(request)))

    assert "Jo Marlowe" in shown
    assert "<title>" in shown
    assert "Jo Marlowe" not in shown.partition("</title>")[0]
    assert "What will go" in shown
    assert "What stays" in shown
    assert Person.objects.get().full_name == "Jo Marlowe"


@pytest.mark.parametrize(("typed", "is_erased"), [("", False), ("yes", False), ("erase", True), (" Erase ", True)])
def test_only_the_typed_word_erases(
    managing: Client, clinic: Clinic, make_lead: Callable[..., Lead], now: datetime, typed: str, is_erased: bool
) -> None:
    request = wish(make_lead(clinic), due=now.date())

    answer = managing.post(page_of(request), {"typed": typed})

    assert answer.status_code == (302 if is_erased else 422)
    assert (Person.objects.get().erased_at is not None) is is_erased


def test_the_result_says_who_did_it_and_how_much_went_and_writes_to_nobody(
    managing: Client, clinic: Clinic, make_lead: Callable[..., Lead], clinic_manager: StaffUser, now: datetime
) -> None:
    request = wish(make_lead(clinic), due=now.date())

    shown = text(managing.post(page_of(request), {"typed": "erase"}, follow=True))
    again = managing.post(page_of(request), {"typed": "erase"})
    deliver_due(now=now)

    assert "What went" in shown
    assert "clinic-manager" in shown
    assert "Marlowe" not in shown + text(managing.get(INDEX))
    assert again.status_code == 302
    entries = AuditEntry.objects.filter(action__in=["erased", "changed"])
    assert [(each.action, each.actor) for each in entries] == [("erased", str(clinic_manager.pk))]
    assert mail.outbox == []


def test_somebody_who_asked_by_phone_is_erased_from_the_leads_page(
    managing: Client, clinic: Clinic, make_lead: Callable[..., Lead], clinic_manager: StaffUser
) -> None:
    lead = make_lead(clinic)
    assert f"/admin/leads/{lead.pk}/erase/" in text(managing.get(f"/admin/leads/{lead.pk}/"))

    unsaid = managing.post(f"/admin/leads/{lead.pk}/erase/")
    answer = managing.post(f"/admin/leads/{lead.pk}/erase/", {"source": "phone"})

    request = ErasureRequest.objects.get()
    assert unsaid.status_code == 422
    assert answer["Location"] == page_of(request)
    assert (request.source, request.recorded_by) == ("phone", clinic_manager)
    assert page_of(request) in text(managing.get(f"/admin/leads/{lead.pk}/"))
    assert managing.get(f"/admin/leads/{lead.pk}/erase/")["Location"] == page_of(request)


def test_by_command_with_a_dry_run_first(
    clinic: Clinic, make_lead: Callable[..., Lead], capsys: pytest.CaptureFixture[str]
) -> None:
    lead = make_lead(clinic)

    call_command("erase_person", str(lead.person_id), "--dry-run")
    would = capsys.readouterr().out
    assert Person.objects.get().full_name == "Jo Marlowe"
    call_command("erase_person", str(lead.person_id))
    did = capsys.readouterr().out

    assert Person.objects.get().full_name == ""
    assert '"erased": false' in would
    assert '"erased": true' in did
    assert would.partition('"rows"')[2] == did.partition('"rows"')[2]
    with pytest.raises(CommandError):
        call_command("erase_person", str(uuid7()))
