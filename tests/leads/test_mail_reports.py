"""Mail providers tell what became of letters: signed, once, and never with a 5xx for what cannot be read."""

import json
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from integrations.delivery import deliver_due
from integrations.models import Delivery, MailReport, OutboxEvent
from leads.messages.outcomes import shown_messages
from leads.messages.writing import Draft, send_message
from leads.models import DoNotContact, Lead
from leads.people.details import change_person, fingerprint
from leads.people.do_not_contact import in_force, must_not, set_do_not_contact
from leads.timeline import timeline
from sites.models import Clinic
from tests.leads import mail_reports
from tests.leads.mail_reports import authorization, configure, postmark, tell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

MakeLead = Callable[..., Lead]
Make = Callable[..., dict[str, Any]]


@pytest.fixture
def lead(clinic: Clinic, make_lead: MakeLead) -> Lead:
    return make_lead(clinic)


@pytest.fixture
def sent(lead: Lead, coordinator: Any, now: datetime, settings: Any) -> Delivery:
    """An e-mail of staff to the lead, which the provider took."""
    configure(settings, "postmark")
    send_message(lead, Draft("email", "Hello", subject="Hello"), actor=coordinator, key=uuid.uuid4(), at=now)
    deliver_due(now=now)
    return Delivery.objects.get(channel="email_person")


def returned(lead: Lead) -> list[str]:
    entries = lead.events.filter(kind="mail_returned").select_related("actor")
    return [entry.what for entry in timeline(entries, stages=[])]


# ---- what follows ----

HARD = [
    ("postmark", mail_reports.postmark, ("HardBounce",), {}),
    ("postmark", mail_reports.postmark, ("BadEmailAddress",), {}),
    ("postmark", mail_reports.postmark, ("change:HardBounce",), {}),
    ("mailgun", mail_reports.mailgun, ("failed",), {"severity": "permanent", "reason": "bounce"}),
    ("mailgun", mail_reports.mailgun, ("failed",), {"severity": "permanent", "reason": "suppress-bounce"}),
    ("brevo", mail_reports.brevo, ("hard_bounce",), {}),
    ("brevo", mail_reports.brevo, ("invalid_email",), {}),
    ("resend", mail_reports.resend, ("email.bounced",), {"type": "Permanent", "subType": "General"}),
]
SOFT = [
    ("postmark", mail_reports.postmark, ("SoftBounce",), {}),
    ("postmark", mail_reports.postmark, ("Transient",), {}),
    ("postmark", mail_reports.postmark, ("DMARCPolicy",), {}),
    ("mailgun", mail_reports.mailgun, ("failed",), {"severity": "temporary", "reason": "generic"}),
    ("mailgun", mail_reports.mailgun, ("failed",), {"severity": "permanent", "reason": "generic"}),
    ("brevo", mail_reports.brevo, ("soft_bounce",), {}),
    ("brevo", mail_reports.brevo, ("deferred",), {}),
    ("resend", mail_reports.resend, ("email.bounced",), {"type": "Transient", "subType": "MailboxFull"}),
    ("resend", mail_reports.resend, ("email.delivery_delayed",), {}),
]
COMPLAINTS = [
    ("postmark", mail_reports.postmark, ("SpamComplaint",), {}),
    ("mailgun", mail_reports.mailgun, ("complained",), {}),
    ("brevo", mail_reports.brevo, ("spam",), {}),
    ("resend", mail_reports.resend, ("email.complained",), {}),
]


def names(cases: list[Any]) -> list[str]:
    return [f"{provider}-{arguments[0]}-{number}" for number, (provider, _, arguments, _) in enumerate(cases)]


@pytest.mark.parametrize(("provider", "make", "arguments", "more"), HARD, ids=names(HARD))
def test_a_mailbox_that_does_not_exist_is_never_written_to_again(
    client: Client, lead: Lead, sent: Delivery, settings: Any,
    provider: str, make: Make, arguments: tuple[str], more: dict[str, str],
) -> None:  # fmt: skip
    configure(settings, provider)

    answer = tell(client, provider, make(*arguments, sent.pk.hex, **more))

    (shown,) = shown_messages(lead)
    record = must_not(lead.person, "email")
    assert answer.status_code == 200
    assert (shown.state, shown.has_failed) == ("bounced", True)
    assert record
    assert (record.source, record.channels) == ("bounced", ["email"])
    assert returned(lead) == ["Our e-mail came back: no such mailbox"]


@pytest.mark.parametrize(("provider", "make", "arguments", "more"), SOFT, ids=names(SOFT))
def test_what_may_pass_changes_the_state_of_the_message_alone(
    client: Client, lead: Lead, sent: Delivery, settings: Any,
    provider: str, make: Make, arguments: tuple[str], more: dict[str, str],
) -> None:  # fmt: skip
    configure(settings, provider)

    answer = tell(client, provider, make(*arguments, sent.pk.hex, **more))

    (shown,) = shown_messages(lead)
    assert answer.status_code == 200
    assert shown.state == "delayed"
    assert in_force(lead.person) is None
    assert returned(lead) == []


@pytest.mark.parametrize(("provider", "make", "arguments", "more"), COMPLAINTS, ids=names(COMPLAINTS))
def test_a_complaint_ends_mail_to_them(
    client: Client, lead: Lead, sent: Delivery, settings: Any,
    provider: str, make: Make, arguments: tuple[str], more: dict[str, str],
) -> None:  # fmt: skip
    configure(settings, provider)

    tell(client, provider, make(*arguments, sent.pk.hex, **more))

    record = must_not(lead.person, "email")
    assert record
    assert record.source == "complaint"
    assert shown_messages(lead)[0].state == "complained"
    assert returned(lead) == ["Marked our e-mail as spam"]


def test_a_message_that_was_held_up_and_arrived_is_sent_again_in_words(
    client: Client, lead: Lead, sent: Delivery
) -> None:
    tell(client, "postmark", postmark("SoftBounce", sent.pk.hex))
    tell(client, "postmark", postmark("Delivery", sent.pk.hex))

    assert shown_messages(lead)[0].state == "sent"


def test_that_a_letter_arrived_is_no_news(client: Client, sent: Delivery) -> None:
    assert tell(client, "postmark", postmark("Delivery", sent.pk.hex)).status_code == 200

    assert MailReport.objects.count() == 0


def test_a_bounce_concerns_all_with_that_address_and_a_complaint_one_clinic(
    client: Client, lead: Lead, sent: Delivery, make_clinic: Callable[..., Clinic], make_lead: MakeLead
) -> None:
    elsewhere = make_lead(make_clinic("winona"))

    tell(client, "postmark", postmark("SpamComplaint", sent.pk.hex))
    after_complaint = in_force(elsewhere.person)
    tell(client, "postmark", postmark("HardBounce", sent.pk.hex, number=43))

    assert after_complaint is None
    assert must_not(elsewhere.person, "email")


def test_a_bounce_of_mail_to_staff_concerns_nobody_else(
    client: Client, lead: Lead, sent: Delivery, clinic: Clinic, now: datetime
) -> None:
    Delivery.objects.update(channel="email_staff")

    tell(client, "postmark", postmark("HardBounce", sent.pk.hex))

    assert in_force(lead.person) is None
    assert MailReport.objects.get().delivery == sent


def test_whoever_unsubscribes_at_the_provider_gets_no_more_mail(client: Client, lead: Lead, sent: Delivery) -> None:
    tell(client, "postmark", postmark("change:ManualSuppression", sent.pk.hex))

    record = must_not(lead.person, "email")
    assert record
    assert record.source == "unsubscribed"


def test_a_new_address_may_be_written_to(
    client: Client, lead: Lead, sent: Delivery, coordinator: Any, now: datetime
) -> None:
    tell(client, "postmark", postmark("HardBounce", sent.pk.hex))
    lead.person.refresh_from_db()

    change_person(
        lead.person_id,
        values={"email": "jo.marlowe@example.org"},
        seen=[fingerprint(lead.person)],
        actor=coordinator,
        at=now,
    )

    assert in_force(lead.person) is None


def test_a_new_address_does_not_undo_what_staff_forbade(
    client: Client, lead: Lead, sent: Delivery, coordinator: Any, now: datetime
) -> None:
    set_do_not_contact(lead.person, channels=["email"], source="staff", actor=coordinator, at=now)
    tell(client, "postmark", postmark("HardBounce", sent.pk.hex))

    change_person(
        lead.person_id,
        values={"email": "jo.marlowe@example.org"},
        seen=[fingerprint(lead.person)],
        actor=coordinator,
        at=now,
    )

    assert must_not(lead.person, "email")


@pytest.mark.parametrize("bounced", [True, False])
def test_the_site_itself_does_not_confirm_to_an_address_that_came_back(
    client: Client, clinic: Clinic, lead: Lead, sent: Delivery, now: datetime, bounced: bool
) -> None:
    if bounced:
        tell(client, "postmark", postmark("HardBounce", sent.pk.hex))
    mail.outbox.clear()
    request = lead.consult_requests.get()
    event = OutboxEvent.objects.create(
        type="consult_request.received", subject_type="consult_request", subject_id=request.pk, clinic=clinic,
        occurred_at=now, bodies={"reference": {"id": "1"}},
    )  # fmt: skip
    Delivery.objects.create(
        event=event, channel="email", template="lead_alert", recipient=request.email, data_class="contact",
        next_attempt_at=now,
    )  # fmt: skip

    deliver_due(now=now)

    assert [letter.to for letter in mail.outbox] == ([] if bounced else [["jo@example.com"]])


# ---- told again, by others, or so that nobody can read it ----


@pytest.mark.parametrize(
    "report", [postmark("HardBounce"), postmark("change:HardBounce")], ids=["with an id", "without"]
)
def test_a_report_counts_once(client: Client, lead: Lead, sent: Delivery, clock: Any, report: dict[str, Any]) -> None:
    report["Metadata"] = {"delivery": sent.pk.hex}
    tell(client, "postmark", report)
    DoNotContact.objects.update(lifted_at=datetime.fromisoformat("2026-03-04T17:00:00Z"))
    clock.shift(timedelta(days=9))

    again = tell(client, "postmark", report)

    assert again.status_code == 200
    assert in_force(lead.person) is None, "an old report must not undo what staff decided since"
    assert MailReport.objects.count() == len(returned(lead)) == 1


def test_one_bounce_told_in_two_ways_is_one_entry(client: Client, lead: Lead, sent: Delivery) -> None:
    tell(client, "postmark", postmark("HardBounce", sent.pk.hex))
    tell(client, "postmark", postmark("change:HardBounce", sent.pk.hex))

    assert len(returned(lead)) == 1


def test_a_letter_of_nobody_knows_which_is_told_by_its_address(client: Client, lead: Lead, settings: Any) -> None:
    configure(settings, "postmark")

    answer = tell(client, "postmark", postmark("HardBounce", email="Jo@Example.com"))

    assert answer.status_code == 200
    assert must_not(lead.person, "email")


@pytest.mark.parametrize(
    "headers", [{}, authorization("mail:wrong"), {"Authorization": "Basic %%%"}, {"Authorization": "x"}]
)
def test_a_report_without_the_password_changes_nothing(
    client: Client, lead: Lead, sent: Delivery, headers: dict[str, str]
) -> None:
    answer = tell(client, "postmark", postmark("HardBounce", sent.pk.hex), headers=headers)

    assert answer.status_code == 403
    assert MailReport.objects.count() == 0
    assert in_force(lead.person) is None


@pytest.mark.parametrize("change", ["token", "timestamp", "signature"])
def test_a_report_signed_wrongly_changes_nothing(
    client: Client, lead: Lead, sent: Delivery, settings: Any, change: str
) -> None:
    configure(settings, "mailgun")
    report = mail_reports.mailgun("complained", sent.pk.hex)
    right = tell(client, "mailgun", mail_reports.mailgun("opened", sent.pk.hex))
    report["signature"][change] += "1"

    answer = tell(client, "mailgun", report)

    assert (right.status_code, answer.status_code) == (200, 403)
    assert MailReport.objects.count() == 0


@pytest.mark.parametrize(
    ("provider", "given", "path"),
    [
        ("", {}, "postmark"),
        ("postmark", {"POSTMARK_SERVER_TOKEN": "t"}, "postmark"),
        ("mailgun", {"MAILGUN_API_KEY": "k", "WEBHOOK_SECRET": mail_reports.SECRET}, "mailgun"),
        ("postmark", mail_reports.CONFIGURATION["postmark"], "mailgun"),
        ("postmark", mail_reports.CONFIGURATION["postmark"], "nobody"),
    ],
)
def test_there_is_no_such_address_without_provider_and_secret(
    client: Client, settings: Any, provider: str, given: dict[str, str], path: str
) -> None:
    settings.MAIL_PROVIDER, settings.ANYMAIL = provider, given

    assert tell(client, path, postmark("HardBounce")).status_code == 404


def test_a_provider_may_try_the_address_out(client: Client, settings: Any) -> None:
    configure(settings, "postmark")

    assert client.head("/hooks/mail/postmark/").status_code == 200
    assert client.get("/hooks/mail/postmark/").status_code == 405


ODD = [
    "", "{", "[]", "null", "1", '"x"', "[" * 100_000, b"\xff\xfe", '{"a": NaN}', "{}",
    '{"RecordType": []}', '{"RecordType": {}}', '{"RecordType": "Inbound"}', '{"RecordType": "Bounce", "Type": {}}',
    '{"RecordType": "Bounce", "Metadata": null}', '{"RecordType": "Bounce", "Metadata": [1]}',
    '{"RecordType": "Bounce", "Type": "HardBounce", "Email": {"a": 1}}',
    '{"RecordType": "Bounce", "Type": "HardBounce", "Email": "\\ud800@example.com", "Metadata": {}}',
    '{"RecordType": "Bounce", "Type": "HardBounce", "Metadata": {"delivery": "\\ud800"}, "Email": "\\u0000@a.b"}',
    '{"RecordType": "Bounce", "Type": "HardBounce", "ID": 1e999, "BouncedAt": 5}',
    '{"RecordType": "Bounce", "Type": "HardBounce", "BouncedAt": "9999-99-99T99:99:99Z"}',
    '{"signature": 1}', '{"signature": {"token": 1, "timestamp": {}, "signature": []}, "event-data": 5}',
    '{"event": ["hard_bounce"], "ts_epoch": "x"}',
    '{"event": "hard_bounce", "ts_epoch": 1e300, "X-Mailin-custom": "{"}',
    '{"type": "email.bounced", "data": 5}', '{"type": "email.bounced", "data": {"bounce": {"message": null}}}',
    '{"type": ["x"], "data": {"headers": [1]}}', '{"type": "email.bounced", "data": {"to": [[]], "bounce": 4}}',
]  # fmt: skip


@pytest.mark.parametrize("body", ODD, ids=range(len(ODD)))
@pytest.mark.parametrize("provider", list(mail_reports.CONFIGURATION))
def test_what_cannot_be_read_is_refused_or_ignored(client: Client, settings: Any, provider: str, body: Any) -> None:
    configure(settings, provider)

    assert tell(client, provider, body).status_code in {200, 400, 403}


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_a_report_is_json(client: Client, settings: Any, content_type: str) -> None:
    configure(settings, "mailgun")

    answer = client.post("/hooks/mail/mailgun/", b"event=bounced", content_type=content_type)

    assert answer.status_code in {400, 415}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FULL = {
    "postmark": mail_reports.postmark("HardBounce", "0" * 32),
    "mailgun": mail_reports.mailgun("failed", "0" * 32, severity="permanent", reason="bounce"),
    "brevo": mail_reports.brevo("hard_bounce", "0" * 32),
    "resend": mail_reports.resend("email.bounced", "0" * 32, type="Permanent"),
}


def paths(value: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [before, *(path for name, each in inner for path in paths(each, (*before, name)))]


@given(data=st.data(), provider=st.sampled_from(sorted(FULL)))
@hypothesis_settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_report_with_anything_in_any_place_is_no_error_of_ours(
    client: Client, settings: Any, data: st.DataObject, provider: str
) -> None:
    configure(settings, provider)
    report = json.loads(json.dumps(FULL[provider]))
    *way, last = data.draw(st.sampled_from([path for path in paths(report) if path]))
    place = report
    for name in way:
        place = place[name]
    place[last] = data.draw(JSON)

    assert tell(client, provider, report).status_code in {200, 400, 403}
