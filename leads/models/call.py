from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from leads.models.append_only import AppendOnlyModel
from protection.identifiers import uuid7


class Call(AppendOnlyModel):
    """What was known of a phone call at one moment. A call has a row for each state it was told in; the last one holds.

    Data classes: `number` and `number_sent` contact; the rest reference. Recordings are never taken.
    """

    class Direction(models.TextChoices):
        INBOUND = "inbound", _("Inbound")
        OUTBOUND = "outbound", _("Outbound")

    class Outcome(models.TextChoices):
        ANSWERED = "answered", _("Answered")
        MISSED = "missed", _("Missed")
        VOICEMAIL = "voicemail", _("Voicemail")

    class State(models.TextChoices):
        STARTED = "started", _("Started")
        ANSWERED = "answered", _("Answered")
        MISSED = "missed", _("Missed")
        VOICEMAIL = "voicemail", _("Voicemail")
        FINISHED = "finished", _("Finished")
        """The outcome is known, and how long it took: nothing may be added."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    call_key = models.CharField(max_length=64, editable=False)
    """SHA-256 of the service's id in the scope of its token. All rows of one call have it."""
    sequence = models.PositiveSmallIntegerField(default=0)
    """0 for the first row, whose id is the call's."""
    state = models.CharField(max_length=10, choices=State)
    lead = models.ForeignKey("leads.Lead", on_delete=models.PROTECT, null=True, related_name="calls")
    """None: the clinic called somebody who did not ask."""
    clinic = models.ForeignKey("sites.Clinic", on_delete=models.PROTECT, related_name="calls")
    service = models.CharField(max_length=50)
    """Source of the API token."""
    call_id = models.CharField(max_length=200)
    """The service's own."""
    direction = models.CharField(max_length=10, choices=Direction)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    number = models.CharField(max_length=20, blank=True)
    """Of the person at the other end, E.164. Empty: withheld."""
    number_sent = models.CharField(max_length=60, blank=True)
    clinic_number = models.CharField(max_length=20, blank=True)
    source = models.CharField(max_length=100, blank=True)
    """Campaign or place of the number that was called."""
    started_at = models.DateTimeField()
    duration_seconds = models.PositiveIntegerField(null=True)
    logged_at = models.DateTimeField()

    # As with the lead: the clinic's page of usage is no place to hear of calls.
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["started_at", "sequence"]
        verbose_name = _("call")
        constraints = [
            models.UniqueConstraint(fields=["call_key", "sequence"], name="call_is_told_in_order"),
            models.UniqueConstraint(fields=["call_key", "state"], name="call_state_is_told_once"),
            models.CheckConstraint(
                condition=Q(duration_seconds__isnull=True) | ~Q(outcome=""), name="finished_calls_have_an_outcome"
            ),
        ]

    def __str__(self) -> str:
        return f"Call {self.id.hex[-8:]}"

    @property
    def is_inbound(self) -> bool:
        return self.direction == self.Direction.INBOUND

    @property
    def needs_an_answer(self) -> bool:
        """Somebody called the clinic and nobody spoke to them."""
        return self.is_inbound and self.outcome in {self.Outcome.MISSED, self.Outcome.VOICEMAIL}
