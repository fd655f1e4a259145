from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from leads.models.stage import Stage
from protection.identifiers import uuid7
from sites.phone_numbers import PhoneNumber


class LeadQuerySet(models.QuerySet["Lead"]):
    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def waiting_for_a_look(self) -> Self:
        """May be in a crisis, and nobody has looked yet."""
        return self.filter(crisis_flagged_at__isnull=False, crisis_seen_at__isnull=True)

    def matching(self, text: str) -> Self:
        """Leads whose name, e-mail or phone holds `text`; a phone in any spelling."""
        text = text.strip()
        found = Q(person__full_name__icontains=text) | Q(person__email__icontains=text)
        digits = "".join(character for character in text if character.isdigit())
        if len(digits) >= 3 and not any(character.isalpha() for character in text):
            found |= Q(person__phone__contains=digits)
        return self.filter(found)


class PipelineManager(models.Manager["Lead"]):
    """Leads that people work on. What waits in quarantine is under `including_quarantine`."""

    def get_queryset(self) -> LeadQuerySet:
        return LeadQuerySet(self.model, using=self._db).filter(quarantine_reason="")

    def open(self) -> LeadQuerySet:
        return self.get_queryset().open()

    def matching(self, text: str) -> LeadQuerySet:
        return self.get_queryset().matching(text)


class Lead(models.Model):
    """One episode of a person at a clinic, in the pipeline.

    `version` grows with every change, so that a stale one can be refused. Staff code reaches leads through
    `leads.access` only: `objects` knows no clinics.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey("leads.Person", on_delete=models.PROTECT, related_name="leads")
    clinic = models.ForeignKey("sites.Clinic", on_delete=models.PROTECT, related_name="leads", verbose_name=_("clinic"))
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="leads", verbose_name=_("stage"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="leads",
        verbose_name=_("owner"),
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    lost_reason = models.CharField(_("why lost"), max_length=60, blank=True)
    quarantine_reason = models.CharField(max_length=60, blank=True, editable=False)
    """Words of `leads.suspicion.Reason`, the weightiest first. Empty: not held back."""
    spam_marked_at = models.DateTimeField(_("marked as spam"), null=True, blank=True, editable=False)
    """Of a lead in quarantine: `leads.retention` deletes it some time later."""
    crisis_flagged_at = models.DateTimeField(_("may be in a crisis"), null=True, blank=True, editable=False)
    """A request held words of `leads.crisis_words`: a person looks first, and nothing automatic is sent."""
    crisis_seen_at = models.DateTimeField(null=True, blank=True, editable=False)
    """A person looked at it since the latest such request. What is automatic stays off all the same."""
    created_at = models.DateTimeField(_("received"))
    last_requested_at = models.DateTimeField(_("last asked"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)

    # Wagtail would keep an index of what a lead refers to, and show it to anybody who may see the clinic's usage.
    wagtail_reference_index_ignore = True

    objects = PipelineManager()
    including_quarantine = LeadQuerySet.as_manager()

    class Meta:
        ordering = ["-last_requested_at", "-id"]
        verbose_name = _("lead")
        # A related lead in quarantine is still a lead: joins and cascades must see it.
        base_manager_name = "including_quarantine"
        indexes = [
            models.Index(fields=["clinic", "-last_requested_at"], name="lead_list_of_clinic"),
            models.Index(fields=["stage", "-last_requested_at"], name="lead_list_of_stage"),
            models.Index(fields=["clinic", "-created_at"], name="leads_held_back", condition=~Q(quarantine_reason="")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(lost_reason="") | Q(closed_at__isnull=False), name="lost_leads_are_closed"
            ),
        ]

    def __str__(self) -> str:
        return f"Lead {self.id.hex[-8:]}"

    @property
    def phone_number(self) -> PhoneNumber | None:
        if not self.person.phone:
            return None
        return PhoneNumber(e164=self.person.phone, extension=self.person.phone_extension)

    @property
    def shown_name(self) -> str:
        """The person's name, or for somebody who only called what is known of them. Contact, like the name."""
        number = self.phone_number
        if self.person.full_name:
            return self.person.full_name
        return str(_("Caller %(number)s") % {"number": number.display} if number else _("Caller, number withheld"))

    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def waits_for_a_look(self) -> bool:
        return self.crisis_flagged_at is not None and self.crisis_seen_at is None

    @property
    def is_for_people_only(self) -> bool:
        """No automatic mail, no rotation: whatever happens to this lead, a person does it."""
        return self.crisis_flagged_at is not None

    def asked_again(self, *, at: datetime) -> None:
        """Raise the lead in the list. Saves; the caller holds the row. A request that comes in late lowers nothing."""
        self.last_requested_at = max(at, self.last_requested_at)
        self.version += 1
        self.save(update_fields=["last_requested_at", "version"])
