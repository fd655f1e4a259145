from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.admin.menu import MenuItem


class CountingMenuItem(MenuItem):
    """ "Held back (3)": how many wait for whoever looks."""

    def waiting_for(self, user: Any) -> QuerySet[Any]:
        raise NotImplementedError

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        waiting = self.waiting_for(request.user).count()
        if waiting:
            component.label = f"{self.label} ({waiting})"
        return component
