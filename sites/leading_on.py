"""Pages that lead visitors on: those of a clinic that closed for good, and of a provider who left it.

A closed clinic's pages lead to the clinic that takes its patients, for good; where none does they say so (410) and
offer every other clinic. What was written to be read stays: see `CarefrontPage.outlives_its_clinic`.
"""

from datetime import date

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from wagtail.models import Page

from sites.models import ArticlePage, Clinic, ClinicPage, Provider, ProviderPage, ProviderRole
from sites.navigation import clinic_page_url


def answer_for_closed_clinic(clinic: Clinic, request: HttpRequest) -> HttpResponse:
    """In place of any page below the clinic's own."""
    taker = clinic.patients_go_to
    if taker and (url := clinic_page_url(taker, request=request)):
        return HttpResponsePermanentRedirect(url)
    clinics = list(Clinic.objects.shown().with_contact_details())
    return render(request, "sites/clinic_closed.html", {"closed_clinic": clinic, "clinics": clinics}, status=410)


def new_address_of(provider: Provider, *, left: ClinicPage, on: date, request: HttpRequest) -> str:
    """Where the page of a provider who left a clinic leads: to them where they still practise, else to who is there."""
    still_at = ProviderRole.objects.present(on=on).filter(provider=provider).values("clinic")
    pages = ProviderPage.objects.live().filter(provider=provider, locale_id=left.locale_id)
    for page in pages.order_by("path"):
        if ClinicPage.objects.live().filter(clinic__in=still_at, path=page.path[: -page.steplen]).exists():
            return page.get_url(request) or "/"
    return f"{left.get_url(request)}#providers"


def lasting[P: Page](pages: QuerySet[P], *, on: date) -> QuerySet[P]:
    """Without the pages that lead on: what sitemaps, search and lists may name. Two queries more."""
    closed = ClinicPage.objects.filter(clinic__status=Clinic.Status.CLOSED).values_list("path", flat=True)
    left = ProviderRole.objects.filter(left_date__lte=on).values_list("provider_id", "clinic__pages__path")
    gone = Q(pk__in=[])
    for path in closed:
        gone |= Q(path__startswith=path) & ~Page.objects.type_q(ArticlePage)
    for provider_id, path in left:
        if path:
            gone |= Q(pk__in=ProviderPage.objects.filter(provider_id=provider_id, path__startswith=path).values("pk"))
    return pages.exclude(gone)
