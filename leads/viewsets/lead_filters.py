"""By what a list of leads is narrowed. Choices are those of the user's own clinics."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelMultipleChoiceField
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.utils import get_user_display_name

from leads.access import lead_policy, works_in_several_clinics
from leads.models import Lead, Stage
from leads.models.lead import LeadQuerySet
from leads.viewsets.staff_choices import by_name
from leads.work_queue import due_soon, due_today, overdue, without_next_step
from sites.models import Clinic

WHOSE = [("me", _("Me")), ("nobody", _("Nobody")), ("mine", _("Me or nobody"))]
EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)
DUE: dict[str, tuple[Any, Callable[[datetime], Q]]] = {
    "overdue": (_("Overdue"), overdue),
    "soon": (_("Due soon"), due_soon),
    "today": (_("Due today"), due_today),
    "none": (_("No next step"), lambda _at: without_next_step()),
}


def clinics_of_user(request: HttpRequest) -> QuerySet[Clinic]:
    return lead_policy.clinics_for(request.user)


def possible_owners(request: HttpRequest) -> QuerySet[Any]:
    """Those who may work leads of the user's clinics; nobody who only works elsewhere."""
    return by_name(lead_policy.users_with_any_permission_in(lead_policy.clinics_for(request.user), ["change"]))


def owner_choices(request: HttpRequest) -> list[tuple[str, Any]]:
    return [*WHOSE, *((str(user.pk), get_user_display_name(user)) for user in possible_owners(request))]


class NativeDateInput(forms.DateInput):
    """The browser's own: Wagtail's needs a script in the page, which the policy of these pages forbids."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class CrisisFilter(django_filters.BooleanFilter):
    """Yes: those that nobody has looked at yet."""

    def filter(self, qs: LeadQuerySet, value: bool | None) -> LeadQuerySet:
        if value is None:
            return qs
        waiting = {"crisis_flagged_at__isnull": False, "crisis_seen_at__isnull": True}
        return qs.filter(**waiting) if value else qs.exclude(**waiting)


class StagesField(ModelMultipleChoiceField):
    def _check_values(self, value: Any) -> Any:
        try:
            return super()._check_values(value)
        except OverflowError:  # SQLite's, of a key longer than any
            raise ValidationError(self.error_messages["invalid_choice"], params={"value": "…"}) from None


class StagesFilter(django_filters.ModelMultipleChoiceFilter):
    field_class = StagesField


class LeadFilterSet(WagtailFilterSet):
    """A filter that is no choice of the user's leaves the list as if nothing were filtered: see `filters.is_valid`."""

    clinic = django_filters.ModelChoiceFilter(queryset=clinics_of_user, label=_("Clinic"), empty_label=_("All"))
    stage = StagesFilter(queryset=Stage.objects.all(), label=_("Stage"))
    status = django_filters.ChoiceFilter(
        label=_("Open or closed"),
        choices=[("open", _("Open")), ("closed", _("Closed"))],
        method="by_status",
        empty_label=_("All"),
    )
    owner = django_filters.ChoiceFilter(label=_("Owner"), method="by_owner", empty_label=_("All"))
    due = django_filters.ChoiceFilter(
        label=_("Due"),
        choices=[(slug, label) for slug, (label, _q) in DUE.items()],
        method="by_due",
        empty_label=_("All"),
    )
    received_from = django_filters.DateFilter(label=_("Received from"), method="by_first_day", widget=NativeDateInput)
    received_to = django_filters.DateFilter(label=_("Received until"), method="by_last_day", widget=NativeDateInput)
    crisis = CrisisFilter(label=_("May be in a crisis"))

    class Meta:
        model = Lead
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["owner"].extra["choices"] = owner_choices(self.request)
        if not works_in_several_clinics(self.request.user):
            del self.filters["clinic"]  # one choice is none

    def by_status(self, leads: LeadQuerySet, name: str, value: str) -> LeadQuerySet:
        return leads.filter(closed_at__isnull=value == "open")

    def by_owner(self, leads: LeadQuerySet, name: str, value: str) -> LeadQuerySet:
        match value:
            case "me":
                return leads.filter(owner=self.request.user)
            case "nobody":
                return leads.filter(owner__isnull=True)
            case "mine":
                return leads.filter(Q(owner=self.request.user) | Q(owner__isnull=True))
        return leads.filter(owner_id=int(value))

    def by_due(self, leads: LeadQuerySet, name: str, value: str) -> LeadQuerySet:
        # What is due is open. Said again, so that the index of open leads serves.
        return leads.open().filter(DUE[value][1](timezone.now()))

    def by_first_day(self, leads: LeadQuerySet, name: str, value: date) -> LeadQuerySet:
        return leads.filter(created_at__gte=_midnight(value))

    def by_last_day(self, leads: LeadQuerySet, name: str, value: date) -> LeadQuerySet:
        return leads.filter(created_at__lt=_midnight(value) + timedelta(days=1))


def _midnight(day: date) -> datetime:
    """By the clock of whoever looks. The first and the last days that Python knows are beyond some clocks' reach."""
    return timezone.make_aware(datetime.combine(min(max(day, EARLIEST), LATEST), time.min))
