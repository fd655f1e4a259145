"""GoHighLevel (LeadConnector): contacts and, in one pipeline, opportunities.

Documentation:
* https://marketplace.gohighlevel.com/docs/ghl/contacts/upsert-contact
* https://marketplace.gohighlevel.com/docs/ghl/opportunities/upsert-opportunity
* https://marketplace.gohighlevel.com/docs/ghl/contacts/delete-contact
* https://marketplace.gohighlevel.com/docs/ghl/opportunities/delete-opportunity
* https://marketplace.gohighlevel.com/docs/oauth/GettingStarted (tokens, limits: 100 requests in 10 s, 200,000 a day)

Every request has a `Version` header: the setting, 2021-07-28 unless changed. An upsert finds a contact by e-mail or
phone as the location's own "Allow Duplicate Contact" says; what is known by its id is changed by that id. A mapped
property "customFields.KEY" goes into the list of custom fields.

Not certain from the documentation: whether an upsert finds an opportunity by contact and pipeline alone, so that a
second lead of one person moves the first one's card; under which name ("field_value") custom fields take a value in
later versions; that a contact that is gone answers 404 on PUT.
"""

from collections.abc import Mapping
from typing import Any

from integrations.channels.crm_adapter import Answer, Item, RecordGone
from integrations.channels.crm_session import CrmSession
from integrations.crm_fields import CONTACT, LEAD
from integrations.failures import TemporaryFailure
from integrations.models import CrmConnection, CrmRecord

TOKEN_PATH = "/oauth/token"  # noqa: S105 - a path
PAUSE_CODES: frozenset[str] = frozenset()
TEMPORARY_CODES: frozenset[str] = frozenset()
CUSTOM = "customFields."


def object_types(connection: CrmConnection) -> Mapping[str, str]:
    opportunities = {LEAD: "opportunity"} if connection.setting("pipeline") else {}
    return {CONTACT: "contact", **opportunities}


def token_form(connection: CrmConnection) -> dict[str, str] | None:
    given = connection.credentials
    names = ("refresh_token", "client_id", "client_secret")
    if not all(given.get(name) for name in names):
        return None
    return {"grant_type": "refresh_token", "user_type": "Location"} | {name: given[name] for name in names}


def headers(connection: CrmConnection) -> dict[str, str]:
    return {
        "Authorization": f"Bearer {connection.credentials.get('access_token', '')}",
        "Version": connection.setting("api_version"),
    }


def session_is_over(answer: Answer) -> bool:
    return answer.status == 401


def error_codes(answer: Answer) -> list[str]:
    """There are no names: `error` holds the status in words, `message` sentences that may repeat what we sent."""
    return []


def upsert_contact(session: CrmSession, item: Item) -> str:
    if item.record:
        path = f"/contacts/{item.record.vendor_id}"
        answer = session.call("PUT", path, data=_written(item), accept={400, 404, 422})
    else:
        location = {"locationId": session.connection.setting("location_id")}
        answer = session.call("POST", "/contacts/upsert", data=location | _written(item), accept={400, 422})
    return _id_in(session, item, answer, "contact")


def upsert_lead(session: CrmSession, item: Item, contact: CrmRecord | None) -> str:
    if contact is None:
        raise TemporaryFailure("the person is not in GoHighLevel yet")
    pipeline = {"pipelineId": session.connection.setting("pipeline")}
    if item.record:
        path = f"/opportunities/{item.record.vendor_id}"
        answer = session.call("PUT", path, data=pipeline | _written(item), accept={400, 404, 422})
    else:
        made = pipeline | {
            "locationId": session.connection.setting("location_id"),
            "contactId": contact.vendor_id,
            "name": item.values.get("title", ""),
            "status": "open",
        }
        answer = session.call("POST", "/opportunities/upsert", data=made | _written(item), accept={400, 422})
    return _id_in(session, item, answer, "opportunity")


def erase(session: CrmSession, record: CrmRecord) -> None:
    name = "contacts" if record.kind == CONTACT else "opportunities"
    answer = session.call("DELETE", f"/{name}/{record.vendor_id}", accept={404})
    if answer.status == 404:
        raise RecordGone


def present_values(session: CrmSession, item: Item) -> dict[str, str] | None:
    """Of what is known by its id: whether an upsert would find another one is the location's own rule, and asking by
    e-mail or phone would put them into an address."""
    if not item.record:
        return None
    name, path = ("contact", "contacts") if item.kind == CONTACT else ("opportunity", "opportunities")
    answer = session.call("GET", f"/{path}/{item.record.vendor_id}", accept={404})
    held = answer.data.get(name) if isinstance(answer.data, dict) else None
    if not isinstance(held, dict):
        return {}
    return {each: str(held.get(each) or "") for each in item.properties if not each.startswith(CUSTOM)}


def check(session: CrmSession) -> None:
    session.call("GET", f"/locations/{session.connection.setting('location_id')}")


def _written(item: Item) -> dict[str, Any]:
    plain: dict[str, Any] = {name: value for name, value in item.properties.items() if not name.startswith(CUSTOM)}
    custom = [
        {"key": name.removeprefix(CUSTOM), "field_value": value}
        for name, value in item.properties.items()
        if name.startswith(CUSTOM)
    ]
    return plain | ({"customFields": custom} if custom else {})


def _id_in(session: CrmSession, item: Item, answer: Answer, name: str) -> str:
    if answer.status == 404:
        raise RecordGone
    if answer.status >= 400:
        raise session.failure(answer, about=list(item.properties))
    held = answer.data.get(name) if isinstance(answer.data, dict) else None
    made = held.get("id") if isinstance(held, dict) else None
    if made or item.record:
        return str(made or (item.record.vendor_id if item.record else ""))
    raise session.failure(answer)
