"""What a person does with a held request: give it to a clinic, or set it aside."""

from datetime import datetime

from django.db import transaction

from leads.models import ConsultRequest, HeldRequest
from leads.spool.draining import store_at
from leads.spool.records import SpooledRequest, Unreadable
from leads.spool.segments import DamagedLine, TornLine, unframed
from sites.models import Clinic


def request_in(held: HeldRequest) -> SpooledRequest:
    """What was sent. A line under a key that was gone is tried again with the keys of now.

    Raises:
        Unreadable: it still cannot be read.
    """
    if held.record is not None:
        return SpooledRequest.from_json(held.record)
    try:
        return SpooledRequest.opened(unframed(held.sealed.encode()))
    except (TornLine, DamagedLine) as error:
        raise Unreadable(type(error).__name__) from error


def release(held: HeldRequest, *, clinic: Clinic, by_id: int | None, at: datetime) -> ConsultRequest:
    """Store it at `clinic` as of when it was received, and empty what was held. Safe to repeat.

    Raises:
        Unreadable: it still cannot be read; nothing was changed.
    """
    # In a transaction of its own: cut short after it, the next try finds the request and closes the row.
    request = store_at(clinic, request_in(held))
    with transaction.atomic():
        held.lead_id = request.lead_id
        held.record, held.sealed = None, ""
        held.close(by_id=by_id, at=at)
    return request


def set_aside(held: HeldRequest, *, by_id: int | None, at: datetime) -> None:
    """It asks for nobody's attention any more, and is kept. Can still be released."""
    held.close(by_id=by_id, at=at)
