"""Lists in pages: a cursor is a place in the order, so that nothing is skipped or told twice when rows come and go."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from leads.api.problems import Problem, wrong_values

LARGEST_PAGE = 100
USUAL_PAGE = 50
# What both databases, Django's zones and this century's calendars can hold.
YEARS = range(1970, 2200)
RFC3339 = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:", re.ASCII)


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC. Raises ValueError for one that no clinic can mean."""
    try:
        moment = moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("is out of range") from None
    if moment.year not in YEARS:
        raise ValueError("is out of range")
    return moment


def written(moment: object) -> object:
    """Refuses a number, which pydantic would read as seconds of Unix."""
    if isinstance(moment, str) and not RFC3339.match(moment):
        raise PydanticCustomError("datetime_parsing", "Write a time as 2026-03-04T16:00:00Z")
    if not isinstance(moment, str | datetime):
        raise PydanticCustomError("datetime_type", "Write a time as 2026-03-04T16:00:00Z")
    return moment


def within_reach(moment: datetime) -> datetime:
    """The same moment in UTC, or the nearest that any row of ours can have: a list since then is as well defined."""
    earliest, latest = datetime(YEARS[0], 1, 1, tzinfo=UTC), datetime(YEARS[-1], 12, 31, tzinfo=UTC)
    return min(max(moment, earliest), latest).astimezone(UTC)


Moment = Annotated[AwareDatetime, AfterValidator(in_utc), BeforeValidator(written)]
Since = Annotated[AwareDatetime, AfterValidator(within_reach), BeforeValidator(written)]
"""Of a filter, so that any time is one."""


class PageQuery(BaseModel):
    limit: int = Field(USUAL_PAGE, ge=1, le=LARGEST_PAGE, description="How many at most.")
    cursor: str = Field(
        "",
        max_length=40,
        description="`next_cursor` of the page before; opaque. Empty: from the start.",
        # Sixteen bytes: the last of 22 letters holds two bits.
        json_schema_extra={"pattern": "^([A-Za-z0-9_-]{21}[AQgw])?$"},
    )


def refuse_unknown_parameters(request: HttpRequest, known: Collection[str]) -> None:
    """A filter that is misspelt must not become a list of everything."""
    unknown = sorted(set(request.GET) - set(known))
    if unknown:
        raise Problem(HTTPStatus.BAD_REQUEST, f"These parameters are known: {', '.join(sorted(known))}.")
    repeated = {name: ["is there more than once"] for name, values in request.GET.lists() if len(values) > 1}
    if repeated:
        raise Problem(HTTPStatus.BAD_REQUEST, "Name each parameter once.", errors=repeated)


def cursor_at(row_id: UUID) -> str:
    """The cursor of whatever comes after this row."""
    return urlsafe_b64encode(row_id.bytes).decode().rstrip("=")


def place_of(cursor: str) -> UUID | None:
    """The row after which to go on; None: at the start. Raises Problem for what is no cursor of ours."""
    if not cursor:
        return None
    try:
        place = UUID(bytes=urlsafe_b64decode(f"{cursor}=="))
    except (ValueError, UnicodeEncodeError):
        place = None
    if place is None or cursor_at(place) != cursor:
        detail = "Send the next_cursor of the page before, as it is, or none."
        raise Problem(HTTPStatus.BAD_REQUEST, detail, errors={"cursor": ["is no cursor"]})
    return place


def one_of(name: str, value: str, known: Collection[str]) -> None:
    """Raises Problem unless `value` is one of those that are known."""
    if value not in known:
        raise wrong_values({name: [f"is none of: {', '.join(known)}"]})
