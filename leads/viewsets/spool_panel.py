"""On the admin's home page: what waits on this machine's disk, and what could not be brought in."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from wagtail.admin.ui.components import Component

from leads.access import lead_policy
from leads.models import HeldRequest
from leads.spool.receiving import count_waiting
from leads.viewsets.held_requests import looks_after_held_requests
from sites.permissions import ANY


class SpoolPanel(Component):
    """Nothing where nothing waits. Held requests are of no clinic, so only network roles hear of them."""

    template_name = "leads/admin/spool_panel.html"
    order = 40

    def render_html(self, parent_context: Mapping[str, Any]) -> str:
        user = parent_context["request"].user
        if not lead_policy.user_has_any_permission(user, ANY):
            return ""
        waiting = count_waiting()
        held = HeldRequest.objects.waiting().count() if looks_after_held_requests(user) else 0
        if not waiting.count and not held:
            return ""
        context = {"count": waiting.count, "since": waiting.since, "held": held, "now": timezone.now()}
        return render_to_string(self.template_name, context)
