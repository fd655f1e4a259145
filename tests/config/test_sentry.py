"""An error report says where and why, and nothing of who was there."""

import logging
from typing import Any

import pytest
import sentry_sdk
import structlog
import werkzeug.test
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client

from config import sentry
from tests.config.canaries import FORM, NAME, TOKEN, URL, Refused, found_in
from tests.error_reports import Kept, transport

__all__ = ["transport"]


@pytest.fixture
def report(transport: Kept, settings: Any, db: None) -> Kept:
    """What leaves after a view broke that held everything a visitor can type."""
    settings.ROOT_URLCONF = "tests.config.canaries"
    # Through WSGI, as a server would: the SDK wraps that, and Django's own test client goes around it.
    visitor = werkzeug.test.Client(WSGIHandler())
    headers = {
        "Referer": f"http://testserver{URL}",
        "X-Forwarded-For": "203.0.113.9",
        "Cookie": f"seen={TOKEN}",
        "User-Agent": NAME,
    }
    answer = visitor.post(URL, base_url="http://testserver", data=FORM, headers=headers)
    assert answer.status_code == 500
    answer.close()
    sentry_sdk.flush()
    return transport


def test_no_value_that_was_typed_occurs_anywhere_in_the_bytes(report: Kept) -> None:
    assert len(report.sent) == 1
    (sent,) = report.sent
    assert not sent.startswith(b"\x1f\x8b"), "not compressed: the search below would find nothing"
    assert found_in(sent) == []
    assert b"203.0.113.9" not in sent


def test_the_report_still_says_where_and_why(report: Kept) -> None:
    (event,) = report.events()

    assert [each["type"] for each in event["exception"]["values"]] == ["KeyError", "Refused"]
    assert event["exception"]["values"][-1]["stacktrace"]["frames"][-1]["function"] == "break_down"
    assert event["transaction"] == "/break/{token}/"
    assert event["request"] == {"method": "POST"}
    words = [crumb["message"] for crumb in event["breadcrumbs"]["values"]]
    assert "about to break" in words
    assert "no answer from %s at %s" in words


def test_an_error_that_is_only_logged_is_reported_by_its_template(transport: Kept) -> None:
    logging.getLogger("somebody.elses").error("cannot reach %s", NAME)
    logging.getLogger("somebody.elses").error(f"cannot reach {NAME}")  # noqa: G004
    sentry_sdk.flush()

    first, second = transport.events()
    assert first["logentry"] == {"message": "cannot reach %s"}
    assert second["logentry"] == {"message": sentry.NOT_REPORTED}
    assert found_in(b"".join(transport.sent)) == []


def test_a_worker_that_logs_a_bug_reports_it(transport: Kept) -> None:
    try:
        raise Refused(NAME)
    except Refused:
        structlog.get_logger("carefront.worker").exception("loop failed", loop="sweep")
    sentry_sdk.flush()

    (event,) = transport.events()
    assert event["logentry"] == {"message": "loop failed"}
    assert event["exception"]["values"][0]["type"] == "Refused"
    assert found_in(transport.sent[0]) == []


def test_a_strangers_host_header_is_no_bug(transport: Kept, db: None) -> None:
    assert (
        Client(raise_request_exception=False).get("/healthz", headers={"Host": "evil.example.com"}).status_code == 400
    )
    sentry_sdk.flush()

    assert transport.sent == []


def test_a_webhook_does_not_tell_its_receiver_our_trace(transport: Kept, httpserver: Any) -> None:
    from integrations import outbound_http

    httpserver.expect_request("/hook").respond_with_data("")
    outbound_http.post(
        httpserver.url_for("/hook").replace("localhost", "127.0.0.1"), body=b"{}", headers={}, allow_private=True
    )

    ((request, _),) = httpserver.log
    assert {"sentry-trace", "baggage", "traceparent"} & {name.lower() for name in request.headers.keys()} == set()


def test_without_a_dsn_nothing_starts() -> None:
    sentry.start_sentry("")

    assert not sentry_sdk.get_client().is_active()
