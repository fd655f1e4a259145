"""A CRM on loopback, checked by the reference implementation of Standard Webhooks, not by our own."""

import json
from dataclasses import dataclass, field
from typing import Any

from pytest_httpserver import HTTPServer
from standardwebhooks import Webhook
from werkzeug import Request, Response

SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="


@dataclass
class Receiver:
    """Keeps every verified event; answers what it is told to."""

    server: HTTPServer
    secret: str = SECRET
    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    deliveries: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server.expect_request("/hook").respond_with_handler(self.receive)

    @property
    def url(self) -> str:
        return self.server.url_for("/hook").replace("localhost", "127.0.0.1")

    def answers(self, status: int, **headers: str) -> None:
        self.status, self.headers = status, headers

    def receive(self, request: Request) -> Response:
        body = request.get_data()
        Webhook(self.secret).verify(body, dict(request.headers))
        self.deliveries.append((request.headers["webhook-id"], json.loads(body)))
        return Response(status=self.status, headers=self.headers)

    @property
    def ids(self) -> list[str]:
        return [delivery_id for delivery_id, _ in self.deliveries]

    @property
    def types(self) -> list[str]:
        return [event["type"] for _, event in self.deliveries]

    def event(self, event_type: str) -> dict[str, Any]:
        """The one event of this type."""
        (found,) = [event for _, event in self.deliveries if event["type"] == event_type]
        return found
