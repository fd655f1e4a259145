"""Mail, rendered here from the event's body: nothing of it waits readable in the database."""

import smtplib
from datetime import datetime
from email.utils import formataddr

from anymail.exceptions import AnymailError
from django.conf import settings
from django.core.mail import EmailMessage
from django.template import Context
from django.template.loader import get_template
from django.utils import translation

from integrations.channels import mail_refusals
from integrations.channels.outcome import Sent
from integrations.channels.own_words import words_of
from integrations.failures import PermanentFailure, TemporaryFailure
from integrations.models import Delivery
from protection.data_classes import DataClass, allowed_class

# Under this name a provider is told a letter's delivery, by its id.
DELIVERY = "delivery"


def send(delivery: Delivery, now: datetime) -> Sent:
    """Send the delivery's letter. The Message-ID is the same at every attempt, so that a repeat can be recognised.

    Raises:
        PermanentFailure: the server or provider refused the recipient or the message for good, or cannot write the
            address.
        TemporaryFailure: it was away, asked to come back later, or does not know us: somebody will mend that.
    """
    if delivery.event.emptied_at or not delivery.recipient:
        raise PermanentFailure("the event was emptied")
    if not delivery.recipient.isascii():
        raise PermanentFailure("the address has letters that mail servers do not take")
    message = compose(delivery)
    # Providers give it back with what they report of the letter; SMTP does not carry it.
    message.metadata = {DELIVERY: delivery.pk.hex}  # type: ignore[attr-defined]
    try:
        message.send()
    except AnymailError as refusal:
        raise mail_refusals.failure_of(refusal, now=now) from refusal
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError, smtplib.SMTPHeloError) as refusal:
        # A 5yz here is about us, not about this letter.
        raise TemporaryFailure("the mail server refused us", status_code=refusal.smtp_code) from refusal
    except smtplib.SMTPRecipientsRefused as refusal:
        codes = {code for code, _ in refusal.recipients.values()}
        raise _by_code(max(codes, default=550), "the recipient was refused") from refusal
    except smtplib.SMTPResponseException as refusal:
        raise _by_code(refusal.smtp_code, "the mail server refused the message") from refusal
    except (OSError, smtplib.SMTPException) as error:
        raise TemporaryFailure(f"the mail server did not answer ({type(error).__name__})") from error
    return Sent()


def compose(delivery: Delivery) -> EmailMessage:
    """The letter in its language, from `emails/<template>.txt`: subject on the first line, then the text.

    A letter value `unsubscribe_url` becomes the headers of RFC 8058.
    """
    if delivery.channel == Delivery.Channel.EMAIL_PERSON:
        return compose_personal(delivery)
    event = delivery.event
    data_class = allowed_class(delivery.channel, DataClass.named(delivery.data_class))
    body = event.body(data_class) | (delivery.letter_values or {})
    with translation.override(delivery.language):
        # The record, not the body's reference to it, for its phones. And not the event, which would hand a template
        # what the gate has just held back.
        context = {**body, "clinic": event.clinic, "base_url": settings.BASE_URL}
        rendered = render_text(f"emails/{delivery.template}.txt", context)
    subject, _, text = rendered.strip().partition("\n")
    headers = {"Message-ID": message_id(delivery), "Auto-Submitted": "auto-generated"}
    if unsubscribe_url := body.get("unsubscribe_url"):
        headers["List-Unsubscribe"] = f"<{unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return EmailMessage(
        subject=subject.strip(),
        body=text.strip() + "\n",
        from_email=sender(delivery),
        to=[delivery.recipient],
        headers=headers,
    )


def compose_personal(delivery: Delivery) -> EmailMessage:
    """What somebody of the staff wrote, with the clinic's name and address below. Words: `subject`, `body`, `reply_to`.

    No header calls it generated: a person wrote it, and their answer is wanted.
    """
    words, clinic = words_of(delivery), delivery.event.clinic
    with translation.override(delivery.language):
        context: dict[str, object] = {**words, "clinic": clinic, "base_url": settings.BASE_URL}
        text = render_text(f"emails/{delivery.template}.txt", context)
    return EmailMessage(
        subject=words["subject"],
        body=text.strip() + "\n",
        from_email=sender(delivery),
        to=[delivery.recipient],
        reply_to=[words["reply_to"]] if words.get("reply_to") else None,
        headers={"Message-ID": message_id(delivery)},
    )


def message_id(delivery: Delivery) -> str:
    return f"<{delivery.event.pk.hex}.{delivery.pk.hex}@carefront>"


def render_text(template_name: str, context: dict[str, object]) -> str:
    """Plain text: what HTML would escape stays as it is ("O'Neil & Sons")."""
    template = get_template(template_name).template  # type: ignore[attr-defined]
    return str(template.render(Context(context, autoescape=False)))


def sender(delivery: Delivery) -> str:
    clinic = delivery.event.clinic
    if clinic and clinic.sender_email:
        return formataddr((clinic.sender_name or clinic.name, clinic.sender_email))
    return settings.DEFAULT_FROM_EMAIL


def _by_code(code: int, reason: str) -> PermanentFailure | TemporaryFailure:
    """RFC 5321, 4.2.1: 5yz is for good, 4yz may pass."""
    failure = PermanentFailure if 500 <= code < 600 else TemporaryFailure
    return failure(f"{reason} ({code})", status_code=code)
