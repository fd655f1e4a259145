from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from sites.models.part_of import PartOfClinic
from sites.phone_numbers import PhoneNumber, parse_phone_number


class ClinicPhone(PartOfClinic, Orderable):
    """A number of a clinic. Pages show the main one; fax and text numbers are never offered as a call."""

    class Kind(models.TextChoices):
        MAIN = "main", _("Main")
        TRACKING = "tracking", _("Tracking")
        FAX = "fax", _("Fax")
        SMS = "sms", _("Text messages")

    clinic = ParentalKey("sites.Clinic", on_delete=models.CASCADE, related_name="phones")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.MAIN)
    number = models.CharField(_("number"), max_length=24, help_text=_("Any usual spelling, such as (218) 555-0142."))
    extension = models.CharField(_("extension"), max_length=8, blank=True)
    label = models.CharField(_("label"), max_length=60, blank=True)
    campaign_source = models.CharField(
        _("shown to visitors of"),
        max_length=120,
        blank=True,
        help_text=_("A tracking number stands in place of the main one for who came from here: the utm_source."),
    )
    campaign_name = models.CharField(
        _("and of the campaign"), max_length=120, blank=True, help_text=_("The utm_campaign. Empty: any.")
    )

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("number"), FieldPanel("extension")]),
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("campaign_source"), FieldPanel("campaign_name")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("phone number")
        constraints = [
            models.CheckConstraint(condition=Q(number__startswith="+"), name="clinic_phone_is_e164"),
        ]

    def __str__(self) -> str:
        return self.display

    def clean(self) -> None:
        super().clean()
        try:
            parsed = parse_phone_number(self.number)
        except ValidationError as error:
            # At its field: an error of the whole row would have the constraint speak up too, in the database's words.
            raise ValidationError({"number": error}) from error
        self.number = parsed.e164
        self.extension = self.extension or parsed.extension
        # Compared with what addresses say, where capitals mean nothing.
        self.campaign_source, self.campaign_name = (
            each.strip().lower() for each in (self.campaign_source, self.campaign_name)
        )
        if self.campaign_name and not self.campaign_source:
            raise ValidationError({"campaign_source": _("Name the source that the campaign runs on.")})
        if self.campaign_source and self.kind != self.Kind.TRACKING:
            raise ValidationError({"campaign_source": _("Only a tracking number stands in for another.")})

    @property
    def phone_number(self) -> PhoneNumber:
        return PhoneNumber(e164=self.number, extension=self.extension)

    @property
    def display(self) -> str:
        return self.phone_number.display

    @property
    def tel_uri(self) -> str:
        return self.phone_number.tel_uri
