"""Refuse posts that another site's page sent. Stands in for CSRF tokens, which would need a cookie on cached pages."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.views.decorators.csrf import csrf_exempt

SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}  # RFC 9110, 9.2.1


def is_same_site_post(request: HttpRequest) -> bool:
    """Whether the browser says that one of our own pages sent this, or says nothing at all.

    `Sec-Fetch-Site` (all current browsers) decides; `Origin` where it is missing. A client that sends neither is no
    browser in somebody's hands, so it has no cookie to misuse.
    """
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    try:
        host = urlsplit(origin).netloc
    except ValueError:
        return False
    return host.lower() == request.get_host().lower()


def same_site_only[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse], /
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Decorate a view that anonymous visitors post to from cached pages."""

    @csrf_exempt
    @wraps(view)
    def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method not in SAFE_METHODS and not is_same_site_post(request):
            return HttpResponseForbidden("This form was sent from another site. Open our page and send it again.\n")
        return view(request, *args, **kwargs)

    return checked
