"""Whose call is it? A caller is known by the number alone, so only an open lead of the last weeks may be theirs."""

from datetime import datetime

from django.db.models.functions import Coalesce

from leads.calls.report import CallReport
from leads.matching import JOINS_WITHIN
from leads.models import Lead, Person, Stage
from sites.answer_times import answer_due_at
from sites.models import Clinic


def open_lead_with_number(report: CallReport, *, clinic: Clinic) -> Lead | None:
    """The newest open lead at this clinic that was asked for within 30 days and whose person has the number, or had it
    before staff joined them with another."""
    if report.number is None:
        return None
    with_number = Person.objects.filter(clinic=clinic, phone=report.number.e164)
    return (
        Lead.objects.open()
        .filter(
            person__in=with_number.values(standing=Coalesce("merged_into", "pk")),
            clinic=clinic,
            last_requested_at__gte=report.started_at - JOINS_WITHIN,
        )
        .select_related("person", "stage")
        .order_by("-last_requested_at", "-id")
        .first()
    )


def lead_of_new_caller(report: CallReport, *, clinic: Clinic, at: datetime) -> Lead:
    """A lead of a person without a name, who may have no number either: then the call is all that is known."""
    person = Person.objects.create(
        clinic=clinic,
        full_name="",
        phone=report.number.e164 if report.number else "",
        phone_extension=report.number.extension if report.number else "",
    )
    return Lead.objects.create(
        person=person,
        clinic=clinic,
        stage=Stage.objects.first_of_pipeline(),
        created_at=at,
        last_requested_at=at,
        answer_due_at=answer_due_at(clinic, requested_at=at),
    )
