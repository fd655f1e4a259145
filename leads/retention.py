"""What the intake deletes by itself, a month after a person decided: spam, and the words of requests that were held."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from integrations.jobs import job
from leads.models import ConsentRecord, ConsultRequest, HeldLead, HeldRequest, Lead, LeadEvent, Person

# What one transaction deletes: small enough not to hold up a request's write.
BATCH = 200


def delete_old_spam(*, at: datetime) -> int:
    """Delete a batch of requests marked as spam longer than `SPAM_RETENTION` ago, with their people. Returns how many.

    What waits in quarantine unmarked stays for ever: a person must look at it. Repeatable.
    """
    old = HeldLead.objects.spam().filter(spam_marked_at__lt=at - settings.SPAM_RETENTION)
    with transaction.atomic():
        people = dict(old.values_list("pk", "person_id")[:BATCH])
        ConsentRecord.objects.filter(person__in=people.values()).delete()
        LeadEvent.objects.filter(lead__in=people).delete()
        ConsultRequest.objects.filter(lead__in=people).delete()
        HeldRequest.objects.filter(lead__in=people).update(lead=None)
        Lead.including_quarantine.filter(pk__in=people).delete()
        Person.objects.filter(pk__in=people.values()).delete()
    return len(people)


@job
def purge_spam() -> int:
    """Hourly, by the schedule in the settings."""
    now = timezone.now()
    deleted = 0
    while batch := delete_old_spam(at=now):
        deleted += batch
    return deleted


@job
def empty_closed_held_requests() -> int:
    """Take what people wrote out of held requests that were released or set aside longer than `SPAM_RETENTION` ago.

    That there was one, and who dealt with it, stays. Hourly, by the schedule in the settings. Repeatable; returns how
    many.
    """
    old = HeldRequest.objects.filter(closed_at__lt=timezone.now() - settings.SPAM_RETENTION)
    return old.filter(~Q(sealed="") | Q(record__isnull=False)).update(record=None, sealed="")
