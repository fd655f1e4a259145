"""What others may hear of a subscription, cut by data class. The contract is tests/contracts/subscriber.*.json."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from integrations.outbox import Event, Letter
from integrations.timestamps import rfc3339
from leads.event_bodies import clinic_reference
from leads.models.consent_record import ConsentRecord
from leads.newsletter.models import Subscription
from leads.newsletter.tokens import unsubscribe_url


def subscriber_requested(subscription: Subscription, consent: ConsentRecord, *, confirm_url: str) -> Event:
    """Asks the visitor to confirm. The link reaches their letter and no other receiver."""
    letter = Letter(
        template="newsletter_confirm",
        recipient=subscription.subscriber.email,
        language=consent.language,
        values={"confirm_url": confirm_url},
    )
    asked = {"page": consent.page, "consent": {"id": str(consent.pk), "wording_version": consent.wording_version}}
    return subscriber_event("requested", subscription, more=asked, language=consent.language, letters=[letter])


def subscriber_confirmed(subscription: Subscription) -> Event:
    subscriber = subscription.subscriber
    letter = Letter(
        template="newsletter_welcome",
        recipient=subscriber.email,
        language=subscriber.language,
        values={"unsubscribe_url": unsubscribe_url(subscription.pk)},
    )
    return subscriber_event("confirmed", subscription, letters=[letter])


def subscriber_unsubscribed(subscription: Subscription) -> Event:
    return subscriber_event("unsubscribed", subscription)


def subscriber_suppressed(subscription: Subscription, *, reason: str) -> Event:
    """`reason`: "bounced" or "complained"."""
    return subscriber_event("suppressed", subscription, more={"reason": reason})


def subscriber_event(
    name: str,
    subscription: Subscription,
    *,
    more: Mapping[str, object] | None = None,
    language: str = "",
    letters: Sequence[Letter] = (),
) -> Event:
    subscriber = subscription.subscriber
    newsletter_list = subscription.newsletter_list
    clinic = newsletter_list.clinic
    return Event(
        type=f"subscriber.{name}",
        subject_type="subscriber",
        subject_id=subscriber.pk,
        clinic=clinic,
        bodies={
            "reference": {
                "id": str(subscriber.pk),
                "clinic": clinic_reference(clinic) if clinic else None,  # null: the network's own list
                "url": subscriptions_url(),
                "list": {"slug": newsletter_list.slug, "name": newsletter_list.name},
                "subscription": {"id": str(subscription.pk), "state": subscription.state},
                "requested_at": rfc3339(subscription.requested_at),
                "confirmed_at": rfc3339(subscription.confirmed_at) if subscription.confirmed_at else None,
                "unsubscribed_at": rfc3339(subscription.unsubscribed_at) if subscription.unsubscribed_at else None,
                **(more or {}),
            },
            "preference": {"language": language or subscriber.language},
            "contact": {"email": subscriber.email},
        },
        letters=letters,
    )


def subscriptions_url() -> str:
    """The list of subscriptions in the admin, or the admin's front page while there is no such list."""
    try:
        return settings.BASE_URL + reverse("subscriptions:index")
    except NoReverseMatch:
        return settings.BASE_URL + reverse("wagtailadmin_home")
