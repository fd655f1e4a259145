"""Salesforce: one Lead for each of our leads, by an external id; the person's values stand on the lead itself.

Documentation:
* https://developer.salesforce.com/docs/platform/api-rest/guide/dome-upsert.html (upsert by external id)
* https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_retrieve_delete.htm and
  https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_upsert_delete.htm (erasing)
* https://developer.salesforce.com/docs/platform/api-rest/guide/errorcodes.md (status codes, errors array)
* https://help.salesforce.com/apex/HTViewHelpDoc?id=remoteaccess_oauth_refresh_token_flow.htm&language=en_US (tokens)
* "API Request Limits and Allocations" on https://developer.salesforce.com/docs (403 REQUEST_LIMIT_EXCEEDED)

The object Lead needs a text field `Carefront_Id__c`, marked as external id and unique. `LastName` and `Company` are
required there: a person without a name goes as the lead's title, the company is the setting or the clinic's name.
The address is the organisation's My Domain, which gives tokens too; `instance_url` of a token's answer is not used.

Not certain from the documentation: from which API version on an upsert that changed a record answers 200 with a body
instead of 204. Both are read.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from integrations.channels.crm_adapter import Answer, Item, RecordGone
from integrations.channels.crm_session import CrmSession
from integrations.crm_fields import LEAD
from integrations.failures import PermanentFailure
from integrations.models import CrmConnection, CrmRecord

OBJECT_TYPES = {LEAD: "Lead"}
EXTERNAL_ID = "Carefront_Id__c"
TOKEN_PATH = "/services/oauth2/token"  # noqa: S105 - a path
PAUSE_CODES = frozenset({"REQUEST_LIMIT_EXCEEDED"})
TEMPORARY_CODES = frozenset({"UNABLE_TO_LOCK_ROW", "SERVER_UNAVAILABLE", "QUERY_TIMEOUT"})
GONE = frozenset({"NOT_FOUND", "ENTITY_IS_DELETED"})


def object_types(connection: CrmConnection) -> Mapping[str, str]:
    return OBJECT_TYPES


def token_form(connection: CrmConnection) -> dict[str, str] | None:
    """By refresh token where there is one, otherwise as the app itself (client credentials)."""
    given = connection.credentials
    if not (given.get("client_id") and given.get("client_secret")):
        return None
    client = {"client_id": given["client_id"], "client_secret": given["client_secret"]}
    if given.get("refresh_token"):
        return {"grant_type": "refresh_token", "refresh_token": given["refresh_token"], **client}
    return {"grant_type": "client_credentials", **client}


def headers(connection: CrmConnection) -> dict[str, str]:
    return {"Authorization": f"Bearer {connection.credentials.get('access_token', '')}"}


def session_is_over(answer: Answer) -> bool:
    return answer.status == 401 and "INVALID_SESSION_ID" in error_codes(answer)


def error_codes(answer: Answer) -> list[str]:
    """`errorCode` of each entry: errors come as an array."""
    errors = answer.data if isinstance(answer.data, list) else []
    return [each["errorCode"] for each in errors if isinstance(each, dict) and isinstance(each.get("errorCode"), str)]


def upsert_contact(session: CrmSession, item: Item) -> str:
    raise NotImplementedError("a person stands on their lead: `object_types` names no contact")


def upsert_lead(session: CrmSession, item: Item, contact: CrmRecord | None) -> str:
    fields: dict[str, Any] = {name: value or None for name, value in item.properties.items()}  # null empties
    known_id = item.record.vendor_id if item.record and item.record.vendor_id != item.our_id else None
    if not item.record:
        fields.setdefault("LastName", item.values.get("title") or "Lead")
        fields.setdefault("Company", session.connection.setting("company") or item.values.get("clinic") or "-")
    # By Salesforce's own id once we know it: by the external one, what was deleted there would come back.
    path = f"{_lead_path(session)}/{known_id or EXTERNAL_ID + '/' + item.our_id}"
    answer = session.call("PATCH", path, data=fields, accept={300, 400, 404})
    if answer.status == 300:
        raise PermanentFailure(f"Salesforce has this {EXTERNAL_ID} on more than one lead: merge them", status_code=300)
    if answer.status >= 400:
        if {*error_codes(answer)} & GONE:
            raise RecordGone
        raise session.failure(answer, about=list(fields))
    made = answer.data.get("id") if isinstance(answer.data, dict) else None
    return str(made or known_id or item.our_id)


def erase(session: CrmSession, record: CrmRecord) -> None:
    """To the recycle bin, which Salesforce empties by itself."""
    is_external = record.vendor_id == str(record.subject_id)
    key = f"{EXTERNAL_ID}/{record.vendor_id}" if is_external else record.vendor_id
    answer = session.call("DELETE", f"{_lead_path(session)}/{key}", accept={400, 404})
    if answer.status >= 400:
        if {*error_codes(answer)} & GONE:
            raise RecordGone
        raise session.failure(answer)


def present_values(session: CrmSession, item: Item) -> dict[str, str] | None:
    answer = session.call("GET", f"{_lead_path(session)}/{EXTERNAL_ID}/{item.our_id}", accept={404})
    if answer.status == 404 or not isinstance(answer.data, dict):
        return {}
    held = answer.data
    return {name: "" if held.get(name) is None else str(held[name]) for name in item.properties}


def check(session: CrmSession) -> None:
    session.call("GET", f"{_lead_path(session)}/describe")


def _lead_path(session: CrmSession) -> str:
    return f"/services/data/{quote(session.connection.setting('api_version'), safe='')}/sobjects/Lead"
