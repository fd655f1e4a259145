from django.db import models

from protection.identifiers import uuid7


class CrmRecord(models.Model):
    """That one of our people or leads is known to a CRM, under which id there, and what it was told last."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    connection = models.ForeignKey("integrations.CrmConnection", on_delete=models.CASCADE, related_name="records")
    kind = models.CharField(max_length=10)
    """ "contact" or "lead": `integrations.crm_fields`."""
    subject_id = models.UUIDField(db_index=True)
    """Our person's or lead's."""
    vendor_type = models.CharField(max_length=40)
    vendor_id = models.CharField(max_length=120)
    """Empty: not there yet, and only `merged_into` is known."""
    merged_into = models.UUIDField(null=True)
    """The person of ours whose contact is told in place of this one: `integrations.channels.crm_joined`."""
    merge_told_at = models.DateTimeField(null=True)
    """When the event happened that said so, or that it is so no more."""
    sent = models.JSONField(default=dict)
    """{property: {"digest": of the value, "at": when the event happened}}: what repeats is not sent, and an older event
    never overwrites a newer one. Digests are keyed, so that a dump does not give phone numbers away."""
    related_id = models.CharField(max_length=120, blank=True)
    """The vendor's id of what it was associated with."""
    synced_at = models.DateTimeField()
    erase_asked_at = models.DateTimeField(null=True)
    """What it is of was erased here and is to be there; the row goes when it is. Until then somebody may have to do it
    by hand: `integrations.channels.crm_erasing`."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "kind", "subject_id"], name="one_crm_record_of_a_subject")
        ]

    def __str__(self) -> str:
        return f"{self.vendor_type} {self.vendor_id}"
