"""Making, listing and revoking tokens, by command and in the admin."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from leads.models import ApiToken, ConsultRequest
from leads.origins import parse_origin
from sites.groups import grant_in_clinic, group_with_admin_access
from sites.models import Clinic
from staff.models import StaffUser

pytestmark = pytest.mark.django_db


def send(client: Client, token: str, key: str = "k-1") -> Any:
    return client.post(
        "/api/v1/consult-requests",
        {"clinic": "duluth", "full_name": "Jo Marlowe", "email": "jo@example.com"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": key},
    )


@pytest.fixture
def managed(client: Client, manager: StaffUser) -> Client:
    """A browser in which an intake manager is signed in."""
    client.force_login(manager)
    return client


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://landing.example.com", "https://landing.example.com"),
        ("HTTPS://Landing.Example.com:443/", "https://landing.example.com"),
        ("https://landing.example.com:8443", "https://landing.example.com:8443"),
        ("https://münchen.example", "https://xn--mnchen-3ya.example"),
        ("http://localhost:3000", "http://localhost:3000"),
    ],
)
def test_an_origin_is_kept_as_browsers_send_it(typed: str, kept: str) -> None:
    assert parse_origin(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "*",
        "null",
        "",
        "https://*.example.com",
        "https://",
        "http://landing.example.com",
        "https://landing.example.com/page",
        "https://landing.example.com?x=1",
        "https://jo@landing.example.com",
        "https://landing.example.com:99999",
        "https://a\nb.example",
        "https://" + "a" * 300 + ".example",
        "javascript:alert(1)",
    ],
)
def test_what_is_no_exact_https_origin_is_refused(typed: str) -> None:
    with pytest.raises(CommandError, match="Write an origin as"):
        call_command("add_api_token", source="page", origins=[typed])
    assert not ApiToken.objects.exists()


def test_a_token_says_on_which_day_it_was_used_and_writes_once_a_day(client: Client, token: str, clock: Any) -> None:
    def statements(key: str) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            assert send(client, token, key).status_code == 201
        return [each["sql"] for each in captured if each["sql"].startswith("UPDATE") and "apitoken" in each["sql"]]

    assert [len(statements("k-1")), len(statements("k-2"))] == [1, 0]
    assert ApiToken.objects.get().last_used_on == date(2026, 3, 4)
    clock.shift(86_400)
    assert len(statements("k-3")) == 1


def test_tokens_are_listed_and_revoked_by_command(
    client: Client, token: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert send(client, token).status_code == 201
    call_command("revoke_api_token", "spring-campaign")
    first = json.loads(capsys.readouterr().out)
    call_command("revoke_api_token", "spring-campaign")
    assert json.loads(capsys.readouterr().out) == first, "safe to repeat"

    call_command("list_api_tokens")

    listed = capsys.readouterr().out
    assert token not in listed
    assert [(each["source"], each["clinic"], bool(each["revoked_at"])) for each in json.loads(listed)] == [
        ("spring-campaign", "duluth", True)
    ]
    assert send(client, token, "k-2").status_code == 401
    actions = ModelLogEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["wagtail.create", "wagtail.apitoken.revoke"]


def test_a_token_that_never_was_cannot_be_revoked() -> None:
    with pytest.raises(CommandError, match="list_api_tokens"):
        call_command("revoke_api_token", "nobody")


def test_a_manager_makes_a_token_that_is_shown_once_and_works(managed: Client, clinic: Clinic) -> None:
    made = managed.post(
        reverse("api_tokens:add"),
        {"source": "landing-page", "clinic": str(clinic.pk), "origins": "HTTPS://landing.example.com/\n"},
    )

    page = made.content.decode()
    text = page.partition('class="shown-once">')[2].partition("<")[0]
    assert text.startswith("cft_")
    assert ApiToken.objects.get().origins == ["https://landing.example.com"]
    assert send(Client(), text).status_code == 201
    assert text not in managed.get(reverse("api_tokens:index")).content.decode()
    assert ModelLogEntry.objects.get().action == "wagtail.create"


def test_a_manager_revokes_a_token_after_being_asked(managed: Client, manager: StaffUser, token: str) -> None:
    row = ApiToken.objects.get()
    address = reverse("api_tokens:revoke", args=[row.pk])

    asked = managed.get(address)
    assert "Revoke “spring-campaign”?" in asked.content.decode()
    assert send(Client(), token).status_code == 201, "to ask changes nothing"
    managed.post(address)

    assert send(Client(), token, "k-2").status_code == 401
    assert ConsultRequest.objects.count() == 1, "what came in with it stays"
    entry = ModelLogEntry.objects.get(action="wagtail.apitoken.revoke")
    assert (entry.user, entry.label) == (manager, "spring-campaign")
    assert address not in managed.get(reverse("api_tokens:index")).content.decode()


def test_a_wrong_origin_is_said_at_its_field(managed: Client, clinic: Clinic) -> None:
    answer = managed.post(reverse("api_tokens:add"), {"source": "page", "clinic": "", "origins": "https://*.example"})

    assert "Write an origin as" in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_a_coordinator_has_nothing_to_do_with_tokens(signed_in: Client, token: str) -> None:
    assert signed_in.get(reverse("api_tokens:index")).status_code == 302
    assert signed_in.post(reverse("api_tokens:add"), {"source": "mine"}).status_code == 302
    revoked = signed_in.post(reverse("api_tokens:revoke", args=[ApiToken.objects.get().pk]))
    assert revoked.status_code == 404
    assert ApiToken.objects.active().count() == 1


def test_who_manages_one_clinics_tokens_makes_none_for_others(
    client: Client, make_staff: Callable[..., StaffUser], clinic: Clinic, other_clinic: Clinic
) -> None:
    group = group_with_admin_access("Tokens here")
    grant_in_clinic(group, clinic, ApiToken, ("add", "change", "view"))
    client.force_login(make_staff("local", group))

    for refused in ("", str(other_clinic.pk)):
        client.post(reverse("api_tokens:add"), {"source": "page", "clinic": refused, "origins": ""})
        assert not ApiToken.objects.exists()
    client.post(reverse("api_tokens:add"), {"source": "page", "clinic": str(clinic.pk), "origins": ""})

    assert ApiToken.objects.get().clinic == clinic


def test_a_manager_chooses_what_a_token_may_do_and_read(managed: Client, clinic: Clinic) -> None:
    typed = {"source": "crm", "clinic": str(clinic.pk), "origins": "", "scopes": ["leads:read", "events:read"]}

    managed.post(reverse("api_tokens:add"), typed | {"data_class": "contact"})

    token = ApiToken.objects.get()
    assert (token.scopes, token.data_class) == (["leads:read", "events:read"], "contact")
    assert "Read leads, Read events" in managed.get(reverse("api_tokens:index")).content.decode()


def test_a_token_that_pages_use_is_given_nothing_else(managed: Client) -> None:
    typed = {"source": "page", "clinic": "", "origins": "https://landing.example.com", "scopes": ["leads:read"]}

    answer = managed.post(reverse("api_tokens:add"), typed)

    assert "it can only hand in consult requests" in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_health_is_read_only_under_an_agreement(managed: Client) -> None:
    typed = {"source": "crm", "clinic": "", "origins": "", "scopes": ["leads:read"], "data_class": "health"}

    managed.post(reverse("api_tokens:add"), typed)
    assert not ApiToken.objects.exists()
    managed.post(reverse("api_tokens:add"), typed | {"agreement_on_file": "on"})

    assert ApiToken.objects.get().readable_class.slug == "health"
