"""HubSpot on loopback, as strict as its documentation.

https://developers.hubspot.com/docs/api-reference/legacy/crm/objects/contacts/batch/upsert-contacts
https://developers.hubspot.com/docs/api-reference/legacy/crm/objects/contacts/batch/update-contacts
https://developers.hubspot.com/docs/api-reference/latest/crm/objects/objects/batch/get-objects
https://developers.hubspot.com/docs/reference/api/crm/associations/association-details
https://developers.hubspot.com/docs/api-reference/legacy/crm/objects/contacts/gdpr/gdpr-delete-contact
https://developers.hubspot.com/docs/api-reference/legacy/crm/objects/deals/basic/delete-deal
https://developers.hubspot.com/docs/api-reference/legacy/authentication/oauth-tokens/create-oauth-token
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.integrations.crm_fakes.wrong_shape import WrongShape, answer, json_of, must

INPUT_KEYS = {"id", "idProperty", "properties", "objectWriteTraceId"}
UNIQUE = {"contacts": {"email", "carefront_person_id"}, "deals": {"carefront_lead_id"}}
PROPERTIES = {
    "contacts": {"email", "firstname", "lastname", "phone", "carefront_person_id", "message"},
    "deals": {"dealname", "dealstage", "pipeline", "carefront_lead_id", "lead_source", "description"},
}
MULTI_STATUS = 207


@dataclass
class FakeHubSpot:
    server: HTTPServer
    token: str = "pat-na1-test"
    objects: dict[str, dict[str, dict[str, str]]] = field(default_factory=lambda: {"contacts": {}, "deals": {}})
    associations: set[tuple[str, str]] = field(default_factory=set)
    refusals: list[tuple[str, Response]] = field(default_factory=list)
    """(part of a path, what is answered once instead)."""
    item_errors: list[dict[str, Any]] = field(default_factory=list)
    """For the next items of batches: their errors, with 207."""
    calls: list[tuple[str, str]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    refreshed: int = 0

    def __post_init__(self) -> None:
        self._ids = count(101)
        self.server.expect_request(re.compile(r"/.*")).respond_with_handler(self.receive)

    @property
    def url(self) -> str:
        return self.server.url_for("").replace("localhost", "127.0.0.1").rstrip("/")

    @property
    def contacts(self) -> list[dict[str, str]]:
        return list(self.objects["contacts"].values())

    @property
    def deals(self) -> list[dict[str, str]]:
        return list(self.objects["deals"].values())

    def refuses(self, path: str, status: int, data: Any = None, **headers: str) -> None:
        self.refusals.append((path, answer(data or {}, status, {k.replace("_", "-"): v for k, v in headers.items()})))

    def receive(self, request: Request) -> Response:
        self.calls.append((request.method, request.path))
        for refusal in self.refusals:
            if refusal[0] in request.path:
                self.refusals.remove(refusal)
                return refusal[1]
        try:
            if request.path == "/oauth/v3/token":
                return self.renew(request)
            if request.headers.get("Authorization") != f"Bearer {self.token}":
                return answer({"status": "error", "category": "EXPIRED_AUTHENTICATION", "message": "expired"}, 401)
            return self.route(request)
        except WrongShape as wrong:
            self.wrong.append(f"{request.method} {request.path}: {wrong}")
            return answer({"status": "error", "category": "VALIDATION_ERROR", "message": str(wrong)}, 400)

    def renew(self, request: Request) -> Response:
        must(request.method == "POST", "POST")
        must(request.headers["Content-Type"] == "application/x-www-form-urlencoded", "a form")
        must(request.form.get("grant_type") == "refresh_token", "grant_type")
        for name in ("client_id", "client_secret", "refresh_token"):
            must(request.form.get(name), name)
        must(not request.args, "nothing of it in the address")
        self.refreshed += 1
        self.token = f"renewed-{self.refreshed}"
        return answer({"token_type": "bearer", "access_token": self.token, "expires_in": 1800, "refresh_token": "r2"})

    def route(self, request: Request) -> Response:
        if request.method == "GET" and request.path == "/crm/v3/objects/contacts":
            return answer({"results": []})
        if match := re.fullmatch(r"/crm/v3/objects/(contacts|deals)/batch/(upsert|update|read)", request.path):
            must(request.method == "POST", "POST")
            actions: dict[str, Callable[[str, Any], Response]] = {
                "upsert": self.upsert,
                "update": self.update,
                "read": self.read,
            }
            body = json_of(request)
            must(isinstance(body.get("inputs"), list) and 1 <= len(body["inputs"]) <= 100, "1 to 100 inputs")
            return actions[match[2]](match[1], body)
        if request.path == "/crm/v3/objects/contacts/gdpr-delete":
            must(request.method == "POST", "POST")
            body = json_of(request)
            must({*body} == {"objectId"}, "a contact's own id alone")
            return self.gone("contacts", body["objectId"])
        if match := re.fullmatch(r"/crm/v3/objects/deals/(\d+)", request.path):
            must(request.method == "DELETE", "DELETE")
            must(not request.get_data(), "no body")
            return self.gone("deals", match[1])
        path = r"/crm/v4/objects/deals/(\d+)/associations/default/contacts/(\d+)"
        if match := re.fullmatch(path, request.path):
            must(request.method == "PUT", "PUT")
            must(not request.get_data(), "no body")
            must(match[1] in self.objects["deals"] and match[2] in self.objects["contacts"], "both exist")
            self.associations.add((match[1], match[2]))
            return answer({"status": "COMPLETE", "results": []})
        must(False, "no such address")
        raise AssertionError

    def gone(self, kind: str, vendor_id: str) -> Response:
        if self.objects[kind].pop(vendor_id, None) is None:
            return answer({"status": "error", "category": "OBJECT_NOT_FOUND", "message": "not found"}, 404)
        return Response(status=204)

    def upsert(self, kind: str, body: Any) -> Response:
        return self.written(kind, body, self.upsert_one)

    def update(self, kind: str, body: Any) -> Response:
        return self.written(kind, body, self.update_one)

    def written(self, kind: str, body: Any, write: Callable[[str, Any], str | dict[str, Any]]) -> Response:
        results: list[dict[str, Any]] = []
        errors: list[dict[str, Any]] = []
        for each in body["inputs"]:
            must({*each} <= INPUT_KEYS, f"unknown keys { ({*each} - INPUT_KEYS) }")
            must(isinstance(each.get("id"), str) and each["id"], "id")
            must(isinstance(each.get("properties"), dict), "properties")
            for name, value in each["properties"].items():
                must(isinstance(value, str), f"{name} is text")
            written = self.item_errors.pop(0) if self.item_errors else write(kind, each)
            if isinstance(written, dict):
                errors.append({"status": "error", "context": {"ids": [each["id"]]}, **written})
            else:
                results.append({"id": written, "properties": self.objects[kind][written], "archived": False})
        times = {"startedAt": "2026-03-04T16:00:00Z", "completedAt": "2026-03-04T16:00:00Z"}
        if errors:
            told = {"status": "COMPLETE", "results": results, "numErrors": len(errors), "errors": errors, **times}
            return answer(told, MULTI_STATUS)
        return answer({"status": "COMPLETE", "results": results, **times})

    def unknown_property(self, kind: str, each: Any) -> dict[str, Any] | None:
        if unknown := {*each["properties"]} - PROPERTIES[kind]:
            message = f"Property values were not valid: property {min(unknown)} does not exist"
            details = [{"message": message, "code": "PROPERTY_DOESNT_EXIST"}]
            return {"category": "VALIDATION_ERROR", "message": message, "errors": details}
        return None

    def upsert_one(self, kind: str, each: Any) -> str | dict[str, Any]:
        must(each.get("idProperty") in UNIQUE[kind], "idProperty is a unique property")
        if refused := self.unknown_property(kind, each):
            return refused
        name, key = each["idProperty"], each["id"]
        held = self.objects[kind]
        found = next((vendor_id for vendor_id, row in held.items() if row.get(name) == key), None)
        values = {name: key, **each["properties"]}
        if clash := self.clash(kind, values, found):
            return clash
        vendor_id = found or str(next(self._ids))
        held[vendor_id] = held.get(vendor_id, {}) | values
        return vendor_id

    def update_one(self, kind: str, each: Any) -> str | dict[str, Any]:
        must("idProperty" not in each, "by HubSpot's own id")
        if each["id"] not in self.objects[kind]:
            return {"category": "OBJECT_NOT_FOUND", "message": "not found"}
        if refused := self.unknown_property(kind, each) or self.clash(kind, each["properties"], each["id"]):
            return refused
        self.objects[kind][each["id"]].update(each["properties"])
        vendor_id: str = each["id"]
        return vendor_id

    def clash(self, kind: str, values: dict[str, str], own_id: str | None) -> dict[str, Any] | None:
        for vendor_id, row in self.objects[kind].items():
            if vendor_id != own_id and any(values.get(name) and row.get(name) == values[name] for name in UNIQUE[kind]):
                return {"category": "CONFLICT", "message": f"already exists. Existing ID: {vendor_id}"}
        return None

    def read(self, kind: str, body: Any) -> Response:
        must({*body} <= {"inputs", "properties", "idProperty", "propertiesWithHistory"}, "known keys")
        must(isinstance(body.get("properties"), list), "properties")
        name = body.get("idProperty")
        results = [
            {"id": vendor_id, "properties": {each: row.get(each) for each in body["properties"]}}
            for vendor_id, row in self.objects[kind].items()
            for asked in body["inputs"]
            if (row.get(name) if name else vendor_id) == asked["id"]
        ]
        return answer({"status": "COMPLETE", "results": results})
