"""Which letter a clinic's visitors may ask for."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from leads.newsletter.models import NewsletterList
from sites.compiled_queries import compiled
from sites.models import Clinic


def list_on_page(context: Mapping[str, Any], clinic: Clinic | None) -> NewsletterList | None:
    """`list_for`, which the forms of one page ask together."""
    directory = context.get("directory")
    return list_for(clinic, among=directory.once(("newsletter lists",), all_lists) if directory else None)


def list_for(clinic: Clinic | None, *, among: Iterable[NewsletterList] | None = None) -> NewsletterList | None:
    """The clinic's own letter, else the network's, else None."""
    lists = {each.clinic_id: each for each in (all_lists() if among is None else among)}
    own = lists.get(clinic.pk) if clinic else None
    return own or lists.get(None)


@compiled
def all_lists() -> QuerySet[NewsletterList]:
    return NewsletterList.objects.all()
