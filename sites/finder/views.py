from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from sites.finder.criteria import Criteria
from sites.finder.findings import Findings, find_clinics
from sites.navigation import translations_of_view

LONGEST_CACHED_SECONDS = 60  # a number that was corrected must not be called for longer


@require_safe
def find_a_clinic(request: HttpRequest) -> HttpResponse:
    """The finder. Its address names a place and never a person; an answer is the same for everybody."""
    now = timezone.now()
    findings = find_clinics(Criteria.from_query(request.GET), at=now)
    translations = translations_of_view("find_a_clinic", request=request, query=findings.criteria.query)
    response = render(request, "sites/find_a_clinic.html", {"findings": findings, "translations": translations})
    patch_cache_control(response, public=True, max_age=seconds_true(findings, now=now))
    response["Referrer-Policy"] = "strict-origin"  # where somebody lives stays between them and this page
    return response


def seconds_true(findings: Findings, *, now: datetime) -> int:
    """How long the page may be shown again: until a clinic opens or closes, and not for long."""
    if findings.changes_at is None:
        return LONGEST_CACHED_SECONDS
    return max(0, min(LONGEST_CACHED_SECONDS, int((findings.changes_at - now).total_seconds())))
