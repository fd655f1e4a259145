import hashlib
from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


def wording_version(wording: str) -> str:
    """The first 16 hex digits of the wording's SHA-256: equal words, equal version."""
    return hashlib.sha256(wording.encode()).hexdigest()[:16]


class ConsentWordingManager(models.Manager["ConsentWording"]):
    def keep(self, *wordings: str) -> None:
        """Keep what visitors may be shown from now on. Safe to repeat; empty ones are none. One statement or none."""
        rows = [ConsentWording.of(wording) for wording in wordings if wording]
        if rows:
            self.bulk_create(rows, ignore_conflicts=True)

    def known(self, versions: Iterable[str]) -> dict[str, str]:
        """Of `versions` those that are kept, with their words."""
        return dict(self.filter(version__in=list(versions)).values_list("version", "wording"))


class ConsentWording(models.Model):
    """Words of consent that an editor wrote, kept when they were saved: a page may be shown long after they changed.

    Rows are only added. `save` of whatever holds such words keeps them; `QuerySet.update` does not.
    """

    version = models.CharField(max_length=16, primary_key=True)
    """`wording_version` of the words."""
    wording = models.TextField()
    kept_at = models.DateTimeField(auto_now_add=True)

    objects = ConsentWordingManager()

    class Meta:
        verbose_name = _("consent wording")

    def __str__(self) -> str:
        return self.version

    @classmethod
    def of(cls, wording: str) -> "ConsentWording":
        return cls(version=wording_version(wording), wording=wording)
