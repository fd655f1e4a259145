"""Choosing somebody of the staff: by the name they are known by, in the order of names."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django_filters.fields import ModelChoiceField as FilterChoiceField
from wagtail.admin.utils import get_user_display_name


class ShowsStaffNames:
    def label_from_instance(self, obj: Any) -> str:
        return str(get_user_display_name(obj))


class StaffChoiceField(ShowsStaffNames, forms.ModelChoiceField):  # type: ignore[type-arg]
    """Of a form."""


class StaffFilterField(ShowsStaffNames, FilterChoiceField):
    """Of a filter."""


def by_name(staff: QuerySet[Any]) -> QuerySet[Any]:
    return staff.order_by("first_name", "last_name", get_user_model().USERNAME_FIELD)
