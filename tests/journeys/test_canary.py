"""A word about somebody's health, typed into every field that takes one: where it may be read, and nowhere else."""

import logging
from collections.abc import Callable, Iterator

import pytest
import sentry_sdk
import werkzeug.test
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from integrations.delivery import deliver_due
from integrations.models import Endpoint
from leads.groups import ensure_clinic_coordinators
from leads.models import Lead, Stage
from leads.pipeline import add_note
from sites.models import Clinic, ConsultForm, ConsultQuestion
from tests.error_reports import Kept, transport
from tests.receiver import Receiver

__all__ = ["transport"]

pytestmark = pytest.mark.django_db

CANARY = "xanthopsia"
TYPED = {
    "full_name": "Jo Marlowe",
    "email": "jo@example.com",
    "phone": "(218) 555-0187",
    "message": f"I have {CANARY}.",
    "question_how-long": f"My {CANARY} began in spring.",
    "question_gone": f"{CANARY} too.",
}


@pytest.fixture
def typed(clinic: Clinic) -> dict[str, str]:
    definition = ConsultForm.objects.create(name="Eyes", clinic=clinic)
    ConsultQuestion.objects.create(form=definition, key="how-long", question="How long?")
    return TYPED | {"clinic": clinic.slug, "consult_form": str(definition.pk)}


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[], str]]:
    """Everything that was logged, at every level."""
    with caplog.at_level(logging.DEBUG):
        yield lambda: " ".join(f"{each.getMessage()} {each.__dict__}" for each in caplog.records)


def dump() -> str:
    """Every row of every table, as somebody with a copy of the database reads it."""
    tables = connection.introspection.table_names()
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        rows = []
        for table in tables:
            cursor.execute(f"SELECT * FROM {quote(table)}")
            rows += [bytes(cell) if isinstance(cell, memoryview) else cell for row in cursor.fetchall() for cell in row]
    return " ".join(map(str, rows))


def test_health_is_read_on_the_leads_page_and_nowhere_else(
    client: Client,
    typed: dict[str, str],
    clinic: Clinic,
    crm: Receiver,
    make_endpoint: Callable[..., Endpoint],
    said: Callable[[], str],
) -> None:
    make_endpoint(clinic, data_class="contact")
    coordinator = get_user_model().objects.create_user(username="coordinator", password="pass-of-a-test")
    coordinator.groups.add(ensure_clinic_coordinators(clinic))

    answer = client.post("/consult-requests/", typed)
    lead = Lead.objects.get()
    add_note(lead, text=f"They said {CANARY}.", actor=coordinator, at=timezone.now())
    deliver_due(now=timezone.now())
    client.force_login(coordinator)
    page = client.get(reverse("leads:inspect", args=[lead.pk]))
    lists = [client.get(reverse("leads:index"), {"export": kind} if kind else {}) for kind in ("", "csv")]
    exported = [b"".join(each.streaming_content) if each.streaming else each.content for each in lists]

    assert page.content.decode().count(CANARY) == 4
    assert CANARY not in str(answer.headers) + answer.content.decode()
    assert all(b"Jo Marlowe" in each and CANARY.encode() not in each for each in exported)
    assert len(mail.outbox) == 2
    assert not any(CANARY in f"{letter.message()}" for letter in mail.outbox)
    assert crm.types == ["lead.created", "consult_request.received"]
    assert CANARY not in str(crm.deliveries)
    assert CANARY not in said()
    assert "Jo Marlowe" in dump()
    assert CANARY not in dump()
    assert CANARY not in str(getattr(cache, "_cache", ""))


def test_an_error_that_holds_health_reports_none_of_it(
    typed: dict[str, str], transport: Kept, said: Callable[[], str]
) -> None:
    Stage.objects.all().delete()  # a broken installation: storing the request fails in the middle
    visitor = werkzeug.test.Client(WSGIHandler())
    # The test's transaction is in this connection; Django's own client spares it in the same way.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)

    answer = visitor.post("/consult-requests/", base_url="http://testserver", data=typed)
    sentry_sdk.flush()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)

    assert answer.status_code == 500
    assert CANARY.encode() not in answer.data
    assert len(transport.sent) == 1
    assert CANARY.encode() not in transport.sent[0]
    assert CANARY not in said()
