"""Letters by a provider's API: its documented request, and what each of its answers means for the delivery."""

import time
from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from integrations import outbound_http
from integrations.delivery import deliver_due
from integrations.models import Delivery, DeliveryAttempt
from integrations.outbound_http import sessions
from integrations.outbox import Letter
from sites.models import Clinic
from tests.integrations.mail_provider_server import Provider, new_provider, serve
from tests.integrations.published import published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

NAMES = ["postmark", "mailgun", "brevo", "resend"]
TO = "jo@example.com"


@pytest.fixture
def provider(request: pytest.FixtureRequest, httpserver: HTTPServer, settings: Any) -> Provider:
    name = getattr(request, "param", "postmark")
    made = new_provider(name)
    serve(made, name, httpserver, settings)
    return made


def send_one(clinic: Clinic, now: datetime) -> tuple[Delivery, DeliveryAttempt]:
    published(clinic, at=now, letters=(Letter("lead_alert", TO, to_staff=True),))
    deliver_due(now=now)
    return Delivery.objects.get(), DeliveryAttempt.objects.get()


@pytest.mark.parametrize("provider", NAMES, indirect=True)
def test_a_letter_is_what_the_provider_documents_and_names_its_delivery(
    provider: Provider, clinic: Clinic, now: datetime
) -> None:
    delivery, _ = send_one(clinic, now)

    assert provider.wrong == []
    (letter,) = provider.received
    assert letter["to"] == TO
    assert letter["subject"]
    assert letter["text"]
    assert letter["metadata"] == {"delivery": delivery.pk.hex}
    assert delivery.state == "delivered"


INACTIVE = {
    "ErrorCode": 406,
    "Message": "You tried to send to a recipient that has been marked as inactive.\n Found inactive addresses: "
    f"{TO}.\n Inactive recipients are ones that have generated a hard bounce or a spam complaint.",
}
REFUSALS = [
    ("postmark", 422, INACTIVE, "failed", "the provider refused the recipient"),
    ("postmark", 422, {"ErrorCode": 300, "Message": f"Invalid 'To' address: '{TO}'."}, "failed", "the recipient"),
    ("postmark", 422, {"ErrorCode": 300, "Message": "Invalid 'From' address."}, "failed", "refused the letter (422)"),
    ("postmark", 422, {"ErrorCode": 405, "Message": f"{TO}"}, "pending", "may not send now (422)"),
    ("postmark", 422, {"ErrorCode": 412, "Message": ""}, "pending", "not approved our account yet (422)"),
    ("postmark", 401, {"ErrorCode": 10, "Message": ""}, "pending", "did not accept our account (401)"),
    ("postmark", 500, {}, "pending", "could not take it (500)"),
    ("postmark", 302, {}, "pending", "could not take it (302)"),
    ("postmark", 200, {"odd": 1}, "pending", "answer could not be read"),
    ("mailgun", 400, {"message": f"'to' parameter is not a valid address: {TO}"}, "failed", "refused the letter (400)"),
    ("mailgun", 401, "Forbidden", "pending", "did not accept our account (401)"),
    ("mailgun", 404, {"message": "Domain not found"}, "pending", "does not know our account or domain (404)"),
    ("mailgun", 429, {}, "pending", "has too much to do (429)"),
    ("brevo", 400, {"code": "invalid_parameter", "message": TO}, "failed", "refused the letter (400)"),
    ("brevo", 400, {"code": "not_enough_credits", "message": ""}, "pending", "no credits left (400)"),
    ("resend", 403, {"name": "validation_error"}, "pending", "our account or sender (403)"),
    ("resend", 422, {"name": "invalid_from_address"}, "failed", "refused the letter (422)"),
]


@pytest.mark.parametrize(
    ("provider", "status", "told", "state", "reason"),
    REFUSALS,
    ids=[f"{name}-{status}-{number}" for number, (name, status, *_) in enumerate(REFUSALS)],
    indirect=["provider"],
)
def test_a_refusal_ends_it_or_is_tried_again_by_what_it_is_about(
    provider: Provider, clinic: Clinic, now: datetime, status: int, told: object, state: str, reason: str
) -> None:
    provider.refuses = (status, {}, told)

    delivery, attempt = send_one(clinic, now)

    assert provider.wrong == []
    assert delivery.state == state
    assert reason in attempt.reason
    assert TO not in attempt.reason


def test_a_provider_that_asks_for_a_pause_gets_it(provider: Provider, clinic: Clinic, now: datetime) -> None:
    provider.refuses = (429, {"Retry-After": "600"}, {})

    delivery, _ = send_one(clinic, now)

    assert delivery.next_attempt_at == now + timedelta(seconds=600)


def test_a_redirect_takes_neither_letter_nor_key_elsewhere(
    provider: Provider, clinic: Clinic, now: datetime, httpserver: HTTPServer
) -> None:
    asked: list[Request] = []
    httpserver.expect_request("/elsewhere").respond_with_handler(lambda request: asked.append(request) or Response())
    provider.refuses = (307, {"Location": httpserver.url_for("/elsewhere")}, {})

    delivery, _ = send_one(clinic, now)

    assert asked == []
    assert delivery.state == "pending"


def test_a_provider_that_is_away_may_come_back(
    provider: Provider, clinic: Clinic, now: datetime, settings: Any
) -> None:
    settings.ANYMAIL = settings.ANYMAIL | {"POSTMARK_API_URL": "http://127.0.0.1:9/"}

    delivery, attempt = send_one(clinic, now)

    assert delivery.state == "pending"
    assert attempt.reason == "the receiver refused the connection or could not be reached"


def test_a_provider_that_drips_is_cut_off(
    clinic: Clinic, now: datetime, settings: Any, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = new_provider("postmark")
    serve(made, "postmark", httpserver, settings)

    def drip(request: Request) -> Response:
        def bytes_of_it() -> Any:
            for _ in range(100):
                yield b" "
                time.sleep(0.05)

        return Response(bytes_of_it(), content_type="application/json")

    httpserver.clear()
    httpserver.expect_request("/email").respond_with_handler(drip)
    monkeypatch.setattr(sessions, "TOTAL_SECONDS", 0.5)

    delivery, attempt = send_one(clinic, now)

    assert attempt.reason == outbound_http.OUT_OF_TIME
    assert delivery.state == "pending"
