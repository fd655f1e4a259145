"""Pages of a guided form."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from leads.drafts import may_be_saved
from leads.forms import ConsultRequestForm
from leads.guided.progress import OFFERS_CLINICS, Progress
from leads.guided.steps import Step, steps_of
from leads.response_promise import promise_at
from sites.models import Clinic


def step_page(request: HttpRequest, progress: Progress, *, status: int = 200) -> HttpResponse:
    clinic = progress.clinic
    context: dict[str, Any] = {
        "progress": progress,
        "form": progress.form,
        "clinic": clinic,
        "clinics": [clinic] if clinic else progress.clinics,
        "promise": promise_at(clinic, at=timezone.now()) if clinic else "",
        "may_be_saved": may_be_saved(request),
    }
    return render(request, "leads/guided/step_page.html", context, status=status)


def refused_page(request: HttpRequest, form: ConsultRequestForm, *, status: int) -> HttpResponse:
    """The last step again, or an earlier one that holds what is wrong, after the whole request was refused."""
    chosen = form.page_clinic
    offers = bool(request.POST.get(OFFERS_CLINICS)) or chosen is None
    steps = steps_of(form.definition, offers_clinics=offers)
    clinic = None if offers or chosen is None else shown_clinic(chosen.slug)
    progress = Progress(form, step_with_error(form, steps), steps, clinic=clinic)
    progress.offer(shown_clinics)
    return step_page(request, progress, status=status)


def step_with_error(form: ConsultRequestForm, steps: list[Step]) -> Step:
    """The last one where the error belongs to no field."""
    return next((step for step in steps if set(step.fields) & set(form.errors)), steps[-1])


def closed_page(request: HttpRequest, data: QueryDict, clinic: Clinic) -> HttpResponse:
    """Said before somebody fills in another step that nobody would read."""
    form = ConsultRequestForm(data, clinic=clinic)
    taker = clinic.patients_go_to
    offered = form.offered_to(taker) if taker and taker.takes_consult_requests else None
    context = {"closed_clinic": clinic, "clinic": taker, "form": offered}
    return render(request, "leads/consult_form_closed.html", context, status=409)


def shown_clinic(slug: str | None) -> Clinic | None:
    """Also one that closed, with its contact details. None for no slug and for one that names no clinic."""
    if not slug or len(slug) > 50 or "\x00" in slug:
        return None
    return Clinic.objects.with_contact_details().filter(slug=slug).first()


def shown_clinics() -> list[Clinic]:
    return list(Clinic.objects.shown().with_contact_details())
