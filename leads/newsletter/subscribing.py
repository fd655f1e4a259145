"""Double opt-in: asked for, then confirmed by the link in a letter. `leads.newsletter.leaving` is the way out."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from integrations import outbox
from leads.models.consent_record import ConsentRecord
from leads.newsletter import consents, events, tokens
from leads.newsletter.models import NewsletterList, Subscriber, Subscription
from leads.shown_wording import ShownWording, wordings_shown

State = Subscription.State

# Anybody can type anybody's address, again and again: so many letters a day ask it, and the last one's link stays good.
LETTERS_A_DAY = 5


class ConfirmationLinkSpent(Exception):
    """The link was used, has expired, was replaced by a later one, or never was."""


@transaction.atomic(durable=True)
def sign_up(
    email: str,
    *,
    newsletter_list: NewsletterList,
    language: str,
    page: str,
    requested_at: datetime,
    wording_version: str = "",
) -> None:
    """`request_subscription` in a transaction of its own. Says nothing of what was known about the address.

    Args:
        wording_version: of the words that the form showed, or empty.
    """
    versions = [wording_version] if wording_version else []
    shown = wordings_shown(versions, own=[newsletter_list.consent_text], language=language)
    request_subscription(
        email,
        newsletter_list=newsletter_list,
        language=language,
        page=page,
        requested_at=requested_at,
        shown=shown.get(wording_version),
    )


def request_subscription(
    email: str,
    *,
    newsletter_list: NewsletterList | None,
    language: str,
    page: str,
    requested_at: datetime,
    shown: ShownWording | None = None,
) -> Subscription | None:
    """Store that somebody asked for letters to `email`, and send the letter that asks whether it was them.

    Repeating sends a new link, which replaces the earlier one. A confirmed address keeps its letters and is not asked
    again: there is nothing to confirm, and a stranger who types it could make us write to it. A suppressed one is
    never written to. The request and its words are kept in every case.

    Runs in the caller's transaction, also when several ask for one address at once.

    Args:
        email: normalised.
        newsletter_list: None where there is no letter to ask for; then nothing happens.
        language: "en" or "es", that of the words shown.
        page: the path where it was asked.
        shown: the words that the form showed, where it said so.
    """
    if newsletter_list is None:
        return None
    subscription = subscription_to_change(email, newsletter_list, language=language, at=requested_at)
    consent = consents.record_request(subscription, language=language, page=page, at=requested_at, shown=shown)
    may_ask = subscription.state in {State.REQUESTED, State.UNSUBSCRIBED}
    if may_ask and not has_letters_enough(subscription.subscriber, at=requested_at):
        token = tokens.new_confirmation_token()
        subscription.state = State.REQUESTED
        subscription.requested_at = requested_at
        subscription.confirmation_digest = tokens.confirmation_digest(token)
        subscription.confirmation_expires_at = requested_at + tokens.CONFIRMATION_LIFETIME
        subscription.save()
        asked = events.subscriber_requested(subscription, consent, confirm_url=tokens.confirm_url(token))
        outbox.publish(asked, occurred_at=requested_at)
    return subscription


def subscription_to_change(email: str, newsletter_list: NewsletterList, *, language: str, at: datetime) -> Subscription:
    """The address's subscription to the list, made where there is none, and locked until the transaction ends."""
    subscriber, _ = Subscriber.objects.get_or_create(email=email, defaults={"language": language})
    found, _ = Subscription.objects.get_or_create(
        subscriber=subscriber, newsletter_list=newsletter_list, defaults={"requested_at": at}
    )
    return locked_subscriptions().get(pk=found.pk)


def has_letters_enough(subscriber: Subscriber, *, at: datetime) -> bool:
    """Whether the address was asked for so often lately, this time included, that a letter more is a nuisance."""
    if not settings.RATELIMIT_ENABLE:
        return False
    lately = ConsentRecord.objects.filter(granted=True, recorded_at__gt=at - timedelta(days=1))
    return lately.filter(subscription__subscriber=subscriber).count() > LETTERS_A_DAY


def awaiting_confirmation(token: str, *, at: datetime) -> Subscription:
    """The subscription that this link confirms. Changes nothing.

    Raises:
        ConfirmationLinkSpent: it confirms none.
    """
    return confirmed_by(token, subscriptions(), at=at)


@transaction.atomic(durable=True)
def confirm(token: str, *, confirmed_at: datetime) -> Subscription:
    """From now on letters may go to this subscription. The link is spent, whoever else holds it at this moment.

    Raises:
        ConfirmationLinkSpent: the link confirms no subscription; nothing was changed.
    """
    subscription = confirmed_by(token, locked_subscriptions(), at=confirmed_at)
    subscription.state = State.CONFIRMED
    subscription.confirmed_at = confirmed_at
    subscription.unsubscribed_at = None
    void_link(subscription)
    subscription.save()
    # Not before: until here anybody may have asked, in any language.
    subscriber = subscription.subscriber
    subscriber.language = consents.language_asked_in(subscription)
    subscriber.save(update_fields=["language"])
    outbox.publish(events.subscriber_confirmed(subscription), occurred_at=confirmed_at)
    return subscription


def void_link(subscription: Subscription) -> None:
    subscription.confirmation_digest = ""
    subscription.confirmation_expires_at = None


def confirmed_by(token: str, among: QuerySet[Subscription], *, at: datetime) -> Subscription:
    waiting = among.filter(state=State.REQUESTED, confirmation_expires_at__gt=at)
    subscription = waiting.filter(confirmation_digest=tokens.confirmation_digest(token)).first()
    if subscription is None:
        raise ConfirmationLinkSpent
    return subscription


def subscriptions() -> QuerySet[Subscription]:
    return Subscription.objects.select_related("subscriber", "newsletter_list__clinic")


def locked_subscriptions() -> QuerySet[Subscription]:
    # Their rows alone: a letter to one address must not make others of the same list wait.
    return subscriptions().select_for_update(of=("self",))
