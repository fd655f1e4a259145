"""The newsletter's sign-up form on any page."""

from typing import Any

from django import template
from django.utils.translation import get_language

from leads.consent_wording import newsletter_wording
from leads.newsletter.forms import SubscribeForm, language_named
from leads.newsletter.lists import list_on_page
from leads.newsletter.models import NewsletterList
from leads.shown_wording import versions_to_post
from sites.models import Clinic

register = template.Library()


@register.inclusion_tag("leads/includes/newsletter_form.html", takes_context=True)
def newsletter_form(
    context: dict[str, Any],
    *,
    clinic: Clinic | None = None,
    newsletter_list: NewsletterList | None = None,
    form: SubscribeForm | None = None,
) -> dict[str, Any]:
    """The form for `newsletter_list`, or for the clinic's own letter or the network's; nothing where there is none.

    `form` is one that was posted and has errors. The page it stands on is cached for everybody: nothing of the visitor
    goes in.
    """
    page = context.get("page")
    newsletter_list = newsletter_list or list_on_page(context, clinic)
    wording = newsletter_wording(newsletter_list)
    return {
        "newsletter_list": newsletter_list,
        "wording": wording,
        "wordings": versions_to_post({"newsletter": wording}),
        "language": language_named(get_language() or ""),
        "page_path": page.get_url(context.get("request")) if page else context.get("page_path", ""),
        "form": form,
    }
