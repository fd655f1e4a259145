"""What pages state as true, shared by the network: numbers with sources, side effects, outside resources."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from sites.models import ExternalResource, Fact, SideEffect


class FactViewSet(SnippetViewSet):
    model = Fact
    icon = "order"
    menu_label = _("Facts")
    list_display = ["value", "wording", "as_of_date", "review_by_date"]
    list_filter = {"review_by_date": ["lt"]}
    ordering = "review_by_date"
    search_fields = ["value", "wording", "source"]


class SideEffectViewSet(SnippetViewSet):
    model = SideEffect
    icon = "warning"
    menu_label = _("Side effects")
    list_display = ["name", "dose", "is_serious"]
    list_filter = ["dose", "is_serious", "treatments"]
    search_fields = ["name", "description"]


class ExternalResourceViewSet(SnippetViewSet):
    model = ExternalResource
    icon = "globe"
    menu_label = _("Outside resources")
    list_display = ["name", "url", "checked_date"]
    search_fields = ["name", "description"]
