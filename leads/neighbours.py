"""Which lead comes before and after another, for whoever came from no list: in the order in which they are due."""

from django.db.models import F, Q

from leads.access import leads_for
from leads.models import Lead
from leads.models.lead import LeadQuerySet
from sites.permissions import User


def next_lead(lead: Lead, *, user: User) -> Lead | None:
    """The open lead of the user's clinics that is due after this one; without a due time come last. One query."""
    behind = Q(due_at__isnull=True, pk__gt=lead.pk)
    if lead.due_at:
        behind = Q(due_at__gt=lead.due_at) | Q(due_at=lead.due_at, pk__gt=lead.pk) | Q(due_at__isnull=True)
    return others(lead, user=user).filter(behind).order_by(F("due_at").asc(nulls_last=True), "pk").first()


def previous_lead(lead: Lead, *, user: User) -> Lead | None:
    """The other way round."""
    before = Q(due_at__isnull=False) | Q(due_at__isnull=True, pk__lt=lead.pk)
    if lead.due_at:
        before = Q(due_at__lt=lead.due_at) | Q(due_at=lead.due_at, pk__lt=lead.pk)
    return others(lead, user=user).filter(before).order_by(F("due_at").desc(nulls_first=True), "-pk").first()


def others(lead: Lead, *, user: User) -> LeadQuerySet:
    return leads_for(user).open().exclude(pk=lead.pk)
