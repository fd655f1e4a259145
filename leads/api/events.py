"""Events for programs that would rather ask than be told: what webhooks bring, in the order in which it was stored."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router
from pydantic import Field

from integrations.catalogue import NAMES
from leads.access import events_of_clinics
from leads.api.authentication import needs, token_of
from leads.api.pages import PageQuery, Since, cursor_at, one_of, place_of, refuse_unknown_parameters
from leads.api.representations import PageOfEvents, event_as_json
from leads.api.storage import refuse_without_database
from leads.models.api_token import Scope
from protection.identifiers import first_uuid7

router = Router(tags=["Events"])

# Those of the contract. What else is in the outbox is a letter's alone.
# An event stored a moment ago may stand before one that is seen already: its transaction took longer.
SETTLED_AFTER = timedelta(seconds=30)


class EventQuery(PageQuery):
    type: str = Field(
        "",
        max_length=60,
        description="One type of docs/webhooks.md. Without it all.",
        json_schema_extra={"enum": ["", *NAMES]},
    )
    since: Since | None = Field(None, description="Those that happened at this time or later, RFC 3339.")


@router.get("/events", **needs(Scope.EVENTS_READ), response=PageOfEvents, operation_id="listEvents", exclude_unset=True)
def list_events(request: HttpRequest, query: Query[EventQuery]) -> Any:
    """Events in the order in which they were stored, up to the token's data class.

    At least once, like webhooks: `next_cursor` of the last page goes back half a minute, so that none is missed whose
    transaction took longer than its neighbours'. Keep the ids that you have worked on.
    """
    refuse_without_database(request)
    refuse_unknown_parameters(request, EventQuery.model_fields)
    token, after = token_of(request), place_of(query.cursor)
    events = events_of_clinics(token.clinic_id)
    if query.type:
        one_of("type", query.type, NAMES)
        events = events.filter(type=query.type)
    else:
        events = events.filter(type__in=NAMES)
    if query.since:
        events = events.filter(occurred_at__gte=query.since)
    if after:
        events = events.filter(pk__gt=after)
    found = list(events.order_by("pk")[: query.limit + 1])
    page = found[: query.limit]
    has_more = len(found) > len(page)
    last = page[-1].pk if page else after
    if last and not has_more:
        last = min(last, first_uuid7(timezone.now() - SETTLED_AFTER))
    return {
        "data": [event_as_json(event, data_class=token.readable_class) for event in page],
        "has_more": has_more,
        "next_cursor": cursor_at(last) if last else None,
    }
