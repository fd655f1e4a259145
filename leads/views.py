"""The visitor's side of intake: HTTP in, one call, HTTP out."""

import structlog
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from leads.drafts import forget_sent_draft
from leads.forms import ConsultRequestForm
from leads.guided.pages import refused_page
from leads.intake import ConsultFormClosed
from leads.not_received import not_received_page
from leads.screening import screened
from leads.spool.segments import SpoolUnavailable
from leads.stores import Receipt, Store, answered, is_stand_in
from leads.submission import SubmissionKeyReused
from protection.fetch_metadata import same_site_only
from protection.identifiers import uuid7
from protection.limits import limited
from protection.request_bodies import readable_form
from sites.models import Clinic
from sites.navigation import consult_url

log = structlog.get_logger("carefront.intake")


@require_http_methods(["GET", "HEAD", "POST"])
@same_site_only
@readable_form()
@limited("consult-request")
@never_cache
def request_consult(request: HttpRequest) -> HttpResponse:
    """POST takes a consult request from any page's form. GET shows the form alone, for the clinic of `?clinic=`.

    Both also while the database is away; 503 only where a request can be stored nowhere.
    """
    with translation.override(language_asked_for(request)):
        if request.method != "POST":
            return answered(lambda store: empty_form(request, store))
        receipt = Receipt(id=uuid7(), at=timezone.now())
        try:
            return answered(lambda store: take_request(request, store, receipt))
        except SpoolUnavailable as error:
            log.exception("consult request not stored", reason=str(error))
            return not_received_page(request)


def take_request(request: HttpRequest, store: Store, receipt: Receipt) -> HttpResponse:
    slug = request.POST.get("clinic") or request.GET.get("clinic", "")
    clinic = store.clinic_named(slug)
    form = store.form(request.POST, clinic=clinic, slug=slug)
    if not form.is_valid():
        return consult_form_page(request, store, form, clinic, status=422)
    clinic = form.cleaned_data["clinic"]
    try:
        submission = form.submission(form_address=request.headers.get("Referer", ""))
        submission = screened(submission, request, clinic=clinic, proof=request.POST.get("altcha", ""))
        store.record(submission, clinic=clinic, receipt=receipt)
    except ConsultFormClosed:
        return consult_form_closed(request, store, form, clinic)
    except SubmissionKeyReused:
        return consult_form_page(request, store, form.refused_as_reused(), clinic, status=422)
    answer = HttpResponseRedirect(thank_you_path(clinic, form.cleaned_data["language"]), status=303)
    if store.knows_every_clinic:
        forget_sent_draft(request, answer, consult_form=form.cleaned_data["consult_form"])
    return answer


def empty_form(request: HttpRequest, store: Store) -> HttpResponse:
    clinic = store.clinic_named(request.GET.get("clinic", ""))
    if clinic and clinic.is_closed_for_good:
        return HttpResponseRedirect(consult_url("", clinic.patients_go_to))
    return consult_form_page(request, store, store.form(clinic=clinic), clinic)


@require_safe
def consult_requested(request: HttpRequest, clinic_slug: str = "") -> HttpResponse:
    """The thank-you page. Knows the clinic and nobody's name; of a clinic that nobody knew yet not even that."""
    with translation.override(language_asked_for(request)):
        return answered(lambda store: thank_you_page(request, store, clinic_slug))


def thank_you_page(request: HttpRequest, store: Store, clinic_slug: str) -> HttpResponse:
    clinic = store.clinic_named(clinic_slug, with_contact_details=True)
    if clinic_slug and clinic is None and store.knows_every_clinic:
        raise Http404
    context = {"clinic": clinic, "clinics": [clinic] if clinic else [], **store.page_context(clinic)}
    if clinic:
        context["opening"] = clinic.opening_state(at=timezone.now())
    return render(request, "leads/consult_requested.html", context)


def consult_form_page(
    request: HttpRequest, store: Store, form: ConsultRequestForm, clinic: Clinic | None, *, status: int = 200
) -> HttpResponse:
    if "step" in request.POST and store.knows_every_clinic:
        return refused_page(request, form, status=status)
    if clinic and is_stand_in(clinic):
        clinic = None
    clinics = [clinic] if clinic else store.clinics()
    context = {"form": form, "clinic": clinic, "clinics": clinics, **store.page_context(clinic)}
    return render(request, "leads/consult_form_page.html", context, status=status)


def consult_form_closed(request: HttpRequest, store: Store, form: ConsultRequestForm, clinic: Clinic) -> HttpResponse:
    """Says that nobody would read it, and offers what was typed to the clinic that takes the patients: they decide."""
    taker = clinic.patients_go_to
    offered = form.offered_to(taker) if taker and taker.takes_consult_requests else None
    context = {"closed_clinic": clinic, "clinic": taker, "form": offered, **store.page_context(taker)}
    return render(request, "leads/consult_form_closed.html", context, status=409)


def language_asked_for(request: HttpRequest) -> str:
    """The language of the page the visitor comes from, which its form and links name."""
    named = request.POST.get("language") or request.GET.get("language", "")
    return "es" if named.lower().startswith("es") else "en"


def thank_you_path(clinic: Clinic, language: str) -> str:
    names = [] if is_stand_in(clinic) else [clinic.slug]
    path = reverse("consult_requested", args=names)
    return f"{path}?language={language}" if language != "en" else path
