from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from leads.models.append_only import AppendOnlyModel
from protection.encryption import EncryptedTextField
from protection.identifiers import uuid7


class LeadEvent(AppendOnlyModel):
    """One entry of a lead's timeline: who did what, when."""

    class Kind(models.TextChoices):
        REQUEST_RECEIVED = "request_received", _("Asked for a consult")
        STAGE_CHANGED = "stage_changed", _("Moved")
        OWNER_CHANGED = "owner_changed", _("Assigned")
        NOTE = "note", _("Note")
        CALL = "call", _("Call")
        CALL_MADE = "call_made", _("Called them")
        FOLLOW_UP_PLANNED = "follow_up_planned", _("Planned a next step")
        FOLLOW_UP_DONE = "follow_up_done", _("Next step done")
        FOLLOW_UP_CANCELLED = "follow_up_cancelled", _("Next step taken off")
        MESSAGE_SENT = "message_sent", _("Wrote to them")
        MESSAGE_RECEIVED = "message_received", _("They wrote")
        MAIL_RETURNED = "mail_returned", _("Our e-mail came back")
        DO_NOT_CONTACT_SET = "do_not_contact_set", _("Must not be contacted")
        DO_NOT_CONTACT_LIFTED = "do_not_contact_lifted", _("May be contacted again")
        APPOINTMENT_SET = "appointment_set", _("Appointment set")
        APPOINTMENT_CANCELLED = "appointment_cancelled", _("Appointment cancelled")
        PERSON_CHANGED = "person_changed", _("Changed the contact details")
        PERSON_MERGED = "person_merged", _("Joined with another person")
        PERSON_UNMERGED = "person_unmerged", _("Parted from another person again")
        CRISIS_FLAGGED = "crisis_flagged", _("May be in a crisis")
        CRISIS_SEEN = "crisis_seen", _("Looked at it: may be in a crisis")
        QUARANTINED = "quarantined", _("Held back")
        RELEASED = "released", _("Released")
        MARKED_AS_SPAM = "marked_as_spam", _("Marked as spam")
        SPAM_MARK_TAKEN_BACK = "spam_mark_taken_back", _("No spam after all")
        CONTACT_CORRECTED = "contact_corrected", _("Corrected their contact details")
        CHANNEL_CHOSEN = "channel_chosen", _("Chose how to be reached")
        CONSENT_WITHDRAWN = "consent_withdrawn", _("Wants no more text messages")
        WITHDRAWN = "withdrawn", _("Withdrew the request")
        ERASURE_REQUESTED = "erasure_requested", _("Asked for erasure")
        ERASED = "erased", _("Erased")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    lead = models.ForeignKey("leads.Lead", on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=30, choices=Kind)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    """None: the visitor or the system."""
    occurred_at = models.DateTimeField()
    data = models.JSONField(default=dict)
    """References only: slugs and ids."""
    text = EncryptedTextField(blank=True)
    """What a person wrote; may be about health."""

    class Meta:
        ordering = ["-occurred_at", "-id"]
        # A page of a timeline of thousands is read, not sorted.
        indexes = [models.Index(fields=["lead", "-occurred_at", "-id"], name="timeline_of_lead")]
        verbose_name = _("timeline entry")
        verbose_name_plural = _("timeline")

    def __str__(self) -> str:
        return f"{self.kind} {self.id.hex[-8:]}"
