from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Site

from sites.current_clinic import clinic_of
from sites.navigation import translations_of_view
from sites.search.finding import find_pages
from sites.search.words import MAX_LENGTH, words_of
from sites.typed_text import one_line


@require_safe
def search_site(request: HttpRequest) -> HttpResponse:
    """Search over the Site of the request. What people look for may tell about them: kept by no cache and no log."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404("No site answers at this address.")
    asked = one_line(request.GET.get("q", ""), max_length=MAX_LENGTH)
    words = words_of(asked)
    language = get_language() or settings.LANGUAGE_CODE
    context = {
        "asked": asked,
        "clinic": clinic_of(site.root_page),
        "translations": translations_of_view("search_site", request=request),
        "results": find_pages(words, site=site, language=language, number=request.GET.get("page", "1"), request=request)
        if words
        else None,
    }
    response = render(request, "sites/search.html", context)
    add_never_cache_headers(response)
    response["Referrer-Policy"] = "strict-origin"
    return response
