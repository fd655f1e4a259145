"""What staff and a person write to each other is read by the two and on the lead's page, and nowhere else."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from integrations.delivery import deliver_due
from integrations.models import Endpoint
from leads.inbound.mail import receive_mail
from leads.messages.reply_addresses import reply_address
from leads.models import ConsentRecord, Lead
from sites.models import Clinic, ClinicPhone
from staff.models import StaffUser
from tests.carrier import Carrier, text_in
from tests.journeys.test_canary import CANARY, dump, said
from tests.leads.conftest import carrier, coordinator, make_lead, make_staff
from tests.receiver import Receiver

__all__ = ["carrier", "coordinator", "make_lead", "make_staff", "said"]

pytestmark = pytest.mark.django_db

# Ten in the morning in Duluth.
AT = datetime(2026, 3, 4, 16, 0, tzinfo=UTC)


def test_the_words_of_messages_are_nowhere_else(
    client: Client,
    clinic: Clinic,
    coordinator: StaffUser,
    make_lead: Callable[..., Lead],
    make_endpoint: Callable[..., Endpoint],
    carrier: Carrier,
    crm: Receiver,
    said: Callable[[], str],
    settings: Any,
    clock: Any,
) -> None:
    settings.REPLY_DOMAIN = "reply.example.com"
    make_endpoint(clinic, data_class="contact")
    ClinicPhone.objects.create(clinic=clinic, kind="sms", number="+12185550100")
    lead = make_lead(clinic, message="")
    words = {"wording": "Yes.", "wording_version": "1", "language": "en"}
    ConsentRecord.objects.create(person=lead.person, purpose="sms", granted=True, recorded_at=AT, **words)
    client.force_login(coordinator)

    letter = {"subject": f"Your {CANARY}", "body": f"About your {CANARY}.", "key": str(uuid.uuid4()), "do": "send"}
    client.post(reverse("leads:write_email", args=[lead.pk]), letter)
    text = {"body": f"Your {CANARY}?", "key": str(uuid.uuid4()), "do": "send"}
    client.post(reverse("leads:write_text", args=[lead.pk]), text)
    text_in(client, From=lead.person.phone, To="+12185550100", Body=f"My {CANARY} is back.")
    head = f"From: jo@example.com\nTo: {reply_address(lead.pk)}\nSubject: {CANARY}\n\n"
    receive_mail(f"{head}It is {CANARY} again.".encode(), at=timezone.now())
    while deliver_due(now=timezone.now()):
        pass

    to_person = [each for each in mail.outbox if each.to == ["jo@example.com"]]
    to_staff = [each for each in mail.outbox if each.to != ["jo@example.com"]]
    assert (len(to_person), len(to_staff), len(carrier.texts)) == (1, 2, 1)
    assert CANARY in to_person[0].body
    assert CANARY in carrier.texts[0]["Body"]
    assert not any(CANARY in f"{each.message()}" for each in to_staff)
    assert CANARY not in str(crm.deliveries)
    assert CANARY not in said()
    assert CANARY not in dump()
    assert CANARY not in str(getattr(cache, "_cache", ""))
    assert CANARY not in client.get(reverse("leads:index")).content.decode()
