from datetime import date, time
from decimal import Decimal

from django.utils.text import slugify

from demo.content.clinics import CLINICS, PRACTICES
from demo.content.providers import CREDENTIALS, PROVIDERS
from demo.content.shapes import ClinicContent, ProviderContent
from demo.pictures import portrait
from demo.seeding.pictures import ensure_image
from sites.models import (
    Clinic,
    ClinicPhone,
    Closure,
    Credential,
    OpeningHours,
    Practice,
    Provider,
    ProviderCredential,
    ProviderRole,
)


def seed_clinics(*, today: date) -> dict[str, Clinic]:
    """All clinics by slug, with phones, hours and this and next year's closures."""
    practices = {each.slug: Practice.objects.get_or_create(name=each.name)[0] for each in PRACTICES}
    clinics = {}
    for content in CLINICS:
        clinic = Clinic.objects.filter(slug=content.slug).first()
        clinics[content.slug] = clinic or make_clinic(content, practices[content.practice], today=today)
    return clinics


def make_clinic(content: ClinicContent, practice: Practice, *, today: date) -> Clinic:
    clinic = Clinic(
        practice=practice,
        name=content.name,
        slug=content.slug,
        time_zone=content.time_zone,
        street=content.street,
        street_2=content.street_2,
        city=content.city,
        state=content.state,
        postal_code=content.postal_code,
        latitude=Decimal(str(content.latitude)),
        longitude=Decimal(str(content.longitude)),
        map_url=content.map_url,
        booking_url=content.booking_url,
        payment_facts="\n".join(content.payment_facts),
        licence_states=", ".join(content.licence_states),
        response_minutes=content.response_minutes,
        alert_emails=content.alert_email,
        sender_name=content.sender_name,
        sender_email=content.sender_email,
        hue=content.hue,
        chroma=Decimal(str(content.chroma)),
    )
    clinic.phones = [
        ClinicPhone(
            kind=phone.kind,
            number=phone.number,
            extension=phone.extension,
            label=phone.label,
            campaign_source=phone.campaign_source,
            sort_order=at,
        )
        for at, phone in enumerate(content.phones)
    ]
    clinic.opening_hours = [
        OpeningHours(
            weekday=hours.weekday, opens=time.fromisoformat(hours.opens), closes=time.fromisoformat(hours.closes)
        )
        for hours in content.hours
    ]
    days = [
        (date(year, each.month, each.day), each.reason)
        for year in (today.year, today.year + 1)
        for each in content.closures
    ]
    clinic.closures = [Closure(first_date=day, last_date=day, reason=reason) for day, reason in days]
    clinic.full_clean()
    clinic.save()
    return clinic


def seed_providers(clinics: dict[str, Clinic]) -> dict[str, Provider]:
    """All providers by slug, with credentials in order and their role at each clinic."""
    credentials = {}
    for each in CREDENTIALS:
        defaults = {"meaning": each.meaning, "schema_type": each.schema_type}
        credentials[each.code] = Credential.objects.get_or_create(code=each.code, defaults=defaults)[0]
    return {
        content.slug: Provider.objects.filter(name=content.name).first() or make_provider(content, credentials, clinics)
        for content in PROVIDERS
    }


def make_provider(content: ProviderContent, credentials: dict[str, Credential], clinics: dict[str, Clinic]) -> Provider:
    provider = Provider(
        name=content.name,
        languages=", ".join(content.languages),
        licence_states=", ".join(content.licence_states),
        bio="".join(f"<p>{paragraph}</p>" for paragraph in content.bio),
        photo=ensure_image(
            f"Portrait {slugify(content.name)}",
            lambda: portrait(content.portrait),
            description=f"Drawn portrait of {content.name}",
        ),
    )
    provider.provider_credentials = [  # type: ignore[misc]
        ProviderCredential(credential=credentials[code], sort_order=at) for at, code in enumerate(content.credentials)
    ]
    provider.roles = [  # type: ignore[misc]
        ProviderRole(clinic=clinics[slug], title=title, sort_order=at)
        for at, (slug, title) in enumerate(content.roles.items())
    ]
    provider.save()
    return provider
