"""The newsletter's own pages: in the reader's language, in the look of the list's clinic, remembered by nobody."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from leads.consent_wording import newsletter_wording
from leads.newsletter.forms import language_named
from leads.newsletter.models import NewsletterList
from sites.models import Clinic


def told_to_nobody[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Decorate a view whose address goes into no cache, no `Referer` and no search engine."""

    @wraps(view)
    def kept(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return kept


def newsletter_page(
    request: HttpRequest,
    name: str,
    *,
    language: str,
    newsletter_list: NewsletterList | None = None,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    """`leads/newsletter/<name>.html`, in the look of the list's clinic where it has one."""
    clinic = newsletter_list.clinic if newsletter_list else None
    clinics = [clinic] if clinic else list(Clinic.objects.shown().with_contact_details())
    with translation.override(language):
        context = {
            "newsletter_list": newsletter_list,
            "wording": newsletter_wording(newsletter_list),
            "language": language,
            "clinic": clinic,
            "clinics": clinics,
        }
        return render(request, f"leads/newsletter/{name}.html", context | more, status=status)


def language_of(request: HttpRequest) -> str:
    """That of `?language=`, which our own links carry, else the visitor's."""
    return language_named(request.GET.get("language") or translation.get_language() or "")


def see_other(name: str, *, language: str) -> HttpResponse:
    query = {"language": language} if language != "en" else None
    return HttpResponseRedirect(reverse(name, query=query), status=303)
