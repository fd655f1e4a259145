"""The words of a personal message, behind the gate of the data classes."""

from integrations.failures import PermanentFailure
from integrations.models import Delivery
from protection.data_classes import DataClass, allowed_class


def words_of(delivery: Delivery) -> dict[str, str]:
    """What somebody of the staff wrote; it may be about health.

    Raises:
        PermanentFailure: the words were emptied, or the channel may not carry them.
    """
    if allowed_class(delivery.channel, DataClass.named(delivery.data_class)) < DataClass.HEALTH:
        raise PermanentFailure("this channel may not carry what staff write")
    if not delivery.letter_values:
        raise PermanentFailure("the message was emptied")
    return dict(delivery.letter_values)
