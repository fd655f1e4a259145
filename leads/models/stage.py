from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Of migration 0004. A network that gives a stage another name shows that one in every language.
DEFAULT_NAMES = {
    "New": pgettext_lazy("stage", "New"),
    "Attempting": pgettext_lazy("stage", "Attempting"),
    "Connected": pgettext_lazy("stage", "Connected"),
    "Consult booked": pgettext_lazy("stage", "Consult booked"),
    "Consult done": pgettext_lazy("stage", "Consult done"),
    "Treatment started": pgettext_lazy("stage", "Treatment started"),
    "Lost": pgettext_lazy("stage", "Lost"),
    "Not a candidate": pgettext_lazy("stage", "Not a candidate"),
}


class StageQuerySet(models.QuerySet["Stage"]):
    def first_of_pipeline(self) -> "Stage":
        """Where a new lead starts. The first migration makes sure that there is one."""
        return self.from_the_first().get()

    def from_the_first(self) -> "StageQuerySet":
        """`first_of_pipeline`, still to be asked."""
        return self.filter(kind=Stage.Kind.OPEN).order_by("position")[:1]

    def first_booked(self) -> "Stage | None":
        """Where a lead goes that has an appointment. None where the network keeps no such stage."""
        return self.filter(kind=Stage.Kind.BOOKED).order_by("position").first()

    def first_lost(self) -> "Stage | None":
        """Where a lead goes that its sender withdraws. None where the network keeps no such stage."""
        return self.filter(kind=Stage.Kind.LOST).order_by("position").first()


class Stage(models.Model):
    """A step of the pipeline, shared by the network. What a move to it means is its kind."""

    class Kind(models.TextChoices):
        OPEN = "open", _("Open")
        BOOKED = "booked", _("Booked")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")

    slug = models.SlugField(_("slug"), unique=True)
    name = models.CharField(_("name"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"), unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.OPEN)
    moves_to = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="+",
        verbose_name=_("allowed moves"),
        help_text=_("Where a lead may go from here. None chosen: anywhere."),
    )

    objects = StageQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        verbose_name = _("stage")

    def __str__(self) -> str:
        """Its name in the reader's language, as long as it is one that the network started with."""
        return str(DEFAULT_NAMES.get(self.name, self.name))

    @property
    def is_closed(self) -> bool:
        return self.kind in {self.Kind.WON, self.Kind.LOST}

    @property
    def needs_reason(self) -> bool:
        return self.kind == self.Kind.LOST

    def may_lead_to(self, other: "Stage") -> bool:
        """Whether a lead may move from here to `other`. Uses prefetched `moves_to` where there are some."""
        allowed = {stage.pk for stage in self.moves_to.all()}
        return not allowed or other.pk in allowed or other.pk == self.pk
