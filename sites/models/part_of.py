from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm


class PartOf(models.Model):
    """A row that pages show as part of something with an `updated_at`: its saving and deleting change that too.

    What a queryset updates or deletes at once goes by unheard.
    """

    class Meta:
        abstract = True

    def wholes(self) -> Iterable["models.QuerySet[Any]"]:
        """What the row is a part of, as rows of models with an `updated_at`."""
        raise NotImplementedError

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            self.touch_wholes()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            self.touch_wholes()
            return super().delete(*args, **kwargs)

    def touch_wholes(self) -> None:
        for whole in self.wholes():
            whole.update(updated_at=timezone.now())


class PartOfForm(WagtailAdminModelForm):
    """For rows whose lists of other rows, stored after the row itself, say what they are a part of."""

    def save(self, commit: bool = True) -> Any:
        row = super().save(commit=commit)
        if commit:
            row.touch_wholes()
        return row


class PartOfClinic(PartOf):
    """With a `clinic`, which may be empty for rows of the whole network."""

    clinic_id: Any

    class Meta:
        abstract = True

    def wholes(self) -> Iterable["models.QuerySet[Any]"]:
        from sites.models.clinic import Clinic

        return [Clinic.objects.filter(pk=self.clinic_id)] if self.clinic_id else []


class PartOfClinicAndTreatment(PartOfClinic):
    """With a `treatment` besides."""

    treatment_id: Any

    class Meta:
        abstract = True

    def wholes(self) -> Iterable["models.QuerySet[Any]"]:
        from sites.models.treatment import Treatment

        yield from super().wholes()
        if self.treatment_id:
            yield Treatment.objects.filter(pk=self.treatment_id)
