"""The chain over the audit: each seal is an HMAC over the seal before it and one entry. See docs/decisions/0017.

Made by a job, not with the entry: a chain at write time would make every view of a lead wait for the one before it.
"""

import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.tasks import task
from django.utils import timezone

from protection.models import AuditEntry, AuditKey, AuditSeal

log = structlog.get_logger("carefront.audit")

BATCH = 1_000
# Transactions commit out of the order in which they took their ids. Most have by then, and are sealed in order.
SETTLES_AFTER = timedelta(seconds=10)
# Those that have not are found by "has no seal", and not by an id above the last sealed one. How far back that looks.
LOOKS_BACK = 100_000
# No transaction of ours is open that long: an entry that claims to be older than its place in the chain was put there.
LATE_AFTER = timedelta(minutes=10)
ADVISORY_LOCK = 4_021_830_116_524_877_015


@task
def seal_audit() -> int:
    """Each minute, by the schedule in the settings. Returns how many entries were sealed. Repeatable."""
    return seal(now=timezone.now())


def seal(*, now: datetime) -> int:
    """Seal what is there and settled; two at once do the work of one. Returns how many entries."""
    count = 0
    while batch := seal_batch(now=now):
        count += batch
    if count:
        # The log is elsewhere: a chain that was cut off or made anew does not have this digest at this place.
        last = AuditSeal.objects.order_by("-id")[0]
        log.info("audit sealed", entries=count, seal=last.pk, digest=last.digest)
    return count


@transaction.atomic
def seal_batch(*, now: datetime) -> int:
    if not is_only_sealer():
        return 0
    key, _ = AuditKey.objects.get_or_create(pk=1)
    last = AuditSeal.objects.order_by("-id").first()
    position, digest = (last.pk, last.digest) if last else (0, "")
    newest = AuditSeal.objects.aggregate(id=Max("entry_id"))["id"] or 0
    settled = unsealed().filter(pk__gt=newest - LOOKS_BACK, at__lte=now - SETTLES_AFTER)
    seals = []
    for entry in settled.order_by("pk")[:BATCH]:
        position, digest = position + 1, digest_of(entry, after=digest, secret=key.secret)
        seals.append(AuditSeal(pk=position, entry_id=entry.pk, digest=digest))
    AuditSeal.objects.bulk_create(seals)
    return len(seals)


def is_only_sealer() -> bool:
    """Until the transaction ends. SQLite lets one in at a time anyway."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ADVISORY_LOCK])
        return bool(cursor.fetchone()[0])


def unsealed() -> QuerySet[AuditEntry]:
    return AuditEntry.objects.exclude(Exists(AuditSeal.objects.filter(entry_id=OuterRef("pk"))))


def digest_of(entry: AuditEntry, *, after: str, secret: str) -> str:
    sealed = f"{after}\n{canonical(entry)}"
    return hmac.new(secret.encode(), sealed.encode(), "sha256").hexdigest()


def canonical(entry: AuditEntry) -> str:
    """All that an entry says, in one spelling."""
    values = {
        "id": entry.pk,
        "action": entry.action,
        "actor": entry.actor,
        "subject_type": entry.subject_type,
        "subject_id": entry.subject_id,
        "clinic_id": str(entry.clinic_id) if entry.clinic_id else None,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "data": entry.data,
        "request_id": entry.request_id,
    }
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@dataclass(frozen=True)
class Problem:
    problem: str
    """ "changed": the entry, or the seal before it; "removed": the entry; "inserted": an entry that claims to be older
    than what was sealed before it; "seal_missing"; "key_missing"."""
    entry: int | None = None
    seal: int | None = None


@dataclass(frozen=True)
class Verification:
    entries: int
    sealed: int
    unsealed: int
    first_problem: Problem | None

    @property
    def ok(self) -> bool:
        return self.first_problem is None


def verify() -> Verification:
    """Read all of it and look for what does not fit. Safe while others write; takes seconds for a million entries."""
    sealed = AuditSeal.objects.count()
    return Verification(
        entries=AuditEntry.objects.count(),
        sealed=sealed,
        unsealed=unsealed().count(),
        first_problem=next(problems(), None),
    )


def problems() -> Iterator[Problem]:
    """From the first seal on, as far as they can be told apart: behind a changed one, all seals are wrong."""
    key = AuditKey.objects.filter(pk=1).first()
    if key is None:
        if AuditSeal.objects.exists():
            yield Problem("key_missing")
        return
    digest, newest_at = "", None
    for position, (seal_, entry) in enumerate(sealed_entries(), start=1):
        if seal_.pk != position:
            yield Problem("seal_missing", seal=position)
            return
        if entry is None:
            yield Problem("removed", entry=seal_.entry_id, seal=position)
            return
        digest = digest_of(entry, after=digest, secret=key.secret)
        if not hmac.compare_digest(digest, seal_.digest):
            yield Problem("changed", entry=entry.pk, seal=position)
            return
        if newest_at and entry.at < newest_at - LATE_AFTER:
            yield Problem("inserted", entry=entry.pk, seal=position)
        newest_at = max(entry.at, newest_at or entry.at)
    if newest_at:
        for entry in unsealed().filter(at__lt=newest_at - LATE_AFTER).order_by("pk")[:1]:
            yield Problem("inserted", entry=entry.pk)


def sealed_entries() -> Iterator[tuple[AuditSeal, AuditEntry | None]]:
    """In the order of the chain; None where the entry is gone."""
    after = 0
    while batch := list(AuditSeal.objects.filter(pk__gt=after).order_by("pk")[:BATCH]):
        entries = AuditEntry.objects.in_bulk([each.entry_id for each in batch])
        for each in batch:
            yield each, entries.get(each.entry_id)
        after = batch[-1].pk
