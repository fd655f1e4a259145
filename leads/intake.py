"""From a validated submission to a stored lead: one durable transaction, or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet
from django.utils import translation

from integrations import outbox
from leads import events
from leads.consent_wording import newsletter_wording
from leads.crisis_flag import flagging
from leads.crisis_words import crisis_phrases_in
from leads.matching import open_lead_of_same_sender
from leads.models import ConsentRecord, ConsultRequest, Lead, LeadEvent, Person, Stage
from leads.newsletter.subscribing import list_for, request_subscription
from leads.shown_wording import ShownWording, assumed, shown_to_sender
from leads.starting_point import starting_point
from leads.submission import REPEAT_WINDOW, Submission, SubmissionKeyReused
from sites.compiled_inserts import insert
from sites.compiled_queries import compiled
from sites.models import Clinic


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


def record_once(submission: Submission, *, clinic: Clinic, requested_at: datetime) -> ConsultRequest:
    """`record_consult_request` for what was received already: a clinic that closed meanwhile refuses nothing."""
    try:
        with transaction.atomic(durable=True):
            return store_consult_request(submission, clinic=clinic, requested_at=requested_at)
    except IntegrityError:
        # Somebody else stored the same key between our look and our write. Theirs is ours.
        earlier = earlier_request(submission, clinic=clinic, at=requested_at)
        if earlier is None:
            raise
        return earlier


def store_consult_request(submission: Submission, *, clinic: Clinic, requested_at: datetime) -> ConsultRequest:
    """What `record_consult_request` does, inside the caller's transaction: for many at once."""
    if earlier := earlier_request(submission, clinic=clinic, at=requested_at):
        return earlier
    start = starting_point(submission, clinic=clinic)
    lead = joined_lead(submission, clinic=clinic, at=requested_at)
    is_new = lead is None
    if lead is None:
        lead = new_lead(submission, clinic=clinic, stage=start.stage, at=requested_at)
    request = new_request(submission, lead, at=requested_at)
    entries = [
        LeadEvent(
            lead=lead,
            kind=LeadEvent.Kind.REQUEST_RECEIVED,
            occurred_at=requested_at,
            data={"consult_request": str(request.pk), "source": request.source},
        )
    ]
    if lead.quarantine_reason:
        reasons = {"reasons": lead.quarantine_reason.split()}
        entries.append(LeadEvent(lead=lead, kind=LeadEvent.Kind.QUARANTINED, occurred_at=requested_at, data=reasons))
    if found := crisis_phrases_in(submission.texts, start.crisis_phrases):
        entries.append(flagging(lead, request, found, at=requested_at))
    shown = shown_to_sender(submission, clinic=clinic)
    rows: list[Model] = [*([lead.person, lead] if is_new else []), request, *entries]
    rows += consents_given(submission, request, lead, shown)
    if not lead.quarantine_reason:
        announced = announcements(request, lead, is_new=is_new)
    else:
        # Kept for a person to look at; nobody else is told until it is released.
        announced = [events.look_into_quarantine(lead)] if found else []
    if announced:
        stored, deliveries = outbox.rows_to_publish(*announced, occurred_at=requested_at)
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


def earlier_request(submission: Submission, *, clinic: Clinic, at: datetime) -> ConsultRequest | None:
    """The request that this submission repeats, or None. Raises SubmissionKeyReused where the content differs."""
    keys = submission.stored_keys(clinic_slug=clinic.slug, at=at)
    if submission.key:
        found = requests_with(keys=keys)
    else:
        found = requests_lately_with(keys=keys, after=at - REPEAT_WINDOW, before=at + REPEAT_WINDOW)
    earlier = next(iter(found), None)
    if earlier and earlier.digest != submission.digest(clinic_slug=clinic.slug):
        raise SubmissionKeyReused
    return earlier


@compiled
def requests_with(keys: Sequence[str]) -> QuerySet[ConsultRequest]:
    return ConsultRequest.objects.filter(submission_key__in=keys).select_related("lead")


@compiled
def requests_lately_with(keys: Sequence[str], after: datetime, before: datetime) -> QuerySet[ConsultRequest]:
    among = ConsultRequest.objects.filter(requested_at__gt=after, requested_at__lt=before)
    return among.filter(submission_key__in=keys).select_related("lead")


def joined_lead(submission: Submission, *, clinic: Clinic, at: datetime) -> Lead | None:
    # Looked for in any case: an answer that came sooner would say that the request was held back.
    lead = open_lead_of_same_sender(submission, clinic=clinic, at=at)
    if submission.quarantine_reason:
        return None  # a suspect must not raise anybody's lead
    if lead:
        lead.clinic = clinic
        lead.asked_again(at=at)
    return lead


def new_lead(submission: Submission, *, clinic: Clinic, stage: Stage, at: datetime) -> Lead:
    """With its person; neither is saved yet."""
    person = Person(
        clinic=clinic,
        full_name=submission.full_name,
        email=submission.email,
        phone=submission.phone.e164 if submission.phone else "",
        phone_extension=submission.phone.extension if submission.phone else "",
        preferred_contact=submission.preferred_contact,
        best_time=submission.best_time,
        language=submission.language,
    )
    return Lead(
        person=person,
        clinic=clinic,
        stage=stage,
        quarantine_reason=submission.quarantine_reason,
        created_at=at,
        last_requested_at=at,
    )


def new_request(submission: Submission, lead: Lead, *, at: datetime) -> ConsultRequest:
    """Not yet saved."""
    return ConsultRequest(
        pk=submission.id,
        lead=lead,
        source=submission.source,
        submission_key=submission.stored_keys(clinic_slug=lead.clinic.slug, at=at)[0],
        digest=submission.digest(clinic_slug=lead.clinic.slug),
        requested_at=at,
        full_name=submission.full_name,
        email=submission.email,
        phone_typed=submission.phone_typed,
        preferred_contact=submission.preferred_contact,
        best_time=submission.best_time,
        message=submission.message,
        language=submission.language,
        page=submission.page,
        block=submission.block,
        campaign=dict(submission.campaign),
        answers=[asdict(each) for each in submission.answers],
        consult_form=submission.consult_form,
        page_revision=submission.page_revision,
        attribution={touch: dict(values) for touch, values in submission.attribution.items()},
    )


def consents_given(
    submission: Submission, request: ConsultRequest, lead: Lead, shown: Mapping[str, ShownWording]
) -> list[ConsentRecord]:
    """One row a purpose that was asked for, granted or not, with the words that the form showed. Not yet saved.

    The newsletter's own record is made where it is asked for; here only where nothing is asked for automatically, or
    not before a person releases the request.
    """
    granted = {"contact": submission.consent_contact, "sms": submission.consent_sms}
    if submission.newsletter and lead.quarantine_reason:
        shown = {"newsletter": newsletter_in_force(submission, lead)} | dict(shown)
    if submission.newsletter and (lead.is_for_people_only or lead.quarantine_reason) and "newsletter" in shown:
        granted["newsletter"] = True
    return [
        ConsentRecord(
            person=lead.person,
            consult_request=request,
            purpose=purpose,
            granted=is_granted,
            wording=shown[purpose].wording,
            wording_version=shown[purpose].version,
            evidence=shown[purpose].evidence,
            language=shown[purpose].language,
            page=submission.page,
            recorded_at=request.requested_at,
        )
        for purpose, is_granted in granted.items()
    ]


def newsletter_in_force(submission: Submission, lead: Lead) -> ShownWording:
    with translation.override(submission.language):
        return assumed(newsletter_wording(list_for(lead.clinic)), language=submission.language)
