"""What the parts of one page look up: pages of the library, providers, prices.

Blocks ask as often as they like: each thing is read once for all of them, and nothing before somebody asks.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Left, Length
from django.http import HttpRequest
from wagtail.models import Page

from sites.compiled_queries import compiled
from sites.models import (
    Clinic,
    ClinicPage,
    ClinicTreatmentPage,
    Condition,
    ConditionPage,
    PaymentMethod,
    Provider,
    ProviderPage,
    ProviderRole,
    Treatment,
    TreatmentPage,
    TreatmentPrice,
)
from sites.models.contact_details import read_contact_details
from sites.models.provider import read_credentials
from sites.page_addresses import url_at
from sites.treatment_details import TreatmentDetails, read_treatment_details

# Where the page above stands, of a page that an outer query is at: its own path without the last step.
PARENT_PATH = Left(OuterRef("path"), Length(OuterRef("path")) - Page.steplen)


@dataclass(frozen=True)
class TreatmentLink:
    """A treatment with the page that tells about it: the clinic's own, else the library's, else none."""

    treatment: Treatment
    title: str
    url: str = ""


@dataclass(frozen=True)
class ConditionLink:
    condition: Condition
    title: str
    url: str = ""


@dataclass(frozen=True)
class ProviderCard:
    """A provider, what they do at the clinics asked for, and their page there, if they have one."""

    provider: Provider
    role: str
    url: str = ""


@dataclass(frozen=True)
class NamedPerson:
    """Somebody a page names as its author or reviewer."""

    provider: Provider
    url: str = ""


class Directory:
    """The records that pages in one language may show on one day.

    Args:
        language_code: of the page; what has no page in this language gets no link.
        on: whom a clinic shows depends on the day.
        request: whose site links start from; saves asking for the sites again with each.
    """

    def __init__(self, *, language_code: str, on: date, request: HttpRequest | None = None) -> None:
        self.language_code = language_code
        self.on = on
        self.request = request
        self._read: dict[tuple[Any, ...], Any] = {}

    def once[Found](self, key: tuple[Any, ...], read: Callable[[], Found]) -> Found:
        """What `read` answers, asked the first time only."""
        if key not in self._read:
            self._read[key] = read()
        found: Found = self._read[key]
        return found

    # ---- the library ----

    @cached_property
    def treatment_pages(self) -> list[TreatmentPage]:
        pages = TreatmentPage.objects.live().filter(locale__language_code=self.language_code)
        return list(pages.select_related("treatment", "locale").order_by("path"))

    @cached_property
    def condition_pages(self) -> list[ConditionPage]:
        pages = ConditionPage.objects.live().filter(locale__language_code=self.language_code).order_by("title")
        return list(pages.select_related("condition", "locale"))

    def treatments(self, *, clinic: Clinic | None, chosen: Sequence[Treatment] = ()) -> list[TreatmentLink]:
        """The chosen treatments, or all that the clinic gives, or the whole library."""
        if clinic and not chosen:
            return self.treatments_given_at(clinic)
        own = self.own_pages(clinic) if clinic else {}
        library = {page.treatment_id: page for page in self.treatment_pages}
        links = []
        for treatment in chosen or [page.treatment for page in self.treatment_pages]:
            page = own.get(treatment.pk) or library.get(treatment.pk)
            url = url_at(page.url_path, request=self.request) if page else ""
            links.append(TreatmentLink(treatment, page.title if page else treatment.name, url))
        return links

    def conditions(self, *, clinic: Clinic | None, chosen: Sequence[Condition] = ()) -> list[ConditionLink]:
        """The chosen conditions, or all that a treatment of the clinic is tried for, or the whole library."""
        library = {page.condition_id: page for page in self.condition_pages}
        if clinic and not chosen:
            treated = self.conditions_treated_at(clinic)
            return [
                condition_link(page, request=self.request)
                for page in self.condition_pages
                if page.condition_id in treated
            ]
        if not chosen:
            return [condition_link(page, request=self.request) for page in self.condition_pages]
        return [
            condition_link(library[each.pk], request=self.request)
            if each.pk in library
            else ConditionLink(each, each.name)
            for each in chosen
        ]

    def treatments_given_at(self, clinic: Clinic) -> list[TreatmentLink]:
        """What stands in the library and is given at the clinic, in the library's order. One query."""
        return self.once(
            ("given", clinic.pk),
            lambda: [
                link_at_clinic(each, request=self.request)
                for each in treatments_given(clinic_id=clinic.pk, language=self.language_code)
            ],
        )

    def conditions_treated_at(self, clinic: Clinic) -> set[int]:
        rows = Treatment.conditions.through.objects.filter(treatment__clinics=clinic)
        return self.once(("treated", clinic.pk), lambda: set(rows.values_list("condition_id", flat=True)))

    def own_pages(self, clinic: Clinic) -> dict[int, ClinicTreatmentPage]:
        """The clinic's own pages on treatments, by treatment."""
        pages = (
            ClinicTreatmentPage.objects.live()
            .filter(locale__language_code=self.language_code, url_path__contains=f"/{clinic.slug}/")
            .select_related("treatment_page", "locale")
        )
        return self.once(
            ("own", clinic.pk),
            lambda: {page.treatment_page.treatment_id: page for page in pages if slug_above(page) == clinic.slug},
        )

    def details(self, treatment: Treatment, *, clinics: Iterable[Clinic]) -> TreatmentDetails:
        """Side effects, and what the clinics say of the treatment."""
        clinics = list(clinics)
        key = ("details", treatment.pk, *(clinic.pk for clinic in clinics))
        return self.once(key, lambda: read_treatment_details(treatment, clinics))

    # ---- people ----

    def providers(self, *, clinics: Iterable[Clinic], chosen: Sequence[Provider] = ()) -> list[ProviderCard]:
        """All who work at the clinics now, or those of them that were chosen. Who left a clinic has no card there."""
        roles_of: dict[UUID, list[ProviderRole]] = {}
        for role in self.roles_at(clinics):
            roles_of.setdefault(role.provider_id, []).append(role)
        pages = self.provider_pages(frozenset(roles_of))
        wanted = [each.pk for each in chosen] or list(roles_of)
        return [provider_card(roles_of[pk], pages, request=self.request) for pk in wanted if pk in roles_of]

    def roles_at(self, clinics: Iterable[Clinic]) -> list[ProviderRole]:
        ids = frozenset(clinic.pk for clinic in clinics)
        return self.once(("roles", ids), lambda: roles_of_clinics(list(ids), on=self.on))

    def provider_pages(self, provider_ids: frozenset[UUID]) -> dict[tuple[UUID, str], ProviderPage]:
        """By provider and slug of the clinic."""
        pages = (
            ProviderPage.objects.live()
            .filter(locale__language_code=self.language_code, provider__in=provider_ids)
            .select_related("locale")
        )
        return self.once(
            ("provider pages", provider_ids), lambda: {(page.provider_id, slug_above(page)): page for page in pages}
        )

    def people(self, ids: Iterable[UUID]) -> dict[UUID, NamedPerson]:
        """Providers with their credentials and their page, at any clinic where they work now; no page for who left."""
        found = providers_named(provider_ids=sorted(set(ids)), today=self.on, language=self.language_code)
        read_credentials(found)
        return {
            each.pk: NamedPerson(each, url_at(each.page_url_path, request=self.request) if each.page_url_path else "")
            for each in found
        }

    # ---- money ----

    def prices(self, *, clinics: Iterable[Clinic], treatment: Treatment | None = None) -> list[TreatmentPrice]:
        """What the clinics charge: for everything, or for one treatment and for what every patient pays."""
        if treatment:
            return self.details(treatment, clinics=clinics).prices
        ids = frozenset(clinic.pk for clinic in clinics)
        return self.once(("prices", ids), lambda: prices_of_clinics(clinic_ids=list(ids)))

    def payment_methods(self, *, clinics: Iterable[Clinic]) -> dict[UUID, list[PaymentMethod]]:
        """By clinic, in the order of their names. Read with the clinics' contact details."""
        clinics = list(clinics)
        read_contact_details(clinics)
        return {each.pk: sorted(each.payment_methods.all(), key=lambda method: method.name) for each in clinics}


@compiled
def treatments_given(clinic_id: UUID, language: str) -> QuerySet[Any]:
    """With title and place of the library's page, and of the clinic's own where there is one."""
    own = (
        ClinicTreatmentPage.objects.live()
        .filter(locale__language_code=language, treatment_page__treatment=OuterRef("pk"))
        .filter(Exists(ClinicPage.objects.filter(clinic=clinic_id, path=PARENT_PATH)))
        .order_by("path")
    )
    return (
        Treatment.objects.filter(clinics=clinic_id, pages__live=True, pages__locale__language_code=language)
        .annotate(title=F("pages__title"), url_path=F("pages__url_path"))
        .annotate(own_title=own.values("title")[:1], own_url_path=own.values("url_path")[:1])
        .order_by("pages__path")
    )


def link_at_clinic(treatment: Any, *, request: HttpRequest | None) -> TreatmentLink:
    """To the clinic's own page, else to the library's."""
    title, url_path = treatment.own_title or treatment.title, treatment.own_url_path or treatment.url_path
    return TreatmentLink(treatment, title, url_at(url_path, request=request))


def roles_of_clinics(clinic_ids: Sequence[UUID], *, on: date) -> list[ProviderRole]:
    roles = present_roles(clinic_ids=clinic_ids, today=on)
    read_credentials([role.provider for role in roles])
    return roles


@compiled
def present_roles(clinic_ids: Sequence[UUID], today: date) -> QuerySet[ProviderRole]:
    roles = ProviderRole.objects.filter(clinic__pk__in=clinic_ids).present(on=today)
    return roles.select_related("provider__photo", "clinic").order_by("clinic__name", "sort_order", "pk")


@compiled
def providers_named(provider_ids: Sequence[UUID], today: date, language: str) -> QuerySet[Any]:
    """With the `page_url_path` of their page at any clinic where they work, if they have one."""
    left = ClinicPage.objects.filter(
        path=PARENT_PATH,
        clinic__provider_roles__provider=OuterRef("provider"),
        clinic__provider_roles__left_date__lte=today,
    )
    pages = (
        ProviderPage.objects.live()
        .filter(~Exists(left), locale__language_code=language, provider=OuterRef("pk"))
        .order_by("path")
    )
    providers = Provider.objects.filter(pk__in=provider_ids).select_related("photo")
    return providers.annotate(page_url_path=pages.values("url_path")[:1])


@compiled
def prices_of_clinics(clinic_ids: Sequence[UUID]) -> QuerySet[TreatmentPrice]:
    prices = TreatmentPrice.objects.filter(clinic__pk__in=clinic_ids).select_related("treatment")
    return prices.order_by("treatment__name", "amount", "pk")


def condition_link(page: ConditionPage, *, request: HttpRequest | None) -> ConditionLink:
    return ConditionLink(page.condition, page.title, url_at(page.url_path, request=request))


def provider_card(
    roles: Sequence[ProviderRole], pages: dict[tuple[UUID, str], ProviderPage], *, request: HttpRequest | None
) -> ProviderCard:
    """One card for one provider, whether they work in one place or in several."""
    cities: dict[str, list[str]] = {}
    for role in roles:
        cities.setdefault(role.title, []).append(role.clinic.city)
    named = [f"{title} ({', '.join(cities[title])})" for title in cities] if len(roles) > 1 else [roles[0].title]
    page = next((pages[key] for each in roles if (key := (each.provider_id, each.clinic.slug)) in pages), None)
    return ProviderCard(roles[0].provider, "; ".join(named), url_at(page.url_path, request=request) if page else "")


def slug_above(page: Page) -> str:
    """The slug of the page's parent: below a clinic's page it is the clinic's."""
    return str(page.url_path.rstrip("/").rsplit("/", 2)[-2])
