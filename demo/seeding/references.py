"""What pages choose from, and what differs from clinic to clinic, as rows. What is there is left as it is."""

from demo.content.facts import FACTS
from demo.content.protocols import LANGUAGES, PAYMENT_METHODS, PRICES, PROTOCOLS
from demo.content.questions import QUESTIONS, RESOURCES, STORIES
from demo.content.treatments import TREATMENTS
from sites.models import (
    FAQ,
    Clinic,
    ExternalResource,
    Fact,
    PaymentMethod,
    ProtocolFact,
    SideEffect,
    Testimonial,
    Treatment,
    TreatmentPrice,
)


def seed_references(clinics: dict[str, Clinic], treatments: dict[str, Treatment]) -> None:
    """Facts, side effects, stories, questions and resources, and each clinic's protocols, prices and payment."""
    if Fact.objects.exists():
        return
    Fact.objects.bulk_create(
        Fact(
            value=each.value,
            wording=each.wording,
            share=each.share,
            source=each.source,
            source_url=each.source_url,
            as_of_date=each.as_of,
            review_by_date=each.review_by,
        )
        for each in FACTS
    )
    ExternalResource.objects.bulk_create(
        ExternalResource(name=each.name, url=each.url, description=each.description) for each in RESOURCES
    )
    seed_side_effects(treatments)
    seed_words(clinics, treatments)
    seed_terms(clinics, treatments)


def seed_side_effects(treatments: dict[str, Treatment]) -> None:
    for content in TREATMENTS:
        for each in content.side_effects:
            side_effect, _ = SideEffect.objects.get_or_create(
                name=each.name,
                dose=each.dose,
                description=each.wording,
                defaults={"is_serious": each.is_serious},
            )
            side_effect.treatments.add(treatments[content.slug])


def seed_words(clinics: dict[str, Clinic], treatments: dict[str, Treatment]) -> None:
    FAQ.objects.bulk_create(
        FAQ(
            question=each.question,
            answer=each.answer,
            clinic=clinics.get(each.clinic),
            treatment=treatments.get(each.treatment),
        )
        for each in QUESTIONS
    )
    Testimonial.objects.bulk_create(
        Testimonial(
            display_name=each.display_name,
            text=each.text,
            clinic=clinics.get(each.clinic),
            treatment=treatments.get(each.treatment),
            is_illustrative=True,
        )
        for each in STORIES
    )


def seed_terms(clinics: dict[str, Clinic], treatments: dict[str, Treatment]) -> None:
    ProtocolFact.objects.bulk_create(
        ProtocolFact(
            clinic=clinics[each.clinic],
            treatment=treatments[each.treatment],
            session_length=each.session_length,
            session_count=each.session_count,
            onset=each.onset,
            maintenance=each.maintenance,
        )
        for each in PROTOCOLS
    )
    TreatmentPrice.objects.bulk_create(
        TreatmentPrice(
            clinic=clinics[each.clinic],
            treatment=treatments.get(each.treatment),
            label=each.label,
            amount=each.amount,
            note=each.note,
        )
        for each in PRICES
    )
    methods = {
        each.slug: PaymentMethod.objects.create(slug=each.slug, name=each.name, kind=each.kind)
        for each in PAYMENT_METHODS
    }
    for slug, clinic in clinics.items():
        clinic.languages = LANGUAGES[slug]
        clinic.payment_methods = [methods[each.slug] for each in PAYMENT_METHODS if slug in each.clinics]
        clinic.save()
