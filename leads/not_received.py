"""What a visitor sees when their request could not be stored: that it was not received, and how to go on."""

from collections.abc import Callable
from functools import wraps

import structlog
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from leads.forms import ConsultRequestForm
from sites.models import Clinic

log = structlog.get_logger("carefront.intake")

# Away, starting, full, locked or read-only. The other kinds of database error are bugs.
DATABASE_AWAY = (OperationalError, InterfaceError, InternalError)
RETRY_AFTER_SECONDS = 30
VISIBLE_FIELDS = ("full_name", "phone", "email", "message")

# Clinics that this process has shown, by slug: their phones are all there is to offer when the database is away.
_shown_clinics: dict[str, Clinic] = {}


def remember_phone(clinic: Clinic) -> None:
    """Keep the number of a clinic whose phones are loaded."""
    if clinic.main_phone:  # kept by the clinic itself, so that it needs no query later
        _shown_clinics[clinic.slug] = clinic


def not_received_while_database_is_away(
    view: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer a POST with 503 where the database fails under the view.

    A commit whose answer was lost may have happened: the page carries the submission key, so sending again is safe.
    """

    @wraps(view)
    def watched(request: HttpRequest) -> HttpResponse:
        try:
            return view(request)
        except DATABASE_AWAY as error:
            if request.method != "POST":
                raise
            log.warning("consult request not stored", error=type(error).__name__)
            return not_received_page(request)

    return watched


def not_received_page(request: HttpRequest) -> HttpResponse:
    """503 with what was typed, ready to be sent again. Asks the database nothing."""
    typed = {name: request.POST.get(name, "") for name in ConsultRequestForm.base_fields}
    known = _shown_clinics.get(typed["clinic"])
    context = {
        "typed": typed,
        "kept": {name: value for name, value in typed.items() if value and name not in VISIBLE_FIELDS},
        "clinics": [known] if known else [],
    }
    with translation.override("es" if typed["language"].lower().startswith("es") else "en"):
        # Without the request: context processors may ask the database.
        page = render_to_string("leads/consult_request_not_received.html", context)
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
