"""The rows that a consult request becomes, not yet saved."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from django.utils import translation

from leads.consent_wording import newsletter_wording
from leads.models import ConsentRecord, ConsultRequest, Lead, Person, Stage
from leads.newsletter.lists import list_for
from leads.shown_wording import ShownWording, assumed
from leads.submission import Submission
from sites.answer_times import answer_due_at
from sites.models import Clinic


def new_lead(submission: Submission, *, clinic: Clinic, stage: Stage, at: datetime) -> Lead:
    """With its person."""
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
        answer_due_at=answer_due_at(clinic, requested_at=at),
    )


def new_request(submission: Submission, lead: Lead, *, at: datetime) -> ConsultRequest:
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
    """One row a purpose that was asked for, granted or not, with the words that the form showed.

    The newsletter's own record is made where it is asked for; here only where nothing is asked for automatically, or
    not before a person releases the request. Who spoke with the staff was shown no words: nothing was agreed to.
    """
    if request.source == ConsultRequest.Source.STAFF:
        return []
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
