"""Facts in the admin: which may still be shown, and which must be looked at again."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from sites.models import Fact
from sites.reviews import SOON
from sites.viewsets.columns import CardColumn, status_tag


def review_cell(fact: Fact) -> SafeString | str:
    """The day, with a word beside it when it has passed or comes soon."""
    today, day = timezone.localdate(), date_format(fact.review_by_date, "DATE_FORMAT")
    if fact.review_by_date < today:
        return format_html("{} {}", day, status_tag(str(_("Past: not shown")), is_live=True))
    if fact.review_by_date <= today + SOON:
        return format_html("{} {}", day, status_tag(str(_("Soon")), is_live=False))
    return day


REVIEW_COLUMN = CardColumn("review_by_date", label=_("Review by"), accessor=review_cell, sort_key="review_by_date")


class FactFilterSet(WagtailFilterSet):
    review = django_filters.ChoiceFilter(
        label=_("Review"),
        empty_label=_("All"),
        choices=[("past", _("Past: not shown")), ("soon", _("Within thirty days, or past"))],
        method="filter_by_review",
    )

    class Meta:
        model = Fact
        fields: list[str] = []

    def filter_by_review(self, facts: QuerySet[Fact], name: str, value: Any) -> QuerySet[Fact]:
        today = timezone.localdate()
        if value == "past":
            return facts.filter(review_by_date__lt=today)
        return facts.filter(review_by_date__lte=today + SOON)
