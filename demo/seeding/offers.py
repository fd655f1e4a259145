"""What each clinic charges and how it gives its treatments, and its own page where it has more to say."""

from decimal import Decimal

from demo.content.prices import OWN_PAGES, PAYMENT_METHODS, PRICES, PROTOCOLS
from sites.bootstrapping import ensure_child
from sites.models import (
    Clinic,
    ClinicPage,
    ClinicTreatmentPage,
    PaymentMethod,
    ProtocolFact,
    Treatment,
    TreatmentPage,
    TreatmentPrice,
)


def seed_offers(clinics: dict[str, Clinic], treatments: dict[str, Treatment]) -> None:
    for price in PRICES:
        TreatmentPrice.objects.get_or_create(
            clinic=clinics[price.clinic],
            treatment=treatments.get(price.treatment),
            label=price.label,
            defaults={"amount": Decimal(price.amount), "note": price.note},
        )
    for slug, name, kind, slugs in PAYMENT_METHODS:
        method, is_new = PaymentMethod.objects.get_or_create(slug=slug, defaults={"name": name, "kind": kind})
        if is_new:
            for clinic in (clinics[each] for each in slugs):
                clinic.payment_methods.add(method)
                clinic.save()
    for protocol in PROTOCOLS:
        ProtocolFact.objects.get_or_create(
            clinic=clinics[protocol.clinic],
            treatment=treatments[protocol.treatment],
            defaults={
                "session_length": protocol.session_length,
                "session_count": protocol.session_count,
                "onset": protocol.onset,
                "maintenance": protocol.maintenance,
            },
        )
    for page in OWN_PAGES:
        ensure_child(
            ClinicPage.objects.get(clinic=clinics[page.clinic], locale__language_code="en"),
            ClinicTreatmentPage,
            slug=page.treatment,
            title=page.title,
            search_description=page.intro[:250],
            treatment_page=TreatmentPage.objects.get(slug=page.treatment, locale__language_code="en"),
            intro=page.intro,
            body=[("heading", page.heading), ("prose", page.text)],
        )
