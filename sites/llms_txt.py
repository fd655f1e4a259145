"""The site in plain Markdown for assistants that answer questions (https://llmstxt.org/): who is where, and when."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from sites.models import ArticlePage, Clinic, ClinicPage, ConditionPage, TreatmentPage

type Line = tuple[str, str, str]
"""Title, address and what else is to be said."""


def llms_text(site: Site, *, at: datetime) -> str:
    """In the language of the site's home page; hours and phones as they are at `at`."""
    home = site.root_page
    with translation.override(home.locale.language_code):
        sections = [
            (_("Clinics"), [clinic_line(page, at=at) for page in clinic_pages(home)]),
            (_("Treatments"), [treatment_line(page) for page in listed(TreatmentPage, home, "treatment")]),
            (_("Conditions"), [condition_line(page) for page in listed(ConditionPage, home, "condition")]),
            (_("Articles"), [article_line(page) for page in listed(ArticlePage, home)]),
        ]
        return "\n".join(
            [
                f"# {site.site_name or home.title}",
                "",
                *([f"> {one_line(home.search_description)}", ""] if home.search_description else []),
                _("Each clinic answers its own phone. Nothing here replaces advice from a clinician."),
                _("In an emergency in the United States call 911; in a mental health crisis call or text 988."),
                *(line for heading, lines in sections if lines for line in ("", f"## {heading}", "", *links(lines))),
                "",
            ]
        )


def listed[P: Page](page_class: type[P], home: Page, *related: str) -> list[P]:
    """Pages of the class at or below `home` that search engines may list too."""
    pages = page_class.objects.live().public().descendant_of(home, inclusive=True).select_related("locale", *related)
    return [page for page in pages.order_by("path") if page.get_sitemap_urls()]


def clinic_pages(home: Page) -> list[ClinicPage]:
    """With the clinics' contact details; none of a clinic that closed."""
    pages = listed(ClinicPage, home)
    clinics = Clinic.objects.shown().with_contact_details().in_bulk([page.clinic_id for page in pages])
    for page in pages:
        if page.clinic_id in clinics:
            page.clinic = clinics[page.clinic_id]
    return [page for page in pages if page.clinic_id in clinics]


def clinic_line(page: ClinicPage, *, at: datetime) -> Line:
    clinic: Clinic = page.clinic
    street = ", ".join(part for part in (clinic.street, clinic.street_2) if part)
    hours = "; ".join(f"{row.weekday} {row.text}" for row in clinic.hours_rows(at=at))
    told = [f"{street}, {clinic.city}, {clinic.state} {clinic.postal_code}"]
    if clinic.main_phone:
        told.append(_("Phone %(number)s") % {"number": clinic.main_phone.display})
    if clinic.shifts():
        told.append(_("Hours, local time: %(hours)s") % {"hours": hours})
    told += [
        _("Closed %(first)s to %(last)s") % {"first": each.first.isoformat(), "last": each.last.isoformat()}
        for each in clinic.closed_days()
        if each.last >= clinic.local_date(at=at)
    ]
    if not clinic.takes_consult_requests:
        told.append(clinic.status_notice or str(clinic.get_status_display()))
    return clinic.name, page.full_url or "", ". ".join(told)


def treatment_line(page: TreatmentPage) -> Line:
    treatment = page.treatment
    off_label = _("Off-label use: approved by the FDA for something else.") if treatment.is_off_label else ""
    return page.title, page.full_url or "", f"{treatment.summary} {off_label}"


def condition_line(page: ConditionPage) -> Line:
    return page.title, page.full_url or "", page.condition.summary


def article_line(page: ArticlePage) -> Line:
    return page.title, page.full_url or "", page.deck or page.search_description


def links(lines: Iterable[Line]) -> list[str]:
    return [f"- [{one_line(title)}]({url})" + (f": {one_line(text)}" if text else "") for title, url, text in lines]


def one_line(text: str) -> str:
    """What an editor typed, without what Markdown would read as a new line or the end of a link."""
    return " ".join(text.split()).replace("[", "(").replace("]", ")")
