"""Leads in the admin: a list, a page for each, and what staff do there. No form edits a lead's fields."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.viewsets.model import ModelViewSet

from leads.models import Lead
from leads.viewsets.bulk import BulkDoneView, BulkView
from leads.viewsets.erasure_page import AskForErasureView
from leads.viewsets.export import ExportView
from leads.viewsets.lead_adding import AddLeadView
from leads.viewsets.lead_board import LeadBoardView
from leads.viewsets.lead_filters import LeadFilterSet
from leads.viewsets.lead_list import LeadIndexView
from leads.viewsets.lead_moves import MoveLeadView, UndoMoveView
from leads.viewsets.lead_news_stream import LeadNewsStreamView
from leads.viewsets.lead_news_view import LeadNewsView
from leads.viewsets.lead_owners import AssignLeadView
from leads.viewsets.lead_page import LeadView
from leads.viewsets.lead_page.calls import LogCallView
from leads.viewsets.lead_page.neighbours import NextLeadView, PreviousLeadView
from leads.viewsets.lead_page.notes import CrisisSeenView, NoteView
from leads.viewsets.lead_page.older import OlderEntriesView
from leads.viewsets.lead_page.person import EditPersonView
from leads.viewsets.lead_page.steps import PlanStepView, StepView
from leads.viewsets.people_views import DoNotContactView, HouseholdView, MergeView, UnmergeView
from leads.viewsets.queue_page import QueueView
from leads.viewsets.saved_views import EditSavedViewView, NewSavedViewView
from leads.viewsets.writing import WriteEmailView, WriteTextView
from sites.viewsets.scoped import ScopedViewSetMixin


class LeadURLFinder(ModelAdminURLFinder):
    edit_url_name = "leads:inspect"


class LeadViewSet(ScopedViewSetMixin, ModelViewSet):
    model = Lead
    audited_as = "lead"
    url_prefix = url_namespace = "leads"
    icon = "user"
    menu_label = _("All leads")
    menu_name = "leads"
    menu_order = 10
    add_to_admin_menu = True
    index_template_name = "leads/admin/lead_list.html"
    index_results_template_name = "leads/admin/lead_list_results.html"
    # Pages that count references would tell people of one clinic about leads of another.
    add_to_reference_index = False
    view_names = ("index", "index_results", "inspect")
    inspect_view_enabled = True
    copy_view_enabled = False
    form_fields: list[str] = []
    index_view_class = LeadIndexView
    filterset_class = LeadFilterSet
    ordering = "-last_requested_at"
    list_per_page = 25
    search_backend_name = None
    url_finder_class = LeadURLFinder

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("add/", self.construct_view(AddLeadView), name="add"),
            path("queue/", self.construct_view(QueueView, header_icon="tasks"), name="queue"),
            path("queue/results/", self.construct_view(QueueView, results_only=True), name="queue_results"),
            path("export/", self.construct_view(ExportView), name="export"),
            path("bulk/", self.construct_view(BulkView), name="bulk"),
            path("bulk/done/", self.construct_view(BulkDoneView), name="bulk_done"),
            path("views/new/", self.construct_view(NewSavedViewView), name="view_new"),
            path("views/<uuid:pk>/", self.construct_view(EditSavedViewView), name="view_edit"),
            path("news/", self.construct_view(LeadNewsView), name="news"),
            path("news/stream/", self.construct_view(LeadNewsStreamView), name="news_stream"),
            path("board/", self.board_view(), name="board"),
            path("board/results/", self.board_view(results_only=True), name="board_results"),
            path("<uuid:pk>/", self.construct_view(LeadView), name="inspect"),
            path("<uuid:pk>/move/", self.construct_view(MoveLeadView), name="move"),
            path("<uuid:pk>/undo-move/", self.construct_view(UndoMoveView), name="undo_move"),
            path("<uuid:pk>/assign/", self.construct_view(AssignLeadView), name="assign"),
            path("<uuid:pk>/crisis-seen/", self.construct_view(CrisisSeenView), name="crisis_seen"),
            path("<uuid:pk>/note/", self.construct_view(NoteView), name="note"),
            path("<uuid:pk>/call/", self.construct_view(LogCallView), name="log_call"),
            path("<uuid:pk>/steps/", self.construct_view(PlanStepView), name="plan_step"),
            path("<uuid:pk>/step/", self.construct_view(StepView), name="step"),
            path("<uuid:pk>/person/", self.construct_view(EditPersonView), name="edit_person"),
            path("<uuid:pk>/timeline/", self.construct_view(OlderEntriesView), name="timeline"),
            path("<uuid:pk>/next/", self.construct_view(NextLeadView), name="next"),
            path("<uuid:pk>/previous/", self.construct_view(PreviousLeadView), name="previous"),
            path("<uuid:pk>/merge/", self.construct_view(MergeView), name="merge"),
            path("<uuid:pk>/unmerge/", self.construct_view(UnmergeView), name="unmerge"),
            path("<uuid:pk>/household/", self.construct_view(HouseholdView), name="household"),
            path("<uuid:pk>/do-not-contact/", self.construct_view(DoNotContactView), name="do_not_contact"),
            path("<uuid:pk>/erase/", self.construct_view(AskForErasureView), name="ask_for_erasure"),
            path("<uuid:pk>/email/", self.construct_view(WriteEmailView), name="write_email"),
            path("<uuid:pk>/text/", self.construct_view(WriteTextView), name="write_text"),
        ]

    def board_view(self, **kwargs: Any) -> Any:
        """Searched and filtered as the list is, at addresses of its own."""
        shown = self.get_index_view_kwargs(
            index_url_name="leads:board",
            index_results_url_name="leads:board_results",
            template_name=LeadBoardView.template_name,
            header_icon="table",
            results_template_name=LeadBoardView.results_template_name,
        )
        return self.construct_view(LeadBoardView, **shown, **kwargs)

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """No boxes on the Groups page: ticked there, they would open every clinic."""
        return Permission.objects.none()


lead_viewset = LeadViewSet()
