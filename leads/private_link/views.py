"""The private link's page. GET shows, because mail scanners follow links; only POST acts.

The address holds a token, so it goes into no cache, no `Referer` and no log: log lines hold the route.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from leads.newsletter.pages import language_of, told_to_nobody
from leads.private_link.changes import (
    TooManyChanges,
    ask_for_erasure,
    choose_channel,
    correct_contact,
    stop_texts,
    withdraw,
)
from leads.private_link.forms import ContactForm, ReachForm
from leads.private_link.standing import RequestGone, Standing, standing_of
from leads.private_link.tokens import LinkExpired, LinkInvalid, request_id_of
from protection.limits import limited
from sites.models import Clinic

FORMS: dict[str, tuple[type[forms.Form], Callable[..., None]]] = {
    "contact": (ContactForm, correct_contact),
    "reach": (ReachForm, choose_channel),
}
BUTTONS: dict[str, Callable[..., None]] = {"texts": stop_texts, "withdraw": withdraw, "erase": ask_for_erasure}


# Whoever holds the link may use it, from any page or none. No cookie has a part in it: nothing to forge.
@csrf_exempt
@told_to_nobody
@require_http_methods(["GET", "HEAD", "POST"])
@limited("private-link")
def private_link(request: HttpRequest, token: str) -> HttpResponse:
    """404 for what was never a link, 410 for one whose time is over or that leads to nothing: with the same page."""
    now = timezone.now()
    try:
        request_id = request_id_of(token, at=now)
        standing = standing_of(request_id)
        with translation.override(standing.language):
            if request.method == "POST":
                return act(request, token, request_id, standing, at=now)
            return page(request, standing)
    except LinkInvalid:
        return useless_link(request, status=404)
    except (LinkExpired, RequestGone):
        return useless_link(request, status=410)


def act(request: HttpRequest, token: str, request_id: UUID, standing: Standing, *, at: datetime) -> HttpResponse:
    """Do what the pressed button names, then show the page anew. The answer is the same where nothing was to change."""
    name = request.POST.get("do", "")
    try:
        if name in FORMS:
            form_class, change = FORMS[name]
            form = form_class(request.POST)
            if not form.is_valid():
                return page(request, standing, status=422, **{f"{name}_form": form})
            change(request_id, **form.cleaned_data, at=at)
        elif name in BUTTONS:
            BUTTONS[name](request_id, at=at)
        else:
            return page(request, standing, status=422)
    except TooManyChanges:
        return render(request, "429.html", {"clinic": standing.clinic, "clinics": [standing.clinic]}, status=429)
    return HttpResponseRedirect(reverse("private_link", args=[token], query={"done": name}), status=303)


def page(request: HttpRequest, standing: Standing, *, status: int = 200, **bound: forms.Form) -> HttpResponse:
    wishes = {"preferred_contact": standing.preferred_contact, "best_time": standing.best_time}
    context = {
        "standing": standing,
        "clinic": standing.clinic,
        "clinics": [standing.clinic],
        "contact_form": ContactForm(),
        "reach_form": ReachForm(initial=wishes),
        "done": request.GET.get("done", "") if status == 200 else "",
    }
    return render(request, "leads/private_link/page.html", context | bound, status=status)


def useless_link(request: HttpRequest, *, status: int) -> HttpResponse:
    """The same calm page whatever is wrong, so that nobody learns from it who is known."""
    with translation.override(language_of(request)):
        context = {"clinics": list(Clinic.objects.shown().with_contact_details())}
        return render(request, "leads/private_link/useless.html", context, status=status)
