"""A landing page on somebody else's host, in a real browser: what docs/api.md promises it, and nothing to others."""

import http.server
import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page

from tests.committing.installation import Installation
from tests.committing.processes import run_module

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

DOCS = Path(__file__).parents[2] / "docs/api.md"
HOST, TOKEN = "https://clinics.example.com", "cft_your-token"


class LandingPage(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Landing page</title>")

    def log_message(self, *args: object) -> None:
        """Nothing: a test's output is its own."""


@pytest.fixture(scope="module")
def landing_port() -> Iterator[int]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), LandingPage)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()


@pytest.fixture(scope="module")
def page_token(site: Installation, landing_port: int) -> str:
    """For the page under the name localhost, and not for the same server under its number."""
    slug = site.database.rows("SELECT slug FROM sites_clinic WHERE status = 'open' ORDER BY slug LIMIT 1")[0][0]
    origin = f"http://localhost:{landing_port}"
    arguments = ("add_api_token", "--source", "landing-page", "--clinic", slug, "--origin", origin)
    return str(json.loads(run_module("manage", *arguments, environment=site.environment))["token"])


def example(base_url: str, token: str) -> str:
    """The documentation's own script, as a function that returns what it received."""
    blocks = re.findall(r"```javascript\n(.*?)```", DOCS.read_text(), re.DOTALL)
    assert len(blocks) == 1
    script = blocks[0].replace(HOST, base_url).replace(TOKEN, token)
    return f"async () => {{ {script} return {{status: answer.status, received}}; }}"


def test_the_documented_script_sends_from_the_page_the_token_is_for(
    page: Page, base_url: str, landing_port: int, page_token: str
) -> None:
    page.goto(f"http://localhost:{landing_port}/")

    answer = page.evaluate(example(base_url, page_token))

    assert (answer["status"], answer["received"]["status"]) == (201, "received")
    assert page.context.cookies() == []


def test_the_page_can_read_why_it_was_refused(page: Page, base_url: str, landing_port: int, page_token: str) -> None:
    page.goto(f"http://localhost:{landing_port}/")

    answer = page.evaluate(example(base_url, page_token).replace('email: "jo@example.com"', 'email: "nobody"'))

    assert answer["status"] == 422
    assert list(answer["received"]["errors"]) == ["email"]


def test_a_browser_does_not_let_another_page_send(
    page: Page, base_url: str, landing_port: int, page_token: str, site: Installation
) -> None:
    before = site.count("leads_consultrequest")
    page.goto(f"http://127.0.0.1:{landing_port}/")

    with pytest.raises(Error, match="Failed to fetch"):
        page.evaluate(example(base_url, page_token))

    assert site.count("leads_consultrequest") == before
