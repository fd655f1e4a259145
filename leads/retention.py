"""What is deleted by itself after a month: spam, words of requests that were held, the memory of what others told."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from integrations.jobs import job
from leads.models import (
    ConsentRecord,
    ConsultRequest,
    HeldLead,
    HeldRequest,
    InboundEvent,
    Lead,
    LeadEvent,
    Person,
    PersonMerge,
)

# What one transaction deletes: small enough not to hold up a request's write.
BATCH = 200


def delete_old_spam(*, at: datetime) -> int:
    """Delete a batch of requests marked as spam longer than `SPAM_RETENTION` ago, with their people. Returns how many.

    What waits in quarantine unmarked stays for ever: a person must look at it. Repeatable.
    """
    old = HeldLead.objects.spam().filter(spam_marked_at__lt=at - settings.SPAM_RETENTION)
    with transaction.atomic():
        people = dict(old.values_list("pk", "person_id")[:BATCH])
        alone = people_of_nothing_else(people)
        ConsentRecord.objects.filter(Q(consult_request__lead__in=people) | Q(person__in=alone)).delete()
        LeadEvent.objects.filter(lead__in=people).delete()
        ConsultRequest.objects.filter(lead__in=people).delete()
        HeldRequest.objects.filter(lead__in=people).update(lead=None)
        Lead.including_quarantine.filter(pk__in=people).delete()
        Person.objects.filter(pk__in=alone).delete()
    return len(people)


def people_of_nothing_else(people: Mapping[UUID, UUID]) -> list[UUID]:
    """Those of the leads' people who have no other lead, were never joined with anybody, forbade nothing and did not
    ask to be erased: that they did is kept."""
    others = Lead.including_quarantine.filter(person=OuterRef("pk")).exclude(pk__in=people)
    merges = PersonMerge.objects.filter(Q(kept=OuterRef("pk")) | Q(merged=OuterRef("pk")))
    alone = Person.objects.filter(
        ~Exists(others), ~Exists(merges), pk__in=people.values(), do_not_contact=None, erasure_request=None
    )
    return list(alone.values_list("pk", flat=True))


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


@job
def forget_inbound_events() -> int:
    """Delete the memory of messages that nobody sends again: their signature is too old, and retries ended long ago.

    Hourly, by the schedule in the settings. Repeatable; returns how many.
    """
    old = InboundEvent.objects.filter(received_at__lt=timezone.now() - settings.EVENT_RETENTION)
    return old.delete()[0]
