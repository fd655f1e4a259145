from django.db import models
from django.db.models import Value
from django.db.models.functions import Concat, Lower
from django.utils.translation import gettext_lazy as _

from protection.identifiers import uuid7


class Person(models.Model):
    """Somebody who asked a clinic. Belongs to that clinic alone; nobody is unique by an address: families share them.

    Data classes: `full_name`, `email`, `phone`, `phone_extension`, `state` contact; the rest preference.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    clinic = models.ForeignKey(
        "sites.Clinic",
        on_delete=models.PROTECT,
        related_name="people",
        verbose_name=_("clinic"),
        db_index=False,  # `person_by_addresses` begins with it
    )
    full_name = models.CharField(_("name"), max_length=200)
    email = models.CharField(_("e-mail"), max_length=320, blank=True, db_index=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True, db_index=True)
    """E.164."""
    phone_extension = models.CharField(_("extension"), max_length=8, blank=True)
    preferred_contact = models.CharField(_("preferred contact"), max_length=10, blank=True)
    best_time = models.CharField(_("best time"), max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    state = models.CharField(
        _("state"), max_length=2, blank=True, help_text=_("Where they live, two capital letters such as MN.")
    )
    communication_needs = models.CharField(
        _("communication needs"), max_length=120, blank=True, help_text=_("An interpreter or a relay service.")
    )
    household = models.ForeignKey(
        "leads.Household",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("household"),
    )
    """People who share an address or a phone and are not one person."""
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    """Of a person that staff found to be another one, until that is undone."""
    erased_at = models.DateTimeField(null=True, editable=False)
    """Nothing of theirs is left but ids, the clinic, times and the language: `leads.erasing`."""
    search_text = models.GeneratedField(
        expression=Lower(Concat(Value(" "), "full_name", Value(" "), "email", Value(" "), "phone")),
        output_field=models.TextField(),
        db_persist=True,
    )
    """What a search looks through, a space before each word. Data class contact."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        # Who asked before: a number that hundreds share, such as a hospital's, must not make the look slow.
        indexes = [
            models.Index(fields=["clinic", "email", "phone"], name="person_by_addresses"),
            models.Index(fields=["full_name"], name="person_by_name"),
        ]
        constraints = [
            # What a lead's (person, clinic) refers to: a lead is at its person's clinic.
            models.UniqueConstraint(fields=["id", "clinic"], name="person_and_clinic"),
        ]

    def __str__(self) -> str:
        # Labels outlive the record in admin logs: an id, never a name.
        return f"Person {self.id.hex[-8:]}"
