"""A coordinator writes to a lead by e-mail: from the form to the letter."""

import re
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from integrations.delivery import deliver_due
from integrations.models import Delivery, OutboxEvent
from leads.messages.outcomes import shown_messages
from leads.models import ErasureRequest, Lead, Message, MessageTemplate
from leads.people.do_not_contact import set_do_not_contact
from sites.models import Clinic

MakeLead = Callable[..., Lead]

WORDS = {"subject": "Your request", "body": "Hello Jo,\n\nwhen may I call about your migraine?"}


@pytest.fixture
def lead(clinic: Clinic, make_lead: MakeLead) -> Lead:
    return make_lead(clinic)


def address_of(lead: Lead) -> str:
    return reverse("leads:write_email", args=[lead.pk])


def write(client: Client, lead: Lead, *, do: str = "send", **values: Any) -> Any:
    return client.post(address_of(lead), WORDS | {"key": str(uuid.uuid4()), "do": do} | values)


def send_all() -> None:
    while deliver_due(now=timezone.now()):
        pass


def test_what_was_previewed_is_what_is_sent(signed_in: Client, lead: Lead) -> None:
    preview = write(signed_in, lead, do="preview").content.decode()
    nothing_yet = len(mail.outbox), Message.objects.count()
    write(signed_in, lead)
    send_all()

    (letter,) = mail.outbox
    assert nothing_yet == (0, 0)
    assert letter.subject == "Your request"
    assert letter.to == ["jo@example.com"]
    assert letter.body in preview.replace("&#x27;", "'")
    assert "410 Lakeview Avenue" in letter.body
    assert "Auto-Submitted" not in letter.message()


def test_sending_enters_it_in_the_timeline_and_stops_the_clock(signed_in: Client, lead: Lead, coordinator: Any) -> None:
    answer = write(signed_in, lead)

    message = Message.objects.get()
    entry = lead.events.get(kind="message_sent")
    lead.refresh_from_db()
    assert answer.status_code == 302
    assert (entry.actor, entry.data) == (coordinator, {"message": str(message.pk)})
    assert (message.body, message.address, message.actor) == (WORDS["body"], "jo@example.com", coordinator)
    assert lead.answered_by == coordinator


def test_a_double_click_sends_one_letter(signed_in: Client, lead: Lead) -> None:
    key = str(uuid.uuid4())

    answers = [write(signed_in, lead, key=key).status_code for _ in range(2)]
    send_all()

    assert answers == [302, 302]
    assert len(mail.outbox) == Message.objects.count() == lead.events.filter(kind="message_sent").count() == 1


def test_the_same_key_at_another_lead_is_another_message(
    signed_in: Client, lead: Lead, clinic: Clinic, make_lead: MakeLead
) -> None:
    key = str(uuid.uuid4())

    for each in (lead, make_lead(clinic)):
        write(signed_in, each, key=key)

    assert Message.objects.count() == 2


def test_the_state_of_a_message_is_its_deliverys(signed_in: Client, lead: Lead) -> None:
    write(signed_in, lead)
    before = shown_messages(lead)[0].state
    send_all()

    (shown,) = shown_messages(lead)
    assert (before, shown.state, shown.who) == ("waiting", "sent", "Robin Vale")


def test_it_is_not_sent_when_they_forbade_it_since(signed_in: Client, lead: Lead) -> None:
    write(signed_in, lead)
    set_do_not_contact(lead.person, channels=["email"], source="staff", actor=None, at=timezone.now())
    send_all()

    (shown,) = shown_messages(lead)
    assert mail.outbox == []
    assert shown.has_failed
    assert shown.reason == "They must not be written to by e-mail."


def forbid(lead: Lead) -> None:
    set_do_not_contact(lead.person, channels=["email"], source="staff", actor=None, at=timezone.now())


def forget_address(lead: Lead) -> None:
    lead.person.email = ""
    lead.person.save()


def ask_for_erasure(lead: Lead) -> None:
    ErasureRequest.objects.create(person=lead.person, requested_at=timezone.now(), due_date=timezone.localdate())


@pytest.mark.parametrize("refusing", [forbid, forget_address, ask_for_erasure])
def test_who_may_not_be_written_to_is_not(signed_in: Client, lead: Lead, refusing: Callable[[Lead], None]) -> None:
    refusing(lead)

    form, sent = signed_in.get(address_of(lead)), write(signed_in, lead)

    assert 'role="alert"' in form.content.decode()
    assert "<textarea" not in form.content.decode()
    assert sent.status_code == 409
    assert "when may I call about your migraine?" in sent.content.decode()  # nothing typed is lost
    assert not Message.objects.exists()


def test_a_template_is_filled_in_for_the_person(signed_in: Client, lead: Lead, clinic: Clinic) -> None:
    template = MessageTemplate.objects.create(
        clinic=clinic, name="Hello", subject="From {clinic}", body="Hello {name}, call {phone}. {coordinator}"
    )

    page = signed_in.get(address_of(lead), {"template": str(template.pk)}).content.decode()

    assert "Hello Jo Marlowe, call (218) 555-0141. Robin Vale" in page
    assert "From Northlight Duluth" in page


@pytest.mark.parametrize("left", ["{booking_link}", "{treatment}", "{whatever}"])
def test_a_placeholder_without_a_value_blocks_sending(signed_in: Client, lead: Lead, left: str) -> None:
    answer = write(signed_in, lead, body=f"Choose a time: {left}")

    assert answer.status_code == 422
    assert left in answer.content.decode()
    assert not Message.objects.exists()


@pytest.mark.parametrize("subject", ["Hello Jo Marlowe", "jo marlowe, your consult", "For Marlowe", ""])
def test_a_subject_never_names_the_person(signed_in: Client, lead: Lead, subject: str) -> None:
    assert write(signed_in, lead, subject=subject).status_code == 422
    assert not Message.objects.exists()


def test_a_line_break_in_a_subject_makes_no_header(signed_in: Client, lead: Lead) -> None:
    write(signed_in, lead, subject="Hello\r\nBcc: all@example.com")
    send_all()

    assert [letter.subject for letter in mail.outbox] == ["Hello Bcc: all@example.com"]
    assert mail.outbox[0].recipients() == ["jo@example.com"]


@pytest.mark.parametrize("values", [{"key": "x"}, {"key": ""}, {"body": ""}, {"body": "x" * 20_001}])
def test_a_form_that_is_none_is_refused(signed_in: Client, lead: Lead, values: dict[str, str]) -> None:
    assert write(signed_in, lead, **values).status_code == 422
    assert not Message.objects.exists()


def test_answers_go_to_an_address_that_names_no_one(signed_in: Client, lead: Lead, settings: Any) -> None:
    settings.REPLY_DOMAIN = "reply.example.com"

    write(signed_in, lead)
    send_all()

    (letter,) = mail.outbox
    assert re.fullmatch(r"Northlight Duluth <reply\+[a-z2-7]{42}@reply\.example\.com>", letter.reply_to[0])


def test_only_templates_of_the_clinic_and_the_network_in_the_persons_language_are_offered(
    signed_in: Client, lead: Lead, clinic: Clinic, other_clinic: Clinic
) -> None:
    for name, values in {
        "Ours": {"clinic": clinic},
        "Everybodys": {"clinic": None},
        "Theirs": {"clinic": other_clinic},
        "Spanish": {"clinic": clinic, "language": "es"},
        "Text": {"clinic": clinic, "channel": "sms"},
    }.items():
        MessageTemplate.objects.create(name=name, subject="S", body="B", **values)

    page = signed_in.get(address_of(lead)).content.decode()

    assert re.findall(r"<option[^>]*>(\w+)</option>", page) == ["None", "Everybodys", "Ours"]


def test_no_endpoint_hears_what_was_written(signed_in: Client, lead: Lead, make_endpoint: Callable[..., Any]) -> None:
    make_endpoint(lead.clinic, data_class="health", agreement_on_file=True)

    write(signed_in, lead)

    event = OutboxEvent.objects.get(type="message.sent")
    assert [delivery.channel for delivery in event.deliveries.all()] == [Delivery.Channel.EMAIL_PERSON]
    assert "migraine" not in str(event.bodies)


def test_writing_holds_no_name_in_its_title(signed_in: Client, lead: Lead) -> None:
    page = signed_in.get(address_of(lead)).content.decode()

    assert "Marlowe" not in re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1]


def test_a_worker_that_died_after_sending_repeats_the_same_message_id(
    signed_in: Client, lead: Lead, now: datetime
) -> None:
    write(signed_in, lead)
    send_all()
    Delivery.objects.update(state="pending", next_attempt_at=timezone.now(), finished_at=None)
    send_all()

    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
