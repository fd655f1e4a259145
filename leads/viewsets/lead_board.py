"""The coordinator's board. Refreshed in place by the header's search and filters, as the list is."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import HeaderButton

from leads.access import lead_policy, matching_for, works_in_several_clinics
from leads.board import BoardCard, BoardColumn, board_columns
from leads.models import Lead
from leads.models.lead import LeadQuerySet
from leads.pipeline import LostReason
from leads.viewsets.empty_states import no_leads_yet, nothing_matches


class LeadBoardView(generic.IndexView):
    is_searchable = True
    template_name = "leads/admin/board.html"
    results_template_name = "leads/admin/board_results.html"
    page_title = gettext_lazy("Board")
    list_export: list[str] = []

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.is_export = False  # an export of nothing would still read every row

    def order_queryset(self, queryset: LeadQuerySet) -> LeadQuerySet:
        return queryset.order_by()

    def search_queryset(self, queryset: LeadQuerySet) -> LeadQuerySet:
        self.leads = queryset
        return matching_for(self.request.user, queryset, self.search_query) if self.is_searching else queryset

    def get_paginate_by(self, queryset: LeadQuerySet) -> None:
        return None

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("List"), url=reverse("leads:index"), icon_name="list-ul")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        columns = board_columns(
            self.leads,
            at=timezone.now(),
            may_change=lambda lead: lead_policy.user_has_permission_for_instance(self.request.user, "change", lead),
            only=self.chosen_stages(),
            found=self.object_list if self.is_searching else None,
        )
        context: dict[str, Any] = super().get_context_data(object_list=Lead.objects.none(), **kwargs)
        return context | {
            "columns": [self.shown(column) for column in columns if not column.stage.is_closed],
            "closed_columns": [self.shown(column) for column in columns if column.stage.is_closed],
            "is_empty": not any(column.found.number for column in columns),
            "no_results_message": self.no_results_message,
            "shows_clinic": works_in_several_clinics(self.request.user),
            "next": self.request.get_full_path() if not self.results_only else self.index_url,
            "lost_reasons": LostReason.choices,
            "has_shortcuts": has_shortcuts(self.request.user),
        }

    def chosen_stages(self) -> list[Any] | None:
        if not self.filters or not self.filters.is_valid():
            return None
        return list(self.filters.form.cleaned_data.get("stage") or []) or None

    def shown(self, column: BoardColumn) -> dict[str, Any]:
        return {
            "column": column,
            "stage": column.stage,
            "name": str(column.stage),
            "cards": [self.shown_card(card) for card in column.cards],
            "options": options(column),
            "goes_to": " ".join(stage.slug for stage in column.goes_to),
            "list_url": self.list_url(column),
        }

    def shown_card(self, card: BoardCard) -> dict[str, Any]:
        lead = card.lead
        return {
            "lead": lead,
            "key": str(lead.pk),
            "name": lead.shown_name,
            "url": reverse("leads:inspect", args=[lead.pk]),
            "move_url": reverse("leads:move", args=[lead.pk]),
            "move_label": _("Move %(name)s to") % {"name": lead.shown_name},
            "phone": lead.phone_number,
            "may_be_called": card.may_be_called,
            "due": card.due,
            "owner": card.owner_name,
            "may_change": card.may_change,
            "clinic": lead.clinic.name,
        }

    def list_url(self, column: BoardColumn) -> str:
        """The list of a column's leads, filtered as the board is."""
        kept = [(name, value) for name, values in self.request.GET.lists() for value in values]
        own = [(name, value) for name, value in kept if name not in {"stage", "p", "_w_filter_fragment"}]
        return f"{reverse('leads:index')}?{urlencode([*own, ('stage', column.stage.pk)])}"

    @cached_property
    def no_results_message(self) -> str:
        if self.is_searching or self.is_filtering:
            return nothing_matches(self.index_url)
        return no_leads_yet(may_add=lead_policy.user_has_permission(self.request.user, "change"))


def options(column: BoardColumn) -> SafeString:
    """Made once for all cards of a column."""
    pairs = ((stage.pk, stage.slug, stage) for stage in column.goes_to)
    return format_html(
        '<option value="">{}</option>{}',
        _("Move to…"),
        format_html_join("", '<option value="{}" data-slug="{}">{}</option>', pairs),
    )


def has_shortcuts(user: Any) -> bool:
    """Whether single keys do something: everybody may turn that off in their account (WCAG 2.1.4)."""
    profile = getattr(user, "wagtail_userprofile", None)
    return profile is None or bool(profile.keyboard_shortcuts)
