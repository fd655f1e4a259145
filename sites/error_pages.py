"""What a visitor sees when there is nothing to see. Always a way to reach a person."""

import sys

from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, HttpResponseServerError
from django.template.loader import render_to_string

from protection.database_errors import DATABASE_AWAY
from sites.clinic_snapshot import clinics_without_database
from sites.models import Clinic
from sites.navigation import path_in_default_language

RETRY_AFTER_SECONDS = 30


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponseNotFound(render_to_string("404.html", {"clinics": reachable_clinics(request.path)}, request))


def server_error(request: HttpRequest) -> HttpResponse:
    """500; where the database is away 503, which clients and search engines take as "come back"."""
    # Without the request: whatever broke may break the context processors too.
    page = render_to_string("500.html", {"clinics": reachable_clinics(request.path)})
    if isinstance(sys.exception(), DATABASE_AWAY):
        return HttpResponse(page, status=503, headers={"Retry-After": f"{RETRY_AFTER_SECONDS}"})
    return HttpResponseServerError(page)


def reachable_clinics(path: str) -> list[Clinic]:
    """The clinic whose pages `path` lies under, or all of them; as last seen when the database is away."""
    try:
        clinics = list(Clinic.objects.shown().with_contact_details())
    except DatabaseError:
        clinics = [clinic for clinic in clinics_without_database() if clinic.is_shown]
    plain_path = path_in_default_language(path)
    return [clinic for clinic in clinics if plain_path.startswith(clinic.path)] or clinics
