"""On the admin's home page: no worker runs, or endpoints fail. Nothing where all is well."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from wagtail.admin.ui.components import Component

from integrations.access import endpoint_policy
from integrations.heartbeat import last_seen_at, worker_is_alive
from integrations.models import Endpoint
from sites.permissions import ANY

SHOWN = 10


class TroublePanel(Component):
    """For those who may see endpoints, each of their own clinics' endpoints."""

    template_name = "integrations/admin/trouble_panel.html"
    order = 30

    def render_html(self, parent_context: Mapping[str, Any]) -> str:
        user = parent_context["request"].user
        if not endpoint_policy.user_has_any_permission(user, ANY):
            return ""
        now = timezone.now()
        in_trouble = Q(status=Endpoint.Status.DISABLED) | Q(failing_since__isnull=False)
        endpoints = endpoint_policy.scope(Endpoint.objects.filter(in_trouble).defer("secrets", "headers"), user)
        shown = list(endpoints[:SHOWN])
        silent = not worker_is_alive(at=now)
        if not shown and not silent:
            return ""
        context = {"endpoints": shown, "silent": silent, "last_seen_at": last_seen_at() if silent else None}
        return render_to_string(self.template_name, context)
