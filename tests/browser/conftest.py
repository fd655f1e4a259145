"""A real site with the demo's content, and Debian's Chromium to look at it.

The database is SQLite whatever the suite's is: what a browser shows is the same on either.
"""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.visitors import Visit
from tests.committing.databases import SQLiteDatabase
from tests.committing.installation import Installation
from tests.committing.processes import run_module


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    path = shutil.which("chromium")
    if path is None:
        missing = "No `chromium` on the PATH. Install it: apt-get install chromium"
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
        run_module("manage", "seed_demo", "--leads", "20", "--jobs-later", environment=site.environment)
        site.start_web()
        yield site
    finally:
        site.close()


@pytest.fixture(scope="session")
def base_url(site: Installation) -> str:
    """Where the browser's addresses begin."""
    return site.environment["BASE_URL"]


@pytest.fixture
def visit(page: Page, base_url: str) -> Visit:
    return Visit(page, base_url)


@pytest.fixture
def page_without_script(browser: Browser, base_url: str) -> Iterator[Page]:
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    yield context.new_page()
    context.close()
