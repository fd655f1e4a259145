from django.db import models
from django.utils.translation import gettext_lazy as _


class StageQuerySet(models.QuerySet["Stage"]):
    def first_of_pipeline(self) -> "Stage":
        """Where a new lead starts. The first migration makes sure that there is one."""
        return self.from_the_first().get()

    def from_the_first(self) -> "StageQuerySet":
        """`first_of_pipeline`, still to be asked."""
        return self.filter(kind=Stage.Kind.OPEN).order_by("position")[:1]

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

    objects = StageQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        verbose_name = _("stage")

    def __str__(self) -> str:
        return self.name

    @property
    def is_closed(self) -> bool:
        return self.kind in {self.Kind.WON, self.Kind.LOST}
