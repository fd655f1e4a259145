"""The crisis words in the admin: the network's, and every change of them in Wagtail's log."""

from typing import Any

from wagtail.admin.panels import ObjectList
from wagtail.admin.viewsets.model import ModelViewSet

from leads.models import CrisisPhrase


class CrisisPhraseViewSet(ModelViewSet):
    model = CrisisPhrase
    name = "crisis-words"
    icon = "warning"
    menu_order = 170
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    list_display: list[Any] = ["phrase", "language"]
    list_filter: list[str] = ["language"]
    list_per_page = 100
    search_fields: list[str] = ["phrase"]
    search_backend_name = None
    edit_handler = ObjectList(CrisisPhrase.panels)


crisis_phrase_viewset = CrisisPhraseViewSet()
