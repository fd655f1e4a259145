from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from sites.models.part_of import PartOfClinicAndTreatment


class ProtocolFact(PartOfClinicAndTreatment):
    """How one clinic gives one treatment. Empty fields are not shown."""

    clinic = models.ForeignKey(
        "sites.Clinic", on_delete=models.CASCADE, related_name="protocol_facts", verbose_name=_("clinic")
    )
    treatment = models.ForeignKey(
        "sites.Treatment", on_delete=models.CASCADE, related_name="protocol_facts", verbose_name=_("treatment")
    )
    session_length = models.CharField(_("length of a session"), max_length=80, blank=True)
    session_count = models.CharField(_("number of sessions"), max_length=80, blank=True)
    onset = models.CharField(_("when it is felt"), max_length=120, blank=True, help_text=_("May, not will."))
    maintenance = models.CharField(_("afterwards"), max_length=120, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("clinic"), FieldPanel("treatment")]),
        FieldPanel("session_length"),
        FieldPanel("session_count"),
        FieldPanel("onset"),
        FieldPanel("maintenance"),
    ]

    class Meta:
        ordering = ["treatment__name", "clinic__name"]
        verbose_name = _("protocol fact")
        constraints = [models.UniqueConstraint(fields=["clinic", "treatment"], name="protocol_fact_once")]

    def __str__(self) -> str:
        return f"{self.treatment} at {self.clinic}"

    @property
    def details(self) -> dict[str, str]:
        """What it tells, by label, in the order of telling; nothing that is empty."""
        fields = [self._meta.get_field(name) for name in ("session_length", "session_count", "onset", "maintenance")]
        told = ((field, getattr(self, field.name)) for field in fields)
        return {capfirst(str(getattr(field, "verbose_name", ""))): text for field, text in told if text}
