"""Mail providers on loopback that take what their documentation says, and refuse anything else.

* Postmark: https://postmarkapp.com/developer/api/email-api#send-a-single-email
* Mailgun: https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/messages
* Brevo: https://developers.brevo.com/reference/sendtransacemail
* Resend: https://resend.com/docs/api-reference/emails/send-email
"""

import base64
import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qs

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response


class WrongShape(AssertionError):
    """The request is not what the provider documents."""


@dataclass
class Provider:
    """`refuses`: status, headers and JSON that answer a request of the right shape in place of acceptance."""

    settings: Mapping[str, str]
    path: str
    read: Callable[[Request], dict[str, Any]]
    accepted: Callable[[dict[str, Any]], dict[str, Any]]
    received: list[dict[str, Any]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    refuses: tuple[int, Mapping[str, str], object] | None = None

    def answer(self, request: Request) -> Response:
        try:
            letter = self.read(request)
        except WrongShape as error:
            self.wrong.append(str(error))
            return Response(status=400)
        if self.refuses:
            status, headers, told = self.refuses
            return Response(json.dumps(told), status=status, headers=dict(headers), content_type="application/json")
        self.received.append(letter)
        return Response(json.dumps(self.accepted(letter)), content_type="application/json")


def expect(holds: object, words: str) -> None:
    if not holds:
        raise WrongShape(words)


def json_of(request: Request, known: set[str], required: set[str]) -> dict[str, Any]:
    expect(request.method == "POST", "method")
    expect(request.headers["Content-Type"].startswith("application/json"), "content type")
    body = json.loads(request.data)
    expect(isinstance(body, dict) and required <= set(body) <= known, f"fields {sorted(body)}")
    return body


def read_postmark(request: Request) -> dict[str, Any]:
    expect(request.headers.get("X-Postmark-Server-Token") == "server-token", "token")
    expect(request.headers.get("Accept") == "application/json", "accept")
    known = {"From", "To", "Subject", "TextBody", "ReplyTo", "Headers", "Metadata", "MessageStream"}
    body = json_of(request, known, {"From", "To", "Subject", "TextBody"})
    expect(all(set(each) == {"Name", "Value"} for each in body.get("Headers", [])), "headers")
    expect(all(isinstance(each, str) for each in body.get("Metadata", {}).values()), "metadata")
    return {"to": body["To"], "subject": body["Subject"], "text": body["TextBody"], "metadata": body["Metadata"]}


def read_mailgun(request: Request) -> dict[str, Any]:
    expected = "Basic " + base64.b64encode(b"api:api-key").decode()
    expect(request.headers.get("Authorization") == expected, "authorization")
    form = form_of(request)
    known = {"from", "to", "subject", "text", "html", "h:Reply-To"}
    extra = {name for name in form if name not in known and not name.startswith(("h:", "v:"))}
    expect(not extra and {"from", "to", "subject", "text"} <= set(form), f"fields {sorted(form)}")
    metadata = {name.removeprefix("v:"): value for name, value in form.items() if name.startswith("v:")}
    return {"to": form["to"], "subject": form["subject"], "text": form["text"], "metadata": metadata}


def form_of(request: Request) -> dict[str, str]:
    """ "multipart/form-data" or "application/x-www-form-urlencoded", read by the standard library."""
    content_type = request.headers["Content-Type"]
    if content_type.startswith("application/x-www-form-urlencoded"):
        return {name: values[-1] for name, values in parse_qs(request.get_data().decode()).items()}
    expect(content_type.startswith("multipart/form-data"), "content type")
    whole = b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + request.get_data()
    parts = BytesParser(policy=HTTP).parsebytes(whole).iter_parts()
    return {
        str(part.get_param("name", header="content-disposition")): part.get_payload(decode=True).decode()
        for part in parts
    }


def read_brevo(request: Request) -> dict[str, Any]:
    expect(request.headers.get("api-key") == "api-key", "key")
    known = {"sender", "to", "subject", "textContent", "replyTo", "headers"}
    body = json_of(request, known, {"sender", "to", "subject", "textContent"})
    expect("email" in body["sender"] and all("email" in each for each in body["to"]), "addresses")
    metadata = json.loads(body["headers"]["X-Mailin-custom"])
    to = ",".join(each["email"] for each in body["to"])
    return {"to": to, "subject": body["subject"], "text": body["textContent"], "metadata": metadata}


def read_resend(request: Request) -> dict[str, Any]:
    expect(request.headers.get("Authorization") == "Bearer api-key", "key")
    body = json_of(request, {"from", "to", "subject", "text", "reply_to", "headers"}, {"from", "to", "subject", "text"})
    metadata = json.loads(body["headers"]["X-Metadata"])
    return {"to": ",".join(body["to"]), "subject": body["subject"], "text": body["text"], "metadata": metadata}


def new_provider(name: str) -> Provider:
    message_id = str(uuid.uuid4())
    return {
        "postmark": Provider(
            settings={"POSTMARK_SERVER_TOKEN": "server-token"},
            path="/email",
            read=read_postmark,
            accepted=lambda letter: {
                "To": letter["to"],
                "SubmittedAt": "2026-03-04T16:00:00.0000000-05:00",
                "MessageID": message_id,
                "ErrorCode": 0,
                "Message": "OK",
            },
        ),
        "mailgun": Provider(
            settings={"MAILGUN_API_KEY": "api-key", "MAILGUN_SENDER_DOMAIN": "mg.example.com"},
            path="/mg.example.com/messages",
            read=read_mailgun,
            accepted=lambda _: {"id": f"<{message_id}@mg.example.com>", "message": "Queued. Thank you."},
        ),
        "brevo": Provider(
            settings={"BREVO_API_KEY": "api-key"},
            path="/smtp/email",
            read=read_brevo,
            accepted=lambda _: {"messageId": f"<{message_id}@smtp-relay.mailin.fr>"},
        ),
        "resend": Provider(
            settings={"RESEND_API_KEY": "api-key"},
            path="/emails",
            read=read_resend,
            accepted=lambda _: {"id": message_id},
        ),
    }[name]


def serve(provider: Provider, name: str, server: HTTPServer, settings: Any) -> None:
    """Let letters go to `provider`, answered by `server`."""
    from integrations.mail_providers import PROVIDERS

    server.expect_request(provider.path).respond_with_handler(provider.answer)
    settings.MAIL_PROVIDER = name
    settings.ANYMAIL = {**provider.settings, f"{name.upper()}_API_URL": server.url_for("")}
    settings.MAILERS = {"default": {"BACKEND": PROVIDERS[name].backend}}
