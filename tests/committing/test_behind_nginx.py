"""deploy/nginx.conf before a real web process: what it hands on, what it answers itself, what it keeps quiet about."""

import ssl
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from config.env import environment
from protection.limits import RATE_BY_ACTION
from tests.committing.databases import new_database
from tests.committing.installation import Installation, ask, consult_request, free_port
from tests.committing.nginx import COMMAND, HOST, Nginx

pytestmark = [
    pytest.mark.processes,
    pytest.mark.xdist_group("nginx"),
    pytest.mark.skipif(COMMAND is None, reason="nginx is not installed"),
]

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    directory = tmp_path_factory.mktemp("installation")
    database = new_database(environment().database_url, directory=directory)
    behind_proxy = {"TRUSTED_PROXIES": "1", "RATELIMIT_ENABLE": "true", "METRICS_TOKEN": "lamplight", "CACHE_URL": ""}
    made = Installation(database, directory=directory, BASE_URL=f"https://{HOST}", **behind_proxy)
    try:
        made.start_web()
        yield made
    finally:
        made.close()
        database.drop()


@pytest.fixture
def nginx(installation: Installation, tmp_path: Path) -> Iterator[Nginx]:
    started = Nginx(tmp_path, web_port=installation.port)
    yield started
    started.close()


@pytest.fixture
def nginx_alone(tmp_path: Path) -> Iterator[Nginx]:
    """No web process answers."""
    started = Nginx(tmp_path, web_port=free_port())
    yield started
    started.close()


def test_requests_are_stored_and_counted_by_the_senders_own_address(installation: Installation, nginx: Nginx) -> None:
    allowed = int(RATE_BY_ACTION["consult-request"].split("/")[0])
    answers = []
    for number in range(allowed + 1):
        forged = {"X-Forwarded-For": f"203.0.113.{number}", "X-Real-IP": f"203.0.113.{number}"}
        body = urlencode(consult_request(submission_key=f"k-{number}") if number == 0 else {})
        answers.append(nginx.ask("POST", "/consult-requests/", body=body, headers=FORM | forged).status)

    assert answers == [303] + [422] * (allowed - 1) + [429]
    assert installation.count("leads_consultrequest") == 1


def test_pages_of_staff_are_not_compressed_and_no_header_is_said_twice(nginx: Nginx) -> None:
    answer = nginx.ask("GET", "/admin/login/", headers={"Accept-Encoding": "gzip"})

    assert answer.status == 200
    assert "Content-Encoding" not in answer.headers
    once = {name.lower() for name in answer.headers} - {"set-cookie"}
    assert {name: len(answer.headers.get_all(name)) for name in once} == dict.fromkeys(once, 1)
    assert {"content-security-policy", "strict-transport-security", "x-content-type-options"} <= once


def test_only_names_that_never_change_are_kept_and_those_of_the_version_before_are_found(nginx: Nginx) -> None:
    for version in ("current", "previous"):
        (nginx.root / version / "var/static/css").mkdir(parents=True)
    (nginx.root / "current/var/static/css/site.css").write_text("now")
    (nginx.root / "current/var/static/css/site.css.gz").write_bytes(b"smaller")
    (nginx.root / "previous/var/static/css/site.0123456789ab.css").write_text("before")

    plain = nginx.ask("GET", "/static/css/site.css")
    kept = nginx.ask("GET", "/static/css/site.0123456789ab.css")
    packed = nginx.ask("GET", "/static/css/site.css", headers={"Accept-Encoding": "gzip"})

    assert (plain.text, plain.headers.get_all("Cache-Control")) == ("now", ["public, max-age=60"])
    assert (kept.text, kept.headers.get_all("Cache-Control")) == ("before", ["public, max-age=31536000, immutable"])
    assert (packed.text, packed.headers["Content-Encoding"]) == ("smaller", "gzip")
    assert nginx.ask("GET", "/static/css/gone.css").status == 404


def test_uploaded_pictures_are_shown_and_documents_only_by_the_site(nginx: Nginx) -> None:
    for path in ("images/room.jpg", "documents/letter.pdf"):
        (nginx.root / "shared/media" / path).parent.mkdir(parents=True)
        (nginx.root / "shared/media" / path).write_text("uploaded")

    picture = nginx.ask("GET", "/media/images/room.jpg")

    assert (picture.status, picture.headers["Content-Type"]) == (200, "image/jpeg")
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    for path in (
        "/media/documents/letter.pdf",
        "/media/images/../documents/letter.pdf",
        "/media//documents/letter.pdf",
    ):
        assert nginx.ask("GET", path).status == 404


def test_figures_are_told_on_this_machine_alone(nginx: Nginx) -> None:
    bearer = {"Authorization": "Bearer lamplight"}

    assert nginx.ask("GET", "/metrics", headers=bearer).status == 404
    assert ask(nginx.monitor_port, "GET", "/metrics").status == 403
    assert ask(nginx.monitor_port, "GET", "/metrics", headers=bearer).status == 200
    assert ask(nginx.monitor_port, "GET", "/readyz").status == 404


def test_plain_http_leads_to_https_and_other_names_get_nothing(nginx: Nginx) -> None:
    redirect = ask(nginx.http_port, "GET", "/clinics/?q=1", headers={"Host": HOST})

    assert (redirect.status, redirect.headers["Location"]) == (301, f"https://{HOST}/clinics/?q=1")
    with pytest.raises(ConnectionError):
        ask(nginx.http_port, "GET", "/", headers={"Host": "elsewhere.example.com"})
    with pytest.raises((ssl.SSLError, ConnectionError)):
        nginx.ask("GET", "/", name="elsewhere.example.com")


def test_the_log_has_no_queries_and_no_keys(nginx: Nginx) -> None:
    for path in ("/admin/leads/?q=Marlowe", "/my-request/s3cret/", "/newsletter/unsubscribe/s3cret/?x=1", "/healthz"):
        nginx.ask("GET", path)

    shown = ["/admin/leads/", "/my-request/...", "/newsletter/unsubscribe/...", "/healthz"]
    assert nginx.logged(count=4) == [f"GET {path}" for path in shown]


def test_without_a_web_process_visitors_get_the_page_with_the_phones(nginx_alone: Nginx) -> None:
    before_it_is_made = nginx_alone.ask("GET", "/clinics/")
    (nginx_alone.root / "shared").mkdir(parents=True)
    (nginx_alone.root / "shared/maintenance.html").write_text("(218) 555-0142")

    for answer in (nginx_alone.ask("GET", "/clinics/"), nginx_alone.ask("POST", "/consult-requests/", body="x=1")):
        assert (answer.status, answer.text) == (503, "(218) 555-0142")
        assert answer.headers["Retry-After"] == "30"
    assert before_it_is_made.status == 503
    assert "try again" in before_it_is_made.text
    assert nginx_alone.ask("GET", "/maintenance.html").status == 404
