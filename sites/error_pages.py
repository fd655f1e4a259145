"""What a visitor sees when there is nothing to see. Always a way to reach a person."""

from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, HttpResponseServerError
from django.template.loader import render_to_string

from sites.clinic_snapshot import clinics_without_database
from sites.models import Clinic
from sites.navigation import path_in_default_language


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponseNotFound(render_to_string("404.html", {"clinics": reachable_clinics(request.path)}, request))


def server_error(request: HttpRequest) -> HttpResponse:
    # Without the request: whatever broke may break the context processors too.
    return HttpResponseServerError(render_to_string("500.html", {"clinics": reachable_clinics(request.path)}))


def reachable_clinics(path: str) -> list[Clinic]:
    """The clinic whose pages `path` lies under, or all of them; as last seen when the database is away."""
    try:
        clinics = list(Clinic.objects.shown().with_contact_details())
    except DatabaseError:
        clinics = [clinic for clinic in clinics_without_database() if clinic.is_shown]
    plain_path = path_in_default_language(path)
    return [clinic for clinic in clinics if plain_path.startswith(clinic.path)] or clinics
