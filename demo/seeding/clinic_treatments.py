"""A clinic's own page on a treatment, where it has more to say than the library."""

from demo.content.clinic_treatments import CLINIC_TREATMENTS
from sites.bootstrapping import ensure_child
from sites.models import Clinic, ClinicPage, ClinicTreatmentPage, TreatmentPage


def seed_clinic_treatments(clinics: dict[str, Clinic]) -> None:
    for content in CLINIC_TREATMENTS:
        ensure_child(
            ClinicPage.objects.get(clinic=clinics[content.clinic], locale__language_code="en"),
            ClinicTreatmentPage,
            slug=content.treatment,
            title=content.title,
            search_description=content.intro[:250],
            treatment_page=TreatmentPage.objects.get(slug=content.treatment, locale__language_code="en"),
            intro=content.intro,
            body=[
                ("heading", content.heading),
                ("prose", content.text),
                ("provider_cards", {"clinic": None, "providers": []}),
                ("opening_hours", {"clinic": None}),
            ],
        )
