"""What comes in from the spool, and what cannot: in order, once, and nothing on the floor."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.db import OperationalError, connection
from django.test import Client

from leads.models import ConsultRequest, HeldRequest, Lead, Stage
from leads.spool.draining import drain
from leads.spool.receiving import count_waiting, receive, segments
from leads.spool.records import SpooledRequest
from leads.submission import Submission
from protection.encryption import keyring
from sites.models import Clinic
from staff.models import StaffUser

pytestmark = pytest.mark.django_db

NEVER = threading.Event()


def spool(now: datetime, *names: str, clinic: str = "duluth") -> None:
    for seconds, name in enumerate(names):
        submission = Submission(full_name=name, email=f"{name.lower()}@example.com", message="My back.")
        received_at = now + timedelta(seconds=seconds)
        receive(SpooledRequest(clinic_slug=clinic, received_at=received_at, submission=submission))


def names() -> list[str]:
    return list(ConsultRequest.objects.order_by("id").values_list("full_name", flat=True))


def test_requests_come_in_in_their_order(clinic: Clinic, now: datetime) -> None:
    spool(now, "Ana", "Jo", "Kim")

    assert drain(NEVER) == 3
    assert names() == ["Ana", "Jo", "Kim"]


def test_a_line_in_the_middle_that_nobody_can_read_is_held_and_costs_no_other(clinic: Clinic, now: datetime) -> None:
    spool(now, "Ana")
    with segments().writing():
        segments().append(Fernet(Fernet.generate_key()).encrypt(b"under a key that is gone"))
        path = segments().append(b"no token at all")
    with path.open("ab") as file:
        file.write(b"cf1 5 00000000 wrong\n")
    spool(now, "Kim")

    drain(NEVER)

    assert names() == ["Ana", "Kim"]
    assert [held.reason for held in HeldRequest.objects.all()] == ["unreadable"] * 3
    assert segments().paths() == []


def test_a_torn_line_is_passed_over(clinic: Clinic, now: datetime) -> None:
    spool(now, "Ana")
    with segments().paths()[0].open("ab") as file:
        file.write(b"cf1 500 0000")

    drain(NEVER)

    assert names() == ["Ana"]
    assert not HeldRequest.objects.exists()
    assert segments().paths() == []


def test_a_run_that_was_cut_short_is_begun_again_and_brings_nothing_in_twice(clinic: Clinic, now: datetime) -> None:
    spool(now, "Ana", "Jo")
    stop = threading.Event()
    stop.set()
    assert drain(stop) == 1

    drain(NEVER)

    assert names() == ["Ana", "Jo"]


def test_while_the_database_is_away_everything_waits(clinic: Clinic, now: datetime) -> None:
    spool(now, "Ana")

    def away(*_: object) -> None:
        raise OperationalError

    with connection.execute_wrapper(away), pytest.raises(OperationalError):
        drain(NEVER)

    assert count_waiting().count == 1
    drain(NEVER)
    assert names() == ["Ana"]


@pytest.mark.parametrize("poison", [{"page": None}, {"message": "half a character: \ud83d"}])
def test_a_request_that_trips_over_a_bug_is_held_and_those_behind_it_come_in(
    clinic: Clinic, now: datetime, poison: dict[str, Any]
) -> None:
    submission = Submission(full_name="Jo", email="jo@example.com", **poison)
    receive(SpooledRequest(clinic_slug="duluth", received_at=now, submission=submission))
    spool(now, "Kim")

    drain(NEVER)

    assert names() == ["Kim"]
    assert HeldRequest.objects.get().reason == "refused"
    assert segments().paths() == []


@pytest.mark.parametrize("content", [b"[]", b"{}", b"\xff", b'{"clinic": "duluth", "submission": {"id": "x"}}'])
def test_an_encrypted_line_that_is_no_request_is_held(clinic: Clinic, content: bytes) -> None:
    with segments().writing():
        segments().append(keyring().encrypt(content))

    drain(NEVER)

    assert HeldRequest.objects.get().reason == "unreadable"


def test_a_second_worker_of_the_machine_leaves_the_first_alone(clinic: Clinic, now: datetime) -> None:
    spool(now, "Ana")

    with segments().draining() as is_mine:
        assert is_mine
        assert drain(NEVER) == 0

    assert drain(NEVER) == 1


def test_a_late_request_lowers_nobodys_lead(clinic: Clinic, now: datetime, client: Client, clock: Any) -> None:
    values = {"full_name": "Jo Marlowe", "email": "jo@example.com", "phone": "(218) 555-0187", "clinic": "duluth"}
    client.post("/consult-requests/", values)
    phone = Lead.objects.get().phone_number
    submission = Submission(full_name="Jo Marlowe", email="jo@example.com", phone=phone, message="From before.")
    receive(SpooledRequest(clinic_slug="duluth", received_at=now - timedelta(minutes=5), submission=submission))

    drain(NEVER)

    lead = Lead.objects.get()
    assert (lead.consult_requests.count(), lead.last_requested_at) == (2, now)


class TestHeldRequests:
    @pytest.fixture
    def held(self, clinic: Clinic, now: datetime) -> HeldRequest:
        spool(now, "Ana", clinic="nowhere")
        drain(NEVER)
        return HeldRequest.objects.get()

    def test_released_to_a_clinic_it_is_a_lead_as_of_when_it_was_received(
        self, admin_client: Client, held: HeldRequest, clinic: Clinic, now: datetime, clock: Any
    ) -> None:
        clock.shift(timedelta(hours=2))

        answer = admin_client.post(f"/admin/leads/held/{held.pk}/", {"clinic": str(clinic.pk)})

        lead = Lead.objects.get()
        assert (answer.status_code, answer["Location"]) == (302, f"/admin/leads/{lead.pk}/")
        assert (lead.clinic, lead.created_at) == (clinic, now)
        held.refresh_from_db()
        assert (held.lead, held.record, held.closed_by.username) == (lead, None, "admin")

    def test_released_twice_it_is_one_lead(self, admin_client: Client, held: HeldRequest, clinic: Clinic) -> None:
        for _ in range(2):
            admin_client.post(f"/admin/leads/held/{held.pk}/", {"clinic": str(clinic.pk)})

        assert ConsultRequest.objects.count() == 1

    def test_set_aside_it_asks_for_nobody_and_can_still_be_released(
        self, admin_client: Client, held: HeldRequest, clinic: Clinic
    ) -> None:
        admin_client.post(f"/admin/leads/held/{held.pk}/", {"set_aside": "1"})
        assert not HeldRequest.objects.waiting().exists()

        admin_client.post(f"/admin/leads/held/{held.pk}/", {"clinic": str(clinic.pk)})

        assert Lead.objects.count() == 1

    def test_a_line_whose_key_is_back_can_be_released(
        self, admin_client: Client, clinic: Clinic, now: datetime, settings: Any
    ) -> None:
        own = settings.FIELD_ENCRYPTION_KEYS
        settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode(), *own]
        other = settings.FIELD_ENCRYPTION_KEYS
        spool(now, "Ana")
        settings.FIELD_ENCRYPTION_KEYS = own
        drain(NEVER)
        held = HeldRequest.objects.get()
        page = f"/admin/leads/held/{held.pk}/"

        assert "cannot be read" in admin_client.get(page).text
        admin_client.post(page, {"clinic": str(clinic.pk)})
        assert not Lead.objects.exists()
        settings.FIELD_ENCRYPTION_KEYS = other
        admin_client.post(page, {"clinic": str(clinic.pk)})

        assert names() == ["Ana"]

    def test_network_roles_see_it_and_a_clinics_coordinator_does_not(
        self, held: HeldRequest, clinic: Clinic, sign_in: Callable[..., Client]
    ) -> None:
        pages = ["/admin/leads/held/", f"/admin/leads/held/{held.pk}/"]

        manager, coordinator = sign_in("manager"), sign_in("coordinator")

        assert [manager.get(page).status_code for page in pages] == [200, 200]
        assert [coordinator.get(page).status_code for page in pages] == [404, 404]
        assert "/admin/leads/held/" in manager.get("/admin/", follow=True).text
        assert "/admin/leads/held/" not in coordinator.get("/admin/", follow=True).text

    @pytest.fixture
    def sign_in(self, clinic: Clinic) -> Callable[..., Client]:
        from leads.groups import ensure_clinic_coordinators, ensure_network_groups

        def client_of(role: str) -> Client:
            group = ensure_network_groups() if role == "manager" else ensure_clinic_coordinators(clinic)
            user = StaffUser.objects.create_user(username=role, email=f"{role}@example.com", password="lamplight-12")
            user.groups.add(group)
            client = Client()
            client.force_login(user)
            return client

        return client_of


def test_the_home_page_says_what_waits_on_this_machine(admin_client: Client, clinic: Clinic, now: datetime) -> None:
    assert Stage.objects.exists()
    spool(now, "Ana", "Jo")

    page = admin_client.get("/admin/").text

    assert "2 requests were received while the database was away" in page
