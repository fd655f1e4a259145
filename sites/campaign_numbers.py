"""Tracking numbers that stand in for a clinic's main one, for visitors of a campaign.

Browsers swap them: the page is the same for everybody, and what search engines read keeps the main number.
"""

from collections.abc import Iterable
from typing import TypedDict

from sites.models import Clinic, ClinicPhone


class CampaignNumber(TypedDict):
    source: str
    campaign: str
    """Empty: any."""
    tel: str
    display: str


class ClinicNumbers(TypedDict):
    tel: str
    display: str
    """The main number, as the page writes it."""
    numbers: list[CampaignNumber]
    """The first that fits stands in for it."""


def campaign_numbers(clinics: Iterable[Clinic]) -> list[ClinicNumbers]:
    """Of clinics whose phones are loaded: those that have such a number."""
    found: list[ClinicNumbers] = []
    for clinic in clinics:
        numbers = [each for each in clinic.phones.all() if each.kind == "tracking" and each.campaign_source]
        if clinic.main_phone and numbers:
            # A campaign's own number before its source's.
            in_order = sorted(numbers, key=lambda each: not each.campaign_name)
            main = clinic.main_phone
            found.append({"tel": main.tel_uri, "display": main.display, "numbers": [number(each) for each in in_order]})
    return found


def number(phone: ClinicPhone) -> CampaignNumber:
    return {
        "source": phone.campaign_source,
        "campaign": phone.campaign_name,
        "tel": phone.tel_uri,
        "display": phone.display,
    }
