"""Open leads of a clinic that takes no patients any more: people move them, so people must be told."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.admin.ui.components import Component

from leads.access import leads_for
from leads.models import Stage
from sites.models import Clinic


class LeadsToHandOverPanel(Component):
    """Counts a closed or paused clinic's open leads that the user may see, with the way to them. Else nothing."""

    template_name = "leads/admin/hand_over_panel.html"

    def __init__(self, request: HttpRequest, clinic: Clinic) -> None:
        super().__init__()
        self.request, self.clinic = request, clinic

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        if self.clinic.takes_consult_requests:
            return ""
        count = leads_for(self.request.user).open().filter(clinic=self.clinic).count()
        if not count:
            return ""
        context = {"count": count, "clinic": self.clinic, "taker": self.clinic.patients_go_to, "url": self.list_url()}
        return render_to_string(self.template_name, context)

    def list_url(self) -> str:
        open_stages = Stage.objects.filter(kind__in=[Stage.Kind.OPEN, Stage.Kind.BOOKED]).values_list("pk", flat=True)
        query = [("clinic", self.clinic.pk), *(("stage", key) for key in open_stages)]
        return f"{reverse('leads:index')}?{urlencode(query)}"
