"""Forms of this app on any page."""

from typing import Any

from django import template
from django.utils.translation import get_language

from leads.drafts import may_be_saved
from leads.forms import ConsultRequestForm
from leads.guided.progress import first_step
from leads.not_received import remember_phone
from leads.questions import offered_clinics
from leads.response_promise import lasting_promise
from sites.models import Clinic, ConsultForm

register = template.Library()


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
    if clinic:
        remember_phone(clinic)  # a request that cannot be stored is answered with this number
    page = context.get("page")
    initial = {
        "clinic": clinic.slug if clinic else None,
        "page": page.url if page else "",
        "block": block,
        "language": get_language(),
        "page_revision": (page and page.live_revision_id) or "",
    }
    if not form:
        clinics = context.get("clinics")
        form = ConsultRequestForm(initial=initial, clinic=clinic, clinics=clinics, definition=definition)
        if definition and definition.is_guided:
            return {
                "form": form,
                "clinic": clinic,
                "progress": first_step(form, clinic=clinic),
                "may_be_saved": may_be_saved(context.get("request")),
            }
    return {"form": form, "clinic": clinic}


@register.simple_tag(takes_context=True)
def clinics_to_choose(context: dict[str, Any]) -> list[Clinic]:
    """Those of the page's `clinics` that its form offers, by the block's `definition` or the one of a posted form."""
    form = context.get("form")
    definition = context.get("definition") or (form.definition if form else None)
    return offered_clinics(definition, context.get("clinics") or ())


register.filter("lasting_promise", lasting_promise)
