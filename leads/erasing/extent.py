"""What erasing somebody reaches: themselves, whom staff joined with them, and every row that hangs on them."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from integrations.erasing import crm_records_of, events_about
from integrations.models import OutboxEvent
from leads.erasing.addresses import Addresses, addresses_of
from leads.models import (
    Call,
    ConsentRecord,
    ConsultDraft,
    ConsultRequest,
    FollowUp,
    HeldRequest,
    InboundEvent,
    Lead,
    LeadEvent,
    Message,
    Person,
    PersonMerge,
)
from leads.spool.records import Unreadable
from leads.spool.releasing import request_in

# In the order in which staff read them.
LABELS: dict[str, str | Promise] = {
    "people": _("People who were joined to one"),
    "leads": _("Leads"),
    "consult_requests": _("Requests: name, addresses, message, answers, where they came from"),
    "timeline": _("Entries of the timeline: notes and every other text"),
    "messages": _("Letters and texts, sent and received"),
    "calls": _("Calls: the number"),
    "follow_ups": _("Next steps: the note"),
    "drafts": _("Forms that were saved for later"),
    "held_requests": _("Requests that wait for a clinic"),
    "merges": _("Ledgers of people who were joined"),
    "status_updates": _("Status updates that others sent"),
    "events": _("Events for other systems: everything they say"),
    "crm_records": _("Entries in CRMs, which are asked to erase them"),
}


@dataclass(frozen=True)
class Extent:
    """Of one person: `standing` is whom staff see, `people` those and whoever was joined into them."""

    standing: Person
    people: tuple[UUID, ...]
    leads: tuple[UUID, ...]
    """Of all of them, quarantine included."""
    addresses: Addresses

    @property
    def requests(self) -> QuerySet[ConsultRequest]:
        return ConsultRequest.objects.filter(lead__in=self.leads)

    @property
    def timeline(self) -> QuerySet[LeadEvent]:
        return LeadEvent.objects.filter(lead__in=self.leads)

    @property
    def messages(self) -> QuerySet[Message]:
        return Message.objects.filter(lead__in=self.leads)

    @property
    def calls(self) -> QuerySet[Call]:
        """Also those that the clinic made to their number before they asked."""
        before = Q(lead=None, clinic=self.standing.clinic_id, number__in=self.addresses.phones)
        return Call.objects.filter(Q(lead__in=self.leads) | before)

    @property
    def follow_ups(self) -> QuerySet[FollowUp]:
        return FollowUp.objects.filter(lead__in=self.leads)

    @property
    def consents(self) -> QuerySet[ConsentRecord]:
        return ConsentRecord.objects.filter(Q(person__in=self.people) | Q(consult_request__lead__in=self.leads))

    @property
    def merges(self) -> QuerySet[PersonMerge]:
        return PersonMerge.objects.filter(Q(kept__in=self.people) | Q(merged__in=self.people))

    @property
    def status_updates(self) -> QuerySet[InboundEvent]:
        return InboundEvent.objects.filter(lead__in=self.leads)

    @property
    def drafts(self) -> QuerySet[ConsultDraft]:
        """Encrypted, so each of the clinic's is opened; there are a week's."""
        here = ConsultDraft.objects.filter(Q(clinic=self.standing.clinic_id) | Q(clinic=None))
        return here.filter(pk__in=[each.pk for each in here.iterator() if self.addresses.are_in_form(each.values)])

    @property
    def held_requests(self) -> QuerySet[HeldRequest]:
        """Those that became a lead of theirs, and those of the same sender that were sent to this clinic."""
        sent_here = HeldRequest.objects.filter(lead=None, clinic_slug=self.standing.clinic.slug)
        theirs = [held.pk for held in sent_here.iterator() if self.is_sender_of(held)]
        return HeldRequest.objects.filter(Q(lead__in=self.leads) | Q(pk__in=theirs))

    def is_sender_of(self, held: HeldRequest) -> bool:
        try:
            submission = request_in(held).submission
        except Unreadable:
            return False
        phone = submission.phone.e164 if submission.phone else ""
        return self.addresses.are_of(submission.full_name, email=submission.email, phone=phone)

    @property
    def subject_ids(self) -> list[UUID]:
        """Whatever an event may be about."""
        made_calls = self.timeline.filter(kind=LeadEvent.Kind.CALL_MADE)
        rows = (self.requests, self.messages, self.calls, self.follow_ups, made_calls)
        return [*self.people, *self.leads, *(pk for each in rows for pk in each.values_list("pk", flat=True))]

    @property
    def events(self) -> QuerySet[OutboxEvent]:
        """And what was told of somebody else while they were held to be one: it may say this person's values."""
        return OutboxEvent.objects.filter(
            Q(pk__in=events_about(self.subject_ids).values("pk")) | Q(pk__in=list(self.events_of_others()))
        )

    def events_of_others(self) -> Iterator[UUID]:
        kept = self.merges.exclude(kept__in=self.people).values_list("kept", flat=True)
        for event in events_about(list(kept)).filter(type__in=("person.merged", "person.unmerged")):
            other = (event.bodies or {}).get("reference", {}).get("merged_person", {})
            if other.get("id") in map(str, self.people):
                yield event.pk

    def counts(self) -> dict[str, int]:
        """How many of what, by names of `LABELS`; those of which there are none left out."""
        counted = {
            "people": len(self.people) - 1,
            "leads": len(self.leads),
            "consult_requests": self.requests.count(),
            "timeline": self.timeline.count(),
            "messages": self.messages.count(),
            "calls": self.calls.values("call_key").distinct().count(),
            "follow_ups": self.follow_ups.count(),
            "drafts": self.drafts.count(),
            "held_requests": self.held_requests.count(),
            "merges": self.merges.count(),
            "status_updates": self.status_updates.count(),
            "events": self.events.count(),
            "crm_records": crm_records_of([*self.people, *self.leads]).exclude(vendor_id="").count(),
        }
        return {name: count for name, count in counted.items() if count}


def extent_of(person: Person) -> Extent:
    """Of a person as read just now, or of whom staff found them to be. Reads; changes nothing."""
    standing = person
    while standing.merged_into_id is not None:
        standing = Person.objects.select_related("clinic").get(pk=standing.merged_into_id)
    people = (standing.pk, *Person.objects.filter(merged_into=standing).order_by("pk").values_list("pk", flat=True))
    leads = Lead.including_quarantine.filter(person__in=people).order_by("pk").values_list("pk", flat=True)
    return Extent(standing, people, tuple(leads), addresses_of(people))
