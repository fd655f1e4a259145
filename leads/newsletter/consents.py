"""Proof of who asked for which letters, in which words. Rows are added, never changed."""

from datetime import datetime

from django.utils import translation

from leads.consent_wording import newsletter_wording
from leads.models.consent_record import ConsentRecord
from leads.newsletter.models import Subscription
from leads.shown_wording import ShownWording, assumed


def record_request(
    subscription: Subscription, *, language: str, page: str, at: datetime, shown: ShownWording | None = None
) -> ConsentRecord:
    """Keep the words that the form showed: `shown`, else the list's own in `language`.

    `page` loses its query, which may hold anything.
    """
    with translation.override(language):
        wording = newsletter_wording(subscription.newsletter_list)
    shown = shown or assumed(wording, language=language)
    return ConsentRecord.objects.create(
        subscription=subscription,
        purpose=ConsentRecord.Purpose.NEWSLETTER,
        granted=True,
        wording=shown.wording,
        wording_version=shown.version,
        evidence=shown.evidence,
        language=shown.language,
        page=page.partition("?")[0].partition("#")[0][:300],
        recorded_at=at,
    )


def record_withdrawal(subscription: Subscription, *, at: datetime) -> ConsentRecord:
    """A row beside the one it takes back, with the same words."""
    language = language_asked_in(subscription)
    given = latest_request(subscription)
    with translation.override(language):
        own = assumed(newsletter_wording(subscription.newsletter_list), language=language)
    return ConsentRecord.objects.create(
        subscription=subscription,
        purpose=ConsentRecord.Purpose.NEWSLETTER,
        granted=False,
        wording=given.wording if given else own.wording,
        wording_version=given.wording_version if given else own.version,
        evidence=given.evidence if given else own.evidence,
        language=language,
        recorded_at=at,
    )


def language_asked_in(subscription: Subscription) -> str:
    """The language of the latest request; nobody answered for it until it is confirmed."""
    given = latest_request(subscription)
    return given.language if given else subscription.subscriber.language


def latest_request(subscription: Subscription) -> ConsentRecord | None:
    return subscription.consents.filter(granted=True).order_by("-recorded_at", "-id").first()
