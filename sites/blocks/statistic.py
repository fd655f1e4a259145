"""A number with its source, until the day it was to be looked at again."""

from datetime import date
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sites.blocks.choosers import RowChooserBlock
from sites.blocks.chosen import ChosenRows, ChosenRowsBlock


class FactChooserBlock(RowChooserBlock):
    """Refuses a fact that pages would not show."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("sites.Fact", **kwargs)

    def clean(self, value: Any) -> Any:
        fact = super().clean(value)
        if fact and (reason := why_not_trusted(fact, on=timezone.localdate())):
            raise ValidationError(reason)
        return fact


class StatisticValue(ChosenRows[Any]):
    def chosen(self) -> list[Any]:
        return [self["fact"]] if self["fact"] else []

    def why_withheld(self, row: Any, *, on: date, clinic: Model | None) -> str:
        return why_not_trusted(row, on=on)


class StatisticBlock(ChosenRowsBlock):
    """The value large, what it counts, and where it comes from; a share drawn as circles."""

    fact = FactChooserBlock(
        label=_("Fact"),
        help_text=_("From the library. After its review day the page leaves it out until somebody reviews it."),
    )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        for fact in context["rows"]:
            context["fact"] = fact
            context["circles"] = circles(fact.share) if fact.share is not None else ""
        return context

    def get_preview_value(self) -> Any:
        from sites.models import Fact

        fact = Fact(
            value="24 in 100",
            wording=gettext("adults in an invented country have pain on most days."),
            share=24,
            source=gettext("An invented survey, Example Institute, 2025"),
            source_url="https://example.com/survey",
            as_of_date=date(2025, 6, 1),
            review_by_date=date.max,
        )
        return self.normalize({"fact": fact})

    class Meta:
        icon = "order"
        label = _("Statistic")
        description = _("One number from the library with its source, and its share of a hundred as circles.")
        template = "sites/blocks/statistic.html"
        value_class = StatisticValue
        default_heading = _("In numbers")


def why_not_trusted(fact: Any, *, on: date) -> str:
    if fact.is_trusted(on=on):
        return ""
    words = gettext(
        "“%(fact)s” is not shown: it was to be reviewed by %(date)s. Review it in the library, or choose another."
    )
    return words % {"fact": fact.value, "date": date_format(fact.review_by_date)}


@lru_cache(maxsize=101)
def circles(share: int) -> SafeString:
    """A hundred circles in ten rows, the first `share` of them filled, for a view box of 400 by 400."""
    rows = ((20 + 40 * (n % 10), 20 + 40 * (n // 10), "a" if n < share else "n") for n in range(100))
    return format_html_join("", '<circle cx="{}" cy="{}" r="13" class="{}"/>', rows)
