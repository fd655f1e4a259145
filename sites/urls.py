"""Wagtail's addresses with our own way from an address to its page."""

from django.urls import re_path
from wagtail import urls as wagtail_urls

from sites.routing import serve

urlpatterns = [each for each in wagtail_urls.urlpatterns if each.name != "wagtail_serve"]
urlpatterns += [re_path(wagtail_urls.serve_pattern, serve, name="wagtail_serve")]
