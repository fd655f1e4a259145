"""The visitor's side of intake: HTTP in, one call, HTTP out."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from leads.drafts import forget_sent_draft
from leads.forms import ConsultRequestForm
from leads.guided.pages import refused_page
from leads.intake import ConsultFormClosed, SubmissionKeyReused, record_consult_request
from leads.not_received import not_received_while_database_is_away, remember_phone
from protection.fetch_metadata import same_site_only
from protection.limits import limited
from sites.models import Clinic
from sites.navigation import consult_url


@require_http_methods(["GET", "HEAD", "POST"])
@same_site_only
@limited("consult-request")
@never_cache
@not_received_while_database_is_away
def request_consult(request: HttpRequest) -> HttpResponse:
    """POST takes a consult request from any page's form. GET shows the form alone, for the clinic of `?clinic=`."""
    clinic = clinic_named(request.POST.get("clinic") or request.GET.get("clinic"))
    with translation.override(language_asked_for(request)):
        if request.method != "POST":
            if clinic and clinic.is_closed_for_good:
                return HttpResponseRedirect(consult_url("", clinic.patients_go_to))
            return consult_form_page(request, ConsultRequestForm(clinic=clinic), clinic)
        form = ConsultRequestForm(request.POST, clinic=clinic)
        if not form.is_valid():
            return consult_form_page(request, form, clinic, status=422)
        clinic = form.cleaned_data["clinic"]
        try:
            submission = form.submission(form_address=request.headers.get("Referer", ""))
            record_consult_request(submission, clinic=clinic, requested_at=timezone.now())
        except ConsultFormClosed:
            return consult_form_closed(request, form, clinic)
        except SubmissionKeyReused:
            return consult_form_page(request, form.refused_as_reused(), clinic, status=422)
    answer = HttpResponseRedirect(thank_you_path(clinic, form.cleaned_data["language"]), status=303)
    forget_sent_draft(request, answer, consult_form=form.cleaned_data["consult_form"])
    return answer


@require_safe
def consult_requested(request: HttpRequest, clinic_slug: str) -> HttpResponse:
    """The thank-you page. Knows the clinic and nobody's name."""
    clinic = get_object_or_404(Clinic.objects.with_contact_details(), slug=clinic_slug)
    remember_phone(clinic)
    with translation.override(language_asked_for(request)):
        context = {"clinic": clinic, "clinics": [clinic], "opening": clinic.opening_state(at=timezone.now())}
        return render(request, "leads/consult_requested.html", context)


def consult_form_page(
    request: HttpRequest, form: ConsultRequestForm, clinic: Clinic | None, *, status: int = 200
) -> HttpResponse:
    if "step" in request.POST:
        return refused_page(request, form, status=status)
    clinics = [clinic] if clinic else list(Clinic.objects.shown().with_contact_details())
    context = {"form": form, "clinic": clinic, "clinics": clinics}
    return render(request, "leads/consult_form_page.html", context, status=status)


def consult_form_closed(request: HttpRequest, form: ConsultRequestForm, clinic: Clinic) -> HttpResponse:
    """Says that nobody would read it, and offers what was typed to the clinic that takes the patients: they decide."""
    taker = clinic.patients_go_to
    offered = form.offered_to(taker) if taker and taker.takes_consult_requests else None
    context = {"closed_clinic": clinic, "clinic": taker, "form": offered}
    return render(request, "leads/consult_form_closed.html", context, status=409)


def clinic_named(slug: str | None) -> Clinic | None:
    """Also one that closed. None for no slug and for one that names no clinic: the form then says what is wrong."""
    if not slug or len(slug) > 50 or "\x00" in slug:
        return None
    return Clinic.objects.filter(slug=slug).first()


def language_asked_for(request: HttpRequest) -> str:
    """The language of the page the visitor comes from, which its form and links name."""
    named = request.POST.get("language") or request.GET.get("language", "")
    return "es" if named.lower().startswith("es") else "en"


def thank_you_path(clinic: Clinic, language: str) -> str:
    path = reverse("consult_requested", args=[clinic.slug])
    return f"{path}?language={language}" if language != "en" else path
