"""Whatever fits the API's own description is answered as it says, and whatever does not fit is refused as it says."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from leads.api.application import api
from leads.models import Lead, Person
from leads.models.api_token import Scope
from sites.models import Clinic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

DOCUMENT: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str))
OPERATIONS = {
    each["operationId"]: (method, path, each) for path, of in DOCUMENT["paths"].items() for method, each in of.items()
}
PROBLEM = "application/problem+json"

many = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])

TEXT = st.text(max_size=30) | st.sampled_from(
    ["\x00", "\ud800", "\u200b", "\u202e", "'; DROP TABLE leads_lead; --", "%00", "9" * 400]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
VALUES = JSON | st.sampled_from(
    ["duluth", "new", "lost", "no_answer", "jo@example.com", "(218) 555-0187", "phone", "en", "2026-03-04T15:00:00Z",
     "0", "inbound", "missed", {"id": "1"}, {"email": "a@example.com"}, "0001-01-01T00:00:00+14:00", "lead.created"]
)  # fmt: skip


@pytest.fixture
def token(make_token: Callable[..., str]) -> str:
    scopes = [word for scope in Scope.values for word in ("--scope", scope)]
    return make_token(*scopes, "--data-class", "health", "--agreement-on-file", source="everything")


@pytest.fixture
def ids(make_lead: Callable[..., Lead], clinic: Clinic) -> dict[str, str]:
    lead = make_lead(clinic)
    return {"lead_id": str(lead.pk), "person_id": str(lead.person_id)}


def shape_of(operation: dict[str, Any]) -> dict[str, Any]:
    """Of its body: one of the document's components."""
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    shape: dict[str, Any] = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return shape


def conforms(value: object, schema: dict[str, Any]) -> bool:
    """By an independent validator; the schema may point into the document."""
    return bool(Draft202012Validator({**schema, "components": DOCUMENT["components"]}).is_valid(value))


def check(answer: Any, operation: dict[str, Any]) -> None:
    """It is one that the document tells of: status, type and shape."""
    event(f"{answer.status_code}")  # pytest --hypothesis-show-statistics
    assert str(answer.status_code) in operation["responses"], (answer.status_code, answer.content)
    told = operation["responses"][str(answer.status_code)]["content"]
    content_type = answer["Content-Type"].partition(";")[0]
    assert content_type in told
    assert conforms(answer.json(), told[content_type]["schema"]), answer.content
    if answer.status_code >= 400:
        assert content_type == PROBLEM


def as_bytes(value: object) -> bytes:
    return json.dumps(value).encode("utf-8", "surrogatepass")


def spoilt(good: dict[str, Any], names: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """A few values of something that fits changed, or none."""
    return st.dictionaries(st.sampled_from(names) | TEXT, VALUES, max_size=2).map(good.__or__)


@pytest.mark.parametrize("name", [name for name, (method, _, _) in OPERATIONS.items() if method != "get"])
@many
@given(data=st.data())
def test_every_body_is_taken_or_refused_as_the_description_says(
    client: Client, token: str, ids: dict[str, str], name: str, data: st.DataObject
) -> None:
    method, path, operation = OPERATIONS[name]
    address, shape = path.format(**ids), shape_of(operation)
    headers = {"Authorization": f"Bearer {token}"}
    if method == "patch":
        current = client.get(address, headers=headers)["ETag"]
        headers["If-Match"] = data.draw(st.sampled_from([current, current, current, '"0"', "*", '"', f"W/{current}"]))
    else:
        headers["Idempotency-Key"] = data.draw(st.uuids()).hex
    fitting = st.sampled_from(shape["examples"]).flatmap(lambda each: spoilt(each, [*shape["properties"]]))
    body = data.draw(fitting | JSON)

    answer = client.generic(method.upper(), address, as_bytes(body), content_type="application/json", headers=headers)

    check(answer, operation)
    if answer.status_code < 300:
        assert conforms(body, shape), "what is taken fits the description"


# Of each parameter one that fits.
ASKED = {
    "limit": "10", "cursor": "", "clinic": "duluth", "stage": "new", "type": "lead.created",
    "since": "2026-03-04T15:00:00Z", "created_since": "2026-03-04T15:00:00Z",
    "updated_since": "0001-01-01T00:00:00+14:00",
}  # fmt: skip
WORDS = TEXT | st.sampled_from(["1", "100", "101", *ASKED.values()])


@pytest.mark.parametrize("name", [name for name, (method, _, _) in OPERATIONS.items() if method == "get"])
@many
@given(data=st.data())
def test_every_question_is_answered_or_refused_as_the_description_says(
    client: Client, token: str, ids: dict[str, str], name: str, data: st.DataObject
) -> None:
    _, path, operation = OPERATIONS[name]
    known = {each["name"] for each in operation.get("parameters", []) if each["in"] == "query"}
    asked = {key: ASKED[key] for key in data.draw(st.sets(st.sampled_from(sorted(known) or ["page"]))) & known}
    asked |= data.draw(st.dictionaries(st.sampled_from(["", "page", *sorted(known)]), WORDS, max_size=1))
    sent = {key: value.encode("utf-8", "replace").decode() for key, value in asked.items()}

    answer = client.get(path.format(**ids), sent, headers={"Authorization": f"Bearer {token}"})

    check(answer, operation)
    if answer.status_code == 200:
        assert set(sent) <= known


@many
@given(
    body=st.binary(max_size=100),
    content_type=st.sampled_from(["application/json", "text/plain", "", "application/json; charset=utf-16"]),
)
def test_no_bytes_make_it_fail(client: Client, token: str, ids: dict[str, str], body: bytes, content_type: str) -> None:
    for method, path, operation in OPERATIONS.values():
        if method != "get":
            headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "k", "If-Match": '"1"'}
            answer = client.generic(
                method.upper(), path.format(**ids), body, content_type=content_type, headers=headers
            )
            assert 400 <= answer.status_code < 500
            check(answer, operation)
    assert Person.objects.count() == Lead.objects.count() == 1
