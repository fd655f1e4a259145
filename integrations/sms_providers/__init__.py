"""Who carries text messages. A provider is a module with the functions of `Provider`; the settings choose one."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from django.conf import settings

from integrations.channels.outcome import Sent
from integrations.sms_providers import twilio


class Provider(Protocol):
    def send_text(self, *, sender: str, recipient: str, text: str) -> Sent:
        """Hand over one text, numbers in E.164. Raises as a channel does."""

    def is_signed(self, *, path: str, form: Mapping[str, Sequence[str]], signature: str) -> bool:
        """Whether the provider itself sent this form to us."""


PROVIDERS: dict[str, Provider] = {"twilio": twilio}


def provider() -> Provider | None:
    """The one that `SMS_PROVIDER` names; None where texts are switched off."""
    return PROVIDERS.get(settings.SMS_PROVIDER)
