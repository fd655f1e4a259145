"""From a service's report to a stored call: one durable transaction, or nothing."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from integrations import outbox
from leads import events
from leads.advisory_locks import lock_number
from leads.calls.callers import lead_of_new_caller, open_lead_with_number
from leads.calls.events import call_logged
from leads.calls.report import CallReport
from leads.models import Call, Lead, LeadEvent
from sites.models import Clinic

# Reports may come in any order: a later one counts if it knows more.
KNOWN_BY_STATE: dict[str, int] = {
    Call.State.STARTED: 0,
    Call.State.ANSWERED: 1,
    Call.State.MISSED: 1,
    Call.State.VOICEMAIL: 1,
    Call.State.FINISHED: 2,
}


class CallIdReused(Exception):
    """The same call id came with another person, clinic or direction, or after the call was finished with other
    content. What is stored was not changed."""


def log_call(report: CallReport, *, clinic: Clinic, logged_at: datetime) -> Call:
    """Store a call, enter it once in its lead's timeline and announce it. Returns the call's first row.

    Safe to repeat, also at once from many threads and after a crash: the same report, and one that says less than is
    known, changes and announces nothing. A report that knows more adds a row and is announced.

    Args:
        logged_at: aware; when we heard of it.

    Raises:
        CallIdReused: the id is stored with other content.
    """
    with transaction.atomic(durable=True):
        hold(f"{clinic.pk} {report.number.e164 if report.number else report.key}")
        return store_call(report, clinic=clinic, logged_at=logged_at)


def hold(name: str) -> None:
    """Let one report about one number in at a time, until the transaction ends: two first calls are one new lead.

    SQLite lets one writer in anyway (`BEGIN IMMEDIATE`).
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock_number(name)])


def store_call(report: CallReport, *, clinic: Clinic, logged_at: datetime) -> Call:
    """What `log_call` does, inside the caller's transaction."""
    earlier = list(
        Call.objects.filter(call_key=report.key).select_related("lead__person", "lead__stage").order_by("sequence")
    )
    if earlier and (is_erased(earlier[0]) or not adds_to(report, earlier, clinic=clinic)):
        return earlier[0]
    announced = []
    if earlier:
        lead = earlier[0].lead
    else:
        lead = open_lead_with_number(report, clinic=clinic)
        if lead is None and report.is_inbound:
            lead = lead_of_new_caller(report, clinic=clinic, at=report.started_at)
            announced.append(lead)
        elif lead and report.is_inbound and lead.last_requested_at < report.started_at:
            lead.clinic = clinic
            lead.asked_again(at=report.started_at)
    call = create_call(report, lead, clinic=clinic, sequence=len(earlier), logged_at=logged_at)
    first = earlier[0] if earlier else call
    if lead is None:
        return first  # the clinic called somebody who did not ask: nobody else's business
    lead.clinic = clinic
    if not earlier:
        LeadEvent.objects.create(
            lead=lead,
            kind=LeadEvent.Kind.CALL,
            occurred_at=report.started_at,
            data={"call": str(call.pk), "source": "call", "service": call.service},
        )
    if not lead.quarantine_reason:
        alerts = call.needs_an_answer and not any(each.needs_an_answer for each in earlier)
        outbox.publish(
            *(events.lead_created(each) for each in announced),
            call_logged(call, lead, call_id=first.pk, alerts=alerts),
            occurred_at=logged_at,
        )
    return first


def adds_to(report: CallReport, earlier: Sequence[Call], *, clinic: Clinic) -> bool:
    """Whether the report knows more of the call than its rows do.

    Raises:
        CallIdReused: it is another call's, or says otherwise of a finished one.
    """
    first, last = earlier[0], earlier[-1]
    number = report.number.e164 if report.number else ""
    if (first.clinic_id, first.direction, first.number) != (clinic.pk, report.direction, number):
        raise CallIdReused
    state = state_of(report)
    if last.state == state == Call.State.FINISHED:
        if (last.outcome, last.duration_seconds) != (report.outcome, report.duration_seconds):
            raise CallIdReused
        return False
    is_new = all(call.state != state for call in earlier)
    return is_new and KNOWN_BY_STATE[state] >= KNOWN_BY_STATE[last.state]


def is_erased(call: Call) -> bool:
    """Nothing is added to it: what the report says would bring the number back."""
    return call.lead is not None and call.lead.erased_at is not None


def state_of(report: CallReport) -> Call.State:
    if report.duration_seconds is not None:
        return Call.State.FINISHED
    return Call.State(report.outcome) if report.outcome else Call.State.STARTED


def create_call(report: CallReport, lead: Lead | None, *, clinic: Clinic, sequence: int, logged_at: datetime) -> Call:
    return Call.objects.create(
        call_key=report.key,
        sequence=sequence,
        state=state_of(report),
        lead=lead,
        clinic=clinic,
        service=report.service,
        call_id=report.call_id,
        direction=report.direction,
        outcome=report.outcome,
        number=report.number.e164 if report.number else "",
        number_sent=report.number_sent,
        clinic_number=report.clinic_number,
        source=report.source,
        started_at=report.started_at,
        duration_seconds=report.duration_seconds,
        logged_at=logged_at,
    )
