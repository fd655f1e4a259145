"""Is what the environment says of mail whole? Asked by every manage.py command; production asks before it starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from integrations.mail_providers import half_configured


@register()
def mail_provider_is_whole(**kwargs: Any) -> list[CheckMessage]:
    return [Error(each, id="integrations.E001") for each in half_configured(settings.MAIL_PROVIDER, settings.ANYMAIL)]
