"""Whether a CRM knows us, before anything is told to it."""

from datetime import datetime

from integrations.channels.crm import adapter_of
from integrations.channels.crm_session import CrmSession
from integrations.failures import DeliveryFailure
from integrations.models import CrmConnection


def problem_of(connection: CrmConnection, *, now: datetime) -> str:
    """Ask the CRM for something harmless. Returns why it did not answer, "" if it did. May renew the access token."""
    session = CrmSession(connection, adapter_of(connection), now=now)
    try:
        session.adapter.check(session)
    except DeliveryFailure as failure:
        return failure.reason
    session.say("")
    return ""
