"""What the latest events would change in a CRM: read there where that can be, sent never."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from integrations.channels.crm import adapter_of, item_of, what_is_told
from integrations.channels.crm_session import CrmSession
from integrations.crm_fields import CONTACT, FIELDS, LEAD, heard_types
from integrations.failures import DeliveryFailure
from integrations.models import CrmConnection, OutboxEvent
from protection.data_classes import DataClass

DEFAULT_LIMIT = 10
MOST_EVENTS = 50
# After this many failures in a row the CRM is not asked again: it does not know us, or is away.
READS_GIVEN_UP_AFTER = 2


@dataclass(frozen=True)
class Change:
    """One property: what it would become, and what it is now where the CRM told."""

    name: str
    new: str
    present: str | None


@dataclass(frozen=True)
class Difference:
    """What one event would change in one object of a CRM."""

    event_type: str
    occurred_at: datetime
    kind: str
    object_type: str
    our_id: str
    outcome: str
    """ "new", "changes", "same", or "unknown" where the CRM cannot be read."""
    changes: Sequence[Change]
    problem: str = ""
    """Why the CRM could not be read."""


def differences(connection: CrmConnection, *, now: datetime, limit: int = DEFAULT_LIMIT) -> list[Difference]:
    """What the latest `limit` events would change, newest first. Sends nothing; reading may renew the access token.

    Health text is not repeated here: of it only its length is told.
    """
    adapter = adapter_of(connection)
    found, failed = [], 0
    for event in latest_events(connection, limit=limit):
        told = what_is_told(event, connection)
        for kind, object_type in adapter.object_types(connection).items():
            if not told.id_of(kind):
                continue
            item, _stamps = item_of(told, kind, connection, adapter, occurred_at=event.occurred_at)
            if not item.properties:
                continue
            present, problem = None, ""
            if failed < READS_GIVEN_UP_AFTER:
                try:
                    present = adapter.present_values(CrmSession(connection, adapter, now=now), item)
                    failed = 0
                except DeliveryFailure as failure:
                    problem, failed = failure.reason, failed + 1
            secret = properties_of_class(connection, DataClass.HEALTH)
            changes = [
                Change(
                    name,
                    shown(value, is_secret=name in secret),
                    None if present is None else shown(present.get(name, ""), is_secret=name in secret),
                )
                for name, value in item.properties.items()
                if present is None or present.get(name, "") != value
            ]
            found.append(
                Difference(
                    event_type=event.type,
                    occurred_at=event.occurred_at,
                    kind=kind,
                    object_type=object_type,
                    our_id=item.our_id,
                    outcome=outcome(present, changes),
                    changes=changes,
                    problem=problem,
                )
            )
    return found


def latest_events(connection: CrmConnection, *, limit: int) -> list[OutboxEvent]:
    """The newest that this connection would hear of, bodies and all."""
    clinics = Q() if connection.clinic_id is None else Q(clinic=connection.clinic_id)
    wanted = [each for each in heard_types() if connection.wants(each)]
    events = OutboxEvent.objects.filter(clinics, type__in=wanted, emptied_at__isnull=True)
    return list(events.order_by("-occurred_at", "-id")[: max(1, min(limit, MOST_EVENTS))])


def properties_of_class(connection: CrmConnection, data_class: DataClass) -> set[str]:
    return {
        theirs
        for kind in (CONTACT, LEAD)
        for ours, theirs in connection.mapping.get(kind, {}).items()
        if FIELDS[kind].get(ours) == data_class
    }


def shown(value: str, *, is_secret: bool) -> str:
    return f"({len(value)} characters of health text)" if is_secret and value else value


def outcome(present: dict[str, str] | None, changes: Sequence[Change]) -> str:
    if present is None:
        return "unknown"
    if not present:
        return "new"
    return "changes" if changes else "same"
