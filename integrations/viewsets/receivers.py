"""How staff pages name who gets a delivery: enough to tell one from another, never the whole address."""

from django.utils.translation import gettext as _

from integrations.models import Delivery


def masked(address: str) -> str:
    """ "j…@example.com"."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}…{at}{domain}" if at else "…"


def receiver_of(delivery: Delivery) -> str:
    if delivery.endpoint:
        return str(delivery.endpoint)
    if delivery.crm_connection:
        return str(delivery.crm_connection)
    return masked(delivery.recipient) if delivery.recipient else _("(erased)")
