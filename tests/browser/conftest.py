"""A real site with the demo's content, and Debian's Chromium to look at it.

The database is SQLite whatever the suite's is: what a browser shows is the same on either.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.visitors import Visit
from tests.committing.databases import SQLiteDatabase
from tests.committing.installation import Installation, answers, free_port, web_options
from tests.committing.processes import Process, run_module, wait_until

# How fast a page is depends on who else uses the machine: what is expected may take its time, and still must come.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    # Debian's Chromium without the buttons and menus of a window, which took as long to draw as our pages. The one with
    # them sets letters a little otherwise: the pictures of pages are the shell's.
    path = shutil.which("chromium-headless-shell")
    if path is None:
        missing = "No `chromium-headless-shell` on the PATH. Install it: apt-get install chromium-headless-shell"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return {"executable_path": path, "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]}


@pytest.fixture(scope="session")
def site(browser_type_launch_args: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Seeded once for all tests here: each leaves alone what another counts."""
    directory = tmp_path_factory.mktemp("site")
    database = directory / "site.sqlite3"
    SQLiteDatabase.migrated(database)
    site = Installation(
        SQLiteDatabase(database),
        directory=directory,
        DJANGO_SETTINGS_MODULE="tests.browser.settings",
        MEDIA_ROOT=str(directory / "media"),
    )
    site.environment["BASE_URL"] = f"http://127.0.0.1:{site.port}"
    try:
        run_module("manage", "seed_demo", "--leads", "40", "--jobs-later", environment=site.environment)
        site.start_web()
        yield site
    finally:
        site.close()


@pytest.fixture(scope="session")
def base_url(site: Installation) -> str:
    """Where the browser's addresses begin."""
    return site.environment["BASE_URL"]


@pytest.fixture(scope="session")
def morning_url(site: Installation) -> Iterator[str]:
    """The same pages, of a second process whose clock stands still."""
    port = free_port()
    web = Process(
        [sys.executable, "-m", "gunicorn", *web_options(port), "config.wsgi:application"],
        environment=site.environment | {"DJANGO_SETTINGS_MODULE": "tests.browser.settings_of_a_morning"},
        log=site.directory / "morning.log",
    )
    try:
        wait_until(lambda: answers(port) or not web.is_running, what="the web process answers")
        assert web.is_running, web.log.read_text()
        yield f"http://127.0.0.1:{port}"
    finally:
        web.kill()


@pytest.fixture(scope="session")
def streaming_url(site: Installation) -> Iterator[str]:
    """The same pages of an ASGI process, which keeps a stream open for each that wants one."""
    stream = site.start_stream()
    yield f"http://127.0.0.1:{site.stream_port}"
    stream.kill()


@pytest.fixture(autouse=True)
def no_news_of_other_tests(request: pytest.FixtureRequest) -> None:
    """A lead that another test sent would move the rows that this one looks at: news come to tests about news."""
    if "context" in request.fixturenames and "news" not in request.keywords:
        context = request.getfixturevalue("context")
        context.route("**/admin/leads/news/**", lambda route: route.fulfill(status=204))


@pytest.fixture
def visit(page: Page, base_url: str) -> Visit:
    return Visit(page, base_url)


@pytest.fixture(scope="module")
def reader(browser: Browser, base_url: str) -> Iterator[Page]:
    """One page for all tests of a module that only read: stylesheets and the font are fetched once."""
    context = browser.new_context(base_url=base_url, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def page_without_script(browser: Browser, base_url: str) -> Iterator[Page]:
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    yield context.new_page()
    context.close()
