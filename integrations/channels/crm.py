"""People and leads kept up to date in a CRM: what one event changes there, whichever vendor it is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import ModuleType
from typing import cast

from django.utils.crypto import salted_hmac

from integrations.channels import crm_erasing, crm_generic, crm_gohighlevel, crm_hubspot, crm_joined, crm_salesforce
from integrations.channels.crm_adapter import Adapter, Item, RecordGone
from integrations.channels.crm_session import CrmSession
from integrations.channels.outcome import Sent
from integrations.crm_fields import CONTACT, ERASED_TYPES, LEAD, Told, mapped, told_by
from integrations.crm_vendors import Vendor
from integrations.failures import PermanentFailure, TemporaryFailure
from integrations.models import CrmConnection, CrmRecord, Delivery, OutboxEvent
from integrations.timestamps import rfc3339
from protection.data_classes import DataClass

ADAPTER_BY_VENDOR: Mapping[str, ModuleType] = {
    Vendor.HUBSPOT: crm_hubspot,
    Vendor.SALESFORCE: crm_salesforce,
    Vendor.GOHIGHLEVEL: crm_gohighlevel,
    Vendor.GENERIC: crm_generic,
}
# The person asked, now: what was deleted at the CRM is made there again. No other event does that.
ASKED = frozenset({"lead.created", "consult_request.received"})


def adapter_of(connection: CrmConnection) -> Adapter:
    return cast("Adapter", ADAPTER_BY_VENDOR[connection.vendor])


def send(delivery: Delivery, now: datetime) -> Sent:
    """Tell the delivery's CRM what the event says. Repeated, it changes nothing there.

    Raises:
        PermanentFailure: a person must change something, there or here.
        TemporaryFailure: the same may succeed later.
    """
    connection = delivery.crm_connection
    if connection is None:
        raise PermanentFailure("the connection was deleted")
    if delivery.event.emptied_at:
        raise PermanentFailure("the event was emptied")
    if connection.status != CrmConnection.Status.ACTIVE or connection.dry_run:
        raise PermanentFailure("the connection is paused or in its dry run")
    session = CrmSession(connection, adapter_of(connection), now=now, event_id=str(delivery.event_id))
    if delivery.event.type in ERASED_TYPES:
        note = crm_erasing.erase(session, delivery.event)
    else:
        told = what_is_told(delivery.event, connection, at_most=DataClass.named(delivery.data_class))
        sync = Sync(session, delivery, told)
        sync.run()
        note = sync.note
    session.say("")
    last = session.last_answer
    return Sent(status_code=last.status if last else None, response_excerpt=note)


def what_is_told(event: OutboxEvent, connection: CrmConnection, *, at_most: DataClass = DataClass.HEALTH) -> Told:
    """The event's values up to the class that the connection may receive now, and had when it was published."""
    return told_by(event.type, event.body(min(at_most, connection.allowed_class)))


def properties_of(told: Told, kind: str, connection: CrmConnection, adapter: Adapter) -> dict[str, str]:
    """By the vendor's names. A kind without an object of its own at the vendor goes with the lead."""
    properties = _mapped(told, kind, connection)
    if kind == LEAD and CONTACT not in adapter.object_types(connection):
        properties = _mapped(told, CONTACT, connection) | properties
    return properties


def _mapped(told: Told, kind: str, connection: CrmConnection) -> dict[str, str]:
    properties = mapped(told, kind, connection.mapping)
    theirs = connection.mapping.get(kind, {}).get("stage") if kind == LEAD else None
    if theirs in properties and connection.vendor != Vendor.GENERIC:
        # Vendors know stages by ids of their own and refuse any other: a stage without one is left as it is there.
        stage = connection.stage_mapping.get(properties.pop(theirs))
        return properties | ({theirs: stage} if stage else {})
    if theirs in properties:
        properties[theirs] = connection.stage_mapping.get(properties[theirs], properties[theirs])
    return properties


def item_of(
    told: Told, kind: str, connection: CrmConnection, adapter: Adapter, *, occurred_at: datetime
) -> tuple[Item, dict[str, dict[str, str]]]:
    """What is to be sent of one kind, and what the record is to remember of it.

    Left out is what was sent before with the same value, what a newer event has told already, and empty values that
    nobody was told differently.
    """
    record = record_of(connection, kind, told.id_of(kind))
    before = record.sent if record else {}
    at = rfc3339(occurred_at)
    stamps, properties = dict(before), {}
    for name, value in properties_of(told, kind, connection, adapter).items():
        known = before.get(name)
        if (known is None and value == "") or (known and known["at"] > at):
            continue
        stamps[name] = {"digest": digest_of(value), "at": at}
        if known is None or known["digest"] != stamps[name]["digest"]:
            properties[name] = value
    values = (told.contact or {}) | (told.lead or {}) if kind == LEAD else (told.contact or {})
    return Item(kind=kind, our_id=told.id_of(kind), properties=properties, values=values, record=record), stamps


def record_of(connection: CrmConnection, kind: str, subject_id: str) -> CrmRecord | None:
    records = CrmRecord.objects.filter(connection=connection, kind=kind, subject_id=subject_id)
    return records.exclude(vendor_id="").first()


def digest_of(value: str) -> str:
    return salted_hmac("integrations.crm_record", value, algorithm="sha256").hexdigest()[:24]


class Sync:
    """One event on its way into one CRM. `note`: what staff should know of a success that sent nothing."""

    def __init__(self, session: CrmSession, delivery: Delivery, told: Told) -> None:
        self.session = session
        self.connection = session.connection
        self.adapter = session.adapter
        self.delivery = delivery
        self.event = delivery.event
        self.told = told
        self.types = self.adapter.object_types(self.connection)
        self.note = ""

    def run(self) -> None:
        if self.event.type in {crm_joined.MERGED, crm_joined.UNMERGED}:
            self._join()
            return
        if self._is_before_its_time():
            self.note = "older than this connection: nothing was sent"
            return
        sent = [self._sync(kind) for kind in (CONTACT, LEAD) if self._speaks_of(kind)]
        if not any(sent):
            self.note = "nothing had changed"

    def _join(self) -> None:
        if CONTACT not in self.types:
            self.note = "this CRM has no contacts: people stand on their leads"
            return
        crm_joined.note_joining(self.connection, self.event, vendor_type=self.types[CONTACT])
        if not crm_joined.is_known(self.connection, self.event):
            self.note = "this CRM never heard of them: nothing was sent"
        elif not self._sync(CONTACT):
            self.note = "nothing had changed"

    def _speaks_of(self, kind: str) -> bool:
        if kind not in self.types:
            return False
        if kind == CONTACT and crm_joined.is_told_as_another(self.connection, self.told.person_id):
            return False
        return self.told.of(kind) is not None or (kind == LEAD and CONTACT not in self.types)

    def _is_before_its_time(self) -> bool:
        """Whether this event is of a lead that this CRM never heard of, since it is older than the connection.

        Raises:
            TemporaryFailure: it is about to hear of it.
            PermanentFailure: it should have, and that was given up.
        """
        kind = LEAD if LEAD in self.types else CONTACT
        if self.event.type == "lead.created" or record_of(self.connection, kind, self.told.id_of(kind)):
            return False
        first = Delivery.objects.filter(
            crm_connection=self.connection, event__type="lead.created", event__subject_id=self.told.lead_id
        )
        states = set(first.values_list("state", flat=True))
        if Delivery.State.PENDING in states:
            # In order, so that two workers do not make one person twice.
            raise TemporaryFailure("an earlier event of this lead is still on its way")
        if self.event.type in ASKED:
            return False
        if states & {Delivery.State.FAILED, Delivery.State.CANCELLED}:
            raise PermanentFailure("this lead never reached the CRM: send its first event again, then this one")
        return True

    def _sync(self, kind: str) -> bool:
        """Returns whether there was anything to send."""
        item, stamps = item_of(self.told, kind, self.connection, self.adapter, occurred_at=self.event.occurred_at)
        contact = crm_joined.contact_record(self.connection, self.told.person_id) if kind == LEAD else None
        related_id = contact.vendor_id if contact else ""
        record = item.record
        if record and not item.properties and record.related_id == related_id:
            return False
        try:
            vendor_id = self._upsert(item, contact)
        except RecordGone:
            if self.event.type not in ASKED or record is None:
                raise PermanentFailure(
                    f"{self.session.name} no longer has this record: deleted or merged there"
                ) from None
            record.delete()
            item, stamps = item_of(self.told, kind, self.connection, self.adapter, occurred_at=self.event.occurred_at)
            vendor_id = self._upsert(replace(item, record=None), contact)
        CrmRecord.objects.update_or_create(
            connection=self.connection,
            kind=kind,
            subject_id=self.told.id_of(kind),
            defaults={
                "vendor_type": self.types[kind],
                "vendor_id": vendor_id,
                "sent": stamps,
                "related_id": related_id,
                "synced_at": self.session.now,
            },
        )
        return True

    def _upsert(self, item: Item, contact: CrmRecord | None) -> str:
        if item.kind == CONTACT:
            return self.adapter.upsert_contact(self.session, item)
        return self.adapter.upsert_lead(self.session, item, contact)
