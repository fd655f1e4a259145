"""The list: leads of the user's clinics, filtered, searched and sorted, with the columns that the user chose."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import HeaderButton

from leads.access import lead_policy
from leads.due_words import due_words_of
from leads.keyset_paging import KeysetPage, Position
from leads.models import Lead
from leads.models.lead import LeadQuerySet
from leads.saved_views import VIEW, WITHOUT_NEXT_STEP, default_view_of, list_query, may_change_view, saved_views_for
from leads.viewsets.bulk_choice import CHOICE_FORM, tick_column
from leads.viewsets.empty_states import no_leads_yet, nothing_matches
from leads.viewsets.lead_columns import COLUMNS, table_columns
from leads.viewsets.lead_filters import LeadFilterSet
from leads.viewsets.lead_selection import LeadSelection
from sites.viewsets.card_table import CardTable
from sites.viewsets.columns import CARD_LISTING


class LeadIndexView(generic.IndexView):
    is_searchable = True
    table_class = CardTable
    table_classname = f"{CARD_LISTING} lead-listing"
    template_name = "leads/admin/lead_list.html"
    results_template_name = "leads/admin/lead_list_results.html"
    filterset_class = LeadFilterSet
    list_export: list[str] = []
    columns: list[Column] = []
    page: KeysetPage

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.is_export = False  # an export of nothing would still read every row
        self.selection = LeadSelection(request, request.GET)

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.GET and not self.results_only and (view := default_view_of(request.user)):
            return redirect(view.url)
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    @cached_property
    def filters(self) -> LeadFilterSet:
        return self.selection.filters

    @cached_property
    def ordering(self) -> str:
        return self.selection.ordering

    def get_queryset(self) -> LeadQuerySet:
        return self.selection.leads

    def paginate_queryset(self, queryset: LeadQuerySet, page_size: int) -> tuple[None, None, Any, bool]:
        keyset = self.selection.keyset
        self.count = keyset.count()
        self.page = keyset.page(Position.parsed(self.request.GET.get(self.page_kwarg, "")), size=page_size)
        return None, None, self.page.rows, bool(self.page.next or self.page.previous)

    def get_table(self, object_list: list[Lead]) -> CardTable:
        words = due_words_of(object_list, at=timezone.now())
        columns: list[Column] = table_columns(self.selection.columns, words)
        if self.may_change:
            columns = [tick_column(), *columns]
        return self.table_class(columns, object_list, **self.get_table_kwargs())

    def get_list_buttons(self, instance: Lead) -> list[Any]:
        return []

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.may_change:
            return []
        return [HeaderButton(_("Add a lead"), url=reverse("leads:add"), icon_name="plus")]

    @cached_property
    def may_change(self) -> bool:
        return lead_policy.user_has_permission(self.request.user, "change")

    @cached_property
    def may_export(self) -> bool:
        return lead_policy.user_has_permission(self.request.user, "export")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        views = list(saved_views_for(self.request.user))
        current = self.request.GET.get(VIEW, "")
        query = list_query(self.request.GET)
        open_view = next((view for view in views if str(view.pk) == current), None)
        return context | {
            "items_count": self.count,
            "page": self.page,
            "choice_form": CHOICE_FORM,
            "may_change": self.may_change,
            "may_export": self.may_export,
            "whole_query": without(self.request.GET, self.page_kwarg, "_w_filter_fragment"),
            "selection_key": self.selection.key,
            "kept_fields": fields_besides(self.request.GET, {*self.filters.form.fields, self.search_kwarg, "p"}),
            "fields_but_columns": fields_besides(self.request.GET, {"columns", "p"}),
            "column_choices": [(column, column in self.selection.columns) for column in COLUMNS.values()],
            "views": views,
            "shows_without_next_step": not open_view and query == WITHOUT_NEXT_STEP,
            "open_view": open_view,
            "view_is_changed": bool(open_view and open_view.query != query),
            "may_change_view": bool(open_view and may_change_view(open_view, self.request.user)),
            "list_query": query,
        }

    @cached_property
    def no_results_message(self) -> str:
        if self.is_searching or self.is_filtering:
            return nothing_matches(f"{reverse('leads:index')}?{VIEW}=all")
        return no_leads_yet(may_add=self.may_change)


def without(query: QueryDict, *names: str) -> str:
    """The query string, less these."""
    rest = query.copy()
    for name in names:
        rest.pop(name, None)
    return rest.urlencode()


def fields_besides(query: QueryDict, names: set[str]) -> list[tuple[str, str]]:
    """What a form must carry along in hidden fields."""
    return [
        (name, value)
        for name, values in query.lists()
        for value in values
        if name not in names and not name.startswith("_w_")
    ]
