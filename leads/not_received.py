"""What a visitor sees when their request could be stored nowhere: that it was not received, and how to go on."""

import structlog
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from leads.forms import ConsultRequestForm
from leads.questions import MOST_ANSWERS, PREFIX
from sites.clinic_snapshot import clinics_without_database

log = structlog.get_logger("carefront.intake")

RETRY_AFTER_SECONDS = 30
VISIBLE_FIELDS = ("full_name", "phone", "email", "message")


def kept_names(request: HttpRequest) -> list[str]:
    """Of everything that was typed and is sent again unseen: the form's own questions too."""
    own = sorted(name for name in request.POST if name.startswith(PREFIX))[:MOST_ANSWERS]
    return [*(name for name in ConsultRequestForm.base_fields if name not in VISIBLE_FIELDS), *own]


def not_received_page(request: HttpRequest) -> HttpResponse:
    """503 with what was typed, ready to be sent again, and the clinic's phone. Asks the database nothing.

    A commit whose answer was lost may have happened: the page carries the submission key, so sending again is safe.
    """
    typed = {name: request.POST.get(name, "") for name in ConsultRequestForm.base_fields}
    known = [clinic for clinic in clinics_without_database() if clinic.is_shown]
    context = {
        "typed": typed,
        "kept": [(name, value) for name in kept_names(request) for value in request.POST.getlist(name) if value],
        "clinics": [clinic for clinic in known if clinic.slug == typed["clinic"]] or known,
    }
    with translation.override("es" if typed["language"].lower().startswith("es") else "en"):
        # Without the request: context processors may ask the database.
        page = render_to_string("leads/consult_request_not_received.html", context)
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
