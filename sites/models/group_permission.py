from django.contrib.auth.models import Group, Permission
from django.db import models


class GroupClinicPermission(models.Model):
    """What a group may do with the rows of one clinic. The shape is Wagtail's `GroupSitePermission`."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="clinic_permissions")
    clinic = models.ForeignKey("sites.Clinic", on_delete=models.CASCADE, related_name="group_permissions")
    permission = models.ForeignKey(Permission, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "clinic", "permission"], name="group_clinic_permission_once")
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.permission_id} {self.clinic_id}"
