"""Pages that need what the seeded site does not have: a paused clinic, a closed one, a link out of a letter.

What such a page needs is stored for its answer alone and rolled back, so that nobody else's page or number changes.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.urls import path
from django.utils import timezone

from leads.intake import store_consult_request
from leads.newsletter.models import Subscription
from leads.newsletter.subscribing import list_for, request_subscription
from leads.newsletter.tokens import confirmation_digest, unsubscribe_token
from leads.newsletter.views import confirm_subscription, unsubscribe_subscription
from leads.private_link.tokens import LIFETIME, private_token
from leads.private_link.views import private_link
from leads.submission import Submission
from sites.models import Clinic
from sites.phone_numbers import parse_phone_number
from sites.routing import serve


def for_this_answer_alone(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    @wraps(view)
    def shown(request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            response = view(request)
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
]
