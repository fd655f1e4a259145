"""A letter came back, was marked as spam, or ended a subscription: what follows for whom it was written to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from integrations import outbox
from integrations.models import Delivery, MailReport
from leads.models import ConsultRequest, DoNotContact, Lead, LeadEvent, Message, Person
from leads.newsletter.leaving import leave_all, suppress_all
from leads.people.do_not_contact import set_do_not_contact
from leads.people.holding import PersonIsGone
from sites.models import Clinic

Kind = MailReport.Kind
Source = DoNotContact.Source
EMAIL = DoNotContact.Channel.EMAIL.value


@dataclass(frozen=True)
class ToldOfLetter:
    """What a provider says, read and normalised."""

    kind: MailReport.Kind
    key: str
    """See `MailReport.key`."""
    delivery_id: UUID | None
    address: str
    """Empty: the provider named none that is one."""
    reported_at: datetime


@transaction.atomic
def take_report(told: ToldOfLetter, *, at: datetime) -> bool:
    """Keep what a provider says of a letter and do what follows from it. Returns whether it was news.

    Safe to repeat, also at the same time: told before, it changes nothing.
    """
    letters = Delivery.objects.exclude(channel__in=[Delivery.Channel.WEBHOOK, Delivery.Channel.CRM])
    letters = letters.select_related("event__clinic")
    delivery = letters.filter(pk=told.delivery_id).first() if told.delivery_id else None
    if told.kind == Kind.DELIVERED and not was_held_up(delivery):
        return False  # what was said to be sent has arrived: no news
    # Some providers tell of one bounce twice, as a bounce and as its place on their list.
    is_known = delivery is not None and delivery.mail_reports.filter(kind=told.kind).exists()
    if not store(told, delivery) or is_known:
        return False
    is_to_staff = delivery is not None and delivery.channel == Delivery.Channel.EMAIL_STAFF
    follow = FOLLOWS.get(told.kind)
    if follow and not is_to_staff:
        follow(delivery, (delivery.recipient if delivery else "") or told.address, at)
    return True


def was_held_up(delivery: Delivery | None) -> bool:
    return delivery is not None and delivery.mail_reports.filter(kind=Kind.SOFT_BOUNCED).exists()


def store(told: ToldOfLetter, delivery: Delivery | None) -> bool:
    """False where it is stored already."""
    already = MailReport.objects.filter(key=told.key)
    if already.exists():
        return False
    report = MailReport(kind=told.kind, key=told.key, delivery=delivery, reported_at=told.reported_at)
    try:
        with transaction.atomic():
            report.save(force_insert=True)
    except IntegrityError:
        if already.exists():  # told twice at once
            return False
        raise
    return True


def came_back(delivery: Delivery | None, address: str, at: datetime) -> None:
    """The mailbox does not exist: nobody writes to it again, whichever clinic it is."""
    forbid(address, clinic=None, source=Source.BOUNCED, at=at)
    suppress_all(address, reason=Kind.BOUNCED, at=at)
    enter(delivery, Kind.BOUNCED, at=at)


def complained(delivery: Delivery | None, address: str, at: datetime) -> None:
    """About one clinic's letter: another need not learn that they know each other. Newsletters end everywhere."""
    forbid(address, clinic=clinic_of(delivery), source=Source.COMPLAINT, at=at)
    suppress_all(address, reason=Kind.COMPLAINED, at=at)
    enter(delivery, Kind.COMPLAINED, at=at)


def unsubscribed(delivery: Delivery | None, address: str, at: datetime) -> None:
    """At the provider, by its own link or button: of newsletters, unless the letter was a person's."""
    is_of_newsletter = delivery is not None and delivery.event.subject_type == "subscriber"
    if not is_of_newsletter:
        forbid(address, clinic=clinic_of(delivery), source=Source.UNSUBSCRIBED, at=at)
    if delivery is None or is_of_newsletter:
        leave_all(address, at=at)


FOLLOWS: dict[MailReport.Kind, Callable[[Delivery | None, str, datetime], None]] = {
    Kind.BOUNCED: came_back,
    Kind.COMPLAINED: complained,
    Kind.UNSUBSCRIBED: unsubscribed,
}


def clinic_of(delivery: Delivery | None) -> Clinic | None:
    return delivery.event.clinic if delivery else None


def forbid(address: str, *, clinic: Clinic | None, source: DoNotContact.Source, at: datetime) -> None:
    """Forbid e-mail to all people with this address, of one clinic or of all, and cancel letters that wait for them."""
    if not address:
        return
    people = Person.objects.filter(email=address, merged_into=None).order_by("pk")
    for person in people.filter(clinic=clinic) if clinic else people:
        try:
            set_do_not_contact(person, channels=[EMAIL], source=source, actor=None, at=at)
        except PersonIsGone:
            continue  # erased meanwhile
        requests = ConsultRequest.objects.filter(lead__person=person, email=address)
        outbox.cancel_letters_about(list(requests.values_list("pk", flat=True)), at=at)


def enter(delivery: Delivery | None, kind: MailReport.Kind, *, at: datetime) -> None:
    """In the timeline of the lead that the letter belonged to."""
    event = delivery.event if delivery else None
    lead: Lead | None = None
    data = {"report": kind.value}
    if event and event.subject_type == "message":
        message = Message.objects.select_related("lead").filter(pk=event.subject_id).first()
        lead = message.lead if message else None
        data["message"] = str(event.subject_id)
    elif event and event.subject_type == "consult_request":
        request = ConsultRequest.objects.select_related("lead").filter(pk=event.subject_id).first()
        lead = request.lead if request else None
    if lead:
        LeadEvent.objects.create(lead=lead, kind=LeadEvent.Kind.MAIL_RETURNED, occurred_at=at, data=data)
