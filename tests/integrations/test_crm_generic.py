"""Events on their way to a system that we do not know, as its mapping says."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from integrations.delivery import deliver_due
from integrations.models import CrmConnection
from sites.models import Clinic
from tests.integrations.crm_deliveries import last_reason, send_again, states
from tests.integrations.crm_events import Jo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def connection(clinic: Clinic, httpserver: Any, make_connection: Callable[..., CrmConnection]) -> CrmConnection:
    httpserver.expect_request("/in/").respond_with_data(status=204)
    return make_connection(
        clinic,
        "generic",
        base_url=httpserver.url_for("/in/").replace("localhost", "127.0.0.1"),
        credentials={"header_value": "s3cret"},
        vendor_settings={"method": "PUT", "header_name": "X-Api-Key"},
        mapping={
            "contact": {"full_name": "person.name", "email": "person.mail"},
            "lead": {"stage": "status", "source": "origin"},
        },
        stage_mapping={"new": "fresh"},
    )


def bodies(httpserver: Any) -> list[Any]:
    return [json.loads(request.get_data()) for request, _ in httpserver.log]


def test_contact_and_lead_are_told_as_the_mapping_says(
    connection: CrmConnection, httpserver: Any, jo: Jo, now: datetime
) -> None:
    event = jo.asks(now)

    deliver_due(now=now)

    assert bodies(httpserver) == [
        {"object": "contact", "id": str(jo.person_id), "person": {"name": "Jo Marlowe", "mail": "jo@example.com"}},
        {"object": "lead", "id": str(jo.lead_id), "contact_id": str(jo.person_id), "status": "fresh"},
    ]
    (request, _), (second, _) = httpserver.log
    assert (request.method, request.headers["X-Api-Key"]) == ("PUT", "s3cret")
    assert request.headers["Idempotency-Key"] == f"{event.pk}-contact"
    assert second.headers["Idempotency-Key"] == f"{event.pk}-lead"


def test_only_what_changed_is_told_and_a_stage_without_a_word_of_theirs_goes_as_ours(
    connection: CrmConnection, httpserver: Any, jo: Jo, now: datetime
) -> None:
    jo.asks(now)
    deliver_due(now=now)

    jo.moves_to("connected", now + timedelta(minutes=1))
    deliver_due(now=now + timedelta(minutes=1))
    send_again(now + timedelta(minutes=2))

    assert len(httpserver.log) == 3
    assert bodies(httpserver)[-1]["status"] == "connected"


@pytest.mark.parametrize(("status", "state"), [(503, "pending"), (401, "pending"), (422, "failed"), (302, "failed")])
def test_only_2xx_is_success(
    clinic: Clinic,
    httpserver: Any,
    make_connection: Callable[..., CrmConnection],
    jo: Jo,
    now: datetime,
    status: int,
    state: str,
) -> None:
    httpserver.expect_request("/no").respond_with_data("no Jo here", status=status)
    make_connection(clinic, "generic", base_url=httpserver.url_for("/no").replace("localhost", "127.0.0.1"))
    jo.asks(now)

    deliver_due(now=now)

    assert states() == [state]
    assert "Jo" not in last_reason()
