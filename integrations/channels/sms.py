"""Text messages, through whichever provider the settings name."""

from datetime import datetime

from integrations.channels.outcome import Sent
from integrations.channels.own_words import words_of
from integrations.failures import PermanentFailure
from integrations.models import Delivery
from integrations.sms_providers import provider


def send(delivery: Delivery, now: datetime) -> Sent:
    """Hand a text to the provider. Words: `sender`, the clinic's number in E.164, and `body`.

    "Delivered" means that the provider took it: whether it reached the phone is the provider's to say, later. One that
    took it and whose answer was lost is asked again: the text may come twice, and is never lost.

    Raises:
        PermanentFailure: texts are switched off, or the provider refused this one for good.
        TemporaryFailure: the provider was away, had too much to do, or does not know us: somebody will mend that.
    """
    if delivery.event.emptied_at or not delivery.recipient:
        raise PermanentFailure("the event was emptied")
    words = words_of(delivery)
    service = provider()
    if service is None:
        raise PermanentFailure("text messages are switched off")
    return service.send_text(sender=words["sender"], recipient=delivery.recipient, text=words["body"])
