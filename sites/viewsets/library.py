"""What every clinic shares and anybody with a sign-in may read: nothing private belongs here."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from sites.models import (
    Condition,
    Credential,
    ExternalResource,
    Fact,
    PaymentMethod,
    Practice,
    Provider,
    SideEffect,
    Treatment,
)
from sites.viewsets.chosen import SnippetChooserViewSet
from sites.viewsets.facts import REVIEW_COLUMN, FactFilterSet


class LibraryViewSet(SnippetViewSet):
    chooser_viewset_class = SnippetChooserViewSet


class ProviderViewSet(LibraryViewSet):
    model = Provider
    icon = "group"
    list_display = ["name", "languages"]
    search_fields = ["name"]


class TreatmentViewSet(LibraryViewSet):
    model = Treatment
    icon = "pick"
    list_display = ["name", "summary"]
    search_fields = ["name"]


class ConditionViewSet(LibraryViewSet):
    model = Condition
    icon = "help"
    list_display = ["name", "summary"]
    search_fields = ["name"]


class CredentialViewSet(LibraryViewSet):
    model = Credential
    icon = "tag"
    list_display = ["code", "meaning"]


class PracticeViewSet(LibraryViewSet):
    model = Practice
    icon = "home"
    list_display = ["name", "legal_name"]


class FactViewSet(LibraryViewSet):
    model = Fact
    icon = "view"
    filterset_class = FactFilterSet
    list_display = ["value", "wording", "source", "as_of_date", REVIEW_COLUMN]
    search_fields = ["value", "wording", "source"]


class SideEffectViewSet(LibraryViewSet):
    model = SideEffect
    icon = "warning"
    list_display = ["name", "dose", "is_serious", "description"]
    list_filter = ["dose", "is_serious", "treatments"]
    search_fields = ["name", "description"]


class PaymentMethodViewSet(LibraryViewSet):
    model = PaymentMethod
    icon = "tag"
    list_display = ["name", "kind"]
    list_filter = ["kind"]
    search_fields = ["name"]


class ExternalResourceViewSet(LibraryViewSet):
    model = ExternalResource
    icon = "link-external"
    list_display = ["name", "url", "checked_date"]
    search_fields = ["name", "url", "description"]


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
        PaymentMethodViewSet,
        CredentialViewSet,
        PracticeViewSet,
    )
