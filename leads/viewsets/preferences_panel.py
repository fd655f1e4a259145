"""How somebody wants to hear of new leads: in their account, for those who work leads."""

from typing import Any

from django import forms
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from leads.access import lead_policy
from leads.models import WorkspacePreferences
from sites.permissions import ANY


class ModuleScript:
    """An ES module among a form's media."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __html__(self) -> SafeString:
        return format_html('<script type="module" src="{}"></script>', static(self.path))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ModuleScript) and other.path == self.path

    def __hash__(self) -> int:
        return hash(self.path)


class WorkspacePreferencesForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = WorkspacePreferences
        fields = ["plays_sound", "shows_notifications", "gets_digest"]

    class Media:
        js = [ModuleScript("js/ask-for-notifications.js")]


class WorkspacePreferencesPanel(BaseSettingsPanel):
    name = "workspace"
    title = _("New leads")
    tab = notifications_tab
    order = 300
    form_class = WorkspacePreferencesForm

    def is_active(self) -> bool:
        return lead_policy.user_has_any_permission(self.user, ANY)

    def get_form(self) -> Any:
        stored = WorkspacePreferences.objects.filter(user=self.user).first()
        values: dict[str, Any] = {
            "instance": stored or WorkspacePreferences(user=self.user),
            "prefix": self.name,
        }
        data = self.request.POST if self.request.method == "POST" else None
        return self.form_class(data, **values)
