from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from integrations.models import Endpoint


def endpoint_with_id(text: str) -> Endpoint:
    """The endpoint that a command's argument names. CommandError where there is none."""
    try:
        return Endpoint.objects.get(pk=text)
    except (Endpoint.DoesNotExist, ValidationError) as error:
        raise CommandError("No endpoint has this id. add_endpoint prints it; the admin lists them all.") from error
