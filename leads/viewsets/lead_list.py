"""The coordinator's list: leads of their clinics, newest request first."""

from typing import Any

import django_filters
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views import generic

from leads.access import lead_policy
from leads.forms import ConsultRequestForm
from leads.models import Lead, Stage
from leads.models.lead import LeadQuerySet
from sites.models import Clinic
from sites.permissions import ANY
from sites.viewsets.columns import CARD_LISTING, CardColumn, ago, link, status_tag

PREFERRED_CONTACT_LABELS = {"": "", **dict(ConsultRequestForm.PREFERRED_CONTACT)}


def clinics_of_user(request: HttpRequest) -> QuerySet[Clinic]:
    return lead_policy.clinics_for(request.user)


def possible_owners(request: HttpRequest) -> QuerySet[Any]:
    """Those who may work leads of the user's clinics; nobody who only works elsewhere."""
    owners = lead_policy.users_with_any_permission_in(lead_policy.clinics_for(request.user), ["change"])
    return owners.order_by("first_name", "last_name", get_user_model().USERNAME_FIELD)


class OwnerField(django_filters.fields.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(get_user_display_name(obj))


class OwnerFilter(django_filters.ModelChoiceFilter):
    field_class = OwnerField


class CrisisFilter(django_filters.BooleanFilter):
    """Yes: those that nobody has looked at yet."""

    def filter(self, qs: LeadQuerySet, value: bool | None) -> LeadQuerySet:
        if value is None:
            return qs
        waiting = {"crisis_flagged_at__isnull": False, "crisis_seen_at__isnull": True}
        return qs.filter(**waiting) if value else qs.exclude(**waiting)


class LeadFilterSet(WagtailFilterSet):
    clinic = django_filters.ModelChoiceFilter(queryset=clinics_of_user, label=_("Clinic"), empty_label=_("All"))
    stage = django_filters.ModelMultipleChoiceFilter(queryset=Stage.objects.all(), label=_("Stage"))
    owner = OwnerFilter(queryset=possible_owners, label=_("Owner"), empty_label=_("All"))
    crisis = CrisisFilter(label=_("May be in a crisis"))
    nobody = django_filters.BooleanFilter(field_name="owner", lookup_expr="isnull", label=_("Without an owner"))

    class Meta:
        model = Lead
        fields: list[str] = []


def name_cell(lead: Lead) -> SafeString:
    name = link(reverse("leads:inspect", args=[lead.pk]), lead.shown_name)
    if not lead.crisis_flagged_at:
        return name
    words = _("Look first: may be in a crisis") if lead.waits_for_a_look else _("May be in a crisis; looked at")
    flag = "lead-flag" if lead.waits_for_a_look else "lead-flag lead-flag-seen"
    return format_html('{} <span class="{}">{}</span>', name, flag, words)


def stage_cell(lead: Lead) -> SafeString:
    return status_tag(lead.stage.name, is_live=lead.is_open())


def phone_cell(lead: Lead) -> SafeString | str:
    number = lead.phone_number
    return format_html('<a href="{}">{}</a>', number.tel_uri, number.display) if number else ""


def preferred_contact_cell(lead: Lead) -> str:
    return str(PREFERRED_CONTACT_LABELS.get(lead.person.preferred_contact, lead.person.preferred_contact))


def owner_cell(lead: Lead) -> str:
    return str(get_user_display_name(lead.owner)) if lead.owner else ""


class LeadIndexView(generic.IndexView):
    is_searchable = True
    table_classname = CARD_LISTING
    list_export: list[str] = []
    columns = [
        CardColumn("name", label=_("Name"), accessor=name_cell, sort_key="person__full_name", classname="title"),
        CardColumn("clinic", label=_("Clinic"), accessor="clinic.name", sort_key="clinic__name"),
        CardColumn("stage", label=_("Stage"), accessor=stage_cell, sort_key="stage__position"),
        CardColumn("phone", label=_("Phone"), accessor=phone_cell, classname="card-call"),
        CardColumn("preferred_contact", label=_("Answer by"), accessor=preferred_contact_cell),
        CardColumn(
            "last_requested_at",
            label=_("Last asked"),
            accessor=lambda lead: ago(lead.last_requested_at),
            sort_key="last_requested_at",
        ),
        CardColumn("owner", label=_("Owner"), accessor=owner_cell, sort_key="owner__first_name"),
    ]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.is_export = False  # an export of nothing would still read every row

    def get_base_queryset(self) -> LeadQuerySet:
        rows: LeadQuerySet = super().get_base_queryset().select_related("person", "clinic", "stage", "owner")
        return rows

    def order_queryset(self, queryset: LeadQuerySet) -> LeadQuerySet:
        # Equal values must not swap pages.
        return queryset.order_by(self.ordering, "-pk")

    def search_queryset(self, queryset: LeadQuerySet) -> LeadQuerySet:
        return queryset.matching(self.search_query) if self.is_searching else queryset

    def get_list_buttons(self, instance: Lead) -> list[Any]:
        return []

    @cached_property
    def no_results_message(self) -> str:
        if self.is_searching or self.is_filtering:
            return format_html('{} <a href="{}">{}</a>', _("No lead matches."), self.index_url, _("Show all leads"))
        if not lead_policy.user_has_any_permission(self.request.user, ANY):
            return str(_("You work in no clinic yet. Ask an administrator to add you to one."))
        return str(_("No leads yet. One arrives here as soon as somebody sends a clinic's consult form."))
