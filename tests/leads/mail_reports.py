"""What mail providers post about letters, as their documentation shows it, signed as they sign it.

* Postmark: https://postmarkapp.com/developer/webhooks/bounce-webhook, …/spam-complaint-webhook,
  …/subscription-change-webhook, …/delivery-webhook; proved by basic authentication
* Mailgun: https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/webhook-payloads and …/securing-webhooks
* Brevo: https://developers.brevo.com/docs/transactional-webhooks
* Resend: https://resend.com/docs/webhooks/emails/bounced
"""

import base64
import hashlib
import hmac
import json
from typing import Any

from django.test import Client

SECRET = "mail:a-password-of-many-letters"
SIGNING_KEY = "key-0123456789abcdef"
CONFIGURATION = {
    "postmark": {"POSTMARK_SERVER_TOKEN": "token", "WEBHOOK_SECRET": SECRET},
    "mailgun": {"MAILGUN_API_KEY": "key", "MAILGUN_WEBHOOK_SIGNING_KEY": SIGNING_KEY},
    "brevo": {"BREVO_API_KEY": "key", "WEBHOOK_SECRET": SECRET},
    "resend": {"RESEND_API_KEY": "key", "WEBHOOK_SECRET": SECRET},
}


def configure(settings: Any, provider: str) -> None:
    settings.MAIL_PROVIDER, settings.ANYMAIL = provider, CONFIGURATION[provider]


def authorization(secret: str = SECRET) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(secret.encode()).decode()}


def tell(client: Client, provider: str, report: Any, *, headers: dict[str, str] | None = None) -> Any:
    body = report if isinstance(report, (str, bytes)) else json.dumps(report)
    proof = authorization() if provider != "mailgun" else {}
    return client.post(
        f"/hooks/mail/{provider}/",
        body,
        content_type="application/json",
        headers=proof if headers is None else headers,
    )


def postmark(kind: str, delivery: str = "", *, email: str = "jo@example.com", number: int = 42) -> dict[str, Any]:
    """`kind`: a bounce type, "SpamComplaint", "Delivery", or "change:" and a reason of suppression."""
    common = {
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "ServerID": 23,
        "MessageStream": "outbound",
        "Metadata": {"delivery": delivery} if delivery else {},
    }
    if kind == "Delivery":
        return common | {"RecordType": kind, "Recipient": email, "DeliveredAt": "2026-03-04T16:05:00Z", "Details": "OK"}
    if kind.startswith("change:"):
        return common | {
            "RecordType": "SubscriptionChange",
            "Recipient": email,
            "ChangedAt": "2026-03-04T16:05:00Z",
            "Origin": "Recipient",
            "SuppressSending": True,
            "SuppressionReason": kind.removeprefix("change:"),
        }
    return common | {
        "RecordType": "SpamComplaint" if kind == "SpamComplaint" else "Bounce",
        "ID": number,
        "Type": kind,
        "TypeCode": 1,
        "Name": kind,
        "Email": email,
        "From": "no-reply@lamplight.example.com",
        "BouncedAt": "2026-03-04T16:05:00Z",
        "Details": f"smtp;550 5.1.1 {email} does not exist",
        "Description": "The server was unable to deliver your message.",
        "Inactive": True,
        "CanActivate": True,
        "Subject": "Your request",
        "DumpAvailable": True,
    }


def mailgun(
    event: str, delivery: str = "", *, reason: str = "", severity: str = "", token: str = "t" * 50, **data: Any
) -> dict[str, Any]:
    timestamp = "1772640300"
    signature = hmac.new(SIGNING_KEY.encode(), f"{timestamp}{token}".encode(), hashlib.sha256).hexdigest()
    told: dict[str, Any] = {
        "event": event,
        "id": "G9Bn5sl1TC6nu79C8C0bwg",
        "timestamp": 1772640300.5,
        "recipient": "jo@example.com",
        "user-variables": {"delivery": delivery} if delivery else {},
        "message": {"headers": {"to": "jo@example.com", "message-id": "20260304160500.1.1@mg.example.com"}},
        "delivery-status": {"code": 550, "message": "5.1.1 no such user", "description": ""},
    }
    told |= {"reason": reason} if reason else {}
    told |= {"severity": severity} if severity else {}
    return {
        "signature": {"timestamp": timestamp, "token": token, "signature": signature},
        "event-data": told | data,
    }


def brevo(event: str, delivery: str = "", **data: Any) -> dict[str, Any]:
    return {
        "event": event,
        "email": "jo@example.com",
        "id": 26224,
        "date": "2026-03-04 17:05:00",
        "ts": 1772640300,
        "message-id": "<202603041605.1@relay.example.com>",
        "ts_event": 1772640300,
        "subject": "Your request",
        "X-Mailin-custom": json.dumps({"delivery": delivery}),
        "ts_epoch": 1772640300000,
    } | data


def resend(event: str, delivery: str = "", **bounce: Any) -> dict[str, Any]:
    data: dict[str, Any] = {
        "created_at": "2026-03-04T16:00:00.000Z",
        "email_id": "56761188-7520-42d8-8898-ff6fc54ce618",
        "from": "no-reply@lamplight.example.com",
        "to": ["jo@example.com"],
        "subject": "Your request",
        "headers": [{"name": "X-Metadata", "value": json.dumps({"delivery": delivery})}],
    }
    if bounce:
        data["bounce"] = {"message": "The recipient's email provider sent a bounce message.", **bounce}
    return {"type": event, "created_at": "2026-03-04T16:05:00.000Z", "data": data}
