"""From a validated submission to a stored lead: one durable transaction, or nothing."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Model

from integrations import outbox
from leads import events
from leads.crisis_flag import flagging
from leads.crisis_words import crisis_phrases_in
from leads.models import ConsentRecord, ConsultRequest, Lead, LeadEvent
from leads.new_rows import consents_given, new_lead, new_request
from leads.newsletter.lists import list_for
from leads.newsletter.subscribing import request_subscription
from leads.repeats import earlier_request
from leads.shown_wording import ShownWording, shown_to_sender
from leads.starting_point import starting_point
from leads.submission import Submission
from sites.compiled_inserts import insert
from sites.models import Clinic
from staff.models import StaffUser


class ConsultFormClosed(Exception):
    """The clinic takes no requests at present."""


def record_consult_request(submission: Submission, *, clinic: Clinic, requested_at: datetime) -> ConsultRequest:
    """Store a visitor's request, on their open lead or a new one, and announce it.

    Safe to repeat, also at once from many threads and after a crash: the same key, or the same content within ten
    minutes, returns the first request and announces nothing.

    Args:
        requested_at: aware; when the visitor pressed send.

    Raises:
        ConsultFormClosed: the clinic takes no requests at present.
        SubmissionKeyReused: the key is stored with other content.
    """
    if not clinic.takes_consult_requests:
        raise ConsultFormClosed(clinic.slug)
    return record_once(submission, clinic=clinic, requested_at=requested_at)


def record_once(
    submission: Submission, *, clinic: Clinic, requested_at: datetime, entered_by: StaffUser | None = None
) -> ConsultRequest:
    """`record_consult_request` for what was received already: a clinic that closed meanwhile refuses nothing.

    Args:
        entered_by: who of the staff typed it in, for the timeline; its `source` is "staff" then.
    """
    try:
        with transaction.atomic(durable=True):
            return store_consult_request(submission, clinic=clinic, requested_at=requested_at, entered_by=entered_by)
    except IntegrityError:
        # Somebody else stored the same key between our look and our write. Theirs is ours.
        earlier = earlier_request(submission, clinic=clinic, at=requested_at)
        if earlier is None:
            raise
        return earlier


def store_consult_request(
    submission: Submission, *, clinic: Clinic, requested_at: datetime, entered_by: StaffUser | None = None
) -> ConsultRequest:
    """What `record_consult_request` does, inside the caller's transaction: for many at once."""
    start = starting_point(submission, clinic=clinic, at=requested_at)
    if start.earlier:
        return start.earlier
    lead = joined_lead(submission, start.lead, clinic=clinic, at=requested_at)
    is_new = lead is None
    if lead is None:
        lead = new_lead(submission, clinic=clinic, stage=start.stage, at=requested_at)
    request = new_request(submission, lead, at=requested_at)
    entries = [
        LeadEvent(
            lead=lead,
            kind=LeadEvent.Kind.REQUEST_RECEIVED,
            actor=entered_by,
            occurred_at=requested_at,
            data={"consult_request": str(request.pk), "source": request.source},
        )
    ]
    if lead.quarantine_reason:
        reasons = {"reasons": lead.quarantine_reason.split()}
        entries.append(LeadEvent(lead=lead, kind=LeadEvent.Kind.QUARANTINED, occurred_at=requested_at, data=reasons))
    if found := crisis_phrases_in(submission.texts, start.crisis_phrases):
        entries.append(flagging(lead, found, cause={"consult_request": str(request.pk)}, at=requested_at))
    shown = shown_to_sender(submission, clinic=clinic)
    rows: list[Model] = [*([lead.person, lead] if is_new else []), request, *entries]
    rows += consents_given(submission, request, lead, shown)
    if not lead.quarantine_reason:
        announced = announcements(request, lead, is_new=is_new)
    else:
        # Kept for a person to look at; nobody else is told until it is released.
        announced = [events.look_into_quarantine(lead)] if found else []
    if announced:
        stored, deliveries = outbox.rows_to_publish(
            *announced,
            occurred_at=requested_at,
            endpoints=start.endpoints,
            crm_connections=start.crm_connections,
        )
        rows += [*stored, *deliveries]
    insert(rows)
    if submission.newsletter and not lead.quarantine_reason:
        ask_for_newsletter(request, lead, shown=shown.get(ConsentRecord.Purpose.NEWSLETTER), at=requested_at)
    return request


def announce(request: ConsultRequest, lead: Lead, *, is_new: bool, at: datetime) -> None:
    """Tell those who wait for requests. In the caller's transaction.

    Args:
        is_new: whether the lead came with this request.
        at: when it is told, which for a request that was held back is later than `requested_at`.
    """
    outbox.publish(*announcements(request, lead, is_new=is_new), occurred_at=at)


def announcements(request: ConsultRequest, lead: Lead, *, is_new: bool) -> list[outbox.Event]:
    received = events.consult_request_received(request, lead)
    return [events.lead_created(lead), received] if is_new else [received]


def ask_for_newsletter(request: ConsultRequest, lead: Lead, *, shown: ShownWording | None, at: datetime) -> None:
    """Send the letter that asks the visitor to confirm. In the caller's transaction."""
    # A letter that asks for confirmation is automatic too; then the wish stands among the consents.
    if request.email and not lead.is_for_people_only:
        request_subscription(
            request.email,
            newsletter_list=list_for(lead.clinic),
            language=request.language,
            page=request.page,
            requested_at=at,
            shown=shown,
        )


def joined_lead(submission: Submission, lead: Lead | None, *, clinic: Clinic, at: datetime) -> Lead | None:
    # Looked for in any case: an answer that came sooner would say that the request was held back.
    if submission.quarantine_reason:
        return None  # a suspect must not raise anybody's lead
    if lead:
        lead.clinic = clinic
        lead.asked_again(at=at)
    return lead
