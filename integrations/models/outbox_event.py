from django.db import models

from protection.data_classes import DataClass, body_up_to
from protection.encryption import EncryptedJSONField
from protection.identifiers import uuid7


class OutboxEvent(models.Model):
    """Something that happened and that others may hear of, stored with what caused it.

    Its id is the `webhook-id` of every delivery, the same on retry and replay.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    type = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField(db_index=True)
    clinic = models.ForeignKey("sites.Clinic", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    """Indexed with the id: one clinic's events in the order in which they were stored."""
    occurred_at = models.DateTimeField(db_index=True)
    bodies = EncryptedJSONField(null=True)
    """Values by data class, `protection.data_classes.BodiesByClass`. None once emptied."""
    emptied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["clinic", "id"], name="events_of_clinic_in_order")]

    def __str__(self) -> str:
        return f"{self.type} {self.id.hex[-8:]}"

    def body(self, data_class: DataClass) -> dict[str, object]:
        return body_up_to(self.bodies or {}, data_class)
