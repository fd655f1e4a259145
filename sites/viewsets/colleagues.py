"""Wagtail's reports and histories, in which the reader finds their colleagues by name and nobody else."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.filters import QuerySetRequestMixin
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.generic import history
from wagtail.admin.views.pages import history as page_history
from wagtail.admin.views.reports import aging_pages, audit_logging, locked_pages, workflows
from wagtail.models import BaseLogEntry

from sites.colleagues import colleagues_of
from staff.models import StaffUser


def among_colleagues(filterset_class: type[WagtailFilterSet]) -> type[WagtailFilterSet]:
    """The same filters; of people they offer, and take, colleagues alone."""

    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        filterset_class.__init__(self, *args, **kwargs)
        for each in self.filters.values():
            if isinstance(each, QuerySetRequestMixin):
                each.queryset = colleagues_in(each.extra.get("queryset") if each.queryset is None else each.queryset)

    return type(filterset_class.__name__, (filterset_class,), {"__init__": init})


def colleagues_in(offered: Any) -> Any:
    """Answers a filter that offers rows, or a function of the request: where they are people, with colleagues."""

    def choices(request: Any) -> Any:
        found = offered(request) if callable(offered) else offered
        return found.filter(pk__in=colleagues_of(request.user)) if is_of_staff(found) else found

    return choices


def is_of_staff(found: Any) -> bool:
    return isinstance(found, QuerySet) and issubclass(found.model, StaffUser)


def without_others[Row: Model](rows: Iterable[Row], user: StaffUser, *, named_in: str) -> list[Row]:
    """`rows`, in which the foreign key `named_in` leads to nobody but colleagues of `user`."""
    told = list(rows)
    keys = {getattr(row, f"{named_in}_id") for row in told}
    known = colleagues_among(keys, user)
    for row in told:
        if getattr(row, f"{named_in}_id") not in known:
            setattr(row, named_in, None)
    return told


def entries_without_others(entries: Iterable[BaseLogEntry], user: StaffUser) -> list[BaseLogEntry]:
    """The same for entries of a log, where nobody named would mean that the system did it."""
    told = list(entries)
    known = colleagues_among({entry.user_id for entry in told}, user)
    for entry in told:
        if entry.user_id and entry.user_id not in known:
            entry.user = None
            entry.user_display_name = _("Somebody else")
    return told


def colleagues_among(keys: set[int | None], user: StaffUser) -> set[int]:
    found = colleagues_of(user).filter(pk__in=[key for key in keys if key])
    return set(found.values_list("pk", flat=True))


class SiteHistoryView(audit_logging.LogEntriesView):
    filterset_class = among_colleagues(audit_logging.SiteHistoryReportFilterSet)

    def decorate_paginated_queryset(self, queryset: Any) -> list[BaseLogEntry]:
        return entries_without_others(super().decorate_paginated_queryset(queryset), self.request.user)


class WorkflowView(workflows.WorkflowView):
    filterset_class = among_colleagues(workflows.WorkflowReportFilterSet)

    def decorate_paginated_queryset(self, object_list: Any) -> list[Any]:
        rows = super().decorate_paginated_queryset(object_list)
        return without_others(rows, self.request.user, named_in="requested_by")


class WorkflowTasksView(workflows.WorkflowTasksView):
    def decorate_paginated_queryset(self, object_list: Any) -> list[Any]:
        rows = super().decorate_paginated_queryset(object_list)
        without_others({row.workflow_state for row in rows}, self.request.user, named_in="requested_by")
        return without_others(rows, self.request.user, named_in="finished_by")


class LockedPagesView(locked_pages.LockedPagesView):
    filterset_class = among_colleagues(locked_pages.LockedPagesReportFilterSet)

    def decorate_paginated_queryset(self, object_list: Any) -> list[Any]:
        rows = super().decorate_paginated_queryset(object_list)
        return without_others(rows, self.request.user, named_in="locked_by")


class AgingPagesView(aging_pages.AgingPagesView):
    def decorate_paginated_queryset(self, queryset: Any) -> Any:
        pages = super().decorate_paginated_queryset(queryset)
        known = colleagues_among({page.last_published_by for page in pages}, self.request.user)
        for page in pages:
            if page.last_published_by not in known:
                page.last_published_by = None
                page.last_published_by_user = ""
        return pages


class HistoryView(history.HistoryView):
    filterset_class = among_colleagues(history.HistoryFilterSet)

    def get_table(self, object_list: Any) -> Any:
        return super().get_table(entries_without_others(object_list, self.request.user))


class PageHistoryView(HistoryView, page_history.PageHistoryView):
    filterset_class = among_colleagues(page_history.PageHistoryFilterSet)
