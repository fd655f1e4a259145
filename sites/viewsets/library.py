"""What every clinic shares and anybody with a sign-in may read: nothing private belongs here."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from sites.models import Condition, Credential, Practice, Provider, Treatment
from sites.viewsets.facts import ExternalResourceViewSet, FactViewSet, SideEffectViewSet


class ProviderViewSet(SnippetViewSet):
    model = Provider
    icon = "group"
    list_display = ["name", "languages"]
    search_fields = ["name"]


class TreatmentViewSet(SnippetViewSet):
    model = Treatment
    icon = "pick"
    list_display = ["name", "summary"]
    search_fields = ["name"]


class ConditionViewSet(SnippetViewSet):
    model = Condition
    icon = "help"
    list_display = ["name", "summary"]
    search_fields = ["name"]


class CredentialViewSet(SnippetViewSet):
    model = Credential
    icon = "tag"
    list_display = ["code", "meaning"]


class PracticeViewSet(SnippetViewSet):
    model = Practice
    icon = "home"
    list_display = ["name", "legal_name"]


class LibraryViewSetGroup(SnippetViewSetGroup):
    menu_label = _("Library")
    menu_icon = "folder-open-1"
    menu_order = 160
    items = (
        ProviderViewSet,
        TreatmentViewSet,
        ConditionViewSet,
        SideEffectViewSet,
        FactViewSet,
        ExternalResourceViewSet,
        CredentialViewSet,
        PracticeViewSet,
    )
