"""Headers of an endpoint's own: sent, stored encrypted, and never ours."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from integrations.custom_headers import HeaderRefused, check_headers, parse_headers
from integrations.delivery import deliver_due
from integrations.models import Endpoint
from sites.models import Clinic
from tests.integrations.published import published
from tests.receiver import Receiver


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_they_are_sent_and_not_readable_in_the_database(
    clinic: Clinic, make_endpoint: Callable[..., Endpoint], crm: Receiver, httpserver: Any, now: datetime
) -> None:
    make_endpoint(clinic, headers={"Authorization": "Bearer abc-canary", "X-Tenant": "north"})
    published(clinic, at=now)

    deliver_due(now=now)

    ((request, _),) = httpserver.log
    assert (request.headers["Authorization"], request.headers["X-Tenant"]) == ("Bearer abc-canary", "north")
    with connection.cursor() as cursor:
        cursor.execute("SELECT headers FROM integrations_endpoint")
        assert "canary" not in cursor.fetchone()[0]


@pytest.mark.parametrize(
    "name",
    [
        "webhook-id",
        "Webhook-Signature",
        "Host",
        "content-type",
        "Content-Length",
        "Transfer-Encoding",
        "Connection",
        "Keep-Alive",
        "TE",
        "Trailer",
        "Upgrade",
        "Proxy-Authorization",
        "Expect",
        "User-Agent",
        "Cookie",
    ],
)
def test_what_is_ours_cannot_be_set(name: str) -> None:
    with pytest.raises(HeaderRefused, match="we set"):
        check_headers({name: "x"})


@pytest.mark.parametrize(
    "headers",
    [
        {"X-A": "one\r\nwebhook-id: forged"},
        {"X-A": "one\nHost: other"},
        {"X-A": "one\x00"},
        {"X-A": "one\n"},
        {"X-A\n": "one"},
        {"X A": "one"},
        {"": "one"},
        {"X-A": ""},
        {"X-A": "ünicode"},
        {"X-A": 7},
        {"X-A": "one", "x-a": "two"},
        {"X-A": "x" * 2001},
        {f"X-{number}": "x" for number in range(11)},
        ["X-A"],
    ],
    ids=range(14),
)
def test_what_could_be_read_in_two_ways_is_refused(headers: Any) -> None:
    with pytest.raises(HeaderRefused):
        check_headers(headers)


@given(st.text())
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    try:
        headers = parse_headers(text)
    except HeaderRefused:
        return
    for name, value in headers.items():
        assert not set(name + value) & set("\r\n\x00")


def test_lines_are_names_and_values() -> None:
    assert parse_headers("Authorization: Bearer a:b\r\n\r\nX-Tenant:  north \r\n") == {
        "Authorization": "Bearer a:b",
        "X-Tenant": "north",
    }
