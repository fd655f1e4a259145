"""The pages that every installation has, made once and left alone afterwards."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from sites.models import (
    ArticleIndexPage,
    CarefrontPage,
    Clinic,
    ClinicIndexPage,
    ClinicPage,
    ConditionIndexPage,
    HomePage,
    TreatmentIndexPage,
)

DEFAULT_PORTS = {"http": 80, "https": 443}
SPANISH_TITLES = {
    "clinics": "Clínicas",
    "treatments": "Tratamientos",
    "conditions": "Afecciones",
    "articles": "Artículos",
}


@transaction.atomic
def ensure_network_pages(*, name: str) -> HomePage:
    """Home and index pages in every language, and the default Site at `BASE_URL`.

    Safe to repeat: adds what is missing.
    """
    for language_code, _ in settings.WAGTAIL_CONTENT_LANGUAGES:
        Locale.objects.get_or_create(language_code=language_code)
    root = Page.get_first_root_node()
    home = HomePage.objects.filter(locale__language_code="en").first()
    if home is None:
        remove_welcome_page(root)
        home = root.add_child(instance=HomePage(title=name, slug="home", locale=english()))
        home.save_revision().publish()
    ensure_default_site(home, name=name)
    ensure_child(home, ClinicIndexPage, title="Clinics", slug="clinics")
    ensure_child(home, TreatmentIndexPage, title="Treatments", slug="treatments")
    ensure_child(home, ConditionIndexPage, title="Conditions", slug="conditions")
    ensure_child(home, ArticleIndexPage, title="Articles", slug="articles")
    for page in (home, *home.get_children().specific().filter(slug__in=SPANISH_TITLES)):
        ensure_translation(page, title=SPANISH_TITLES.get(page.slug, page.title))
    return home


def ensure_child[P: CarefrontPage](parent: Page, page_class: type[P], *, slug: str, **values: Any) -> P:
    """The page under `parent` with that slug, made with `values` where it is missing."""
    present = page_class.objects.child_of(parent).filter(slug=slug).first()
    if present is not None:
        return present
    page: P = parent.add_child(instance=page_class(slug=slug, locale=parent.locale, **values))
    page.save_revision().publish()
    return page


def ensure_clinic_page(clinic: Clinic, **values: Any) -> ClinicPage:
    """The clinic's page in English, and its Spanish copy beside it."""
    index = ClinicIndexPage.objects.get(locale__language_code="en")
    page = ensure_child(index, ClinicPage, slug=clinic.slug, title=clinic.name, clinic=clinic, **values)
    ensure_translation(page, title=clinic.name)
    return page


def ensure_translation[P: CarefrontPage](page: P, *, title: str, **values: Any) -> P:
    """The page's Spanish copy, made and published with `values` where it is missing."""
    spanish = Locale.objects.get(language_code="es")
    present: P | None = page.get_translation_or_none(spanish)
    if present is not None:
        return present
    copy: P = page.copy_for_translation(spanish)
    copy.title = title
    for field_name, value in values.items():
        setattr(copy, field_name, value)
    copy.save_revision().publish()
    return copy


def ensure_default_site(home: HomePage, *, name: str) -> Site:
    """The default Site shows `home` and follows `BASE_URL`, also when that changes between two starts."""
    address = urlsplit(settings.BASE_URL)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    site.hostname = address.hostname or "localhost"
    site.port = address.port or DEFAULT_PORTS[address.scheme]
    site.root_page = home
    site.site_name = site.site_name or name
    site.save()
    return site


def remove_welcome_page(root: Page) -> None:
    """Wagtail's first migration leaves one, with the slug that our home needs."""
    for page in root.get_children().filter(slug="home", content_type__model="page"):
        page.delete()
        root.refresh_from_db()


def english() -> Locale:
    return Locale.objects.get(language_code="en")
