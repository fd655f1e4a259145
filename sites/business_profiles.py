"""Clinics as rows of the sheet from which Google Business Profile takes many listings at once.

Columns and formats: https://support.google.com/business/answer/3370250 (the sheet), .../answer/6397478 (addresses).
Headers are read by name, spelled as in Google's template. A column that is left out leaves the listing's value
as it is, one that is there and empty empties it. So there is no column that the record cannot fill.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time, timedelta
from typing import TextIO

from django.conf import settings

from protection.spreadsheet_cells import as_text
from sites.models import Clinic
from sites.opening_hours import ClosedDays, Shift

PRIMARY_CATEGORY = "Medical clinic"
COUNTRY = "US"
CLOSED = "x"
SPECIAL_DAYS_AHEAD = 365
# In the sheet's order, a week begins on Sunday. 0 is Monday, as in `Shift.weekday`.
WEEKDAYS = {"Sunday": 6, "Monday": 0, "Tuesday": 1, "Wednesday": 2, "Thursday": 3, "Friday": 4, "Saturday": 5}
COLUMNS = (
    "Store code",
    "Business name",
    "Address line 1",
    "Address line 2",
    "Locality",
    "Administrative area",
    "Country / Region",
    "Postal code",
    "Latitude",
    "Longitude",
    "Primary phone",
    "Website",
    "Primary category",
    *(f"{day} hours" for day in WEEKDAYS),
    "Special hours",
    "Labels",
)


def write_business_profiles(clinics: Iterable[Clinic], file: TextIO, *, on: date) -> None:
    """A header and a row for each clinic.

    Args:
        clinics: with their contact details and practice; those closed for good have no listing and are the caller's
            to leave out.
        on: special hours before this day are over and left out.
    """
    writer = csv.DictWriter(file, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(business_profile(clinic, on=on) for clinic in clinics)


def business_profile(clinic: Clinic, *, on: date) -> dict[str, str]:
    """One row, by column name."""
    shifts = clinic.shifts()
    return {
        "Store code": clinic.slug,
        "Business name": as_text(clinic.name),
        "Address line 1": as_text(clinic.street),
        "Address line 2": as_text(clinic.street_2),
        "Locality": as_text(clinic.city),
        "Administrative area": clinic.state,
        "Country / Region": COUNTRY,
        "Postal code": as_text(clinic.postal_code),
        "Latitude": str(clinic.latitude or ""),
        "Longitude": str(clinic.longitude or ""),
        # The national form: a spreadsheet takes a leading "+" for a formula. A listing's number has no extension.
        "Primary phone": clinic.main_phone.phone_number.national if clinic.main_phone else "",
        "Website": f"{settings.BASE_URL}{clinic.path}",
        "Primary category": PRIMARY_CATEGORY,
        **{f"{day} hours": hours_of(shifts, weekday) for day, weekday in WEEKDAYS.items()},
        "Special hours": ", ".join(f"{day:%Y-%m-%d}: {CLOSED}" for day in days_of(clinic.closed_days(), on=on)),
        "Labels": as_text(clinic.practice.name),
    }


def hours_of(shifts: Sequence[Shift], weekday: int) -> str:
    """ "8:00 AM-12:00 PM, 1:00 PM-5:00 PM", or "x" for a day without any; empty where no day has: nobody typed them."""
    of_day = sorted((shift for shift in shifts if shift.weekday == weekday), key=lambda shift: shift.opens)
    return ", ".join(f"{clock(shift.opens)}-{clock(shift.closes)}" for shift in of_day) or (CLOSED if shifts else "")


def days_of(closures: Iterable[ClosedDays], *, on: date) -> Iterator[date]:
    """Each closed day from `on` for a year, once and in order."""
    ahead = (on + timedelta(days=days) for days in range(SPECIAL_DAYS_AHEAD))
    spans = list(closures)
    return (day for day in ahead if any(span.first <= day <= span.last for span in spans))


def clock(value: time) -> str:
    """In English whatever language is active: the sheet is read by a machine."""
    return f"{value.hour % 12 or 12}:{value.minute:02} {'AM' if value.hour < 12 else 'PM'}"
