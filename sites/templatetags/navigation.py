"""The links that `base.html` shows."""

from typing import Any

from django import template
from django.conf import settings
from django.db import DatabaseError
from wagtail.models import Page

from sites.models import Clinic
from sites.navigation import Navigation, consult_url, navigation_for

register = template.Library()


@register.simple_tag(takes_context=True)
def site_navigation(context: dict[str, Any]) -> Navigation:
    """`Navigation` for the page in hand. Nearly empty when the database is away: phone numbers matter more then."""
    given = context.get("navigation")
    if isinstance(given, Navigation):
        return given  # of a page that may ask the database nothing
    page, clinic = context.get("page"), context.get("clinic") or None
    try:
        return navigation_for(
            page if isinstance(page, Page) else None,
            clinic=clinic,
            request=context.get("request"),
            translations=context.get("translations") or (),
        )
    except DatabaseError:
        return Navigation(network_name=settings.WAGTAIL_SITE_NAME, consult_url=consult_url("", clinic))


@register.filter
def consult_form_url(clinic: Clinic) -> str:
    """A consult form alone, for this clinic."""
    return consult_url("", clinic)


@register.filter
def page_url(clinic: Clinic, nav: Navigation) -> str:
    """The clinic's page in the language of `nav`; empty where it has none."""
    return nav.clinic_urls.get(clinic.slug, "")
