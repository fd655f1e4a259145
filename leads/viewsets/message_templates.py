"""Message templates in the admin: a clinic's own, and the network's, which every clinic may use."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet

from leads.messages.placeholders import PLACEHOLDERS
from leads.models import MessageTemplate
from sites.viewsets.clinic_library import ClinicRowForm, ClinicRowIndexView, filter_set_for
from sites.viewsets.columns import CardColumn
from sites.viewsets.scoped import ScopedViewSetMixin


class MessageTemplateForm(ClinicRowForm):
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


def language_cell(template: MessageTemplate) -> str:
    return str(dict(settings.LANGUAGES).get(template.language, template.language))


class MessageTemplateIndexView(ClinicRowIndexView):
    shown_relations = ("clinic",)
    more_columns = (
        CardColumn("channel", label=_("Sent as"), accessor="get_channel_display", sort_key="channel"),
        CardColumn("language", label=_("Language"), accessor=language_cell, sort_key="language"),
    )


class PlaceholderHelp(HelpPanel):
    """The table of what may stand in braces."""

    class BoundPanel(HelpPanel.BoundPanel):
        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"placeholders": [(f"{{{name}}}", words) for name, words in PLACEHOLDERS.items()]}


class MessageTemplateViewSet(ScopedViewSetMixin, ModelViewSet):
    model = MessageTemplate
    name = "message_templates"
    url_prefix = "message-templates"
    icon = "mail"
    menu_label = _("Message templates")
    menu_order = 160
    add_to_admin_menu = True
    add_to_reference_index = False
    view_names = ("index", "index_results", "add", "edit", "delete")
    copy_view_enabled = False
    index_view_class = MessageTemplateIndexView
    filterset_class = filter_set_for(MessageTemplate)
    list_per_page = 50
    search_fields = ["name"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("channel"), FieldPanel("language"), FieldPanel("position")]),
            FieldPanel("clinic"),
            FieldPanel("subject"),
            FieldPanel("body"),
            PlaceholderHelp(template="leads/admin/placeholder_help.html", heading=_("Placeholders")),
        ],
        base_form_class=MessageTemplateForm,
    )


message_template_viewset = MessageTemplateViewSet()
