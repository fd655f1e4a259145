"""GoHighLevel on loopback, as strict as its documentation.

https://marketplace.gohighlevel.com/docs/ghl/contacts/upsert-contact
https://marketplace.gohighlevel.com/docs/ghl/opportunities/upsert-opportunity
https://marketplace.gohighlevel.com/docs/oauth/GettingStarted
"""

import re
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.integrations.crm_fakes.wrong_shape import WrongShape, answer, json_of, must

LOCATION = "ve9EPM428h8vShlRW1KT"
PIPELINE = "VDm7RPYC2GLUvdpKmBfC"
CONTACT_KEYS = {"firstName", "lastName", "name", "email", "phone", "source", "tags", "customFields"}
OPPORTUNITY_KEYS = {"pipelineId", "name", "pipelineStageId", "status", "monetaryValue", "assignedTo", "customFields"}
STATUSES = {"open", "won", "lost", "abandoned"}
HTTP = {200: "OK", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found", 429: "Too Many Requests"}


def refusal(status: int, message: str) -> Response:
    return answer({"statusCode": status, "message": message, "error": HTTP.get(status, "")}, status)


@dataclass
class FakeGoHighLevel:
    server: HTTPServer
    token: str = "pit-test"
    refresh_token: str = "r1"
    contacts: dict[str, dict[str, Any]] = field(default_factory=dict)
    opportunities: dict[str, dict[str, Any]] = field(default_factory=dict)
    refusals: list[Response] = field(default_factory=list)
    calls: list[tuple[str, str]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._ids = count(1)
        self.server.expect_request(re.compile(r"/.*")).respond_with_handler(self.receive)

    @property
    def url(self) -> str:
        return self.server.url_for("").replace("localhost", "127.0.0.1").rstrip("/")

    def receive(self, request: Request) -> Response:
        self.calls.append((request.method, request.path))
        if self.refusals:
            return self.refusals.pop(0)
        try:
            if request.path == "/oauth/token":
                return self.renew(request)
            must(request.headers.get("Version") == "2021-07-28", "Version header")
            if request.headers.get("Authorization") != f"Bearer {self.token}":
                return refusal(401, "Invalid JWT")
            return self.route(request)
        except WrongShape as wrong:
            self.wrong.append(f"{request.method} {request.path}: {wrong}")
            return refusal(400, str(wrong))

    def renew(self, request: Request) -> Response:
        must(request.method == "POST", "POST")
        must(request.headers["Content-Type"] == "application/x-www-form-urlencoded", "a form")
        for name in ("client_id", "client_secret"):
            must(request.form.get(name), name)
        must(request.form.get("grant_type") == "refresh_token", "grant_type")
        must(request.form.get("user_type") in {"Location", "Company"}, "user_type")
        if request.form.get("refresh_token") != self.refresh_token:
            return refusal(400, "Invalid grant: refresh token is invalid")
        self.token, self.refresh_token = f"renewed-{self.refresh_token}", f"{self.refresh_token}-next"
        return answer(
            {
                "access_token": self.token,
                "refresh_token": self.refresh_token,
                "token_type": "Bearer",
                "expires_in": 86399,
                "locationId": LOCATION,
                "userType": "Location",
            }
        )

    def route(self, request: Request) -> Response:
        if (request.method, request.path) == ("GET", f"/locations/{LOCATION}"):
            return answer({"location": {"id": LOCATION}})
        if (request.method, request.path) == ("POST", "/contacts/upsert"):
            return self.upsert_contact(json_of(request))
        if (request.method, request.path) == ("POST", "/opportunities/upsert"):
            return self.upsert_opportunity(json_of(request))
        match = re.fullmatch(r"/(contacts|opportunities)/(\w+)", request.path)
        must(match, "no such address")
        assert match
        held = self.contacts if match[1] == "contacts" else self.opportunities
        name = "contact" if match[1] == "contacts" else "opportunity"
        if match[2] not in held:
            return refusal(404, f"{name} not found")
        if request.method == "PUT":
            body = json_of(request)
            allowed = CONTACT_KEYS if name == "contact" else OPPORTUNITY_KEYS
            must({*body} <= allowed, f"unknown keys { ({*body} - allowed) }")
            held[match[2]].update(body)
            return answer({"succeded": True, name: {"id": match[2], **held[match[2]]}})
        if request.method == "DELETE":
            must(not request.get_data(), "no body")
            del held[match[2]]
            return answer({"succeded": True})
        must(request.method == "GET", "GET, PUT or DELETE")
        return answer({name: {"id": match[2], **held[match[2]]}})

    def upsert_contact(self, body: Any) -> Response:
        must(body.pop("locationId", None) == LOCATION, "locationId")
        must({*body} <= CONTACT_KEYS, f"unknown keys { ({*body} - CONTACT_KEYS) }")
        for each in body.get("customFields", []):
            must({*each} <= {"id", "key", "field_value"} and {"id", "key"} & {*each}, "a custom field")
        for name, value in body.items():
            must(name == "customFields" or isinstance(value, str), f"{name} is text")
        found = next((own_id for own_id, row in self.contacts.items() if self.is_same(row, body)), None)
        own_id = found or f"contact{next(self._ids)}"
        self.contacts[own_id] = self.contacts.get(own_id, {}) | body
        return answer({"new": found is None, "contact": {"id": own_id, **self.contacts[own_id]}, "traceId": "t"})

    def is_same(self, row: dict[str, Any], body: dict[str, Any]) -> bool:
        return any(body.get(name) and row.get(name) == body[name] for name in ("email", "phone"))

    def upsert_opportunity(self, body: Any) -> Response:
        must(body.pop("locationId", None) == LOCATION, "locationId")
        must(body.get("pipelineId") == PIPELINE, "pipelineId")
        must(body.get("contactId") in self.contacts, "contactId")
        must(body.get("status") in STATUSES, "status")
        must({*body} <= {"contactId", *OPPORTUNITY_KEYS}, "known keys")
        held = self.opportunities
        found = next((own for own, row in held.items() if row["contactId"] == body["contactId"]), None)
        own_id = found or f"opportunity{next(self._ids)}"
        held[own_id] = held.get(own_id, {}) | body
        return answer({"new": found is None, "opportunity": {"id": own_id, **held[own_id]}})
