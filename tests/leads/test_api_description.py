"""The API's description: a document for machines that an independent validator accepts, and examples that work."""

import io
import json
import re
import shlex
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from leads.api.problems import KINDS
from leads.api.schemas import ConsultRequestBody
from leads.forms import ConsultRequestForm
from leads.models import Call, ConsultRequest
from leads.models.api_token import Scope
from sites.models import Clinic, ClinicPhone

pytestmark = pytest.mark.django_db

DOCS = Path(__file__).parents[2] / "docs/api.md"
HOST, TOKEN = "https://clinics.example.com", "cft_your-token"
# Of a form in a browser alone: the API has a header for the one, and honest programs leave the other empty.
NOT_DESCRIBED = {"submission_key", "website", "page_revision", "wordings"}


@pytest.fixture
def document(client: Client) -> dict[str, Any]:
    response = client.get("/api/v1/openapi.json")
    assert response.status_code == 200
    read: dict[str, Any] = response.json()
    return read


def examples(language: str) -> list[str]:
    """The fenced blocks of docs/api.md in one language that speak to the API."""
    blocks = re.findall(rf"```{language}\n(.*?)```", DOCS.read_text(), re.DOTALL)
    return [block for block in blocks if HOST in block]


def test_the_document_is_valid_by_somebody_elses_rules(document: dict[str, Any]) -> None:
    OpenAPIV31SpecValidator(document).validate()

    assert document["openapi"] == "3.1.0"
    assert set(document["paths"]) == {
        "/api/v1/consult-requests",
        "/api/v1/calls",
        "/api/v1/leads",
        "/api/v1/leads/{lead_id}",
        "/api/v1/people/{person_id}",
        "/api/v1/events",
    }


def test_every_operation_says_how_it_refuses_and_asks_for_a_token(document: dict[str, Any]) -> None:
    always = {"400", "401", "403", "429", "503"}
    by_method = {
        "get": always,
        "post": {*always, "413", "415", "422"},
        "patch": {*always, "404", "412", "413", "415", "422", "428"},
    }
    operations = [(method, each) for path in document["paths"].values() for method, each in path.items()]
    assert len(operations) == 8
    for method, operation in operations:
        assert operation["security"] == [{"BearerToken": [operation["security"][0]["BearerToken"][0]]}]
        refusals = {status: answer for status, answer in operation["responses"].items() if status >= "400"}
        assert set(refusals) >= by_method[method]
        assert all(list(answer["content"]) == ["application/problem+json"] for answer in refusals.values())


def test_every_field_of_the_form_is_described() -> None:
    described = set(ConsultRequestBody.model_fields)

    assert described == set(ConsultRequestForm.base_fields) - NOT_DESCRIBED


@pytest.mark.parametrize(
    ("body", "fits"),
    [
        ({"full_name": "Jo", "email": "jo@example.com", "question_how_long": ["A year", "Two"]}, True),
        ({"full_name": "Jo"}, False),
        ({"full_name": "Jo", "email": "jo@example.com", "question_how_long": 5}, False),
        ({"full_name": "Jo" * 101, "email": "jo@example.com"}, False),
    ],
)
def test_the_described_shape_is_the_one_that_is_taken(
    client: Client, token: str, document: dict[str, Any], body: dict[str, Any], fits: bool
) -> None:
    schema = document["components"]["schemas"]["ConsultRequestBody"]
    response = client.post(
        "/api/v1/consult-requests",
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": "k-1"},
    )

    assert Draft202012Validator(schema).is_valid(body) is fits
    assert (response.status_code == 201) is fits


def test_each_example_for_the_shell_works(client: Client, token: str, clinic: Clinic, clock: object) -> None:
    ClinicPhone.objects.create(clinic=clinic, number="+12185550199", kind="tracking")
    blocks = [block for block in examples("sh") if " -d " in block]
    assert len(blocks) == 2

    for block in blocks:
        words = shlex.split(block.replace("\\\n", " ").replace(TOKEN, token))
        headers = dict(words[at + 1].split(": ", 1) for at, word in enumerate(words) if word == "-H")
        response = client.post(
            words[1].removeprefix(HOST),
            words[words.index("-d") + 1],
            content_type=headers.pop("Content-Type"),
            headers=headers,
        )
        assert response.status_code == 201, response.content

    assert (ConsultRequest.objects.count(), Call.objects.get().outcome) == (1, "missed")


def test_each_example_in_python_works(
    client: Client, token: str, clinic: Clinic, clock: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def to_the_site(request: urllib.request.Request, timeout: float) -> io.BytesIO:
        headers = {name.title(): str(value) for name, value in request.header_items()}
        content_type = headers.pop("Content-Type")
        path = request.full_url.removeprefix(HOST)
        response = client.generic(request.get_method(), path, request.data, content_type=content_type, headers=headers)
        assert response.status_code == 201, response.content
        return io.BytesIO(response.content)

    monkeypatch.setattr("urllib.request.urlopen", to_the_site)
    blocks = examples("python")
    assert len(blocks) == 2

    for block in blocks:
        names: dict[str, Any] = {}
        exec(block.replace(TOKEN, token), names)  # our own documentation
        assert names["received"]["status"] == "received"

    answers = ConsultRequest.objects.get().answers
    assert [(each["key"], each["answer"]) for each in answers] == [("how_long", "Two years")]
    assert [call.state for call in Call.objects.all()] == ["started", "answered", "finished"]


def test_the_examples_hold_every_word_of_the_calls_description(document: dict[str, Any]) -> None:
    described = document["components"]["schemas"]["CallBody"]["properties"]
    table = DOCS.read_text().partition("| field | |")[2].partition("\n\n")[0]

    assert {name for name in described if f"`{name}`" not in table} == set()


def test_the_document_may_be_kept_and_is_the_same_for_everybody(client: Client) -> None:
    response = client.get("/api/v1/openapi.json")

    assert set(response["Cache-Control"].split(", ")) == {"public", "max-age=3600"}
    assert not response.cookies
    assert json.loads(response.content) == client.get("/api/v1/openapi.json").json()


def test_every_kind_of_problem_and_every_scope_stands_in_the_page_for_people() -> None:
    page = DOCS.read_text()

    assert {kind for kind in KINDS if f"`{kind}`" not in page} == set()
    assert {scope for scope in Scope.values if f"`{scope}`" not in page} == set()
