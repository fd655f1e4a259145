"""Optimistic concurrency (RFC 9110, 13.1.1): a change names what it was made on, and one on an old look is refused."""

import re
from collections.abc import Collection
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest

from integrations.timestamps import rfc3339
from leads.api.problems import Problem
from leads.models import LeadEvent

ONE = r'(?:W/)?"[!#-~]{0,64}"'
LIST = re.compile(rf"{ONE}(?:[ \t]*,[ \t]*{ONE})*", re.ASCII)
LONGEST_HEADER = 2_000
VISITORS_OWN = {
    LeadEvent.Kind.REQUEST_RECEIVED,
    LeadEvent.Kind.CONTACT_CORRECTED,
    LeadEvent.Kind.CHANNEL_CHOSEN,
    LeadEvent.Kind.WITHDRAWN,
}


def wanted_tags(request: HttpRequest) -> Collection[str]:
    """The strong tags of `If-Match`, without their quotes. A weak one matches nothing, as the RFC has it.

    Raises:
        Problem: 428 without any, also for `*`, which would overwrite what nobody looked at; 400 for what is no tag.
    """
    header = request.headers.get("If-Match", "").strip()
    if header in {"", "*"}:
        detail = "Name the version that you read: If-Match with the ETag of your last answer."
        raise Problem(HTTPStatus.PRECONDITION_REQUIRED, detail)
    if len(header) > LONGEST_HEADER or not LIST.fullmatch(header):
        raise Problem(HTTPStatus.BAD_REQUEST, 'If-Match is an ETag in its quotes, such as "3".')
    return {tag[1:-1] for tag in re.findall(ONE, header, re.ASCII) if not tag.startswith("W/")}


def stale_problem(etag: str, *, current: dict[str, Any], last_change: LeadEvent | None) -> Problem:
    """412, with what is there now, and who changed it when: the caller reads, decides again, and sends again."""
    return Problem(
        HTTPStatus.PRECONDITION_FAILED,
        "It was changed since you read it. Nothing of yours was stored. Read it again and decide.",
        headers={"ETag": f'"{etag}"'},
        more={"current": current, "last_change": change_as_json(last_change)},
    )


def change_as_json(entry: LeadEvent | None) -> dict[str, Any]:
    """Of the timeline: references only, so a member of staff is an id."""
    if entry is None:
        return {}
    by: dict[str, str] = {"kind": "system"}
    if entry.actor_id:
        by = {"kind": "staff", "id": str(entry.actor_id)}
    elif door := entry.data.get("door"):
        by = {"kind": str(door), "source": str(entry.data.get("source", ""))}
    elif entry.kind in VISITORS_OWN:
        by = {"kind": "visitor"}
    return {"what": entry.kind, "at": rfc3339(entry.occurred_at), "by": by}
