"""No more letters: by the link in every letter, or because one came back or was marked as spam."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from integrations import outbox
from leads.newsletter import consents, events
from leads.newsletter.models import Subscription
from leads.newsletter.subscribing import locked_subscriptions, void_link

State = Subscription.State


@transaction.atomic(durable=True)
def unsubscribe(subscription_id: UUID, *, unsubscribed_at: datetime) -> None:
    """No more letters to this subscription, and a confirmation link that is still out is void.

    Safe to repeat: announced once. One that was erased has what it wished. A suppressed one stays suppressed: leaving
    must not be the way to be written to again.
    """
    for subscription in locked_subscriptions().filter(pk=subscription_id):
        leave(subscription, unsubscribed_at=unsubscribed_at)


def leave_all(email: str, *, at: datetime) -> None:
    """`unsubscribe` from every list, in the caller's transaction."""
    for subscription in locked_subscriptions().filter(subscriber__email=email).order_by("pk"):
        leave(subscription, unsubscribed_at=at)


def leave(subscription: Subscription, *, unsubscribed_at: datetime) -> None:
    if has_left(subscription):
        return
    consents.record_withdrawal(subscription, at=unsubscribed_at)
    if subscription.state != State.SUPPRESSED:
        subscription.state = State.UNSUBSCRIBED
    subscription.unsubscribed_at = unsubscribed_at
    void_link(subscription)
    subscription.save()
    outbox.publish(events.subscriber_unsubscribed(subscription), occurred_at=unsubscribed_at)


def suppress_all(email: str, *, reason: str, at: datetime) -> None:
    """Never write to this address again, whatever anybody asks, and send nothing of what waits.

    In the caller's transaction. Safe to repeat: announced once.

    Args:
        reason: "bounced" or "complained".
    """
    for subscription in locked_subscriptions().filter(subscriber__email=email).order_by("pk"):
        outbox.cancel_letters_about([subscription.subscriber_id], at=at)
        if subscription.state == State.SUPPRESSED:
            continue
        subscription.state = State.SUPPRESSED
        void_link(subscription)
        subscription.save()
        outbox.publish(events.subscriber_suppressed(subscription, reason=reason), occurred_at=at)


def has_left(subscription: Subscription) -> bool:
    if subscription.state == State.SUPPRESSED:
        return subscription.unsubscribed_at is not None
    return subscription.state == State.UNSUBSCRIBED
