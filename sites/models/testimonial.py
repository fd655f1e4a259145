from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from sites.models.part_of import PartOfClinicAndTreatment


class TestimonialQuerySet(models.QuerySet["Testimonial"]):
    def publishable(self, *, on: date) -> Self:
        """Those that their tellers allow to be shown on this day, and those that are no real person's."""
        authorized = Q(authorized_date__lte=on) & (Q(expires_date__isnull=True) | Q(expires_date__gte=on))
        return self.filter(Q(revoked_date__isnull=True) | Q(revoked_date__gt=on)).filter(
            Q(is_illustrative=True) | authorized
        )


class Testimonial(PartOfClinicAndTreatment):
    """A patient's story, with the permission to tell it. Without a permission in force no page shows it."""

    text = models.TextField(_("story"))
    display_name = models.CharField(
        _("shown name"), max_length=80, help_text=_("A first name and an initial, or what the patient asked for.")
    )
    clinic = models.ForeignKey(
        "sites.Clinic",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="testimonials",
        verbose_name=_("clinic"),
        help_text=_("Empty: for the whole network."),
    )
    treatment = models.ForeignKey(
        "sites.Treatment",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="testimonials",
        verbose_name=_("treatment"),
    )
    is_illustrative = models.BooleanField(
        _("no real person"), default=False, help_text=_("A composite or invented story. Pages say so beside it.")
    )
    authorized_date = models.DateField(_("permission signed on"), null=True, blank=True)
    authorization_scope = models.CharField(
        _("permission covers"), max_length=200, blank=True, help_text=_("Such as website and brochures.")
    )
    expires_date = models.DateField(_("permission ends on"), null=True, blank=True)
    revoked_date = models.DateField(_("permission withdrawn on"), null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = TestimonialQuerySet.as_manager()

    panels = [
        FieldPanel("text"),
        FieldPanel("display_name"),
        FieldRowPanel([FieldPanel("clinic"), FieldPanel("treatment")]),
        MultiFieldPanel(
            [
                FieldPanel("is_illustrative"),
                FieldRowPanel([FieldPanel("authorized_date"), FieldPanel("authorization_scope")]),
                FieldRowPanel([FieldPanel("expires_date"), FieldPanel("revoked_date")]),
            ],
            heading=_("Permission"),
        ),
    ]

    class Meta:
        ordering = ["display_name", "pk"]
        verbose_name = _("testimonial")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_illustrative=True) | Q(authorized_date__isnull=False),
                name="testimonial_has_a_permission",
            )
        ]

    def __str__(self) -> str:
        return f"{self.display_name}: {self.text[:60]}"

    def clean(self) -> None:
        super().clean()
        if not self.is_illustrative and not self.authorized_date:
            raise ValidationError(
                {"authorized_date": _("Give the day on which the patient signed, or mark it as no real person's.")}
            )

    def is_publishable(self, *, on: date) -> bool:
        """The same rule as `TestimonialQuerySet.publishable`, for a row in hand."""
        if self.revoked_date and self.revoked_date <= on:
            return False
        if self.is_illustrative:
            return True
        return bool(self.authorized_date and self.authorized_date <= on) and (
            self.expires_date is None or self.expires_date >= on
        )

    def readable_text(self) -> str:
        """What it says, without markup: found by site search."""
        return f"{self.text} {self.display_name}"
