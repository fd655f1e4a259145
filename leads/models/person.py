from django.db import models
from django.utils.translation import gettext_lazy as _

from protection.identifiers import uuid7


class Person(models.Model):
    """Somebody who asked a clinic. Belongs to that clinic alone; nobody is unique by an address: families share them.

    Data classes: `full_name`, `email`, `phone`, `phone_extension` contact; the rest preference.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    clinic = models.ForeignKey(
        "sites.Clinic", on_delete=models.PROTECT, related_name="people", verbose_name=_("clinic")
    )
    full_name = models.CharField(_("name"), max_length=200)
    email = models.CharField(_("e-mail"), max_length=320, blank=True, db_index=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True, db_index=True)
    """E.164."""
    phone_extension = models.CharField(_("extension"), max_length=8, blank=True)
    preferred_contact = models.CharField(_("preferred contact"), max_length=10, blank=True)
    best_time = models.CharField(_("best time"), max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        # Who asked before: a number that hundreds share, such as a hospital's, must not make the look slow.
        indexes = [models.Index(fields=["clinic", "email", "phone"], name="person_by_addresses")]
        constraints = [
            # What a lead's (person, clinic) refers to: a lead is at its person's clinic.
            models.UniqueConstraint(fields=["id", "clinic"], name="person_and_clinic"),
        ]

    def __str__(self) -> str:
        # Labels outlive the record in admin logs: an id, never a name.
        return f"Person {self.id.hex[-8:]}"
