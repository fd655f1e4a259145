"""Whether the process that holds a lease is dead: certain, or not said."""

import subprocess
import sys
from datetime import datetime

import pytest

from integrations import outbox
from integrations.claims import claim_due
from integrations.lease_holders import is_known_dead, this_process
from integrations.models import Delivery
from integrations.outcomes import release_dead_leases
from sites.models import Clinic

PRINT_NAME = "from integrations.lease_holders import this_process; print(this_process(), flush=True); input()"


@pytest.fixture
def other_process() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PRINT_NAME], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def name_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def test_a_process_is_dead_when_it_was_killed_and_not_before(other_process: subprocess.Popen[str]) -> None:
    with other_process:
        name = name_of(other_process)
        assert not is_known_dead(name)

        other_process.kill()
        other_process.wait()

    assert is_known_dead(name)


def test_a_later_process_with_the_same_pid_is_another_one() -> None:
    machine_and_pid, _, started = this_process().partition("@")

    assert is_known_dead(f"{machine_and_pid}@{int(started) - 1}")


@pytest.mark.parametrize(
    "name", ["", "11111111-2222-4333-8444-555555555555/4026531836/1@1"], ids=["nobody", "another machine"]
)
def test_nothing_is_said_of_processes_out_of_sight(name: str) -> None:
    assert not is_known_dead(name)


@pytest.mark.django_db
def test_only_a_dead_holders_delivery_is_scheduled_anew(clinic: Clinic, now: datetime) -> None:
    publish_letter(clinic, now)
    (held,) = claim_due(now=now, limit=10)

    assert release_dead_leases(now=now) == 0
    Delivery.objects.update(held_by=held.held_by + "0")
    assert release_dead_leases(now=now) == 1

    held.refresh_from_db()
    assert (held.state, held.lease, held.attempts_made) == ("pending", None, 1)
    assert [attempt.reason for attempt in held.attempts.all()] == ["the worker was killed"]
    assert release_dead_leases(now=now) == 0


def publish_letter(clinic: Clinic, now: datetime) -> None:
    letter = outbox.Letter(template="lead_alert", recipient="intake@example.com", to_staff=True)
    event = outbox.Event(
        type="lead.created", subject_type="lead", subject_id=clinic.pk, clinic=clinic, bodies={}, letters=[letter]
    )
    outbox.publish(event, occurred_at=now)
