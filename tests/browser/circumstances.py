"""Pages that need what the seeded site does not have: a paused clinic, a closed one, a link out of a letter.

What such a page needs is stored for its answer alone and rolled back, so that nobody else's page or number changes.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.urls import path, resolve, reverse
from django.utils import timezone

from leads.access import leads_for
from leads.intake import store_consult_request
from leads.models import Lead
from leads.newsletter.lists import list_for
from leads.newsletter.models import Subscription
from leads.newsletter.subscribing import request_subscription
from leads.newsletter.tokens import confirmation_digest, unsubscribe_token
from leads.newsletter.views import confirm_subscription, unsubscribe_subscription
from leads.private_link.tokens import LIFETIME, private_token
from leads.private_link.views import private_link
from leads.submission import Submission
from sites.models import Clinic
from sites.phone_numbers import parse_phone_number
from sites.routing import serve


def for_this_answer_alone(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def shown(request: HttpRequest, **kwargs: str) -> HttpResponse:
        with transaction.atomic():
            response = view(request, **kwargs)
            if isinstance(response, SimpleTemplateResponse):
                response.render()
            transaction.set_rollback(True)
        return response

    return shown


@for_this_answer_alone
def paused_clinic(request: HttpRequest) -> HttpResponse:
    """With all that a clinic may announce at once."""
    Clinic.objects.filter(slug="duluth").update(
        status=Clinic.Status.PAUSED,
        status_notice="Water has come into our treatment rooms. Who is in treatment here is called by us.",
        successor=Clinic.objects.exclude(slug="duluth").first(),
        reopens_date=timezone.localdate() + timedelta(days=30),
        moved_date=timezone.localdate() - timedelta(days=10),
        former_address="12 Harbor Street, Duluth, MN 55802",
    )
    return serve(request, "clinics/duluth/")


@for_this_answer_alone
def closed_clinic(request: HttpRequest) -> HttpResponse:
    """One with a successor has no page any more: it leads to the successor's."""
    notice = "Dr. Okafor has retired. Your records are kept by Cholla Bend, which sends them wherever you wish."
    Clinic.objects.filter(slug="duluth").update(status=Clinic.Status.CLOSED, status_notice=notice)
    return serve(request, "clinics/duluth/")


@for_this_answer_alone
def link_to_a_request(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    submission = Submission(
        full_name="Jo Marlowe",
        email="jo@example.com",
        phone=parse_phone_number("(218) 555-0187"),
        consent_sms=True,
        preferred_contact="phone",
    )
    stored = store_consult_request(submission, clinic=Clinic.objects.get(slug="duluth"), requested_at=now)
    return private_link(request, private_token(stored.pk, expires_at=now + LIFETIME))


@for_this_answer_alone
def link_that_confirms(request: HttpRequest) -> HttpResponse:
    subscription = subscribe()
    subscription.confirmation_digest = confirmation_digest("link")
    subscription.save()
    return confirm_subscription(request, "link")


@for_this_answer_alone
def link_that_unsubscribes(request: HttpRequest) -> HttpResponse:
    return unsubscribe_subscription(request, unsubscribe_token(subscribe().pk))


@for_this_answer_alone
def workspace_before_the_first_lead(request: HttpRequest, page: str) -> HttpResponse:
    Lead.objects.update(quarantine_reason="honeypot")
    return page_of_workspace(request, page)


@for_this_answer_alone
def workspace_when_all_is_done(request: HttpRequest, page: str) -> HttpResponse:
    now = timezone.now()
    Lead.objects.update(owner=request.user, answered_at=now, next_step_at=now + timedelta(days=3))
    return page_of_workspace(request, page)


@for_this_answer_alone
def home_of_who_works_nowhere(request: HttpRequest) -> HttpResponse:
    request.user = get_user_model().objects.create_user(username="nowhere", password=None)
    request.user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    request.resolver_match = resolve("/admin/")
    response: HttpResponse = request.resolver_match.func(request)
    return response


@for_this_answer_alone
def queue_of_a_full_day(request: HttpRequest) -> HttpResponse:
    """Something in each group; whether anything else is due today depends on the hour."""
    now, mine = timezone.now(), {"owner": request.user, "answered_at": timezone.now()}
    here = leads_for(request.user)
    waiting = [
        {"owner": None, "answered_at": None, "answer_due_at": now - timedelta(hours=5)},
        {**mine, "next_step_at": now - timedelta(hours=1)},
        {**mine, "next_step_at": now + timedelta(minutes=20)},
        {"owner": None, "answered_at": None, "answer_due_at": now + timedelta(days=1)},
        {**mine, "next_step_at": None},
    ]
    for key, values in zip(here.open().values_list("pk", flat=True)[: len(waiting)], waiting, strict=True):
        Lead.objects.filter(pk=key).update(**values)
    here.filter(closed_at__isnull=False).update(answered_at=None, answer_due_at=now - timedelta(days=1))
    return page_of_workspace(request, "queue")


def page_of_workspace(request: HttpRequest, page: str) -> HttpResponse:
    request.resolver_match = resolve(reverse(f"leads:{page}"))
    response: HttpResponse = request.resolver_match.func(request)
    return response


def subscribe() -> Subscription:
    subscription = request_subscription(
        "jo@example.com", newsletter_list=list_for(None), language="en", page="/", requested_at=timezone.now()
    )
    assert subscription
    return subscription


addresses = [
    path("paused-clinic/", paused_clinic),
    path("closed-clinic/", closed_clinic),
    path("link-to-a-request/", link_to_a_request),
    path("link-that-confirms/", link_that_confirms),
    path("link-that-unsubscribes/", link_that_unsubscribes),
    path("before-the-first-lead/<slug:page>", workspace_before_the_first_lead),
    path("queue-of-a-full-day/", queue_of_a_full_day),
    path("working-nowhere/", home_of_who_works_nowhere),
    path("when-all-is-done/<slug:page>", workspace_when_all_is_done),
]
