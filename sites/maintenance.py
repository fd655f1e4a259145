"""While the site is being worked on: one file is the switch and the page, with every clinic's phone in it.

The file is written while the database answers and served without it, so it works during migrations, restores and
outages. A proxy in front may serve the same file when this process is down; see docs/maintenance.md.
"""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from sites.error_pages import reachable_clinics

RETRY_AFTER_SECONDS = 600
STAYS_ALIVE = frozenset({"/healthz", "/readyz"})


def maintenance_page() -> str:
    """HTML that stands alone. Without phone numbers where the database is away."""
    return render_to_string("503-maintenance.html", {"clinics": reachable_clinics("/")})


def begin_maintenance() -> Path:
    """Every request but the health checks' is answered by the page from now on, in every process of this machine."""
    path = Path(settings.MAINTENANCE_PAGE)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".new")
    unfinished.write_text(maintenance_page(), encoding="utf-8")
    unfinished.replace(path)  # nobody is ever answered half a page
    return path


def end_maintenance() -> None:
    Path(settings.MAINTENANCE_PAGE).unlink(missing_ok=True)


def switched_on_page() -> bytes | None:
    try:
        return Path(settings.MAINTENANCE_PAGE).read_bytes()
    except FileNotFoundError:
        return None


class MaintenanceMiddleware:
    """Behind the one that serves static files: the page has a stylesheet. Costs a look for one file a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path in STAYS_ALIVE:
            return self.get_response(request)
        page = switched_on_page()
        if page is None:
            return self.get_response(request)
        headers = {"Retry-After": str(RETRY_AFTER_SECONDS), "Cache-Control": "no-store"}
        return HttpResponse(page, status=503, headers=headers)
