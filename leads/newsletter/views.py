"""The visitor's side of the newsletter: HTTP in, one call, HTTP out.

No address here holds a name or an e-mail address, but some hold a token.
"""

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from leads.newsletter.consents import language_asked_in
from leads.newsletter.forms import SubscribeForm, language_named
from leads.newsletter.leaving import unsubscribe
from leads.newsletter.lists import list_for
from leads.newsletter.models import NewsletterList
from leads.newsletter.pages import language_of, newsletter_page, see_other, told_to_nobody
from leads.newsletter.subscribing import ConfirmationLinkSpent, awaiting_confirmation, confirm, sign_up, subscriptions
from leads.newsletter.tokens import subscription_id_of
from protection.fetch_metadata import same_site_only
from protection.limits import limited
from protection.request_bodies import SMALL_BODY, at_most, readable_form
from sites.error_pages import not_found


@told_to_nobody
@require_http_methods(["GET", "HEAD", "POST"])
@same_site_only
@readable_form(largest=SMALL_BODY)
@limited("newsletter")
def subscribe(request: HttpRequest) -> HttpResponse:
    """POST takes a sign-up from any page's form. GET shows the form alone, for the list of `?list=`.

    The answer is the same whatever is known about the address.
    """
    if request.method != "POST":
        return subscribe_form_page(request, SubscribeForm(), language=language_of(request))
    form = SubscribeForm(request.POST)
    if not form.is_valid():
        language = language_named(request.POST.get("language", ""))
        return subscribe_form_page(request, form, language=language, status=422)
    values = form.cleaned_data
    # A filled honeypot is answered like any other and leaves nothing: a letter nobody asked for would harm a stranger.
    if not values["website"]:
        sign_up(
            values["email"],
            newsletter_list=values["list"],
            language=values["language"],
            page=values["page"],
            requested_at=timezone.now(),
            wording_version=values["wordings"].get("newsletter", ""),
        )
    return see_other("newsletter_check_your_mail", language=values["language"])


@told_to_nobody
@require_safe
def check_your_mail(request: HttpRequest) -> HttpResponse:
    return newsletter_page(request, "check_your_mail", language=language_of(request))


# Whoever holds a letter's token may use it, from any page or none. No cookie has a part in it: nothing to forge.
@csrf_exempt
@told_to_nobody
@require_http_methods(["GET", "HEAD", "POST"])
@at_most(SMALL_BODY)
def confirm_subscription(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the button, because mail scanners follow links. POST confirms."""
    try:
        if request.method == "POST":
            subscription = confirm(token, confirmed_at=timezone.now())
            return see_other("newsletter_confirmed", language=subscription.subscriber.language)
        subscription = awaiting_confirmation(token, at=timezone.now())
    except ConfirmationLinkSpent:
        return newsletter_page(request, "link_expired", language=language_of(request), status=410)
    newsletter_list, language = subscription.newsletter_list, language_asked_in(subscription)
    return newsletter_page(request, "confirm", newsletter_list=newsletter_list, language=language)


@told_to_nobody
@require_safe
def confirmed(request: HttpRequest) -> HttpResponse:
    return newsletter_page(request, "confirmed", language=language_of(request))


@csrf_exempt
@told_to_nobody
@require_http_methods(["GET", "HEAD", "POST"])
@at_most(SMALL_BODY)
def unsubscribe_subscription(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the button. POST unsubscribes: the button's, and the one-click POST that mail services send (RFC 8058).

    Not limited: one mail service posts for many people from one address.
    """
    try:
        subscription_id = subscription_id_of(token)
    except BadSignature:
        return not_found(request)
    subscription = subscriptions().filter(pk=subscription_id).first()
    newsletter_list = subscription.newsletter_list if subscription else None
    language = subscription.subscriber.language if subscription else language_of(request)
    if request.method != "POST":
        return newsletter_page(request, "unsubscribe", newsletter_list=newsletter_list, language=language)
    unsubscribe(subscription_id, unsubscribed_at=timezone.now())
    # Shown here and now: RFC 8058 forbids a redirect.
    return newsletter_page(request, "unsubscribed", newsletter_list=newsletter_list, language=language)


def subscribe_form_page(request: HttpRequest, form: SubscribeForm, *, language: str, status: int = 200) -> HttpResponse:
    slug = form["list"].value() or request.GET.get("list", "")
    named = NewsletterList.objects.filter(slug=slug) if "\x00" not in slug else NewsletterList.objects.none()
    newsletter_list = named.select_related("clinic").first() or list_for(None)
    response = newsletter_page(
        request,
        "subscribe_form_page",
        newsletter_list=newsletter_list,
        language=language,
        status=status,
        form=form,
        page_path=request.path,
    )
    # Under `no-referrer` browsers post the page's form with `Origin: null`, which reads as another site's where they
    # send no `Sec-Fetch-Site` (plain http, older Safari).
    response["Referrer-Policy"] = "same-origin"
    return response
