"""Leads as a query string asks for them: the same for the list, for what is done with all of them, and for a sheet."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.crypto import salted_hmac
from wagtail.admin.forms.search import SearchForm

from leads.access import leads_for, matching_for, works_in_several_clinics
from leads.keyset_paging import Keyset, Order
from leads.keyset_search import KeysetSearch
from leads.models.lead import WORKED_ON, LeadQuerySet
from leads.saved_views import list_query
from leads.viewsets.lead_columns import LeadColumn, chosen_columns
from leads.viewsets.lead_filters import LeadFilterSet
from sites.permissions import ANY

# One index each. By clinic, stage or owner a million leads would be sorted for every page: filters do that.
ORDERS = {
    "last_requested_at": Order("last_requested_at"),
    "created_at": Order("created_at"),
    "due_at": Order("due_at", has_empty=True, present=WORKED_ON),
    "person__full_name": Order("person__full_name"),
}
NEWEST_FIRST = "-last_requested_at"


@dataclass(frozen=True)
class LeadSelection:
    """Leads with which the request's user may do any of `actions`, as `query` narrows, sorts and shows them."""

    request: Any
    query: QueryDict
    actions: tuple[str, ...] = ANY

    @cached_property
    def reach(self) -> LeadQuerySet:
        return leads_for(self.request.user, self.actions).select_related("person", "clinic", "stage", "owner")

    @cached_property
    def filters(self) -> LeadFilterSet:
        return LeadFilterSet(self.query, request=self.request)

    @cached_property
    def search_text(self) -> str:
        form = SearchForm(self.query)
        return str(form.cleaned_data["q"]) if form.is_valid() else ""

    @cached_property
    def leads(self) -> LeadQuerySet:
        """In no order."""
        found: LeadQuerySet = self.filters.filter_queryset(self.reach) if self.filters.is_valid() else self.reach
        return (matching_for(self.request.user, found, self.search_text) if self.search_text else found).order_by()

    @cached_property
    def key(self) -> str:
        """The same for the same filters and search, however they are written. Tells nothing of what was searched."""
        narrowed = self.query.copy()
        for name in ("columns", "ordering"):
            narrowed.pop(name, None)
        said = f"{list_query(narrowed)} {self.search_text}"
        return salted_hmac("leads.lead_selection", said, algorithm="sha256").hexdigest()

    @cached_property
    def ordering(self) -> str:
        """A name of `ORDERS`, with a minus for the other way round."""
        asked = self.query.get("ordering", "")
        return asked if asked.removeprefix("-") in ORDERS else NEWEST_FIRST

    @cached_property
    def keyset(self) -> Keyset:
        named = ORDERS[self.ordering.removeprefix("-")]
        order = Order(named.sort_field, self.ordering.startswith("-"), named.has_empty, named.present)
        keyset = KeysetSearch if self.search_text else Keyset
        return keyset(self.leads, self.reach, order)

    @cached_property
    def columns(self) -> list[LeadColumn]:
        """Where nobody chose any, whoever works in one clinic needs not read its name in each row."""
        columns = chosen_columns(self.query.getlist("columns"))
        if "columns" in self.query or works_in_several_clinics(self.request.user):
            return columns
        return [column for column in columns if column.name != "clinic"]
