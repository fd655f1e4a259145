"""The catalogue of events in the admin: what each tells, by data class, with an example."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from integrations.access import endpoint_policy
from integrations.catalogue import EVENT_TYPES, EventType
from sites.permissions import ANY


class EventTypesView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "integrations/admin/event_types.html"
    page_title = _("Event types")
    header_icon = "list-ul"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not endpoint_policy.user_has_any_permission(request.user, ANY):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("endpoints:index"), "label": _("Endpoints")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        types = [
            {
                "name": each.name,
                "when": each.when,
                "fields": [(data_class.slug, names) for data_class, names in each.fields.items()],
                "is_sent": each.is_sent,
                "example": example(each),
                "file_name": each.file_name,
            }
            for each in EVENT_TYPES
        ]
        shown: dict[str, Any] = super().get_context_data(types=types, **kwargs)
        return shown


def example(event_type: EventType) -> str:
    """The contract's file, which tests hold against what is sent. Empty where an installation comes without them."""
    path = Path(settings.CONTRACTS_DIR) / event_type.file_name
    return path.read_text() if path.exists() else ""
