"""The clinics that fit, nearest first, and what else could be asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Prefetch
from django.utils.formats import date_format
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from sites.distances import distance_words, miles_between
from sites.finder.criteria import Criteria
from sites.finder.place_lookup import LookedUp, look_up
from sites.models import Clinic, PaymentMethod, Place, Treatment
from sites.opening_hours import OpeningState
from sites.places import Location
from sites.us_states import NAME_BY_STATE


@dataclass(frozen=True)
class FoundClinic:
    clinic: Clinic
    opening: OpeningState
    miles: float | None
    """From the place that was asked for; None without one, or where nobody knows where the clinic is."""
    pause: list[str]
    """What a paused clinic says of itself."""

    @property
    def distance(self) -> str:
        return "" if self.miles is None else distance_words(self.miles)

    @property
    def order(self) -> tuple[float, bool, bool, str]:
        """By the distance that is shown; then those whose phone is answered now."""
        miles = float("inf") if self.miles is None else round(self.miles)
        return miles, not self.clinic.takes_consult_requests, not self.opening.is_open, self.clinic.name


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_chosen: bool
    group: str = ""


@dataclass(frozen=True)
class PlaceChoice:
    name: str
    label: str
    """ "Springfield, Illinois"."""
    query: str


@dataclass(frozen=True)
class Findings:
    """What the finder's page shows."""

    criteria: Criteria
    """As asked, without filters that no clinic knows."""
    place: Place | None
    place_choices: list[PlaceChoice]
    clinics: list[FoundClinic]
    treatments: list[Option]
    payments: list[Option]
    languages: list[Option]

    @property
    def shared_name(self) -> str:
        """Of the places to choose from: "Springfield"."""
        return self.place_choices[0].name if self.place_choices else ""

    @property
    def is_place_unknown(self) -> bool:
        return bool(self.criteria.place) and not self.place and not self.place_choices

    @property
    def is_zip_code_unknown(self) -> bool:
        """Digits alone were meant as a ZIP code: to advise its ZIP code would help nobody."""
        return self.is_place_unknown and not self.criteria.place.strip("0123456789- ")

    @property
    def heading(self) -> str:
        count = len(self.clinics)
        if not count:
            return _("No clinic fits all of this")
        if self.place:
            words = ngettext(
                "%(count)d clinic, measured from %(place)s", "%(count)d clinics, nearest to %(place)s first", count
            )
            return words % {"count": count, "place": self.place}
        return ngettext("%(count)d clinic", "%(count)d clinics", count) % {"count": count}

    @property
    def changes_at(self) -> datetime | None:
        """When the first of the sentences about opening stops being true."""
        changes = [found.opening.changes_at for found in self.clinics if found.opening.changes_at]
        return min(changes, default=None)


def find_clinics(criteria: Criteria, *, at: datetime) -> Findings:
    """Seven queries, however many clinics there are."""
    clinics = list(
        Clinic.objects.shown()
        .with_contact_details()
        .prefetch_related(
            Prefetch("treatments", queryset=Treatment.objects.only("name", "slug")),
            "payment_methods",
        )
    )
    criteria = known_only(criteria, clinics)
    zip_codes = {clinic.postal_code[:5] for clinic in clinics if own_location(clinic) is None}
    looked_up, place_by_zip_code = look_up(criteria.place, zip_codes=zip_codes)
    found = [
        FoundClinic(
            clinic,
            clinic.opening_state(at=at),
            miles(looked_up.place, own_location(clinic) or location_of(place_by_zip_code.get(clinic.postal_code[:5]))),
            pause_of(clinic, at=at),
        )
        for clinic in clinics
        if fits(clinic, criteria)
    ]
    return Findings(
        criteria=criteria,
        place=looked_up.place,
        place_choices=place_choices(looked_up, criteria),
        clinics=sorted(found, key=lambda each: each.order),
        treatments=treatment_options(clinics, criteria.treatment),
        payments=payment_options(clinics, criteria.payment),
        languages=language_options(clinics, criteria.language),
    )


def fits(clinic: Clinic, criteria: Criteria) -> bool:
    return (
        (not criteria.treatment or any(each.slug == criteria.treatment for each in clinic.treatments.all()))
        and (not criteria.payment or any(each.slug == criteria.payment for each in clinic.payment_methods.all()))
        and (not criteria.language or criteria.language in clinic.languages.split())
    )


def known_only(criteria: Criteria, clinics: Sequence[Clinic]) -> Criteria:
    """Without what no clinic offers: an old link then shows every clinic, not none."""
    treatments = {each.slug for clinic in clinics for each in clinic.treatments.all()}
    payments = {each.slug for clinic in clinics for each in clinic.payment_methods.all()}
    return replace(
        criteria,
        treatment=criteria.treatment if criteria.treatment in treatments else "",
        payment=criteria.payment if criteria.payment in payments else "",
        language=criteria.language if criteria.language in languages_of(clinics) else "",
    )


def pause_of(clinic: Clinic, *, at: datetime) -> list[str]:
    if clinic.takes_consult_requests:
        return []
    lines = [clinic.status_notice or _("Takes no new requests at present.")]
    if clinic.reopens_date and clinic.reopens_date > clinic.local_date(at=at):
        lines.append(_("It opens again on %(day)s.") % {"day": date_format(clinic.reopens_date, "DATE_FORMAT")})
    return lines


def own_location(clinic: Clinic) -> Location | None:
    if clinic.latitude is None or clinic.longitude is None:
        return None
    return Location(float(clinic.latitude), float(clinic.longitude))


def location_of(place: Place | None) -> Location | None:
    return Location(place.latitude, place.longitude) if place else None


def miles(place: Place | None, location: Location | None) -> float | None:
    start = location_of(place)
    return miles_between(start, location) if start and location else None


def place_choices(looked_up: LookedUp, criteria: Criteria) -> list[PlaceChoice]:
    return [
        PlaceChoice(
            place.name,
            f"{place.name}, {NAME_BY_STATE.get(place.state, place.state)}",
            criteria.with_place(str(place)).query,
        )
        for place in looked_up.choices
    ]


def treatment_options(clinics: Iterable[Clinic], chosen: str) -> list[Option]:
    names = {each.slug: each.name for clinic in clinics for each in clinic.treatments.all()}
    return [Option(slug, name, slug == chosen) for slug, name in sorted(names.items(), key=lambda pair: pair[1])]


def payment_options(clinics: Iterable[Clinic], chosen: str) -> list[Option]:
    """In the order of the kinds: insurance first, paying oneself last."""
    methods = {each.slug: each for clinic in clinics for each in clinic.payment_methods.all()}
    kinds = PaymentMethod.Kind.values
    in_order = sorted(methods.values(), key=lambda each: (kinds.index(each.kind), each.name))
    return [Option(each.slug, each.name, each.slug == chosen, each.get_kind_display()) for each in in_order]


def language_options(clinics: Iterable[Clinic], chosen: str) -> list[Option]:
    options = [Option(code, language_name(code), code == chosen) for code in languages_of(clinics)]
    return sorted(options, key=lambda option: option.label)


def languages_of(clinics: Iterable[Clinic]) -> set[str]:
    return {code for clinic in clinics for code in clinic.languages.split()}


def language_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"]).capitalize()
    except KeyError:
        return code
