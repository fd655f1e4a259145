"""Clinics as listings: one row each, in the words of the sheet they are uploaded with."""

import csv
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client

from sites.business_profiles import COLUMNS, business_profile
from sites.groups import ensure_clinic_editors, ensure_network_content, group_with_admin_access
from sites.models import Clinic, Closure, OpeningHours

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

ON = date(2026, 3, 4)

# Headers of Google's template of the sheet, in its order. After them come attributes: "Amenities: Wi-Fi (wi_fi)".
TEMPLATE = [
    "Store code", "Business name", "Address line 1", "Address line 2", "Address line 3", "Address line 4",
    "Address line 5", "Sub-locality", "Locality", "Administrative area", "Country / Region", "Postal code", "Latitude",
    "Longitude", "Primary phone", "Additional phones", "Website", "Primary category", "Additional categories",
    "Sunday hours", "Monday hours", "Tuesday hours", "Wednesday hours", "Thursday hours", "Friday hours",
    "Saturday hours", "Special hours", "From the business", "Opening date", "Profile photo", "Logo photo",
    "Cover photo", "Other photos", "Preferred photo", "Labels", "AdWords location extensions phone",
]  # fmt: skip
REQUIRED = {"Store code", "Business name", "Address line 1", "Country / Region", "Postal code", "Primary phone",
            "Primary category"}  # fmt: skip


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


@pytest.fixture
def sign_in(client: Client) -> Callable[..., Client]:
    def sign_in(*groups: Any) -> Client:
        user = get_user_model().objects.create_user(username="editor", password="pass-of-a-test")
        user.groups.set(groups)
        client.force_login(user)
        return client

    return sign_in


def test_a_listing_is_the_clinics_record(clinic: Clinic, settings: Any) -> None:
    settings.BASE_URL = "https://clinics.example.com"
    clinic.latitude, clinic.longitude = Decimal("46.78667"), Decimal("-92.10048")
    clinic.phones.update(extension="204")
    clinic.opening_hours.filter(weekday=0).delete()
    for opens, closes in ((time(13), time(17, 30)), (time(8), time(12))):
        OpeningHours.objects.create(clinic=clinic, weekday=0, opens=opens, closes=closes)
    Closure.objects.create(clinic=clinic, first_date=date(2026, 3, 1), last_date=date(2026, 3, 5))
    Closure.objects.create(clinic=clinic, first_date=date(2026, 12, 25), last_date=date(2026, 12, 25))

    assert business_profile(clinic, on=ON) == {
        "Store code": "duluth",
        "Business name": "Northlight Duluth",
        "Address line 1": "410 Lakeview Avenue",
        "Address line 2": "",
        "Locality": "Duluth",
        "Administrative area": "MN",
        "Country / Region": "US",
        "Postal code": "55802",
        "Latitude": "46.78667",
        "Longitude": "-92.10048",
        "Primary phone": "(218) 555-0141",
        "Website": "https://clinics.example.com/clinics/duluth/",
        "Primary category": "Medical clinic",
        "Sunday hours": "x",
        "Monday hours": "8:00 AM-12:00 PM, 1:00 PM-5:30 PM",
        **{f"{day} hours": "8:00 AM-5:00 PM" for day in ("Tuesday", "Wednesday", "Thursday", "Friday")},
        "Saturday hours": "x",
        "Special hours": "2026-03-04: x, 2026-03-05: x, 2026-12-25: x",
        "Labels": "Northlight Practice",
    }


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_that_an_editor_typed_is_a_formula(clinic: Clinic, start: str) -> None:
    clinic.name = clinic.street = clinic.street_2 = clinic.city = f"{start}HYPERLINK(1)"
    clinic.practice.name = f"{start}cmd"

    row = business_profile(clinic, on=ON)

    assert [name for name, value in row.items() if value.startswith(start) and name != "Longitude"] == []
    assert row["Business name"] == f"'{start}HYPERLINK(1)"


def test_the_command_prints_all_clinics_but_those_closed_for_good(clinic: Clinic, other_clinic: Clinic) -> None:
    Clinic.objects.filter(pk=other_clinic.pk).update(status="closed")
    out = StringIO()

    call_command("export_business_profiles", stdout=out)

    assert [row["Store code"] for row in rows_of(out.getvalue())] == ["duluth"]


def test_the_command_prints_one_clinic(clinic: Clinic, other_clinic: Clinic) -> None:
    out = StringIO()

    call_command("export_business_profiles", clinic="ashland", stdout=out)

    assert [row["Store code"] for row in rows_of(out.getvalue())] == ["ashland"]


def test_an_editor_downloads_their_own_clinic(
    sign_in: Callable[..., Client], clinic: Clinic, other_clinic: Clinic
) -> None:
    response = sign_in(ensure_clinic_editors(clinic, [])).get("/admin/clinics/business-profiles.csv")

    assert response["Content-Disposition"] == 'attachment; filename="business-profiles.csv"'
    assert [row["Store code"] for row in rows_of(response.content.decode())] == ["duluth"]


def test_the_networks_editors_download_all(
    sign_in: Callable[..., Client], clinic: Clinic, other_clinic: Clinic
) -> None:
    response = sign_in(ensure_network_content()).get("/admin/clinics/business-profiles.csv")

    assert {row["Store code"] for row in rows_of(response.content.decode())} == {"duluth", "ashland"}


def test_who_edits_no_clinic_downloads_nothing(sign_in: Callable[..., Client], clinic: Clinic) -> None:
    response = sign_in(group_with_admin_access("Somebody")).get("/admin/clinics/business-profiles.csv")

    assert (response.status_code, response["Location"]) == (302, "/admin/")


def test_exporting_needs_no_more_queries_with_more_clinics(
    make_clinic: Callable[..., Clinic], django_assert_max_num_queries: Any
) -> None:
    for slug in ("duluth", "ashland", "superior"):
        make_clinic(slug)

    with django_assert_max_num_queries(4):
        call_command("export_business_profiles", stdout=StringIO())


def test_columns_are_googles_in_its_words_and_order() -> None:
    assert list(COLUMNS) == [name for name in TEMPLATE if name in COLUMNS]
    assert set(COLUMNS) >= REQUIRED


def test_a_clinic_whose_hours_nobody_typed_is_not_said_to_be_closed_all_week(clinic: Clinic) -> None:
    clinic.opening_hours.all().delete()

    row = business_profile(Clinic.objects.get(), on=ON)

    assert {row[f"{day} hours"] for day in ("Sunday", "Monday", "Saturday")} == {""}
