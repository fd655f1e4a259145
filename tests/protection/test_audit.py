"""The audit: written once, sealed in order by a job, and checked for what was changed behind our back."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from protection import audit_triggers
from protection.audit import record
from protection.audit_seals import LATE_AFTER, SETTLES_AFTER, seal, verify
from protection.models import AuditEntry, AuditKey, AuditSeal

pytestmark = pytest.mark.django_db

CLINIC = UUID("018f0000-0000-7000-8000-000000000001")


@pytest.fixture
def enter(now: datetime) -> Callable[..., AuditEntry]:
    def enter(at: datetime = now, **values: object) -> AuditEntry:
        given = {"actor": None, "subject_type": "lead", "subject_id": "x", "clinic_id": CLINIC}
        return record("viewed", at=at, data={"view": "leads:inspect", "count": 3}, **given | values)

    return enter


@pytest.fixture
def later(now: datetime) -> datetime:
    return now + SETTLES_AFTER


@pytest.fixture
def tampering() -> Iterator[Callable[..., None]]:
    """SQL by somebody who owns the database."""

    def tamper(sql: str, *values: object) -> None:
        audit_triggers.remove(connection)
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
        audit_triggers.install(connection)

    return tamper


def problem() -> tuple[str, int | None] | None:
    found = verify().first_problem
    return (found.problem, found.entry) if found else None


@pytest.mark.parametrize("table", audit_triggers.TABLES)
@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id + 1", "DELETE FROM {}"])
def test_the_database_refuses_to_change_or_delete(
    enter: Callable[..., AuditEntry], later: datetime, table: str, sql: str
) -> None:
    enter()
    seal(now=later)

    with pytest.raises(DatabaseError, match="audit rows are never changed"), transaction.atomic():
        connection.cursor().execute(sql.format(table))

    assert (AuditEntry.objects.count(), AuditSeal.objects.count()) == (1, 1)


def test_an_entry_costs_one_statement(django_assert_num_queries: Callable[..., object], now: datetime) -> None:
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        record("viewed", actor=None, subject_type="lead", at=now)


def test_what_is_sealed_verifies_and_sealing_again_does_nothing(
    enter: Callable[..., AuditEntry], later: datetime
) -> None:
    entries = [enter(), enter(), enter()]

    assert seal(now=later) == 3
    assert seal(now=later) == 0

    assert list(AuditSeal.objects.values_list("id", "entry_id")) == [
        (place, each.pk) for place, each in enumerate(entries, 1)
    ]
    found = verify()
    assert (found.ok, found.entries, found.sealed, found.unsealed) == (True, 3, 3, 0)


def test_an_entry_that_has_just_come_waits(enter: Callable[..., AuditEntry], now: datetime) -> None:
    enter()

    assert seal(now=now) == 0
    assert verify().unsealed == 1


def test_a_slower_transactions_earlier_entry_is_sealed_behind_the_later_one(
    enter: Callable[..., AuditEntry], later: datetime, now: datetime
) -> None:
    first = enter()
    slow_id = enter().pk
    with transaction.atomic():
        # As it looks to a sealer while the slow transaction is open: the id is taken and the row is not there.
        audit_triggers.remove(connection)
        AuditEntry.objects.filter(pk=slow_id).delete()
        audit_triggers.install(connection)
    last = enter()
    seal(now=later)

    AuditEntry.objects.create(id=slow_id, action="viewed", subject_type="lead", at=now)
    seal(now=later)

    assert list(AuditSeal.objects.values_list("entry_id", flat=True)) == [first.pk, last.pk, slow_id]
    assert verify().ok


def test_a_changed_entry_is_found(
    enter: Callable[..., AuditEntry], later: datetime, tampering: Callable[..., None]
) -> None:
    enter()
    changed = enter()
    enter()
    seal(now=later)

    tampering("UPDATE protection_auditentry SET actor = '7' WHERE id = %s", changed.pk)

    assert problem() == ("changed", changed.pk)


def test_a_removed_entry_is_found(
    enter: Callable[..., AuditEntry], later: datetime, tampering: Callable[..., None]
) -> None:
    removed = enter()
    enter()
    seal(now=later)

    tampering("DELETE FROM protection_auditentry WHERE id = %s", removed.pk)

    assert problem() == ("removed", removed.pk)


def test_an_entry_removed_with_its_seal_is_found(
    enter: Callable[..., AuditEntry], later: datetime, tampering: Callable[..., None]
) -> None:
    removed = enter()
    enter()
    seal(now=later)

    tampering("DELETE FROM protection_auditentry WHERE id = %s", removed.pk)
    tampering("DELETE FROM protection_auditseal WHERE entry_id = %s", removed.pk)
    tampering("UPDATE protection_auditseal SET id = 1")

    assert problem() is not None


@pytest.mark.parametrize("is_sealed", [False, True])
def test_an_entry_put_into_the_past_is_found(
    enter: Callable[..., AuditEntry], later: datetime, now: datetime, is_sealed: bool
) -> None:
    enter()
    seal(now=later)

    forged = enter(at=now - LATE_AFTER - timedelta(seconds=1))
    if is_sealed:
        seal(now=later)

    assert problem() == ("inserted", forged.pk)


def test_two_entries_that_changed_places_are_found(
    enter: Callable[..., AuditEntry], later: datetime, tampering: Callable[..., None]
) -> None:
    one, other = enter(subject_id="one"), enter(subject_id="other")
    seal(now=later)

    for id_, new_id in ((one.pk, -1), (other.pk, one.pk), (-1, other.pk)):
        tampering("UPDATE protection_auditentry SET id = %s WHERE id = %s", new_id, id_)

    assert problem() == ("changed", one.pk)


def test_seals_made_without_the_secret_do_not_verify(
    enter: Callable[..., AuditEntry], later: datetime, tampering: Callable[..., None]
) -> None:
    entry = enter()
    seal(now=later)

    AuditKey.objects.update(secret="a guess")

    assert problem() == ("changed", entry.pk)


def test_a_new_field_key_leaves_the_chain_as_it_is(enter: Callable[..., AuditEntry], later: datetime) -> None:
    enter()
    seal(now=later)
    call_command("rotate_field_keys")

    assert verify().ok


def test_the_command_says_so_as_json_and_by_its_exit_code(
    enter: Callable[..., AuditEntry],
    later: datetime,
    tampering: Callable[..., None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    entry = enter()
    seal(now=later)
    enter()
    call_command("verify_audit")
    good = json.loads(capsys.readouterr().out)
    assert good == {"ok": True, "entries": 2, "sealed": 1, "unsealed": 1, "first_problem": None}

    tampering("UPDATE protection_auditentry SET subject_id = 'y' WHERE id = %s", entry.pk)
    with pytest.raises(SystemExit) as ended:
        call_command("verify_audit")

    assert ended.value.code == 1
    bad = json.loads(capsys.readouterr().out)
    assert (bad["ok"], bad["first_problem"]) == (False, {"problem": "changed", "entry": entry.pk, "seal": 1})
