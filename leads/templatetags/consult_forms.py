"""Forms of this app on any page."""

from typing import Any

from django import template
from django.utils.translation import get_language

from leads.forms import ConsultRequestForm
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
    return {"form": form, "clinic": clinic}
