"""Posts that no browser sends: refused quickly with a 4xx, nothing stored, nothing logged but the status.

And texts that anybody may type: kept as they are, and harmless wherever they are shown.
"""

import json
import logging
from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import quote_plus, urlencode

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from integrations.jobs import work_once
from leads.models import ConsentRecord, ConsultRequest, HeldLead, Lead, NewsletterList, Subscriber
from sites.models import Clinic

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
CONSULT, API, NEWSLETTER = "/consult-requests/", "/api/v1/consult-requests", "/newsletter/subscribe/"
CANARY = "Quillfeather"


@pytest.fixture(autouse=True)
def _newsletter(clinic: Clinic) -> None:
    NewsletterList.objects.create(slug="news", name="News")


def typed(clinic: Clinic, /, **values: str) -> dict[str, str]:
    return {"clinic": clinic.slug, "full_name": f"{CANARY} Jo", "email": "jo@example.com", "list": "news"} | values


def nothing_stored() -> bool:
    return not any(model._base_manager.exists() for model in (Lead, ConsultRequest, ConsentRecord, Subscriber))


def post(client: Client, path: str, body: bytes, content_type: str = FORM, **meta: Any) -> Any:
    return client.generic("POST", path, body, content_type=content_type, **meta)


@pytest.mark.parametrize("path", [CONSULT, NEWSLETTER])
def test_a_plain_form_is_taken_in_both_encodings(client: Client, clinic: Clinic, path: str) -> None:
    body = urlencode(typed(clinic)).encode()

    assert post(client, path, body).status_code == 303
    assert post(client, path, body, f"{FORM}; charset=UTF-8").status_code == 303
    assert client.post(path, typed(clinic)).status_code == 303


GOOD = f"clinic=duluth&full_name={CANARY}&email=jo%40example.com&list=news&message="
PART = 'Content-Disposition: form-data; name="full_name"\r\n\r\n' + CANARY
BAD_BODIES: dict[str, tuple[bytes, str, dict[str, Any], int]] = {
    "oversized": (GOOD.encode() + b"x" * 1_000_000, FORM, {}, 413),
    "oversized by its own word": (b"x", FORM, {"CONTENT_LENGTH": "99999999999"}, 413),
    "ten thousand fields": (GOOD.encode() + b"&a=1" * 10_000, FORM, {}, 400),
    "broken percent-encoded UTF-8": (GOOD.encode() + b"%ff%fe", FORM, {}, 400),
    "broken raw UTF-8": (GOOD.encode() + b"\xc3\x28", FORM, {}, 400),
    "half a surrogate pair": (GOOD.encode() + b"%ed%a0%80", FORM, {}, 400),
    "overlong zero": (GOOD.encode() + b"%c0%80", FORM, {}, 400),
    "another charset": (GOOD.encode(), f"{FORM}; charset=utf-16", {}, 415),
    "an unknown charset": (GOOD.encode(), f"{FORM}; charset=nonsense", {}, 415),
    "text": (GOOD.encode(), "text/plain", {}, 415),
    "JSON where a form is asked": (b"{}", JSON, {}, 415),
    "no type": (GOOD.encode(), "", {}, 415),
    "a type of control characters": (GOOD.encode(), "\x01/\x02", {}, 415),
    "compressed": (GOOD.encode(), FORM, {"HTTP_CONTENT_ENCODING": "gzip"}, 415),
    "chunked": (GOOD.encode(), FORM, {"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": ""}, 411),
    "chunked with a length": (GOOD.encode(), FORM, {"HTTP_TRANSFER_ENCODING": "chunked"}, 411),
    "a length that is none": (GOOD.encode(), FORM, {"CONTENT_LENGTH": "-5"}, 400),
    "a length in other digits": (GOOD.encode(), FORM, {"CONTENT_LENGTH": "٣"}, 400),
    "multipart without a boundary": (f"--x\r\n{PART}\r\n--x--".encode(), "multipart/form-data", {}, 400),
    "multipart with an empty boundary": (b"--\r\n", "multipart/form-data; boundary=", {}, 400),
    "multipart with a huge boundary": (b"--\r\n", "multipart/form-data; boundary=" + "x" * 5_000, {}, 400),
    "multipart with a file": (
        f'--x\r\nContent-Disposition: form-data; name="message"; filename="a.txt"\r\n\r\n{CANARY}\r\n--x--'.encode(),
        "multipart/form-data; boundary=x",
        {},
        400,
    ),
    "multipart of many parts": (
        b"".join(b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' for _ in range(301)) + b"--x--",
        "multipart/form-data; boundary=x",
        {},
        400,
    ),
    "multipart of broken UTF-8": (
        b'--x\r\nContent-Disposition: form-data; name="full_name"\r\n\r\n\xff\xfe\r\n--x--',
        "multipart/form-data; boundary=x",
        {},
        400,
    ),
}


@pytest.mark.parametrize("path", [CONSULT, NEWSLETTER])
@pytest.mark.parametrize("name", BAD_BODIES)
def test_a_body_that_no_browser_sends_is_refused(
    client: Client, clinic: Clinic, caplog: pytest.LogCaptureFixture, path: str, name: str
) -> None:
    body, content_type, meta, status = BAD_BODIES[name]
    if path == NEWSLETTER and name == "ten thousand fields":
        body = body[:15_000]
    caplog.set_level(logging.DEBUG)

    response = post(client, path, body, content_type, **meta)

    assert response.status_code == status, response.content[:200]
    assert response["Content-Type"].startswith("text/plain")
    assert nothing_stored()
    lines = [record.getMessage() for record in caplog.records]
    assert len(lines) == 1, lines
    assert "'status': " + str(status) in lines[0]
    assert CANARY not in lines[0]


def test_a_body_that_was_cut_off_is_refused(client: Client, clinic: Clinic) -> None:
    body = GOOD.encode() + b"The first half of a mess"
    meta: dict[str, Any] = {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body) + 24)}

    response = client.generic("POST", CONSULT, CONTENT_TYPE=FORM, **meta)

    assert response.status_code == 400
    assert nothing_stored()


LINES = ["\r\nBcc: thief@example.com", "x\nSet-Cookie: a=b", "x\r\rLocation: https://evil.example.com"]


@pytest.mark.parametrize("injected", LINES)
@pytest.mark.parametrize(
    "name",
    [
        "full_name",
        "email",
        "phone",
        "best_time",
        "page",
        "block",
        "language",
        "submission_key",
        "consult_form",
        "page_revision",
        "utm_source",
        "utm_content",
        "first_touch",
        "website",
        "clinic",
        "preferred_contact",
    ],
)
def test_a_line_break_in_a_field_of_one_line_is_refused(
    client: Client, clinic: Clinic, name: str, injected: str
) -> None:
    value = typed(clinic).get(name, "x") + injected

    response = client.post(CONSULT, typed(clinic) | {name: value})

    assert response.status_code == 422
    assert "Set-Cookie" not in response.headers
    assert nothing_stored()


@pytest.mark.parametrize("name", ["email", "page", "language", "list", "website"])
def test_nor_in_the_newsletters(client: Client, clinic: Clinic, name: str) -> None:
    value = typed(clinic).get(name, "x") + LINES[0]

    assert client.post(NEWSLETTER, typed(clinic) | {name: value}).status_code == 422
    assert nothing_stored()


@pytest.mark.parametrize("path", [CONSULT, NEWSLETTER, "/consult-requests/challenge", "/newsletter/confirm/x/"])
@pytest.mark.parametrize("query", ["clinic=%00", "clinic=%ff", "clinic=" + "x" * 9_000, "a=1&" * 3_000, "list=%00"])
def test_no_address_breaks_a_page(client: Client, clinic: Clinic, path: str, query: str) -> None:
    assert client.get(f"{path}?{query}").status_code in {200, 204, 400, 404, 410}


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("HTTP_COOKIE", "a=" + "x" * 20_000),
        ("HTTP_ACCEPT_LANGUAGE", "es," * 5_000),
        ("HTTP_REFERER", "https://\x00[::1"),
        ("HTTP_REFERER", "x" * 50_000),
        ("HTTP_USER_AGENT", "\r\nSet-Cookie: a=b"),
        ("HTTP_X_REQUEST_ID", "x\r\nSet-Cookie: a=b"),
        ("HTTP_X_FORWARDED_FOR", "," * 20_000),
    ],
)
def test_no_header_breaks_a_post(client: Client, clinic: Clinic, header: str, value: str) -> None:
    response = client.post(CONSULT, typed(clinic), **{header: value})

    assert response.status_code == 303
    assert "Set-Cookie" not in response.headers
    assert "\n" not in response["X-Request-ID"]


@pytest.mark.parametrize("path", ["/newsletter/confirm/x/", "/newsletter/unsubscribe/x/"])
def test_a_link_of_a_letter_takes_no_large_body(client: Client, path: str) -> None:
    assert post(client, path, b"x" * 100_000).status_code == 413
    assert post(client, path, b"List-Unsubscribe=One-Click").status_code in {404, 410}


# ---- the API ----


@pytest.fixture
def call(client: Client, clinic: Clinic, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    call_command("add_api_token", "--source", "landing", "--clinic", clinic.slug)
    token = json.loads(capsys.readouterr().out)["token"]

    def send(body: bytes, content_type: str = "application/json", **meta: Any) -> Any:
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "k-1"}
        return client.generic("POST", API, body, content_type=content_type, headers=headers, **meta)

    return send


@pytest.mark.parametrize(
    ("body", "content_type", "meta", "status"),
    [
        (b'{"full_name": "' + b"x" * 1_000_000 + b'"}', JSON, {}, 413),
        (
            json.dumps({"full_name": "Jo", **{f"a{number}": "1" for number in range(5_000)}}).encode(),
            "application/json",
            {},
            400,
        ),
        (b'{"full_name": "\xff"}', JSON, {}, 400),
        (rb'{"full_name": "\ud83d", "email": "jo@example.com"}', JSON, {}, 400),
        (rb'{"full_name": "Jo", "email": "jo@example.com", "\udc00": "x"}', JSON, {}, 400),
        (b"[" * 60_000, JSON, {}, 400),
        (b'{"full_name": 1e999}', JSON, {}, 400),
        (b'{"a": ' + b"9" * 5_000 + b"}", JSON, {}, 400),
        (b"{}", "text/plain", {}, 415),
        (b"{}", "application/json; charset=utf-16", {}, 415),
        (b"{}", "application/json", {"HTTP_TRANSFER_ENCODING": "chunked"}, 411),
        (b"{}", "application/json", {"HTTP_CONTENT_ENCODING": "br"}, 415),
        (b'{"full_name": "Jo\\r\\nBcc: x@example.com", "email": "jo@example.com"}', JSON, {}, 422),
        (b'{"full_name": "Jo\\u0000", "email": "jo@example.com"}', JSON, {}, 422),
        (b"", JSON, {}, 400),
    ],
)
def test_the_api_refuses_them_as_problems(
    call: Callable[..., Any], body: bytes, content_type: str, meta: dict[str, Any], status: int
) -> None:
    response = call(body, content_type, **meta)

    assert response.status_code == status, response.content[:200]
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == status
    assert nothing_stored()


# ---- what anybody may type ----

TYPED = [
    "O'Brien \"Bob\" <bob@example.com>",
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "{{ 7*7 }} {% now 'Y' %} ${7*7} #{7*7}",
    "'; DROP TABLE leads_lead; --",
    "=cmd|' /C calc'!A0",
    "../../../etc/passwd%00",
    "\u202eright-to-left\u202c \u200bzero\u200d width \ufeff",
    "Ω≈ç√∫˜µ≤≥÷ 田中さんにあげて下さい 😍 🇺🇸 ﷽",
    "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮",
    "\x01\x02\x7f\x80\x9f",
    "null", "undefined", "NaN", "0", "-1", "1e100", "True", "\\", "%s%n%d",
]  # fmt: skip


@pytest.mark.parametrize("text", TYPED)
def test_whatever_is_typed_comes_back_as_it_was_and_does_nothing(
    client: Client, admin_client: Client, clinic: Clinic, make_endpoint: Any, crm: Any, text: str
) -> None:
    make_endpoint(clinic)
    name = f"Jo {text}"

    assert client.post(CONSULT, typed(clinic, full_name=name, message=text, page=text)).status_code == 303

    request = ConsultRequest.objects.get()
    assert request.full_name == " ".join(name.split())
    assert (request.message, request.page) == (text.strip(), text.strip())
    lead = Lead.including_quarantine.get()
    assert not HeldLead.objects.exists()
    for address in ("/admin/leads/", reverse("leads:inspect", args=[lead.pk])):
        page = admin_client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    work_once()
    assert sorted(crm.types) == ["consult_request.received", "lead.created"]
    assert all(f"Jo {text}" not in letter.subject for letter in mail.outbox)
    assert {letter.content_subtype for letter in mail.outbox} == {"plain"}


@pytest.mark.parametrize("text", ["+", "&", "%", "a+b", "a%2Bb", "100%"])
def test_what_forms_encode_is_decoded_once(client: Client, clinic: Clinic, text: str) -> None:
    body = f"clinic=duluth&full_name=Jo&email=jo%40example.com&message={quote_plus(text)}".encode()

    assert post(client, CONSULT, body).status_code == 303
    assert ConsultRequest.objects.get().message == text
