"""What a monitor may read, and who may."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from integrations import tallies
from integrations.delivery import deliver_due
from integrations.heartbeat import Heartbeat
from integrations.models import Endpoint
from sites.models import Clinic
from tests.integrations.published import published
from tests.receiver import Receiver

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    tallies._counted.clear()


def read(client: Client, **headers: str) -> dict[str, float]:
    text = client.get("/metrics", headers=headers).content.decode()
    return {
        line.rpartition(" ")[0]: float(line.rpartition(" ")[2])
        for line in text.splitlines()
        if not line.startswith("#")
    }


def test_it_tells_what_waits_and_what_came_of_attempts(
    client: Client,
    clinic: Clinic,
    make_endpoint: Callable[..., Endpoint],
    crm: Receiver,
    now: datetime,
    clock: Any,
) -> None:
    make_endpoint(clinic)
    make_endpoint(clinic, status="paused")
    published(clinic, at=now - timedelta(seconds=3))
    deliver_due(now=now)
    published(clinic, at=now - timedelta(seconds=90))
    Heartbeat(started_at=now, threads=8).beat(at=now)

    values = read(client)

    assert values['carefront_deliveries_waiting{channel="webhook",why="due"}'] == 1
    assert values['carefront_deliveries_waiting{channel="webhook",why="held"}'] == 2
    assert values['carefront_delivery_oldest_seconds{channel="webhook"}'] == 90
    assert values['carefront_delivery_attempts_total{channel="webhook",state="delivered"}'] == 1
    assert values['carefront_delivery_latency_seconds_bucket{channel="webhook",le="2.5"}'] == 0
    assert values['carefront_delivery_latency_seconds_bucket{channel="webhook",le="5"}'] == 1
    assert values['carefront_delivery_latency_seconds_bucket{channel="webhook",le="+Inf"}'] == 1
    assert values['carefront_delivery_latency_seconds_sum{channel="webhook"}'] == 3
    assert values["carefront_workers"] == 1


def test_counts_of_several_workers_add_up(now: datetime, client: Client) -> None:
    for _ in range(2):
        tallies.attempt("webhook", state="pending", duration_ms=1500)
        tallies.write()

    assert read(client)['carefront_delivery_attempts_total{channel="webhook",state="pending"}'] == 2
    assert read(client)['carefront_delivery_attempt_seconds_total{channel="webhook"}'] == 3


def test_more_that_waits_costs_no_more_queries(client: Client, clinic: Clinic, now: datetime) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/metrics")
        return len(captured)

    with_none = queries()
    Endpoint.objects.create(clinic=clinic, url="https://crm.example.com/hook")
    for _ in range(20):
        published(clinic, at=now)

    assert queries() == with_none


@pytest.mark.parametrize(
    ("token", "address", "headers", "status"),
    [
        ("", "127.0.0.1", {}, 200),
        ("", "::1", {}, 200),
        ("", "127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, 404),
        ("", "127.0.0.1", {"Forwarded": "for=203.0.113.9"}, 404),
        ("", "203.0.113.9", {}, 404),
        ("", "203.0.113.9", {"Authorization": "Bearer "}, 404),
        ("s3cret", "203.0.113.9", {}, 403),
        ("s3cret", "203.0.113.9", {"Authorization": "Bearer wrong"}, 403),
        ("s3cret", "203.0.113.9", {"Authorization": "Bearer ünicode"}, 403),
        ("s3cret", "203.0.113.9", {"Authorization": "Basic s3cret"}, 403),
        ("s3cret", "203.0.113.9", {"Authorization": "Bearer s3cret"}, 200),
    ],
)
def test_only_a_monitor_may_read_it(
    client: Client, settings: Any, token: str, address: str, headers: dict[str, str], status: int
) -> None:
    settings.METRICS_TOKEN = token

    assert client.get("/metrics", headers=headers, REMOTE_ADDR=address).status_code == status


def test_cron_hears_of_a_silent_worker(now: datetime, clock: Any, capsys: Any) -> None:
    with pytest.raises(SystemExit) as silent:
        call_command("check_worker")
    assert silent.value.code == 1

    Heartbeat(started_at=now, threads=8).beat(at=now)
    call_command("check_worker")

    clock.shift(61)
    with pytest.raises(SystemExit):
        call_command("check_worker")
