"""Twilio on loopback: checks each request against the documented shape, and signs what it posts to us by itself."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from django.test import Client
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

ACCOUNT, TOKEN = "AC0123456789abcdef0123456789abcdef", "token-of-a-test"


@dataclass
class Carrier:
    """Keeps every text that was handed over as documented; answers what it is told to."""

    server: HTTPServer
    status: int = 201
    code: int = 0
    texts: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        path = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
        self.server.expect_request(path, method="POST").respond_with_handler(self.receive)

    @property
    def url(self) -> str:
        return self.server.url_for("").replace("localhost", "127.0.0.1").rstrip("/")

    def refuses(self, status: int, *, code: int) -> None:
        self.status, self.code = status, code

    def receive(self, request: Request) -> Response:
        form = {name: values[0] for name, values in parse_qs(request.get_data().decode(), strict_parsing=True).items()}
        if self.status != 201:
            told = {"code": self.code, "message": f"refused {form['Body']}", "status": self.status}
            return json_response(told, self.status)
        credentials = base64.b64decode(request.headers["Authorization"].removeprefix("Basic ")).decode()
        assert credentials == f"{ACCOUNT}:{TOKEN}"
        assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
        assert {"To", "From", "Body"} <= set(form) <= {"To", "From", "Body", "StatusCallback"}
        self.texts.append(form)
        return json_response({"sid": f"SM{len(self.texts):032}", "status": "queued", "body": form["Body"]}, 201)


def json_response(told: dict[str, Any], status: int) -> Response:
    return Response(json.dumps(told), status=status, content_type="application/json")


def text_in(client: Client, *, path: str = "/hooks/twilio/sms/", signature: str | None = None, **form: str) -> Any:
    """Post a text as Twilio does, signed over the address that it was told."""
    told = {"MessageSid": "SM1", "AccountSid": ACCOUNT, "NumMedia": "0", "NumSegments": "1"} | form
    signed = "http://localhost" + path + "".join(name + told[name] for name in sorted(told))
    digest = hmac.new(TOKEN.encode(), signed.encode(), hashlib.sha1).digest()
    header = base64.b64encode(digest).decode() if signature is None else signature
    return client.post(path, told, headers={"X-Twilio-Signature": header})
