"""Any system with an address that takes JSON: one request for the contact, one for the lead, as the mapping says.

There is no vendor's documentation; ours is docs/crm.md. The body is {"object": "contact" or "lead", "id": ours, and of
a lead "contact_id"} with the mapped properties beside them; a dot in a property's name makes an object: "person.name"
becomes {"person": {"name": …}}. After the first time only what changed is sent. Any 2xx is success.
"""

from collections.abc import Mapping
from typing import Any

from integrations.channels.crm_adapter import Answer, Item
from integrations.channels.crm_session import CrmSession
from integrations.crm_fields import CONTACT, LEAD
from integrations.failures import PermanentFailure
from integrations.models import CrmConnection, CrmRecord

OBJECT_TYPES = {CONTACT: "contact", LEAD: "lead"}
TOKEN_PATH = ""
PAUSE_CODES: frozenset[str] = frozenset()
TEMPORARY_CODES: frozenset[str] = frozenset()


def object_types(connection: CrmConnection) -> Mapping[str, str]:
    return OBJECT_TYPES


def token_form(connection: CrmConnection) -> dict[str, str] | None:
    return None


def headers(connection: CrmConnection) -> dict[str, str]:
    name, value = connection.setting("header_name"), connection.credentials.get("header_value", "")
    return {name: value} if name and value else {}


def session_is_over(answer: Answer) -> bool:
    return False


def error_codes(answer: Answer) -> list[str]:
    return []


def upsert_contact(session: CrmSession, item: Item) -> str:
    return _tell(session, item, {})


def upsert_lead(session: CrmSession, item: Item, contact: CrmRecord | None) -> str:
    return _tell(session, item, {"contact_id": contact.vendor_id} if contact else {})


def erase(session: CrmSession, record: CrmRecord) -> None:
    raise PermanentFailure("erase it there by hand: this system has no address that erases")


def present_values(session: CrmSession, item: Item) -> dict[str, str] | None:
    return None  # there is no address to read from


def check(session: CrmSession) -> None:
    raise PermanentFailure("this system has no address to read from: only a first event shows whether it answers")


def body_of(item: Item, more: Mapping[str, str]) -> dict[str, Any]:
    body: dict[str, Any] = {"object": OBJECT_TYPES[item.kind], "id": item.our_id, **more}
    for name, value in item.properties.items():
        *way, last = name.split(".")
        place = body
        for step in way:
            inner = place.get(step)
            place[step] = place = inner if isinstance(inner, dict) else {}
        place[last] = value
    return body


def _tell(session: CrmSession, item: Item, more: Mapping[str, str]) -> str:
    key = {"Idempotency-Key": f"{session.event_id}-{item.kind}"}
    session.call(session.connection.setting("method"), "", data=body_of(item, more), headers=key)
    return item.our_id
