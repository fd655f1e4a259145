"""An incoming text message: whose it is, what it asks for, and where it lands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from leads.consents_in_force import consents_of
from leads.inbound.text_keywords import Keyword, keyword_of
from leads.messages.receiving import receive_message
from leads.models import ConsentRecord, DoNotContact, Lead, Message, Person
from leads.people.do_not_contact import in_force, lift_do_not_contact, set_do_not_contact
from sites.models import Clinic, ClinicPhone

log = structlog.get_logger("carefront.texts")

SMS = DoNotContact.Channel.SMS.value


@dataclass(frozen=True)
class IncomingText:
    external_id: str
    """The provider's id of the message."""
    sender: str
    """Both numbers in E.164."""
    recipient: str
    body: str
    told_keyword: str = ""
    """What the provider took it for, and answered by itself: "STOP", "START" or "HELP"; empty: nothing."""
    media_count: int = 0


@transaction.atomic
def receive_text(text: IncomingText, *, at: datetime) -> str:
    """Put it on the timeline of the sender's newest open lead, or their newest, at the clinic that owns the number.

    STOP holds at once, for everybody of that clinic with this phone; START takes that back. Returns what to answer by
    text; empty: nothing. Safe to repeat: a message that was told before changes nothing.
    """
    clinics = list(Clinic.objects.filter(phones__kind=ClinicPhone.Kind.SMS, phones__number=text.recipient).distinct())
    people = list(Person.objects.filter(clinic__in=clinics, phone=text.sender, merged_into=None).order_by("pk"))
    keyword = keyword_of(text.body, told_by_provider=text.told_keyword)
    if keyword is Keyword.HELP and clinics and not text.told_keyword:
        answer = help_text(clinics[0], language=people[-1].language if people else "en")
    else:
        answer = ""
    if not people:
        log.info("text from nobody known", clinics=[clinic.slug for clinic in clinics])
    lead = newest_lead(people)
    # Without a lead, as with a request that is held back, there is no timeline; a STOP holds all the same.
    is_news = lead is None or receive_message(
        lead,
        channel=Message.Channel.SMS,
        address=text.sender,
        body=with_media(text),
        external_id=text.external_id,
        at=at,
    )
    if is_news:
        obey(keyword, people, at=at)
    return answer


def obey(keyword: Keyword | None, people: Sequence[Person], *, at: datetime) -> None:
    for person in people:
        if keyword is Keyword.STOP:
            set_do_not_contact(person, channels=[SMS], source=DoNotContact.Source.STOP, actor=None, at=at)
        elif keyword is Keyword.START:
            take_stop_back(person, at=at)


def newest_lead(people: Sequence[Person]) -> Lead | None:
    """Their newest open lead; where all are closed, the newest of those: nobody's words are thrown away."""
    rows = Lead.objects.get_queryset().filter(person__in=people).select_related("person", "clinic", "owner")
    rows = rows.order_by("-last_requested_at", "-pk")
    return rows.filter(closed_at=None).first() or rows.first()


def with_media(text: IncomingText) -> str:
    """Pictures are not fetched: what came with the words is counted."""
    if not text.media_count:
        return text.body
    return f"{text.body}\n\n({_('Attachments that were not kept:')} {text.media_count})".strip()


def help_text(clinic: Clinic, *, language: str) -> str:
    phone = clinic.main_phone
    with translation.override(language):
        values = {"clinic": clinic.name, "phone": phone.display if phone else ""}
        return _("%(clinic)s. Call us: %(phone)s. Reply STOP to opt out.") % values


def take_stop_back(person: Person, *, at: datetime) -> None:
    """End what a STOP forbade, and give back the consent that went with it. What staff forbade beside it stays."""
    record = in_force(person)
    if record is None or record.source != DoNotContact.Source.STOP or record.channels != [SMS]:
        return
    lift_do_not_contact(person, actor=None, at=at)
    latest = consents_of(person).filter(purpose=ConsentRecord.Purpose.SMS).order_by("recorded_at", "id").last()
    if latest and not latest.granted and latest.recorded_at == record.recorded_at:
        ConsentRecord.objects.create(
            person_id=latest.person_id,
            purpose=latest.purpose,
            granted=True,
            wording=latest.wording,
            wording_version=latest.wording_version,
            evidence=latest.evidence,
            language=latest.language,
            recorded_at=at,
        )
