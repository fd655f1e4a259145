"""By when a clinic answers what it is asked now: its promise in open minutes, counted in its hours."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sites.models import Clinic
from sites.open_time import OpenTime


def open_time_of(clinic: Clinic) -> OpenTime:
    """The clinic's hours as they are now; two queries where its contact details are not loaded."""
    return OpenTime(clinic.shifts(), clinic.closed_days(), clinic.zone)


def answer_due_at(clinic: Clinic, *, requested_at: datetime) -> datetime | None:
    """When the promise made at `requested_at` (aware) falls due. None: not within the clinic's hours of sixty days.

    Intake does not ask for the hours again with every request: see `hours_of`.
    """
    return hours_of([clinic])[clinic.pk].after(requested_at, minutes=clinic.response_minutes)


def hours_of(clinics: Iterable[Clinic]) -> dict[UUID, OpenTime]:
    """Each clinic's hours, by its id. Two queries for all that this process has not read since their record changed,
    none for the others."""
    versions = {clinic.pk: (clinic.pk, clinic.updated_at) for clinic in clinics}
    missing = [pk for pk, version in versions.items() if version not in _hours_by_version]
    if missing:
        if len(_hours_by_version) > MOST_KEPT:
            _hours_by_version.clear()
        for clinic in Clinic.objects.with_contact_details().filter(pk__in=missing):
            _hours_by_version[versions[clinic.pk]] = open_time_of(clinic)
    return {pk: _hours_by_version[version] for pk, version in versions.items()}


# A process of its own: several threads may fill it at once, with the same values.
MOST_KEPT = 1_000
_hours_by_version: dict[tuple[UUID, datetime], OpenTime] = {}
