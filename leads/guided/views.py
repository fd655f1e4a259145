"""The steps of a guided form between its first, on a cached page, and the sending, which is every form's own."""

import json
from collections.abc import Callable
from functools import wraps

import structlog
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.datastructures import MultiValueDict
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from leads.attribution import touch_from_address
from leads.drafts import DraftTooLong, delete_draft, draft_of, may_be_saved, save_draft, values_of
from leads.guided.pages import closed_page, shown_clinic, shown_clinics, step_page
from leads.guided.progress import Progress, progress_of
from leads.guided.steps import step_after, step_before
from protection.database_errors import DATABASE_AWAY
from protection.fetch_metadata import same_site_only
from protection.limits import limited, seconds_to_wait, too_many
from protection.request_bodies import readable_form
from sites.models import Clinic

log = structlog.get_logger("carefront.intake")

RETRY_AFTER_SECONDS = 30


def kept_while_database_is_away(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer a POST with 503 and all that was typed, to be sent again, where the database fails under the view."""

    @wraps(view)
    def watched(request: HttpRequest) -> HttpResponse:
        try:
            return view(request)
        except DATABASE_AWAY as error:
            if request.method != "POST":
                raise
            log.warning("step not shown", error=type(error).__name__)
        kept = [(name, value) for name in request.POST for value in request.POST.getlist(name)]
        with translation.override(language_of(request)):
            # Without the request: context processors may ask the database.
            page = render_to_string("leads/guided/try_again.html", {"kept": kept, "action": request.path})
        return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})

    return watched


@require_http_methods(["GET", "HEAD", "POST"])
@same_site_only
@readable_form()
@limited("consult-steps")
@never_cache
@kept_while_database_is_away
def consult_steps(request: HttpRequest) -> HttpResponse:
    """POST shows a step, with all that was typed before: `go` says which way from `step`. GET shows the first step of
    `?consult_form=`, for the clinic of `?clinic=`.

    Nothing is stored, unless `go` is "save".
    """
    with translation.override(language_of(request)):
        if request.method == "POST":
            return turn_page(request)
        return step_page(request, first_progress(request.GET))


def turn_page(request: HttpRequest) -> HttpResponse:
    data = with_campaign(request.POST, form_address=request.headers.get("Referer", ""))
    go = data.get("go", "next")
    clinic = shown_clinic(data.get("clinic"))
    if clinic and not clinic.takes_consult_requests:
        return closed_page(request, data, clinic)
    here = progress_at(data, clinic, at=data.get("step", ""), checks=go not in {"back", "stay", "save"})
    if go == "save":
        return saved_page(request, here)
    if not here.form.is_valid():
        return step_page(request, here, status=422)
    if go == "stay":
        return step_page(request, here)
    there = step_before(here.step, here.steps) if go == "back" else step_after(here.step, here.steps)
    return step_page(request, progress_at(data, clinic, at=there.slug))


@require_http_methods(["GET", "HEAD", "POST"])
@same_site_only
@readable_form()
@limited("consult-steps")
@never_cache
@kept_while_database_is_away
def saved_consult_form(request: HttpRequest) -> HttpResponse:
    """What this browser saved. GET says that there is something and shows none of it; POST goes on or deletes it."""
    draft = draft_of(request, at=timezone.now())
    data = values_of(draft) if draft else None
    with translation.override(language_of(request, data)):
        if request.method == "POST" and request.POST.get("go") == "delete":
            answer = HttpResponseRedirect(saved_path(), status=303)
            delete_draft(request, answer)
            return answer
        if request.method == "POST" and data is not None:
            clinic = shown_clinic(data.get("clinic"))
            if clinic and not clinic.takes_consult_requests:
                return closed_page(request, data, clinic)
            return step_page(request, progress_at(data, clinic, at=data.get("step", "")))
        return render(request, "leads/guided/saved.html", {"draft": draft, "may_be_saved": may_be_saved(request)})


def saved_page(request: HttpRequest, here: Progress) -> HttpResponse:
    """Says that it was saved, or why not. Carries everything on: a browser that refuses the cookie loses nothing."""
    wait_seconds = seconds_to_wait(request, "consult-draft")
    if wait_seconds:
        return too_many(request, wait_seconds)
    answer = HttpResponse()
    values = MultiValueDict[str, str]()
    for name, value in here.everything:
        values.appendlist(name, value)
    draft = None
    if may_be_saved(request):
        definition = here.form.definition
        try:
            draft = save_draft(
                request, answer, dict(values.lists()), definition=definition, clinic=here.clinic, at=timezone.now()
            )
        except DraftTooLong:
            log.warning("draft too long")
    context = {"progress": here, "draft": draft, "clinic": here.clinic, "may_be_saved": may_be_saved(request)}
    answer.content = render_to_string("leads/guided/saved.html", context, request)
    return answer


def first_progress(asked: QueryDict) -> Progress:
    data = asked.copy()
    for name in list(data):
        if name not in {"consult_form", "clinic", "language"}:
            del data[name]
    return progress_at(data, shown_clinic(data.get("clinic")))


def progress_at(data: QueryDict, clinic: Clinic | None, *, at: str = "", checks: bool = False) -> Progress:
    return progress_of(data, clinic=clinic, clinics=shown_clinics, at=at, checks=checks)


def with_campaign(posted: QueryDict, *, form_address: str) -> QueryDict:
    """Without script the address of the page that held the first step is all that tells the campaign; after this step
    nothing would."""
    data = posted.copy()
    if not data.get("last_touch") and (touch := touch_from_address(form_address)):
        data["last_touch"] = json.dumps(touch)
    return data


def language_of(request: HttpRequest, saved: QueryDict | None = None) -> str:
    asked = request.POST.get("language") or request.GET.get("language") or (saved.get("language") if saved else "")
    return "es" if str(asked or "").lower().startswith("es") else "en"


def saved_path() -> str:
    language = translation.get_language()
    return reverse("saved_consult_form", query={"language": language} if language != "en" else None)
