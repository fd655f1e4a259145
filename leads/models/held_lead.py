from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from leads.models.lead import Lead, LeadQuerySet, PipelineManager


class QuarantineManager(PipelineManager):
    """Leads in quarantine, and no others. One that was erased waits for nobody."""

    def get_queryset(self) -> LeadQuerySet:
        return LeadQuerySet(self.model, using=self._db).filter(erased_at=None).exclude(quarantine_reason="")

    def waiting(self) -> LeadQuerySet:
        """Those that nobody decided about yet."""
        return self.get_queryset().filter(spam_marked_at__isnull=True)

    def spam(self) -> LeadQuerySet:
        return self.get_queryset().filter(spam_marked_at__isnull=False)


class HeldLead(Lead):
    """A lead in quarantine. Who may work a clinic's leads decides about those held back from it."""

    objects: ClassVar[QuarantineManager] = QuarantineManager()

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = _("held back request")
        verbose_name_plural = _("held back requests")
