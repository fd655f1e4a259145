"""Who is it? Only somebody whose name, e-mail and phone all agree is the same person; a shared phone is a family."""

from datetime import datetime, timedelta

from leads.models import Lead
from leads.submission import Submission
from sites.models import Clinic

JOINS_WITHIN = timedelta(days=30)


def open_lead_of_same_sender(submission: Submission, *, clinic: Clinic, at: datetime) -> Lead | None:
    """The sender's open lead at this clinic that was asked for within 30 days, or None.

    Never across clinics, never on a partial match, and never by an address alone.
    """
    if not (submission.email and submission.phone):
        return None
    candidates = (
        Lead.objects.open()
        .filter(
            clinic=clinic,
            person__email=submission.email,
            person__phone=submission.phone.e164,
            person__phone_extension=submission.phone.extension,
            last_requested_at__gte=at - JOINS_WITHIN,
        )
        .select_related("person")
        .order_by("-last_requested_at")
    )
    name = comparable_name(submission.full_name)
    return next((lead for lead in candidates if comparable_name(lead.person.full_name) == name), None)


def comparable_name(name: str) -> str:
    return " ".join(name.casefold().split())
