"""Whether this process lives, and whether it can take a patient's request."""

from datetime import timedelta

from django.core.cache import DEFAULT_CACHE_ALIAS, cache, caches
from django.core.cache.backends.redis import RedisCache
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from integrations.heartbeat import worker_is_alive
from integrations.models import Delivery
from leads.models import HeldRequest
from leads.spool.receiving import count_waiting, segments
from leads.spool.segments import SpoolUnavailable

# A worker brings in what waits within seconds: later than this, none runs on this machine.
SPOOL_IS_LATE = timedelta(minutes=1)

_migrations_are_complete = False


def healthz(request: HttpRequest) -> HttpResponse:
    """Alive. Touches nothing, so that a slow database does not get the process killed."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """503 only when a request could be stored nowhere or migrations are missing; else 200 and what is degraded."""
    try:
        if not migrations_are_complete():
            return JsonResponse({"error": "migrations are missing: run manage.py migrate"}, status=503)
        in_database = parts_of_database()
    except DatabaseError:
        if not spool_takes_requests():
            return JsonResponse({"error": "neither the database nor the spool takes a request"}, status=503)
        return JsonResponse({"degraded": ["database", *parts_of_cache()]})
    return JsonResponse({"degraded": [*in_database, *parts_of_spool(), *parts_of_cache()]})


def migrations_are_complete() -> bool:
    """Asked of the database until it is true, then remembered: a running process needs no more migrations."""
    global _migrations_are_complete
    if not _migrations_are_complete:
        executor = MigrationExecutor(connection)
        _migrations_are_complete = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrations_are_complete


def parts_of_database() -> list[str]:
    """What waits too long in it. Also proves that it answers."""
    parts = []
    if Delivery.objects.overdue(at=timezone.now()).exists():
        parts.append("deliveries")
    if not worker_is_alive(at=timezone.now()):
        parts.append("worker")
    if HeldRequest.objects.waiting().exists():
        parts.append("held requests")
    return parts


def parts_of_spool() -> list[str]:
    since = count_waiting().since
    is_late = since is not None and timezone.now() - since > SPOOL_IS_LATE
    return ["spool"] if is_late or not spool_takes_requests() else []


def spool_takes_requests() -> bool:
    try:
        segments().check()
    except SpoolUnavailable:
        return False
    return True


def parts_of_cache() -> list[str]:
    if isinstance(caches[DEFAULT_CACHE_ALIAS], RedisCache):
        try:
            cache.get("readyz")
        except Exception:  # noqa: BLE001 - whatever a cache client raises, the answer is the same
            return ["cache"]
    return []
