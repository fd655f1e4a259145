from collections.abc import Iterable

from demo.content.clinics import CLINICS
from demo.content.facts import CHRONIC_PAIN
from demo.content.network import NETWORK
from demo.content.privacy import PRIVACY_LEAD, PRIVACY_SECTIONS, PRIVACY_TITLE
from demo.content.providers import PROVIDERS
from demo.content.shapes import ClinicContent
from demo.content.spanish import CLINICS_IN_SPANISH, CONSULT_HEADING, NETWORK_IN_SPANISH
from demo.content.treatments import TREATMENTS
from demo.pictures import scene
from demo.seeding.pictures import ensure_image
from demo.seeding.treatment_pages import stored_fact, treatment_body
from sites.bootstrapping import ensure_child, ensure_clinic_page
from sites.models import (
    Clinic,
    ClinicPage,
    HomePage,
    Provider,
    ProviderPage,
    StandardPage,
    Treatment,
    TreatmentIndexPage,
    TreatmentPage,
)


def seed_pages(
    home: HomePage, clinics: dict[str, Clinic], providers: dict[str, Provider], treatments: dict[str, Treatment]
) -> None:
    fill_home(home)
    ensure_child(
        home,
        StandardPage,
        slug="privacy",
        title=PRIVACY_TITLE,
        search_description=PRIVACY_LEAD,
        intro=PRIVACY_LEAD,
        body=headed(PRIVACY_SECTIONS),
    )
    for content in CLINICS:
        page = ensure_clinic_page(clinics[content.slug], **clinic_values(content))
        fill_spanish_clinic(page, content.slug)
        for provider in PROVIDERS:
            if content.slug in provider.roles:
                ensure_child(
                    page,
                    ProviderPage,
                    slug=provider.slug,
                    title=providers[provider.slug].full_title,
                    search_description=provider.summary[:250],
                    provider=providers[provider.slug],
                )
    index = TreatmentIndexPage.objects.child_of(home).get()
    for treatment in TREATMENTS:
        ensure_child(
            index,
            TreatmentPage,
            slug=treatment.slug,
            title=treatment.name,
            search_description=treatment.summary[:250],
            treatment=treatments[treatment.slug],
            intro=treatment.summary,
            body=treatment_body(treatment, treatments[treatment.slug]),
        )


def fill_home(home: HomePage) -> None:
    if home.body:
        return
    home.title = NETWORK.name
    home.seo_title = NETWORK.heading
    home.search_description = NETWORK.lead[:250]
    home.intro = NETWORK.lead
    home.body = [
        ("clinic_finder", {"text": ""}),
        ("statistic", {"fact": stored_fact(CHRONIC_PAIN)}),
        *headed(NETWORK.sections),
        ("conditions", {"clinic": None, "conditions": []}),
        ("newsletter_form", {"heading": "A letter now and then"}),
    ]
    home.save_revision().publish()
    spanish = home.get_translations().get()
    spanish.seo_title, spanish.intro = NETWORK_IN_SPANISH
    spanish.search_description = spanish.intro[:250]
    spanish.body = []
    spanish.save_revision().publish()


def headed(sections: Iterable[tuple[str, str]]) -> list[tuple[str, object]]:
    """(heading, html) as blocks."""
    return [block for heading, html in sections for block in (("heading", heading), ("prose", html))]


def clinic_values(content: ClinicContent) -> dict[str, object]:
    return {
        "headline": content.tagline[:120],
        "intro": content.intro,
        "search_description": content.intro[:250],
        "picture": ensure_image(
            f"Scene {content.slug}",
            lambda: scene(content.scene, hue=content.hue, chroma=content.chroma),
            description="A drawn landscape",
        ),
        "body": [("consult_form", {"heading": "Ask for a consult"})],
    }


def fill_spanish_clinic(page: ClinicPage, slug: str) -> None:
    spanish = page.get_translations().get().specific
    headline, intro = CLINICS_IN_SPANISH[slug]
    if spanish.headline == headline:
        return
    spanish.headline, spanish.intro, spanish.search_description = headline, intro, intro[:250]
    spanish.body = [("consult_form", {"heading": CONSULT_HEADING})]
    spanish.save_revision().publish()
