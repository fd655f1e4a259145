"""A mail that answers one of ours: whose it is, and onto which timeline it goes."""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import Message as Mail
from email.utils import getaddresses, parseaddr
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from leads.inbound.mail_text import tidied, words_of
from leads.messages.receiving import receive_message
from leads.messages.reply_addresses import NotAReplyAddress, lead_id_of
from leads.models import Lead, Message

LARGEST = 30_000_000
"""Bytes; what most mail servers take at most."""
LONGEST_SUBJECT = 500
# Where the address stands that a mail was delivered to: first what our own server wrote.
RECIPIENT_HEADERS = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
MACHINES = frozenset({"bulk", "junk", "list", "auto_reply"})


class NotAMail(ValueError):
    """These bytes are no mail that anybody wrote."""


class UnknownRecipient(LookupError):
    """No lead has such an address."""


def receive_mail(raw: bytes, *, recipient: str = "", sender: str | None = None, at: datetime) -> Message | None:
    """Put a person's mail on the timeline of the lead that it answers.

    Safe to repeat: None where it is stored already. None also for what a machine wrote: bounces, absence notes, lists.

    Args:
        raw: one message of RFC 5322, as the mail server hands it over.
        recipient: the envelope's; empty: the first of our addresses among the headers.
        sender: the envelope's, empty for a bounce; None: not known, `Return-Path` tells.

    Raises:
        NotAMail, UnknownRecipient
    """
    mail = parsed(raw)
    lead = lead_of([recipient] if recipient else recipients_of(mail))
    if is_from_a_machine(mail, sender=sender):
        return None
    body, attachments = words_of(mail)
    if attachments:
        body = f"{body}\n\n({_('Attachments that were not kept:')} {attachments})".strip()
    return receive_message(
        lead,
        channel=Message.Channel.EMAIL,
        address=address_of(mail),
        subject=subject_of(mail),
        body=body,
        external_id=identity_of(mail, raw, lead_id=lead.pk),
        at=at,
    )


def parsed(raw: bytes) -> Mail:
    # The old policy keeps headers as text: the new one's grammar raises all kinds of errors for hostile ones.
    if not raw.strip() or len(raw) > LARGEST:
        raise NotAMail("empty or too large")
    try:
        mail = message_from_bytes(raw, policy=policy.compat32)
    except (ValueError, LookupError, RecursionError) as error:
        raise NotAMail(type(error).__name__) from error
    if not any(mail.get(name) for name in ("From", "Sender", "Return-Path", "Date", "Message-ID", *RECIPIENT_HEADERS)):
        raise NotAMail("no headers")
    return mail


def lead_of(addresses: Iterable[str]) -> Lead:
    """
    Raises:
        UnknownRecipient: none of these is an address of a lead, or only of one that was erased.
    """
    for address in addresses:
        try:
            lead_id = lead_id_of(address)
        except NotAReplyAddress:
            continue
        leads = Lead.including_quarantine.select_related("person", "clinic", "owner")
        if lead := leads.filter(pk=lead_id, erased_at=None).first():
            return lead
    raise UnknownRecipient


def recipients_of(mail: Mail) -> list[str]:
    values = [str(value)[:10_000] for name in RECIPIENT_HEADERS for value in mail.get_all(name, [])]
    return [address for _name, address in getaddresses(values)]


def is_from_a_machine(mail: Mail, *, sender: str | None) -> bool:
    """RFC 3834: what answers by itself says so, and a bounce has no sender."""
    if sender is None:
        return_path = mail.get("Return-Path")
        sender = None if return_path is None else str(return_path).strip().strip("<>")
    written_by = str(mail.get("Auto-Submitted", "no")).split(";")[0].strip().lower()
    local_part = (sender or address_of(mail)).partition("@")[0].lower()
    return (
        sender == ""
        or written_by != "no"
        or str(mail.get("Precedence", "")).strip().lower() in MACHINES
        or mail.get("X-Autoreply") is not None
        or mail.get("X-Autorespond") is not None
        or mail.get_content_type() == "multipart/report"
        or local_part in {"mailer-daemon", "postmaster"}
    )


def address_of(mail: Mail) -> str:
    """Whose it says it is; empty where that is no address."""
    address = parseaddr(str(mail.get("From", "")))[1].lower()
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address[:320]


def subject_of(mail: Mail) -> str:
    raw = str(mail.get("Subject", ""))[: LONGEST_SUBJECT * 4]
    with suppress(ValueError, LookupError):  # an encoding that nobody knows, or a broken one
        raw = str(make_header(decode_header(raw)))
    return " ".join(tidied(raw).split())[:LONGEST_SUBJECT]


def identity_of(mail: Mail, raw: bytes, *, lead_id: UUID) -> str:
    """A hash of the Message-ID, or of all of it, for this lead: names in it are nobody's business."""
    message_id = str(mail.get("Message-ID", "")).strip().encode("utf-8", "replace")
    return hashlib.sha256(lead_id.bytes + (message_id or raw)).hexdigest()
