"""Was this sent before? The same key is the same request, and without a key the same content within ten minutes."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import QuerySet

from leads.models import ConsultRequest
from leads.submission import REPEAT_WINDOW, Submission, SubmissionKeyReused
from sites.compiled_queries import Question, answers_to, compiled
from sites.models import Clinic


def earlier_request(submission: Submission, *, clinic: Clinic, at: datetime) -> ConsultRequest | None:
    """The request that this submission repeats, or None. Raises SubmissionKeyReused where the content differs."""
    (found,) = answers_to(what_was_sent_before(submission, clinic=clinic, at=at))
    return same_request(submission, found, clinic=clinic)


def what_was_sent_before(submission: Submission, *, clinic: Clinic, at: datetime) -> Question:
    keys = submission.stored_keys(clinic_slug=clinic.slug, at=at)
    if submission.key:
        return requests_with.asked(keys=keys)
    return requests_lately_with.asked(keys=keys, after=at - REPEAT_WINDOW, before=at + REPEAT_WINDOW)


def same_request(submission: Submission, found: Iterable[ConsultRequest], *, clinic: Clinic) -> ConsultRequest | None:
    """Among those that `what_was_sent_before` finds. Raises like `earlier_request`."""
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
