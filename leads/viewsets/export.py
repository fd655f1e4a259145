"""The list as a sheet (CSV): the columns and leads that it shows, streamed as they are read."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count
from django.http import StreamingHttpResponse
from django.utils import timezone
from django.views.generic.base import View
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from leads.access import lead_policy
from leads.audit import record_export
from leads.models import Lead
from leads.saved_views import list_query
from leads.viewsets.lead_columns import LeadColumn, exportable
from leads.viewsets.lead_selection import LeadSelection
from protection.spreadsheet_cells import as_text

# So that spreadsheets read UTF-8.
BYTE_ORDER_MARK = "\ufeff"


class ExportView(PermissionCheckedMixin, View):
    """Only leads of clinics in which the user may export: seeing them is not enough."""

    permission_policy = lead_policy
    permission_required = "export"

    def get(self, request: Any, *args: Any, **kwargs: Any) -> StreamingHttpResponse:
        selection = LeadSelection(request, request.GET, actions=("export",))
        columns = exportable(selection.columns)
        # Before the first line leaves: a reader who breaks off has read.
        record_export(
            actor=request.user,
            leads_by_clinic=dict(selection.leads.values_list("clinic").annotate(Count("pk"))),
            columns=[column.name for column in columns],
            filters=list_query(request.GET),
            at=timezone.now(),
        )
        response = StreamingHttpResponse(
            lines(selection.keyset.in_order(), columns), content_type="text/csv; charset=utf-8"
        )
        day = timezone.localdate().isoformat()
        response.headers["Content-Disposition"] = f'attachment; filename="leads-{day}.csv"'
        return response


def lines(leads: Iterable[Lead], columns: list[LeadColumn]) -> Iterator[str]:
    """A header, then a line for each lead."""
    yield BYTE_ORDER_MARK + line(str(column.label) for column in columns)
    for lead in leads:
        yield line(column.text(lead) for column in columns)


def line(values: Iterable[str]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerow([as_text(value) for value in values])
    return file.getvalue()
