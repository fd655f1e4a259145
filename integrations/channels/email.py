"""Mail, rendered here from the event's body: nothing of it waits readable in the database."""

import smtplib
from datetime import datetime
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.template import Context
from django.template.loader import get_template
from django.utils import translation

from integrations.channels.outcome import Sent
from integrations.failures import PermanentFailure, TemporaryFailure
from integrations.models import Delivery
from protection.data_classes import DataClass, allowed_class


def send(delivery: Delivery, now: datetime) -> Sent:
    """Send the delivery's letter. The Message-ID is the same at every attempt, so that a repeat can be recognised.

    Raises:
        PermanentFailure: the server refused the recipient or the message for good, or cannot write the address.
        TemporaryFailure: the server was away, asked to come back later, or does not know us: somebody will mend that.
    """
    if delivery.event.emptied_at or not delivery.recipient:
        raise PermanentFailure("the event was emptied")
    if not delivery.recipient.isascii():
        raise PermanentFailure("the address has letters that mail servers do not take")
    message = compose(delivery)
    try:
        message.send()
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
    event = delivery.event
    data_class = allowed_class(delivery.channel, DataClass.named(delivery.data_class))
    body = event.body(data_class) | (delivery.letter_values or {})
    with translation.override(delivery.language):
        # The record, not the body's reference to it, for its phones. And not the event, which would hand a template
        # what the gate has just held back.
        context = {**body, "clinic": event.clinic, "base_url": settings.BASE_URL}
        rendered = render_text(f"emails/{delivery.template}.txt", context)
    subject, _, text = rendered.strip().partition("\n")
    headers = {"Message-ID": f"<{event.pk.hex}.{delivery.pk.hex}@carefront>", "Auto-Submitted": "auto-generated"}
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
