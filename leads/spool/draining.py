"""Bring in what was received while the database was away: in order, each once, however often it is cut short."""

import hashlib
import threading
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5

import structlog
from django.utils import timezone, translation

from leads.intake import record_once
from leads.models import ConsultRequest, HeldRequest
from leads.spool.receiving import segments
from leads.spool.records import SpooledRequest, Unreadable
from leads.spool.segments import DamagedLine, TornLine, unframed
from leads.submission import Submission, SubmissionKeyReused
from protection.database_errors import DATABASE_AWAY
from sites.models import Clinic

log = structlog.get_logger("carefront.spool")

# Names lines that nobody can read by their bytes.
UNREADABLE_LINES = UUID("1c1f1d0e-6f0f-4d3a-9a55-8b6c8f6b3f10")


def drain(stop: threading.Event) -> int:
    """Bring in everything that waits on this machine, until `stop` is set. Returns how many lines were dealt with.

    Safe to run anywhere, any number of times at once: one worker of a machine drains. A file goes when all of it is
    committed; cut short before that, the next run meets each of its requests again and finds it stored.

    Raises:
        django.db.OperationalError and its like: the database is away; what is left waits on.
    """
    files = segments()
    if not files.paths():
        return 0
    count = 0
    with files.draining() as is_mine:
        for path in files.paths() if is_mine else []:
            end = 0
            for end, line in files.lines(path):  # noqa: B007 - where the last line ends
                deal_with(line)
                count += 1
                if stop.is_set():
                    return count
            files.remove(path, read_until=end)
    if count:
        log.info("spool drained", lines=count)
    return count


def deal_with(line: bytes) -> None:
    """Make a lead of a line, or hold it for a person. Whatever is in it, the lines behind it get their turn."""
    try:
        record = SpooledRequest.opened(unframed(line))
    except TornLine:
        log.info("torn line passed over")
        return
    except (DamagedLine, Unreadable) as error:
        log.exception("spooled line cannot be read")
        hold_line(line, HeldRequest.Reason.UNREADABLE, error=error, at=timezone.now())
        return
    try:
        bring_in(record)
    except DATABASE_AWAY:
        raise
    except Exception as error:
        # A bug must cost neither this request nor those behind it: it is reported, and a person sees the request.
        log.exception("spooled request held")
        hold_refused(record, line, error=error, at=timezone.now())


def bring_in(record: SpooledRequest) -> ConsultRequest | None:
    """Store what was received, as of when it was. None where it is held because no clinic has its slug."""
    clinic = Clinic.objects.filter(slug=record.clinic_slug).first()
    if clinic is None:
        hold(record, HeldRequest.Reason.UNKNOWN_CLINIC, at=timezone.now())
        return None
    return store_at(clinic, record)


def store_at(clinic: Clinic, record: SpooledRequest) -> ConsultRequest:
    """At a clinic that takes nobody now, and under a key that came with other content, it goes into quarantine."""
    submission = record.submission
    if not clinic.takes_consult_requests:
        submission = in_quarantine(submission, "clinic_closed")
    with translation.override(submission.language):  # of the words agreed to
        try:
            return record_once(submission, clinic=clinic, requested_at=record.received_at)
        except SubmissionKeyReused:
            # Under a key of its own, which is the same in the next run.
            own_key = replace(submission, key=str(submission.id), scope="spool")
            return record_once(in_quarantine(own_key, "key_reused"), clinic=clinic, requested_at=record.received_at)


def in_quarantine(submission: Submission, reason: str) -> Submission:
    return replace(submission, quarantine_reason=submission.quarantine_reason or reason)


def hold(record: SpooledRequest, reason: HeldRequest.Reason, *, at: datetime, error: Exception | None = None) -> None:
    values = {
        "reason": reason,
        "clinic_slug": record.clinic_slug,
        "received_at": record.received_at,
        "record": record.as_json(),
        "error": type(error).__name__ if error else "",
        "held_at": at,
    }
    HeldRequest.objects.get_or_create(pk=record.id, defaults=values)


def hold_refused(record: SpooledRequest, line: bytes, *, error: Exception, at: datetime) -> None:
    try:
        hold(record, HeldRequest.Reason.REFUSED, error=error, at=at)
    except DATABASE_AWAY:
        raise
    except Exception as second_error:  # noqa: BLE001 - the first is reported; what the database refuses in any form
        hold_line(line, HeldRequest.Reason.REFUSED, error=second_error, at=at)


def hold_line(line: bytes, reason: HeldRequest.Reason, *, error: Exception, at: datetime) -> None:
    digest = hashlib.sha256(line).hexdigest()
    values = {
        "reason": reason,
        "sealed": line.decode("ascii", errors="backslashreplace").replace("\0", ""),
        "error": type(error).__name__,
        "held_at": at,
    }
    HeldRequest.objects.get_or_create(pk=uuid5(UNREADABLE_LINES, digest), defaults=values)
