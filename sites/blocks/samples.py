"""An invented clinic with all that blocks may show of one: previews in the editor show it, whoever is looking.

None of it is stored, and no real clinic, provider or price comes into a preview.
"""

from datetime import time
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sites.directory import ConditionLink, Directory, ProviderCard, TreatmentLink
from sites.models import (
    Clinic,
    ClinicPhone,
    Condition,
    Credential,
    OpeningHours,
    PaymentMethod,
    Provider,
    ProviderCredential,
    Treatment,
    TreatmentPrice,
)
from sites.navigation import Navigation

WEEKDAYS = range(5)


class SampleDirectory(Directory):
    def treatments(self, **kwargs: Any) -> list[TreatmentLink]:
        slow = Treatment(name=_("Infusion"), summary=_("A medicine given slowly into a vein."), is_off_label=True)
        talk = Treatment(name=_("Counseling"), summary=_("Talks with a counselor, alone or beside a treatment."))
        return [TreatmentLink(each, each.name, "#") for each in (slow, talk)]

    def conditions(self, **kwargs: Any) -> list[ConditionLink]:
        pain = Condition(name=_("Chronic pain"), summary=_("Pain on most days for more than three months."))
        migraine = Condition(name=_("Migraine"), summary=_("Headache that comes back, often on one side."))
        return [ConditionLink(each, each.name, "#") for each in (pain, migraine)]

    def providers(self, **kwargs: Any) -> list[ProviderCard]:
        provider = Provider(name="Robin Vale")
        credentials = [ProviderCredential(credential=Credential(code="CRNA"))]
        provider.provider_credentials = credentials  # type: ignore[misc]
        return [ProviderCard(provider, _("Treats here every day"), "#")]

    def prices(self, **kwargs: Any) -> list[TreatmentPrice]:
        clinic = next(iter(kwargs["clinics"]))
        price = TreatmentPrice(clinic=clinic, label=_("One infusion, monitoring included"), amount=Decimal(450))
        return [price]

    def payment_methods(self, **kwargs: Any) -> dict[Any, list[PaymentMethod]]:
        methods = [PaymentMethod(name=_("Credit card"), kind="direct"), PaymentMethod(name="Medicare", kind="public")]
        return {clinic.pk: methods for clinic in kwargs["clinics"]}


def sample_clinic() -> Clinic:
    clinic = Clinic(
        name="Harborview Clinic",
        slug="harborview",
        time_zone="America/Chicago",
        street="100 Example Street",
        city="Duluth",
        state="MN",
        postal_code="55802",
        booking_url="https://example.com/book",
        map_url="https://example.com/map",
        takes_insurance=True,
        payment_facts=_("You get the price in writing before you start."),
    )
    clinic.phones = [ClinicPhone(number="+12185550100", kind="main")]
    clinic.opening_hours = [OpeningHours(weekday=day, opens=time(8), closes=time(17)) for day in WEEKDAYS]
    return clinic


def sample_context() -> dict[str, Any]:
    """What the context of a page of the invented clinic would hold."""
    clinic, now = sample_clinic(), timezone.now()
    opening = clinic.opening_state(at=now)
    return {
        "clinic": clinic,
        "clinics": [clinic],
        "clinic_openings": [(clinic, opening)],
        "opening": opening,
        "hours": clinic.hours_rows(at=now),
        "directory": SampleDirectory(language_code="en", on=clinic.local_date(at=now)),
        "nav": Navigation(network_name="", clinics_url="#", clinic_urls={clinic.slug: "#"}, consult_url="#"),
    }
