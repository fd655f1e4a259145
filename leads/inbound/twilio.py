"""Twilio's posts: texts that came in, and what became of those that went out.

What a message webhook holds: https://www.twilio.com/docs/messaging/guides/webhook-request. A wrong signature is 403, a
form that cannot be Twilio's is 400, and neither changes anything. No body is logged.
"""

from collections.abc import Callable
from functools import wraps
from xml.sax.saxutils import escape

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseForbidden, HttpResponseNotFound
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from integrations.sms_providers import twilio
from leads.inbound.texts import IncomingText, receive_text
from sites.phone_numbers import validate_e164

log = structlog.get_logger("carefront.texts")

LONGEST_ID = 200
LONGEST_BODY = 10_000
"""Of characters that are kept; Twilio joins at most 1,600."""


def signed_by_twilio(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """404 where Twilio is not in use, 403 for what it did not sign."""

    @csrf_exempt  # the signature says who sent it; no cookie has a part in it
    @require_POST
    @wraps(view)
    def checked(request: HttpRequest) -> HttpResponse:
        if settings.SMS_PROVIDER != "twilio":
            return HttpResponseNotFound()
        form = {name: [str(value) for value in request.POST.getlist(name)] for name in request.POST}
        signature = request.headers.get("X-Twilio-Signature", "")
        if not twilio.is_signed(path=request.get_full_path(), form=form, signature=signature):
            return HttpResponseForbidden()
        return view(request)

    return checked


@signed_by_twilio
def receive_twilio_text(request: HttpRequest) -> HttpResponse:
    """Answers with TwiML, which may hold a text to send back."""
    try:
        text = incoming_text(request)
    except ValidationError:
        return HttpResponseBadRequest()
    return twiml(receive_text(text, at=timezone.now()))


@signed_by_twilio
def receive_twilio_status(request: HttpRequest) -> HttpResponse:
    """Ids and states are logged, for whoever asks Twilio what happened; nothing is stored."""
    log.info(
        "text status",
        sid=request.POST.get("MessageSid", "")[:64],
        status=request.POST.get("MessageStatus", "")[:20],
        error=request.POST.get("ErrorCode", "")[:8],
    )
    return HttpResponse(status=204)


def incoming_text(request: HttpRequest) -> IncomingText:
    """
    Raises:
        ValidationError: no id, or numbers that are none.
    """
    form = request.POST
    external_id, sender, recipient = (form.get(name, "") for name in ("MessageSid", "From", "To"))
    if not 0 < len(external_id) <= LONGEST_ID or "\x00" in external_id:
        raise ValidationError("no id")
    for number in (sender, recipient):
        validate_e164(number)
    media = form.get("NumMedia", "0")
    return IncomingText(
        external_id=external_id,
        sender=sender,
        recipient=recipient,
        body=form.get("Body", "").replace("\x00", "")[:LONGEST_BODY],
        told_keyword=form.get("OptOutType", ""),
        media_count=int(media) if media.isascii() and media.isdigit() and len(media) < 4 else 0,
    )


def twiml(answer: str) -> HttpResponse:
    message = f"<Message>{escape(answer)}</Message>" if answer else ""
    document = f'<?xml version="1.0" encoding="UTF-8"?><Response>{message}</Response>'
    return HttpResponse(document, content_type="text/xml; charset=utf-8")
