"""A new secret for an endpoint, while the old one still signs: its receiver changes over without missing anything."""

from datetime import datetime, timedelta

from django.db import transaction

from integrations.models import Endpoint
from integrations.signatures import new_secret

# Long enough to put the new secret into the receiver's settings on the next working day.
OVERLAP = timedelta(hours=24)


@transaction.atomic
def rotate_secret(endpoint: Endpoint, *, at: datetime) -> str:
    """Give the endpoint a new secret and return it, to show once. Both sign for OVERLAP, then the new one alone.

    Not repeatable: rotating twice within the overlap drops the oldest.
    """
    locked = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    secret = new_secret()
    endpoint.secrets = [secret, *locked.secrets[:1]]
    endpoint.old_secrets_end_at = at + OVERLAP
    endpoint.save(update_fields=["secrets", "old_secrets_end_at"])
    return secret
