"""The site's addresses, and one for each page that a visitor meets only when something is special or wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from config.urls import handler404, handler500
from config.urls import urlpatterns as addresses_of_the_site
from sites.maintenance import maintenance_page
from tests.browser.circumstances import addresses as addresses_of_circumstances

__all__ = ["handler404", "handler500", "urlpatterns"]


def refuse(request: HttpRequest) -> HttpResponse:
    return render(request, "429.html", status=429)


def break_down(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("Broken on purpose, so that a browser may look at the page that says so.")


def show_maintenance_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(maintenance_page(), status=503)


urlpatterns = [
    path("too-many-requests/", refuse),
    path("broken/", break_down),
    path("maintenance/", show_maintenance_page),
    *addresses_of_circumstances,
    *addresses_of_the_site,
]
