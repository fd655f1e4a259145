"""Whether this process lives, and whether it can take a patient's request."""

from django.core.cache import DEFAULT_CACHE_ALIAS, cache, caches
from django.core.cache.backends.redis import RedisCache
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from integrations.models import Delivery

_migrations_are_complete = False


def healthz(request: HttpRequest) -> HttpResponse:
    """Alive. Touches nothing, so that a slow database does not get the process killed."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """503 only when a request could be stored nowhere or migrations are missing; else 200 and what is degraded."""
    try:
        if not migrations_are_complete():
            return JsonResponse({"error": "migrations are missing: run manage.py migrate"}, status=503)
        degraded = degraded_parts()
    except DatabaseError:
        return JsonResponse({"error": "the database does not answer"}, status=503)
    return JsonResponse({"degraded": degraded})


def migrations_are_complete() -> bool:
    """Asked of the database until it is true, then remembered: a running process needs no more migrations."""
    global _migrations_are_complete
    if not _migrations_are_complete:
        executor = MigrationExecutor(connection)
        _migrations_are_complete = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrations_are_complete


def degraded_parts() -> list[str]:
    parts = []
    if Delivery.objects.overdue(at=timezone.now()).exists():  # also proves that the database answers
        parts.append("deliveries")
    if isinstance(caches[DEFAULT_CACHE_ALIAS], RedisCache):
        try:
            cache.get("readyz")
        except Exception:  # noqa: BLE001 - whatever a cache client raises, the answer is the same
            parts.append("cache")
    return parts
