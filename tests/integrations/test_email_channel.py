"""Letters: rendered by the worker from what their class allows, sent by a real mail server's rules."""

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.env import mailer_from_url
from integrations.channels import email
from integrations.delivery import deliver_due
from integrations.models import Delivery, DeliveryAttempt, OutboxEvent
from integrations.outbox import Letter
from sites.models import Clinic
from tests.integrations.mail_server import MailServer, running
from tests.integrations.published import BODIES, canaries_in, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

# A template that tries to say everything it can get hold of.
NOSY = """About {{ id }}{{ person.id }}
{{ person.full_name }} {{ full_name }} {{ message }} {{ best_time }} {{ link }}
{{ event.bodies }} {{ event.body }} {{ delivery.event.bodies }} {{ letter_values }} {% for key, value in person.items %}
{{ key }}={{ value }}{% endfor %} {{ clinic.name }} {{ base_url }}
"""


@pytest.fixture
def nosy(tmp_path: Path, settings: Any) -> None:
    (tmp_path / "emails").mkdir()
    (tmp_path / "emails/nosy.txt").write_text(NOSY)
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]


STAFF = Letter(template="nosy", recipient="intake@example.com", to_staff=True)
PERSON = Letter(template="nosy", recipient="jo@example.com", values={"link": "https://example.com/t0ken"})


def text_of(message: Any) -> str:
    return str(message.message())


# ---- who may read what ----


def test_mail_to_staff_holds_references_whatever_its_template_asks_for(
    nosy: None, clinic: Clinic, now: datetime
) -> None:
    published(clinic, at=now, letters=(STAFF,))

    deliver_due(now=now)

    (message,) = mail.outbox
    assert canaries_in(text_of(message)) == ["reference-canary"]


def test_a_letter_to_the_person_holds_their_name_and_no_word_of_their_health(
    nosy: None, clinic: Clinic, now: datetime
) -> None:
    published(clinic, at=now, letters=(PERSON,))

    deliver_due(now=now)

    (message,) = mail.outbox
    assert canaries_in(text_of(message)) == ["reference-canary", "preference-canary", "contact-canary"]
    assert "https://example.com/t0ken" in message.body


def test_the_values_of_one_letter_reach_no_other(nosy: None, clinic: Clinic, now: datetime) -> None:
    published(clinic, at=now, letters=(PERSON, STAFF))

    deliver_due(now=now)

    (to_staff,) = [message for message in mail.outbox if message.to == ["intake@example.com"]]
    assert "t0ken" not in text_of(to_staff)


def test_a_class_stored_too_high_is_cut_by_the_gate_all_the_same(nosy: None, clinic: Clinic, now: datetime) -> None:
    published(clinic, at=now, letters=(STAFF, PERSON))
    Delivery.objects.update(data_class="health")

    deliver_due(now=now)

    for message in mail.outbox:
        assert "health-canary" not in text_of(message)
    (to_staff,) = [message for message in mail.outbox if message.to == ["intake@example.com"]]
    assert canaries_in(text_of(to_staff)) == ["reference-canary"]


WORDS = st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x2FF), min_size=1, max_size=30)


@given(name=WORDS, wish=WORDS, illness=WORDS)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_value_above_reference_is_in_a_staff_letter(
    nosy: None, clinic: Clinic, now: datetime, name: str, wish: str, illness: str
) -> None:
    marked = {key: f"‹{value}›" for key, value in {"name": name, "wish": wish, "illness": illness}.items()}
    event = OutboxEvent(
        type="lead.created",
        subject_type="lead",
        subject_id=uuid.uuid4(),
        clinic=clinic,
        occurred_at=now,
        bodies={
            "reference": {"id": "1", "person": {"id": "2"}},
            "preference": {"best_time": marked["wish"]},
            "contact": {"full_name": marked["name"], "person": {"full_name": marked["name"]}},
            "health": {"message": marked["illness"]},
        },
    )
    letter = Delivery(event=event, channel="email_staff", template="nosy", recipient="intake@example.com")

    message = email.compose(letter)

    assert "‹" not in message.subject + message.body


def test_the_alert_that_staff_really_get_is_a_link(clinic: Clinic, now: datetime) -> None:
    bodies = {**BODIES, "reference": BODIES["reference"] | {"url": "https://example.com/admin/leads/1/"}}
    published(clinic, at=now, bodies=bodies, letters=(Letter("lead_alert", "intake@example.com", to_staff=True),))

    deliver_due(now=now)

    (message,) = mail.outbox
    assert set(canaries_in(text_of(message))) <= {"reference-canary"}
    assert "https://example.com/admin/leads/1/" in message.body


# ---- what a letter looks like ----


@pytest.fixture
def template(tmp_path: Path, settings: Any) -> Callable[[str], str]:
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    (tmp_path / "emails").mkdir()

    def write(text: str) -> str:
        (tmp_path / "emails/probe.txt").write_text(text)
        return "probe"

    return write


def sent(clinic: Clinic, now: datetime, **values: Any) -> Any:
    given = {"template": "probe", "recipient": "jo@example.com"} | values
    published(clinic, at=now, letters=(Letter(**given),))
    deliver_due(now=now)
    (message,) = mail.outbox
    return message


def test_the_first_line_is_the_subject_and_the_rest_the_text(
    template: Callable[[str], str], clinic: Clinic, now: datetime
) -> None:
    template("\n  Your request \n\nHello {{ person.full_name }},\n\nsoon.\n\n")

    message = sent(clinic, now)

    assert message.subject == "Your request"
    assert message.body == "Hello contact-canary,\n\nsoon.\n"


def test_plain_text_is_not_escaped_as_if_it_were_html(
    template: Callable[[str], str], clinic: Clinic, now: datetime
) -> None:
    clinic.name = "O'Neil & Sons <Duluth>"
    clinic.save()
    template("Hello\n\n{{ clinic.name }}")

    assert sent(clinic, now).body == "O'Neil & Sons <Duluth>\n"


def test_a_letter_is_written_in_its_readers_language(
    template: Callable[[str], str], clinic: Clinic, now: datetime
) -> None:
    template("{% load i18n %}{% get_current_language as code %}{{ code }}\n\ntext")

    assert sent(clinic, now, language="es").subject == "es"


def test_a_clinic_with_a_sender_of_its_own_writes_in_its_name(
    template: Callable[[str], str], clinic: Clinic, now: datetime, settings: Any
) -> None:
    template("Hello\n\ntext")
    published(clinic, at=now, letters=(Letter("probe", "jo@example.com"),))
    deliver_due(now=now)
    clinic.sender_name, clinic.sender_email = "Northlight, Duluth", "care@northlight.example.com"
    clinic.save()
    published(clinic, at=now, letters=(Letter("probe", "jo@example.com"),))
    deliver_due(now=now)

    assert [message.from_email for message in mail.outbox] == [
        settings.DEFAULT_FROM_EMAIL,
        '"Northlight, Duluth" <care@northlight.example.com>',
    ]


def test_a_letter_that_can_be_ended_says_how_in_its_headers(
    template: Callable[[str], str], clinic: Clinic, now: datetime
) -> None:
    template("News\n\ntext")

    message = sent(clinic, now, values={"unsubscribe_url": "https://example.com/u/t0ken"})

    # RFC 8058.
    assert message.extra_headers["List-Unsubscribe"] == "<https://example.com/u/t0ken>"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_letter_that_ends_nothing_has_no_such_headers(
    template: Callable[[str], str], clinic: Clinic, now: datetime
) -> None:
    template("Hello\n\ntext")

    headers = sent(clinic, now).extra_headers
    assert "List-Unsubscribe" not in headers
    assert headers["Auto-Submitted"] == "auto-generated"


# ---- a mail server's answers ----


@pytest.fixture
def server(template: Callable[[str], str], settings: Any) -> Iterator[MailServer]:
    template("Hello\n\ntext")
    with running(MailServer()) as server:
        settings.MAILERS = {"default": mailer_from_url(server.url)}
        yield server


def outcome() -> tuple[str, int | None, str]:
    attempt = DeliveryAttempt.objects.latest("pk")
    return Delivery.objects.get().state, attempt.status_code, attempt.reason


def send_one(clinic: Clinic, now: datetime, recipient: str = "jo@example.com") -> None:
    published(clinic, at=now, letters=(Letter("probe", recipient),))
    deliver_due(now=now)


def test_a_letter_that_the_server_takes_is_delivered(server: MailServer, clinic: Clinic, now: datetime) -> None:
    send_one(clinic, now)

    (received,) = server.received
    assert (received["To"], received["Subject"]) == ("jo@example.com", "Hello")
    assert Delivery.objects.get().state == Delivery.State.DELIVERED


def test_a_letter_sent_again_can_be_recognised(server: MailServer, clinic: Clinic, now: datetime) -> None:
    send_one(clinic, now)
    Delivery.objects.update(state="pending", next_attempt_at=now)
    deliver_due(now=now)

    first, second = server.received
    assert first["Message-ID"] == second["Message-ID"]


@pytest.mark.parametrize(
    ("answers", "state", "status", "reason"),
    [
        ({"RCPT": "550 no such user jo@example.com"}, "failed", 550, "the recipient was refused (550)"),
        ({"RCPT": "451 greylisted, jo@example.com"}, "pending", 451, "the recipient was refused (451)"),
        ({"DATA": "554 jo@example.com looks like spam"}, "failed", 554, "the mail server refused the message (554)"),
        ({"DATA": "452 disk full"}, "pending", 452, "the mail server refused the message (452)"),
        ({"MAIL": "421 closing"}, "pending", 421, "the mail server refused the message (421)"),
    ],
)
def test_an_answer_for_good_ends_it_and_one_that_may_pass_does_not(
    server: MailServer,
    clinic: Clinic,
    now: datetime,
    answers: dict[str, str],
    state: str,
    status: int,
    reason: str,
) -> None:
    server.answers = answers

    send_one(clinic, now)

    assert outcome() == (state, status, reason)
    assert server.received == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")
def test_a_wrong_password_is_ours_to_mend_and_loses_no_letter(
    template: Callable[[str], str], clinic: Clinic, now: datetime
) -> None:
    template("Hello\n\ntext")
    with running(MailServer(), refuses_logins=True) as server:
        login = server.url.replace("smtp://", "smtp://jo:wrong@")
        with override_settings(MAILERS={"default": mailer_from_url(login)}):
            send_one(clinic, now)

    assert outcome() == ("pending", 535, "the mail server refused us")


def test_a_server_that_is_away_may_come_back(
    template: Callable[[str], str], clinic: Clinic, now: datetime, settings: Any
) -> None:
    template("Hello\n\ntext")
    settings.MAILERS = {"default": mailer_from_url("smtp://127.0.0.1:9")}

    send_one(clinic, now)

    assert outcome() == ("pending", None, "the mail server did not answer (ConnectionError)")


def test_an_address_that_mail_servers_cannot_write_is_given_up_without_being_quoted(
    server: MailServer, clinic: Clinic, now: datetime
) -> None:
    send_one(clinic, now, recipient="jö@example.com")

    state, _, reason = outcome()
    assert state == "failed"
    assert "jö" not in reason
