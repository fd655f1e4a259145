"""Mails that answer ours: on the timeline once, whatever a mail program or somebody hostile made of them."""

import io
import sys
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from leads.inbound.mail import NotAMail, UnknownRecipient, parsed, receive_mail
from leads.inbound.mail_text import text_of_html, without_quote, words_of
from leads.messages.reply_addresses import NotAReplyAddress, lead_id_of, reply_address
from leads.models import Lead, Message
from sites.models import Clinic

MakeLead = Callable[..., Lead]


@pytest.fixture(autouse=True)
def _captured(settings: Any) -> None:
    settings.REPLY_DOMAIN = "reply.example.com"


@pytest.fixture
def lead(clinic: Clinic, make_lead: MakeLead) -> Lead:
    return make_lead(clinic)


def answer_to(lead: Lead, text: str = "Tuesday is fine.", **headers: str) -> EmailMessage:
    mail = EmailMessage()
    given = {
        "From": "Jo <jo@example.com>",
        "To": reply_address(lead.pk),
        "Subject": "Re: Your request",
        "Message-ID": "<1@mail.example.com>",
    }
    for name, value in (given | headers).items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def take(mail: EmailMessage, **envelope: Any) -> Message | None:
    return receive_mail(mail.as_bytes(), at=timezone.now(), **envelope)


# ---- the address ----


def test_a_reply_address_leads_back_to_its_lead_in_any_letters(lead: Lead) -> None:
    address = reply_address(lead.pk)

    assert lead_id_of(address) == lead_id_of(address.upper()) == lead.pk
    assert len(address.partition("@")[0]) <= 64  # RFC 5321, 4.5.3.1.1


def test_one_changed_letter_leads_nowhere(lead: Lead) -> None:
    address = reply_address(lead.pk)
    for position in range(6, 48):
        other = "b" if address[position] == "a" else "a"
        changed = address[:position] + other + address[position + 1 :]
        if changed[:32] == address[:32] or position < 31:  # the last letter of the id holds bits that nothing reads
            with pytest.raises(NotAReplyAddress):
                lead_id_of(changed)


@pytest.mark.parametrize(
    "address", ["", "@", "reply+@reply.example.com", "jo@example.com", "reply+" + "a" * 42 + "@x.org"]
)
def test_what_is_no_reply_address_is_refused(address: str) -> None:
    with pytest.raises(NotAReplyAddress):
        lead_id_of(address)


# ---- onto the timeline ----


def test_an_answer_lands_on_the_timeline(lead: Lead) -> None:
    stored = take(answer_to(lead))

    assert stored == Message.objects.get()
    assert (stored.lead, stored.body, stored.subject) == (lead, "Tuesday is fine.", "Re: Your request")
    assert stored.address == "jo@example.com"
    assert lead.events.get(kind="message_received").data == {"message": str(stored.pk)}


def test_the_same_mail_twice_is_one(lead: Lead) -> None:
    assert take(answer_to(lead))
    assert take(answer_to(lead)) is None
    assert Message.objects.count() == 1


def test_one_mail_to_two_leads_is_on_both_timelines(lead: Lead, clinic: Clinic, make_lead: MakeLead) -> None:
    other = make_lead(clinic)
    mail = answer_to(lead)

    for each in (lead, other):
        take(mail, recipient=reply_address(each.pk))

    assert Message.objects.count() == 2


def test_mails_without_an_id_are_told_apart_by_what_they_say(lead: Lead) -> None:
    for text in ("One.", "Two.", "Two."):
        mail = answer_to(lead, text)
        del mail["Message-ID"]
        take(mail)

    assert [message.body for message in Message.objects.all()] == ["One.", "Two."]


def test_the_address_may_stand_in_any_header_that_servers_write(lead: Lead) -> None:
    address = reply_address(lead.pk)

    stored = take(answer_to(lead, To="clinic@example.com", Delivered_To=address))

    assert stored


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; owner=jo"},
        {"Precedence": "bulk"},
        {"Return_Path": "<>"},
        {"X_Autoreply": "yes"},
        {"From": "MAILER-DAEMON@mail.example.com"},
    ],
)
def test_what_a_machine_wrote_is_no_answer(lead: Lead, headers: dict[str, str]) -> None:
    assert take(answer_to(lead, **headers)) is None
    assert not Message.objects.exists()


def test_a_bounce_is_no_answer(lead: Lead) -> None:
    assert take(answer_to(lead), sender="") is None


def test_attachments_are_counted_not_kept(lead: Lead) -> None:
    mail = answer_to(lead)
    mail.add_attachment(b"scan of my migraine", maintype="image", subtype="png", filename="jo.png")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="jo.pdf")

    stored = take(mail)

    assert stored
    assert stored.body == "Tuesday is fine.\n\n(Attachments that were not kept: 2)"


def test_a_mail_with_html_alone_is_read_as_text(lead: Lead) -> None:
    mail = answer_to(lead)
    mail.set_content("<style>p{}</style><p>Tuesday is <b>fine</b>.</p><p>Jo &amp; Sam</p>", subtype="html")

    stored = take(mail)

    assert stored
    assert stored.body == "Tuesday is fine.\n\nJo & Sam"


def test_a_long_mail_is_cut(lead: Lead) -> None:
    stored = take(answer_to(lead, "é" * 60_000))

    assert stored
    assert len(stored.body.encode()) <= 50_000


FIRST_LINE = "On Mon, Nov 2, 2026 at 9:14 AM Northlight\n<reply+abc@reply.example.com> wrote:"
QUOTED = f"Tuesday is fine.\n\n{FIRST_LINE}\n\n> Hello Jo,\n>\n> when?"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (QUOTED, "Tuesday is fine."),
        ("Sí.\n\nEl lun, 2 nov 2026 a las 9:14, Northlight escribió:\n> ¿Cuándo?", "Sí."),
        ("No answer above:\n> when?", "No answer above:\n> when?"),
        ("> when?\nTuesday.\n> where?\nAt home.", "> when?\nTuesday.\n> where?\nAt home."),
        (
            "On Mon, Nov 2, 2026 at 9:14 AM X wrote:\n> all of it",
            "On Mon, Nov 2, 2026 at 9:14 AM X wrote:\n> all of it",
        ),
        ("I said > 5", "I said > 5"),
    ],
)
def test_our_own_words_below_are_cut_where_that_is_sure(text: str, kept: str) -> None:
    assert without_quote(text) == kept


# ---- hostile and broken mails ----


@pytest.mark.parametrize(
    "words",
    [
        b"<script>alert(1)</script>",
        b"\x00\x01\x1b[31m",
        "Ω≈ç√∫˜µ≤≥÷ 田中さん ｀ｨ(´∀｀∩ الكل في المجمو عة".encode(),
        b"\xff\xfe\xfd",
        b"\xed\xa0\x80",  # half of a letter
        b"=?utf-8?q?=00?=",
        "\u202eabc\u2028def\u0085".encode(),
        b"{{ settings.SECRET_KEY }} ${jndi:ldap://x} %s %n {0}",
        b"-----\r\n--\r\n.\r\n",
        b"A" * 100_000,
    ],
)
def test_hostile_words_are_stored(lead: Lead, words: bytes) -> None:
    head = f"From: jo@example.com\r\nTo: {reply_address(lead.pk)}\r\nSubject: ".encode()

    assert receive_mail(head + words + b"\r\n\r\n" + words, at=timezone.now())


@pytest.mark.parametrize("charset", ["zlib", "undefined", "idna", "utf-7", "x-unknown", "punycode", "rot13", "\udce9"])
def test_a_character_set_that_is_none_loses_no_mail(lead: Lead, charset: str) -> None:
    raw = f"To: {reply_address(lead.pk)}\nContent-Type: text/plain; charset={charset}\nMessage-ID: <1>\n\nTuesday."

    stored = receive_mail(raw.encode("utf-8", "surrogateescape"), at=timezone.now())

    assert stored
    assert stored.body


@pytest.mark.parametrize(
    "headers",
    [
        "Content-Type: multipart/mixed; boundary=none\n",
        "Content-Type: multipart/mixed\n",
        "Content-Transfer-Encoding: base64\nContent-Type: text/plain\n",
        "Content-Type: text/plain; name*=undefined''x\n",
        "Content-Disposition: attachment; filename*0*=idna''%ff; filename*1=b\n",
        "Subject: =?zlib?b?AAAA?= =?utf-8?q?=ff?=\n",
        "Subject: =?utf-8?b?!!!?=\n",
        "From: <<<>>>@@,,;;\n",
        "From: =?undefined?q?x?= <jo@example.com>\n",
    ],
)
def test_a_broken_mail_is_taken_as_well_as_can_be(lead: Lead, headers: str) -> None:
    raw = f"To: {reply_address(lead.pk)}\n{headers}\nTuesday.\n"

    assert receive_mail(raw.encode(), at=timezone.now())


def test_a_mail_nested_without_end_is_refused_and_not_a_crash(lead: Lead) -> None:
    raw = f"To: {reply_address(lead.pk)}\n" + "".join(
        f"Content-Type: multipart/mixed; boundary=b{number}\n\n--b{number}\n" for number in range(3_000)
    )

    with pytest.raises(NotAMail):
        receive_mail(raw.encode(), at=timezone.now())


@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=600))
def test_no_bytes_break_the_reading(raw: bytes) -> None:
    mail = parsed(b"From: jo@example.com\nContent-Type: multipart/mixed; boundary=b\n\n--b\n" + raw)

    words, _ = words_of(mail)

    assert "\x00" not in words


@hypothesis_settings(max_examples=100, deadline=None)
@given(st.text(alphabet="<>/!-='\"&;abdivscript \n", max_size=300))
def test_no_html_breaks_the_reading(html: str) -> None:
    assert isinstance(text_of_html(html), str)


# ---- the mail server's pipe ----


def piped(monkeypatch: pytest.MonkeyPatch, raw: bytes, **options: Any) -> int:
    """What the command ends with."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    try:
        call_command("receive_mail", **options)
    except CommandError as error:
        return error.returncode
    return 0


def test_the_mail_server_is_told_what_became_of_it(lead: Lead, monkeypatch: pytest.MonkeyPatch) -> None:
    mail = answer_to(lead).as_bytes()

    assert piped(monkeypatch, mail, recipient=reply_address(lead.pk), sender="jo@example.com") == 0
    assert piped(monkeypatch, mail) == 0
    assert piped(monkeypatch, mail, recipient="reply+" + "a" * 42 + "@reply.example.com") == 67
    assert piped(monkeypatch, b"") == 65
    assert piped(monkeypatch, b"\x00\xff" * 500) == 65
    assert Message.objects.count() == 1


def test_a_database_that_is_away_keeps_the_mail_at_the_server(lead: Lead, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(execute: Any, *args: Any) -> Any:
        raise OperationalError("server closed the connection")

    with connection.execute_wrapper(away):
        assert piped(monkeypatch, answer_to(lead).as_bytes()) == 75


def test_the_reply_of_a_lead_that_is_gone_is_nobodys(lead: Lead) -> None:
    mail = answer_to(lead, To=reply_address(type(lead.pk)(int=lead.pk.int + 1)))

    with pytest.raises(UnknownRecipient):
        take(mail)
