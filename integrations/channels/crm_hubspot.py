"""HubSpot: contacts and deals by batch upsert, associated with each other.

Documentation:
* https://developers.hubspot.com/docs/api-reference/legacy/crm/objects/contacts/batch/upsert-contacts (contacts, deals)
* https://developers.hubspot.com/docs/api-reference/legacy/crm/objects/contacts/batch/update-contacts
* https://developers.hubspot.com/docs/reference/api/crm/associations/association-details (default association)
* https://developers.hubspot.com/docs/api-reference/legacy/crm/objects/contacts/gdpr/gdpr-delete-contact (erasing)
* https://developers.hubspot.com/docs/api-reference/legacy/crm/objects/deals/basic/delete-deal
* https://developers.hubspot.com/docs/api-reference/auth-oauth-v3/guide (tokens)
* https://developers.hubspot.com/apps/api_guidelines (limits)

Two properties of ours must exist there with unique values (`hasUniqueValue`): `carefront_person_id` on contacts and
`carefront_lead_id` on deals. What is known by HubSpot's own id is changed by that id, so that a new e-mail address
stays with its contact, and because HubSpot takes no partial upsert by `email`.

Not certain from the documentation: whether a batch of one answers an item's error with 207 or with the error's own
status. Both are read.
"""

from collections.abc import Mapping
from typing import Any

from integrations.channels.crm_adapter import Answer, Item, RecordGone
from integrations.channels.crm_session import CrmSession
from integrations.crm_fields import CONTACT, LEAD
from integrations.failures import TemporaryFailure
from integrations.models import CrmConnection, CrmRecord

OBJECT_TYPES = {CONTACT: "contacts", LEAD: "deals"}
OUR_ID = {CONTACT: "carefront_person_id", LEAD: "carefront_lead_id"}
TOKEN_PATH = "/oauth/v3/token"  # noqa: S105 - a path
PAUSE_CODES = frozenset({"RATE_LIMITS", "RATE_LIMIT"})
TEMPORARY_CODES: frozenset[str] = frozenset()
# Categories of a record that is not there any more.
GONE = frozenset({"OBJECT_NOT_FOUND"})


def object_types(connection: CrmConnection) -> Mapping[str, str]:
    return OBJECT_TYPES


def token_form(connection: CrmConnection) -> dict[str, str] | None:
    given = connection.credentials
    if not all(given.get(name) for name in ("refresh_token", "client_id", "client_secret")):
        return None
    return {"grant_type": "refresh_token"} | {
        name: given[name] for name in ("refresh_token", "client_id", "client_secret")
    }


def headers(connection: CrmConnection) -> dict[str, str]:
    return {"Authorization": f"Bearer {connection.credentials.get('access_token', '')}"}


def session_is_over(answer: Answer) -> bool:
    return answer.status == 401


def error_codes(answer: Answer) -> list[str]:
    """`category` of the error, and the codes of its details."""
    if not isinstance(answer.data, dict):
        return []
    return codes_of(answer.data)


def upsert_contact(session: CrmSession, item: Item) -> str:
    if item.record:
        return _update(session, item)
    email = item.values.get("email", "")
    if email and session.connection.setting("match_by") == "email":
        return _upsert(session, item, id_property="email", key=email)
    return _upsert(session, item, id_property=OUR_ID[CONTACT], key=item.our_id)


def upsert_lead(session: CrmSession, item: Item, contact: CrmRecord | None) -> str:
    if contact is None:
        raise TemporaryFailure("the person is not in HubSpot yet")
    deal_id = (
        _update(session, item) if item.record else _upsert(session, item, id_property=OUR_ID[LEAD], key=item.our_id)
    )
    if item.record is None or item.record.related_id != contact.vendor_id:
        session.call("PUT", f"/crm/v4/objects/deals/{deal_id}/associations/default/contacts/{contact.vendor_id}")
    return deal_id


def erase(session: CrmSession, record: CrmRecord) -> None:
    """A contact for good, as the GDPR asks; a deal has no such call and goes to the recycling bin."""
    if record.kind == CONTACT:
        path, data = "/crm/v3/objects/contacts/gdpr-delete", {"objectId": record.vendor_id}
        answer = session.call("POST", path, data=data, accept={404})
    else:
        answer = session.call("DELETE", f"/crm/v3/objects/deals/{record.vendor_id}", accept={404})
    if answer.status == 404:
        raise RecordGone


def present_values(session: CrmSession, item: Item) -> dict[str, str] | None:
    if item.record:
        key, id_property = item.record.vendor_id, None
    elif item.kind == CONTACT and item.values.get("email") and session.connection.setting("match_by") == "email":
        key, id_property = item.values["email"], "email"
    else:
        key, id_property = item.our_id, OUR_ID[item.kind]
    asked: dict[str, Any] = {"inputs": [{"id": key}], "properties": list(item.properties)}
    if id_property:
        asked["idProperty"] = id_property
    answer = session.call("POST", f"/crm/v3/objects/{OBJECT_TYPES[item.kind]}/batch/read", data=asked)
    results = answer.data.get("results") if isinstance(answer.data, dict) else None
    if not results:
        return {}
    held = results[0].get("properties", {})
    return {name: held.get(name) or "" for name in item.properties}


def check(session: CrmSession) -> None:
    session.call("GET", "/crm/v3/objects/contacts?limit=1&properties=" + OUR_ID[CONTACT])


def _upsert(session: CrmSession, item: Item, *, id_property: str, key: str) -> str:
    properties = dict(item.properties) | {OUR_ID[item.kind]: item.our_id}
    if item.kind == LEAD and (pipeline := session.connection.setting("pipeline")):
        properties["pipeline"] = pipeline
    asked = {"id": key, "idProperty": id_property, "properties": properties, "objectWriteTraceId": item.our_id}
    return _write(session, item, "upsert", asked)


def _update(session: CrmSession, item: Item) -> str:
    assert item.record is not None  # noqa: S101 - the callers looked
    asked = {
        "id": item.record.vendor_id,
        "properties": dict(item.properties),
        "objectWriteTraceId": item.our_id,
    }
    return _write(session, item, "update", asked)


def _write(session: CrmSession, item: Item, action: str, asked: Mapping[str, Any]) -> str:
    path = f"/crm/v3/objects/{OBJECT_TYPES[item.kind]}/batch/{action}"
    # 400, 404 and 409 tell of the item as 207 does.
    answer = session.call("POST", path, data={"inputs": [asked]}, accept={207, 400, 404, 409})
    data = answer.data if isinstance(answer.data, dict) else {}
    for result in data.get("results") or []:
        if isinstance(result, dict) and result.get("id"):
            return str(result["id"])
    errors = [each for each in data.get("errors") or [] if isinstance(each, dict)]
    codes = [code for each in (errors or [data]) for code in codes_of(each)]
    if {*codes} & GONE or answer.status == 404:
        raise RecordGone
    raise session.failure(answer, codes=codes, about=[*item.properties, OUR_ID[item.kind]])


def codes_of(error: Mapping[str, Any]) -> list[str]:
    inner = [each.get("code") for each in error.get("errors") or [] if isinstance(each, dict)]
    found = [error.get("category"), error.get("errorType"), error.get("policyName"), *inner]
    return [each for each in found if isinstance(each, str)]
