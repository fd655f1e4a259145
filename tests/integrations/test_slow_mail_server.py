"""A mail server that drips holds a letter no longer than its lease."""

import time
from datetime import datetime
from typing import Any

import pytest

from config.env import mailer_from_url
from integrations.claims import LATEST_START, LEASE
from integrations.delivery import deliver_due
from integrations.mail_backends import smtp
from integrations.models import Delivery, DeliveryAttempt
from integrations.outbox import Letter
from sites.models import Clinic
from tests.integrations.dripping_server import dripping
from tests.integrations.published import published

pytestmark = pytest.mark.django_db

LETTER = Letter("lead_alert", "intake@example.com", to_staff=True)


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> float:
    """The limit in less time than a test may take; a byte every tenth of it never runs into a socket's timeout."""
    monkeypatch.setattr(smtp, "TOTAL_SECONDS", 0.6)
    return 0.6


def test_the_limit_fits_into_the_lease_after_the_latest_start() -> None:
    assert (LEASE - LATEST_START).total_seconds() >= smtp.TOTAL_SECONDS


@pytest.mark.parametrize("step", ["", "EHLO", "MAIL", "RCPT", "DATA", "."])
def test_a_server_that_drips_at_any_step_is_cut_off_and_the_letter_is_tried_again(
    step: str, short: float, clinic: Clinic, now: datetime, settings: Any
) -> None:
    published(clinic, at=now, letters=(LETTER,))
    with dripping(at=step, every_seconds=0.06) as server:
        settings.MAILERS = {"default": mailer_from_url(f"smtp://127.0.0.1:{server.port}")}
        began = time.monotonic()
        deliver_due(now=now)
        took = time.monotonic() - began

        assert server.ended.wait(5)
    assert server.steps[-1] == step
    assert short <= took < short + 1.5
    attempt = DeliveryAttempt.objects.get()
    assert attempt.reason == "the mail server did not answer (TimeoutError)"
    assert Delivery.objects.get().state == "pending"


def test_a_letter_that_was_taken_stays_taken_when_the_goodbye_drips(
    short: float, clinic: Clinic, now: datetime, settings: Any
) -> None:
    published(clinic, at=now, letters=(LETTER,))
    with dripping(at="QUIT", every_seconds=0.06) as server:
        settings.MAILERS = {"default": mailer_from_url(f"smtp://127.0.0.1:{server.port}")}
        deliver_due(now=now)

    assert Delivery.objects.get().state == "delivered"


def test_a_tls_handshake_that_drips_is_cut_off_too(short: float, clinic: Clinic, now: datetime, settings: Any) -> None:
    """Too slowly for the first record to be complete, and so found wrong, in time."""
    published(clinic, at=now, letters=(LETTER,))
    with dripping(at="", every_seconds=0.4) as server:
        settings.MAILERS = {"default": mailer_from_url(f"smtps://127.0.0.1:{server.port}")}
        began = time.monotonic()
        deliver_due(now=now)
        took = time.monotonic() - began

    assert short <= took < short + 1.5
    assert DeliveryAttempt.objects.get().reason == "the mail server did not answer (TimeoutError)"
