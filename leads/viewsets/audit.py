"""The audit in the admin: who looked at what, changed it, took it out or was refused. To read, in one's clinics."""

from typing import Any
from uuid import UUID

import django_filters
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from leads.audit import audit_policy
from leads.viewsets.staff_choices import StaffFilterField
from protection.models import AuditEntry
from sites.models import Clinic
from sites.viewsets.columns import CARD_LISTING, CardColumn, ago, link
from sites.viewsets.scoped import ScopedViewSetMixin


def clinics_of_user(request: HttpRequest) -> QuerySet[Clinic]:
    return audit_policy.clinics_for(request.user, ["view"])


def staff_in_reach(request: HttpRequest) -> QuerySet[Any]:
    """Those who did something that the user may read."""
    actors = audit_policy.scope(AuditEntry.objects.order_by(), request.user, ["view"]).values_list("actor", flat=True)
    keys = [int(each) for each in actors.distinct() if each.isdigit()]
    return get_user_model().objects.filter(pk__in=keys).order_by(get_user_model().USERNAME_FIELD)


class ActorFilter(django_filters.ModelChoiceFilter):
    field_class = StaffFilterField

    def filter(self, qs: QuerySet[AuditEntry], value: Any) -> QuerySet[AuditEntry]:
        return qs.filter(actor=str(value.pk)) if value else qs


class ClinicFilter(django_filters.ModelChoiceFilter):
    def filter(self, qs: QuerySet[AuditEntry], value: Clinic | None) -> QuerySet[AuditEntry]:
        return qs.filter(clinic_id=value.pk) if value else qs


class AuditFilterSet(WagtailFilterSet):
    actor = ActorFilter(queryset=staff_in_reach, label=_("Who"), empty_label=_("All"))
    action = django_filters.MultipleChoiceFilter(choices=AuditEntry.Action.choices, label=_("What"))
    clinic = ClinicFilter(queryset=clinics_of_user, label=_("Clinic"), empty_label=_("All"))
    subject = django_filters.UUIDFilter(field_name="subject_id", method="of_subject", label=_("Id of the lead"))

    class Meta:
        model = AuditEntry
        fields: list[str] = []

    def of_subject(self, queryset: QuerySet[AuditEntry], name: str, value: UUID) -> QuerySet[AuditEntry]:
        return queryset.filter(subject_id=str(value))


def subject_cell(entry: AuditEntry) -> SafeString | str:
    """The lead by the end of its id, as everywhere where no name belongs."""
    if entry.subject_type != "lead" or not entry.subject_id:
        return entry.subject_type if entry.subject_id else ""
    label = f"{_('Lead')} {entry.subject_id.replace('-', '')[-8:]}"
    return link(reverse("leads:inspect", args=[entry.subject_id]), label)


def how_cell(entry: AuditEntry) -> str:
    """The view's name, and what else is known: ids and counts."""
    told = {name: ", ".join(map(str, each)) if isinstance(each, list) else each for name, each in entry.data.items()}
    return "; ".join(str(each) if name == "view" else f"{name}: {each}" for name, each in told.items())


class AuditIndexView(generic.IndexView):
    table_classname = CARD_LISTING
    list_export: list[str] = []
    is_searchable = False
    default_ordering = "-id"

    @cached_property
    def columns(self) -> list[CardColumn]:
        return [
            CardColumn("at", label=_("When"), accessor=lambda entry: ago(entry.at), classname="title"),
            CardColumn("actor", label=_("Who"), accessor=self.actor_cell),
            CardColumn("action", label=_("What"), accessor="get_action_display"),
            CardColumn("subject", label=_("Of"), accessor=subject_cell),
            CardColumn("clinic", label=_("Clinic"), accessor=lambda entry: self.clinics.get(entry.clinic_id, "")),
            CardColumn("how", label=_("How"), accessor=how_cell),
        ]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.is_export = False

    def order_queryset(self, queryset: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        return queryset.order_by("-id")

    @cached_property
    def clinics(self) -> dict[UUID, str]:
        return dict(clinics_of_user(self.request).values_list("pk", "name"))

    @cached_property
    def staff(self) -> dict[str, str]:
        return {str(each.pk): str(get_user_display_name(each)) for each in staff_in_reach(self.request)}

    def actor_cell(self, entry: AuditEntry) -> str:
        return self.staff.get(entry.actor, entry.actor)

    def get_list_buttons(self, instance: AuditEntry) -> list[Any]:
        return []


class AuditViewSet(ScopedViewSetMixin, ModelViewSet):
    model = AuditEntry
    name = "audit"
    url_prefix = "audit"
    icon = "history"
    menu_label = _("Audit")
    menu_order = 820
    add_to_admin_menu = True
    add_to_reference_index = False
    view_names = ("index", "index_results")
    copy_view_enabled = False
    form_fields: list[str] = []
    index_view_class = AuditIndexView
    filterset_class = AuditFilterSet
    ordering = "-id"
    list_per_page = 50
    search_backend_name = None

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """No boxes on the Groups page: ticked there, they would open every clinic."""
        return Permission.objects.none()


audit_viewset = AuditViewSet()
