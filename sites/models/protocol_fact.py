from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel


class ProtocolFact(models.Model):
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

    def rows(self) -> list[tuple[str, str]]:
        """Label and value of each thing that is known, in the order of a course of treatment."""
        told = (
            (_("One session"), self.session_length),
            (_("How many"), self.session_count),
            (_("When it may be felt"), self.onset),
            (_("Afterwards"), self.maintenance),
        )
        return [(str(label), value) for label, value in told if value]
