"""Salesforce on loopback, as strict as its documentation.

https://developer.salesforce.com/docs/platform/api-rest/guide/dome-upsert.html
https://developer.salesforce.com/docs/platform/api-rest/guide/errorcodes.md
https://help.salesforce.com/apex/HTViewHelpDoc?id=remoteaccess_oauth_refresh_token_flow.htm&language=en_US
"""

import re
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.integrations.crm_fakes.wrong_shape import WrongShape, answer, json_of, must

FIELDS = {"FirstName", "LastName", "Email", "Phone", "Company", "Status", "Description"}
REQUIRED = ("LastName", "Company")
MULTIPLE_CHOICES = 300


def error(code: str, status: int, message: str = "") -> Response:
    return answer([{"message": message or code, "errorCode": code}], status)


@dataclass
class FakeSalesforce:
    server: HTTPServer
    token: str = "00Dtest!session"
    leads: dict[str, dict[str, Any]] = field(default_factory=dict)
    refusals: list[Response] = field(default_factory=list)
    calls: list[tuple[str, str]] = field(default_factory=list)
    forms: list[dict[str, str]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    answers_empty: bool = False
    """As older versions: 204 where a record was changed."""

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
            if request.path == "/services/oauth2/token":
                return self.renew(request)
            if request.headers.get("Authorization") != f"Bearer {self.token}":
                return error("INVALID_SESSION_ID", 401, "Session expired or invalid")
            return self.route(request)
        except WrongShape as wrong:
            self.wrong.append(f"{request.method} {request.path}: {wrong}")
            return error("JSON_PARSER_ERROR", 400, str(wrong))

    def renew(self, request: Request) -> Response:
        must(request.method == "POST", "POST")
        must(request.headers["Content-Type"] == "application/x-www-form-urlencoded", "a form")
        self.forms.append(request.form.to_dict())
        must(request.form.get("grant_type") in {"refresh_token", "client_credentials"}, "grant_type")
        must(request.form.get("client_id"), "client_id")
        if request.form["grant_type"] == "refresh_token" and request.form.get("refresh_token") != "r1":
            return answer({"error": "invalid_grant", "error_description": "expired access/refresh token"}, 400)
        self.token = f"00Dtest!renewed{len(self.forms)}"
        return answer(
            {"access_token": self.token, "instance_url": self.url, "token_type": "Bearer", "issued_at": "1772640000000"}
        )

    def route(self, request: Request) -> Response:
        base = r"/services/data/v\d+\.0/sobjects/Lead"
        if re.fullmatch(base + "/describe", request.path):
            return answer({"name": "Lead", "fields": []})
        if match := re.fullmatch(base + r"/Carefront_Id__c/([0-9a-f-]{36})", request.path):
            found = [own_id for own_id, row in self.leads.items() if row["Carefront_Id__c"] == match[1]]
            if request.method == "GET":
                return answer(self.leads[found[0]]) if found else error("NOT_FOUND", 404)
            if request.method == "DELETE":
                return self.erased(found[0]) if found else error("NOT_FOUND", 404)
            if len(found) > 1:
                return answer([f"{base}/{each}" for each in found], MULTIPLE_CHOICES)
            return self.written(request, found[0] if found else None, external_id=match[1])
        if match := re.fullmatch(base + r"/(00Q\w+)", request.path):
            if match[1] not in self.leads:
                return error("ENTITY_IS_DELETED", 404)
            if request.method == "DELETE":
                return self.erased(match[1])
            return self.written(request, match[1], external_id=None)
        must(False, "no such address")
        raise AssertionError

    def erased(self, own_id: str) -> Response:
        """https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_delete_record.htm"""
        del self.leads[own_id]
        return Response(status=204)

    def written(self, request: Request, own_id: str | None, *, external_id: str | None) -> Response:
        must(request.method == "PATCH", "PATCH")
        body = json_of(request)
        must(isinstance(body, dict), "an object")
        must("Carefront_Id__c" not in body and "Id" not in body, "the id stands in the address alone")
        if unknown := {*body} - FIELDS:
            return error("INVALID_FIELD", 400, f"No such column '{min(unknown)}' on sobject of type Lead")
        for name, value in body.items():
            must(value is None or (isinstance(value, str) and value), f"{name}: text or null")
        missing = [name for name in REQUIRED if not (body.get(name) or (own_id and name not in body))]
        if missing:
            told = f"Required fields are missing: {missing}"
            return answer([{"message": told, "errorCode": "REQUIRED_FIELD_MISSING", "fields": missing}], 400)
        if own_id is None:
            own_id = f"00Q{next(self._ids):012d}AAA"
            self.leads[own_id] = {"Carefront_Id__c": external_id, **body}
            return answer({"id": own_id, "success": True, "errors": [], "created": True}, 201)
        self.leads[own_id].update(body)
        if external_id is None or self.answers_empty:
            return answer(None, 204)
        return answer({"id": own_id, "success": True, "errors": [], "created": False})
