"""What every test may ask for: a frozen clock, clinics, and an outside world that is closed unless faked."""

import gc
import os
import socket
from collections.abc import Callable, Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connections
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from config.env import environment
from leads.spool import outages
from protection import audit_triggers
from protection.models import AuditEntry, AuditSeal
from sites.models import Clinic, ClinicPhone, HomePage, OpeningHours, Practice
from tests.committing.databases import PostgreSQLDatabase, SQLiteDatabase
from tests.committing.moment import NOW

# Playwright keeps an event loop in the test's thread; Django's guard means servers, not tests.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# A busy machine is no finding: no example has a time limit, and none is too slow to make.
hypothesis_settings.register_profile("carefront", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("carefront")


def pytest_collection_finish() -> None:
    """What is loaded by now stays. Looking through it for garbage again and again is a sixth of the suite's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    # SQLite: the copy made below is there already. PostgreSQL: Django makes each from its template.
    return "sqlite" in str(settings.DATABASES["default"]["ENGINE"])


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Start from a database with the network's pages, made once for all workers and runs."""
    database = connections["default"].settings_dict
    if "sqlite" in str(database["ENGINE"]):
        SQLiteDatabase.with_network(Path(database["TEST"]["NAME"]))
    else:
        database["TEST"]["TEMPLATE"] = PostgreSQLDatabase.with_network(environment().database_url)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Time stands at NOW until the test moves it."""
    with time_machine.travel(NOW, tick=False) as coordinates:
        yield coordinates


class OutsideWorldReached(AssertionError):
    """A test was about to leave this machine."""


@pytest.fixture(autouse=True)
def _closed_outside_world(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def refuse(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if host and host not in {"localhost", "::1"} and not str(host).startswith("127."):
            raise OutsideWorldReached(f"a connection to {host}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _own_spool(settings: Any, tmp_path: Path) -> Iterator[None]:
    """And a database that did not fail in the test before."""
    settings.SPOOL_DIR = tmp_path / "spool"
    yield
    outages.database_answered()


@pytest.fixture(autouse=True)
def _audit_that_can_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """SQLite empties its tables by DELETE after a test that commits, which the audit refuses."""
    marker = request.node.get_closest_marker("django_db")
    commits = (marker and marker.kwargs.get("transaction")) or "transactional_db" in request.fixturenames
    if not commits or connections["default"].vendor != "sqlite":
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    audit_triggers.remove(connections["default"])
    AuditEntry.objects.all().delete()
    AuditSeal.objects.all().delete()
    audit_triggers.install(connections["default"])


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """A request's language stays with its thread, which in tests is every later test's too."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def home(db: None) -> HomePage:
    """The network's home page in English, which is there from the start with its index pages."""
    return HomePage.objects.get(locale__language_code="en")


@pytest.fixture
def make_clinic(db: None) -> Callable[..., Clinic]:
    """Makes a clinic in Central Time, open on weekdays from 8 to 17, with a main number of its own."""
    made = 0

    def make(slug: str = "duluth", **values: Any) -> Clinic:
        nonlocal made
        made += 1
        practice, _ = Practice.objects.get_or_create(name=values.pop("practice", "Northlight Practice"))
        defaults = {
            "name": f"Northlight {slug.title()}",
            "time_zone": "America/Chicago",
            "street": "410 Lakeview Avenue",
            "city": slug.title(),
            "state": "MN",
            "postal_code": "55802",
            "alert_emails": f"intake-{slug}@example.com",
        }
        clinic = Clinic.objects.create(practice=practice, slug=slug, **(defaults | values))
        ClinicPhone.objects.create(clinic=clinic, number=f"+12185550{140 + made}", kind="main")
        OpeningHours.objects.bulk_create(
            OpeningHours(clinic=clinic, weekday=weekday, opens=time(8), closes=time(17)) for weekday in range(5)
        )
        return clinic

    return make


@pytest.fixture
def clinic(make_clinic: Callable[..., Clinic]) -> Clinic:
    return make_clinic("duluth")


@pytest.fixture
def other_clinic(make_clinic: Callable[..., Clinic]) -> Clinic:
    return make_clinic("ashland", state="WI")


@pytest.fixture
def crm(httpserver: Any) -> Any:
    """A receiver on loopback that verifies what it gets; see tests/receiver.py."""
    from tests.receiver import Receiver

    return Receiver(httpserver)


@pytest.fixture
def make_endpoint(db: None, crm: Any) -> Callable[..., Any]:
    from integrations.models import Endpoint

    def make(clinic: Clinic | None = None, **values: Any) -> Endpoint:
        endpoint = Endpoint(**({"clinic": clinic, "url": crm.url, "secrets": [crm.secret]} | values))
        endpoint.full_clean()
        endpoint.save()
        return endpoint

    return make
