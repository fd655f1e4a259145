"""Forms of this app on any page."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from leads.consent_wording import contact_wording, newsletter_wording, sms_wording
from leads.drafts import may_be_saved
from leads.forms import HIDDEN_FIELDS, IN_DATABASE, ConsultRequestForm
from leads.guided.progress import first_step, values_in
from leads.newsletter.lists import list_on_page
from leads.questions import clinic_choices, offered_clinics
from leads.response_promise import lasting_promise
from sites.models import Clinic, ConsultForm

register = template.Library()

FIELDS_TEMPLATE = "leads/includes/consult_fields.html"


@dataclass(frozen=True)
class EmptyForm:
    """All that differs between two forms of the usual questions that nobody filled in yet. One that an editor defined
    is rendered each time."""

    language: str
    contact_wording: str
    sms_wording: str
    newsletter_wording: str
    choices: tuple[tuple[str, str], ...] | None = None
    """Slug and name of each clinic that the visitor may choose; None where the page is a clinic's."""


@register.inclusion_tag("leads/includes/consult_form.html", takes_context=True)
def consult_form(
    context: dict[str, Any],
    *,
    clinic: Clinic | None = None,
    form: ConsultRequestForm | None = None,
    definition: ConsultForm | None = None,
    block: str = "",
) -> dict[str, Any]:
    """The consult form, for `clinic` or with a choice, asking what `definition` says, or the usual questions.

    `form` is one that was posted and has errors.

    The page it stands on is cached for everybody: nothing of the visitor goes in.
    """
    page = context.get("page")
    look_ups = context.get("look_ups", IN_DATABASE)
    values: dict[str, Any] = {
        "page": page.get_url(context.get("request")) if page else "",
        "block": block,
        "language": get_language(),
        "page_revision": (page and page.live_revision_id) or "",
    }
    if form or definition:
        choices = clinic_choices(context["clinics"]) if "clinics" in context else None
        if not form:  # empty text where the template has none
            form = ConsultRequestForm(
                initial=values, clinic=clinic, choices=choices, definition=definition, look_ups=look_ups
            )
            if definition and definition.is_guided:
                progress = first_step(form, clinic=clinic)
                saves = may_be_saved(context.get("request"))
                return {"form": form, "clinic": clinic, "progress": progress, "may_be_saved": saves}
        values = {name: form[name].value() for name in HIDDEN_FIELDS}
        # Answers to questions that are gone, or not known while the database is away.
        carried = list(values_in(form, left_out=set(form.fields)))
        fields = render_to_string(FIELDS_TEMPLATE, {"form": form, "with_choice": not clinic, "carried": carried})
    else:
        fields = empty_fields(empty_form(clinic, context=context))
    return {"form": form, "clinic": clinic, "fields": fields, "hidden_inputs": hidden_inputs(values)}


def empty_form(clinic: Clinic | None, *, context: Mapping[str, Any]) -> EmptyForm:
    offered = context["clinics"] if "clinics" in context else Clinic.objects.shown()
    letter = context["look_ups"].list_for(clinic) if "look_ups" in context else list_on_page(context, clinic)
    return EmptyForm(
        language=get_language() or "",
        contact_wording=contact_wording(clinic),
        sms_wording=sms_wording(clinic),
        newsletter_wording=newsletter_wording(letter),
        choices=None if clinic else clinic_choices(offered),
    )


@lru_cache(maxsize=200)
def empty_fields(empty: EmptyForm) -> SafeString:
    """Kept by all that it shows, so a changed wording is a form of its own. Django's widgets are templates within
    templates: they would be a third of what a clinic's page costs."""
    form = ConsultRequestForm(choices=empty.choices)
    form.fields["consent_contact"].label = empty.contact_wording
    form.fields["consent_sms"].label = empty.sms_wording
    form.fields["newsletter"].label = empty.newsletter_wording
    return render_to_string(FIELDS_TEMPLATE, {"form": form, "with_choice": empty.choices is not None})


def hidden_inputs(values: Mapping[str, Any]) -> SafeString:
    return format_html_join(
        "",
        '<input type="hidden" name="{}"{} id="id_{}">',
        ((name, value_attribute(values.get(name)), name) for name in HIDDEN_FIELDS),
    )


def value_attribute(value: object) -> SafeString | str:
    return format_html(' value="{}"', value) if value not in (None, "") else ""


@register.simple_tag(takes_context=True)
def clinics_to_choose(context: dict[str, Any]) -> list[Clinic]:
    """Those of the page's `clinics` that its form offers, by the block's `definition` or the one of a posted form."""
    form, clinics = context.get("form"), list(context.get("clinics") or ())
    if not context.get("look_ups", IN_DATABASE).asks_database:
        return clinics  # better one too many than none
    return offered_clinics(context.get("definition") or (form.definition if form else None), clinics)


register.filter("lasting_promise", lasting_promise)
