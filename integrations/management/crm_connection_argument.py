from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from integrations.models import CrmConnection


def crm_connection_with_id(text: str) -> CrmConnection:
    """The CRM connection that a command's argument names. CommandError where there is none."""
    try:
        return CrmConnection.objects.get(pk=text)
    except (CrmConnection.DoesNotExist, ValidationError) as error:
        raise CommandError("No CRM connection has this id. The admin shows it on the connection's page.") from error
