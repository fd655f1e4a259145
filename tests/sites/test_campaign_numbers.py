"""Numbers that stand in for a clinic's main one: told to scripts, and to nobody else."""

import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from sites.bootstrapping import ensure_clinic_page
from sites.campaign_numbers import campaign_numbers
from sites.models import Clinic, ClinicPhone, HomePage


def track(clinic: Clinic, number: str, source: str, campaign: str = "") -> ClinicPhone:
    phone = ClinicPhone(
        clinic=clinic, kind="tracking", number=number, campaign_source=source, campaign_name=campaign, sort_order=5
    )
    phone.full_clean(exclude=["clinic"])
    phone.save()
    return phone


def test_a_campaigns_own_number_comes_before_its_sources(clinic: Clinic) -> None:
    track(clinic, "(218) 555-0160", "Google")
    track(clinic, "(218) 555-0161", "google", "Winter")

    (told,) = campaign_numbers([clinic])

    assert told["tel"] == clinic.main_phone.tel_uri  # type: ignore[union-attr]
    assert [(each["source"], each["campaign"], each["tel"]) for each in told["numbers"]] == [
        ("google", "winter", "tel:+12185550161"),
        ("google", "", "tel:+12185550160"),
    ]


def test_other_numbers_are_not_told(clinic: Clinic) -> None:
    track(clinic, "(218) 555-0160", "")
    ClinicPhone.objects.create(clinic=clinic, kind="fax", number="+12185550162")

    assert campaign_numbers([clinic]) == []


def test_only_a_tracking_number_stands_in() -> None:
    with pytest.raises(ValidationError):
        ClinicPhone(kind="fax", number="(218) 555-0160", campaign_source="google").clean()
    with pytest.raises(ValidationError):
        ClinicPhone(kind="tracking", number="(218) 555-0160", campaign_name="winter").clean()


def test_a_page_shows_the_main_number_and_tells_scripts_of_the_others(
    client: Client, home: HomePage, clinic: Clinic
) -> None:
    track(clinic, "(218) 555-0160", "google")
    page = ensure_clinic_page(clinic)

    html = client.get(page.url).content.decode()

    block = re.search(r'<script id="campaign-numbers" type="application/json">(.*?)</script>', html)
    assert block
    assert json.loads(block[1])[0]["numbers"][0]["display"] == "(218) 555-0160"
    assert html.count("555-0160") == 1
    data = " ".join(re.findall(r"<script[^>]*ld\+json[^>]*>(.*?)</script>", html, re.DOTALL))
    assert "+12185550141" in data
    assert "0160" not in data
