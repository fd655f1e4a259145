from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from sites.models.part_of import PartOfClinic
from sites.opening_hours import ClosedDays, Shift


class OpeningHours(PartOfClinic):
    """Open from one time to another on a weekday. A lunch break makes two of them."""

    clinic = ParentalKey("sites.Clinic", on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=list(WEEKDAYS.items()))
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    panels = [
        FieldRowPanel(
            [
                FieldPanel("weekday"),
                FieldPanel("opens", help_text=_("In 24 hours: 08:00.")),
                FieldPanel("closes", help_text=_("17:00 for 5 PM. Not after it opens: the next day.")),
            ]
        )
    ]

    class Meta:
        ordering = ["weekday", "opens"]
        verbose_name = verbose_name_plural = _("opening hours")
        constraints = [models.CheckConstraint(condition=Q(weekday__lt=7), name="opening_hours_weekday")]

    def __str__(self) -> str:
        return f"{WEEKDAYS[self.weekday]} {self.opens}-{self.closes}"

    def as_shift(self) -> Shift:
        return Shift(weekday=self.weekday, opens=self.opens, closes=self.closes)


class Closure(PartOfClinic):
    """Days on which the clinic is closed whatever its weekly hours say: a holiday, a storm, today."""

    clinic = ParentalKey("sites.Clinic", on_delete=models.CASCADE, related_name="closures")
    first_date = models.DateField(_("from"))
    last_date = models.DateField(_("to, included"))
    reason = models.CharField(_("reason"), max_length=80, blank=True, help_text=_("Shown on the clinic's page."))

    panels = [FieldRowPanel([FieldPanel("first_date"), FieldPanel("last_date")]), FieldPanel("reason")]

    class Meta:
        ordering = ["first_date"]
        verbose_name = _("closure")
        constraints = [
            models.CheckConstraint(condition=Q(last_date__gte=F("first_date")), name="closure_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return f"{self.first_date} {self.reason}"

    def clean(self) -> None:
        super().clean()
        if self.first_date and self.last_date and self.last_date < self.first_date:
            raise ValidationError({"last_date": _("The last day is before the first.")})

    def as_closed_days(self) -> ClosedDays:
        return ClosedDays(first=self.first_date, last=self.last_date, reason=self.reason)
