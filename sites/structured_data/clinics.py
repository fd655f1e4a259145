"""A clinic as `MedicalClinic`: what its record says, nothing typed for machines alone."""

from collections.abc import Iterable
from datetime import date

from sites.models import Clinic, PaymentMethod, Treatment
from sites.phone_numbers import PhoneNumber
from sites.structured_data.identifiers import Identifiers
from sites.structured_data.json_ld import Node, ref, without_empty
from sites.structured_data.opening_hours import closed_days, weekly_hours


def clinic_node(
    clinic: Clinic,
    *,
    ids: Identifiers,
    url: str,
    today: date,
    treatments: Iterable[Treatment] = (),
    payment_methods: Iterable[PaymentMethod] = (),
    image_url: str = "",
) -> Node:
    """Everything a listing shows of a clinic. One that closed for good keeps its name and place and offers nothing.

    Args:
        clinic: with its contact details loaded, and its practice.
        url: of its page, absolute; empty where it has none.
        today: in the clinic's time zone; closures that are over are left out.
    """
    node: Node = {
        "@type": "MedicalClinic",
        "@id": ids.clinic(clinic),
        "name": clinic.name,
        "url": url,
        "image": image_url,
        "address": address_node(clinic),
        "geo": geo_node(clinic),
        "hasMap": clinic.map_link,
        "parentOrganization": ref(ids.network),
    }
    if clinic.status == Clinic.Status.CLOSED:
        return without_empty(node)
    return without_empty(
        node
        | {
            "telephone": telephone(clinic),
            "faxNumber": next((phone.number for phone in clinic.phones.all() if phone.kind == "fax"), ""),
            "contactPoint": contact_point(clinic),
            "openingHoursSpecification": weekly_hours(clinic.shifts()),
            "specialOpeningHoursSpecification": closed_days(clinic.closed_days(), today=today),
            "knowsLanguage": clinic.languages.split(),
            "isAcceptingNewPatients": clinic.takes_consult_requests,
            "currenciesAccepted": "USD",
            "paymentAccepted": ", ".join(str(method) for method in payment_methods),
            "availableService": [ref(ids.treatment(treatment)) for treatment in treatments],
        }
    )


def address_node(clinic: Clinic) -> Node:
    return {
        "@type": "PostalAddress",
        "streetAddress": ", ".join(part for part in (clinic.street, clinic.street_2) if part),
        "addressLocality": clinic.city,
        "addressRegion": clinic.state,
        "postalCode": clinic.postal_code,
        "addressCountry": "US",
    }


def geo_node(clinic: Clinic) -> Node | None:
    if clinic.latitude is None or clinic.longitude is None:
        return None
    return {"@type": "GeoCoordinates", "latitude": float(clinic.latitude), "longitude": float(clinic.longitude)}


def telephone(clinic: Clinic) -> str:
    """The main number in E.164, its extension as in RFC 3966. Never a tracking number: listings must agree."""
    if clinic.main_phone is None:
        return ""
    number: PhoneNumber = clinic.main_phone.phone_number
    return number.tel_uri.removeprefix("tel:")


def contact_point(clinic: Clinic) -> Node | None:
    """Languages stand here: on a clinic itself schema.org knows no `availableLanguage`."""
    if clinic.main_phone is None:
        return None
    return without_empty(
        {
            "@type": "ContactPoint",
            "contactType": "appointments",
            "telephone": telephone(clinic),
            "availableLanguage": clinic.languages.split(),
        }
    )
