"""What people text to a clinic: on the timeline, obeyed at once, and told to nobody else."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from integrations.delivery import deliver_due
from leads.consents_in_force import consents_in_force
from leads.inbound.text_keywords import Keyword, keyword_of
from leads.models import ConsentRecord, CrisisPhrase, DoNotContact, Lead, LeadEvent, Message, Stage
from leads.people.do_not_contact import must_not, set_do_not_contact
from leads.pipeline import move_lead
from sites.models import Clinic, ClinicPhone
from tests.carrier import text_in

MakeLead = Callable[..., Lead]

OURS, THEIRS = "+12185550100", "+12185550187"
EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'

pytestmark = pytest.mark.usefixtures("carrier")


@pytest.fixture
def lead(clinic: Clinic, make_lead: MakeLead, agree_to_texts: Any, now: datetime) -> Lead:
    ClinicPhone.objects.create(clinic=clinic, kind="sms", number=OURS)
    lead = make_lead(clinic)
    agree_to_texts(lead, at=now)
    return lead


def say(client: Client, body: str, **values: Any) -> Any:
    return text_in(client, **({"From": THEIRS, "To": OURS, "Body": body} | values))


def rows() -> tuple[int, int, int]:
    return Message.objects.count(), LeadEvent.objects.count(), DoNotContact.objects.count()


def test_an_answer_lands_on_the_timeline(client: Client, lead: Lead) -> None:
    answer = say(client, "Tuesday is fine.")

    message = Message.objects.get()
    assert (answer.status_code, answer.content.decode()) == (200, EMPTY)
    assert (message.lead, message.body, message.address) == (lead, "Tuesday is fine.", THEIRS)
    assert lead.events.get(kind="message_received").data == {"message": str(message.pk)}


def test_the_clinic_hears_that_something_came_and_not_what(client: Client, lead: Lead) -> None:
    say(client, "My migraine is back.")
    deliver_due(now=timezone.now())

    (letter,) = mail.outbox
    assert letter.to == ["intake-duluth@example.com"]
    assert str(lead.pk) in letter.body
    assert not any(word in str(letter.message()) for word in ("migraine", "Marlowe", THEIRS))


def test_the_same_message_told_twice_is_one(client: Client, lead: Lead) -> None:
    for _ in range(2):
        assert say(client, "Tuesday is fine.").status_code == 200

    assert Message.objects.count() == lead.events.filter(kind="message_received").count() == 1


def test_it_goes_to_the_newest_open_lead_of_that_phone_at_that_clinic(
    client: Client, lead: Lead, clinic: Clinic, other_clinic: Clinic, make_lead: MakeLead, now: datetime
) -> None:
    newer = make_lead(clinic, last_requested_at=now + timedelta(hours=1))
    closed = make_lead(clinic, last_requested_at=now + timedelta(hours=2))
    move_lead(closed, to=Stage.objects.first_lost(), actor=None, version=closed.version, at=now, lost_reason="price")
    make_lead(other_clinic, last_requested_at=now + timedelta(hours=3))

    say(client, "Tuesday is fine.")

    assert Message.objects.get().lead == newer


def test_where_all_are_closed_nobodys_words_are_thrown_away(client: Client, lead: Lead, now: datetime) -> None:
    move_lead(lead, to=Stage.objects.first_lost(), actor=None, version=lead.version, at=now, lost_reason="price")

    say(client, "I changed my mind.")

    assert Message.objects.get().lead == lead


@pytest.mark.parametrize("numbers", [{"From": "+12185550999"}, {"To": "+12185550998"}])
def test_what_concerns_nobody_is_taken_and_changes_nothing(client: Client, lead: Lead, numbers: dict[str, str]) -> None:
    before = rows()

    answer = say(client, "Who is this?", **numbers)

    assert (answer.status_code, answer.content.decode()) == (200, EMPTY)
    assert rows() == before


@pytest.mark.parametrize(
    "form",
    [
        {"signature": ""},
        {"signature": "AAAA"},
        {"signature": "é" * 28},
        {"From": "jo"},
        {"From": ""},
        {"To": "+1"},
        {"MessageSid": ""},
        {"MessageSid": "S" * 201},
    ],
)
def test_a_post_that_is_not_the_providers_or_makes_no_sense_changes_nothing(
    client: Client, lead: Lead, form: dict[str, str]
) -> None:
    before = rows()

    answer = say(client, "STOP", **form)

    assert answer.status_code in {400, 403}
    assert rows() == before


def test_one_changed_letter_breaks_the_signature(client: Client, lead: Lead, monkeypatch: pytest.MonkeyPatch) -> None:
    posted = client.post
    monkeypatch.setattr(client, "post", lambda path, form, **more: posted(path, form | {"Body": "STOP!"}, **more))

    assert say(client, "STOP").status_code == 403


def test_nobody_is_at_home_where_texts_are_switched_off(client: Client, lead: Lead, settings: Any) -> None:
    settings.SMS_PROVIDER = ""

    assert say(client, "STOP").status_code == 404


def test_an_empty_token_opens_nothing(client: Client, lead: Lead, settings: Any) -> None:
    settings.TWILIO_AUTH_TOKEN = ""

    assert say(client, "STOP").status_code == 403


def test_a_get_is_refused(client: Client, lead: Lead) -> None:
    assert client.get("/hooks/twilio/sms/").status_code == 405


@pytest.mark.parametrize(
    "word", ["STOP", " stop. ", "StopAll", "unsubscribe", "CANCEL", "end", "QUIT", "Alto", "PARAR", "opt out"]
)
def test_stop_holds_at_once_for_everybody_with_that_phone(
    client: Client, lead: Lead, clinic: Clinic, other_clinic: Clinic, make_lead: MakeLead, word: str
) -> None:
    family, elsewhere = make_lead(clinic, full_name="Sam Marlowe"), make_lead(other_clinic)

    answer = say(client, word)

    assert answer.content.decode() == EMPTY  # the provider says goodbye by itself
    assert all(must_not(each.person, "sms").source == "stop" for each in (lead, family))
    assert must_not(elsewhere.person, "sms") is None
    assert must_not(lead.person, "call") is None
    assert lead.events.filter(kind="do_not_contact_set").count() == 1


def test_stop_holds_for_somebody_whose_request_is_held_back(client: Client, lead: Lead) -> None:
    Lead.objects.filter(pk=lead.pk).update(quarantine_reason="honeypot")

    say(client, "STOP")

    assert must_not(lead.person, "sms")


@pytest.mark.parametrize("text", ["Please stop by on Monday", "The end of May", "cancel my Tuesday, please", ""])
def test_a_sentence_is_no_keyword(text: str) -> None:
    assert keyword_of(text) is None


def test_a_word_that_the_account_added_counts_too() -> None:
    assert keyword_of("Basta", told_by_provider="STOP") is Keyword.STOP


def test_start_takes_back_what_stop_did(client: Client, lead: Lead) -> None:
    say(client, "STOP")
    between = must_not(lead.person, "sms"), consents_in_force(lead.person)

    say(client, "START", MessageSid="SM2")

    assert between[0]
    assert "sms" not in between[1]
    assert must_not(lead.person, "sms") is None
    assert consents_in_force(lead.person)["sms"].wording == "Yes."


def test_start_takes_back_nothing_that_staff_recorded(client: Client, lead: Lead, now: datetime) -> None:
    set_do_not_contact(lead.person, channels=["sms", "call"], source="staff", actor=None, at=now)

    say(client, "START")

    assert must_not(lead.person, "sms")


def test_start_gives_no_consent_to_who_never_gave_one(client: Client, lead: Lead, clinic: Clinic) -> None:
    ConsentRecord.objects.all()._raw_delete("default")

    say(client, "STOP")
    say(client, "START", MessageSid="SM2")

    assert "sms" not in consents_in_force(lead.person)


def test_a_stop_told_again_after_start_changes_nothing(client: Client, lead: Lead) -> None:
    say(client, "STOP")
    say(client, "START", MessageSid="SM2")

    say(client, "STOP")

    assert must_not(lead.person, "sms") is None


@pytest.mark.parametrize("word", ["HELP", "info", "Ayuda"])
def test_help_names_the_clinic_and_its_phone(client: Client, lead: Lead, word: str) -> None:
    answer = say(client, word).content.decode()

    assert "<Message>Northlight Duluth. Call us: (218) 555-0141. Reply STOP to opt out.</Message>" in answer


def test_help_is_not_answered_twice(client: Client, lead: Lead) -> None:
    assert say(client, "HELP", OptOutType="HELP").content.decode() == EMPTY


def test_a_clinics_name_does_not_break_the_answer(client: Client, lead: Lead, clinic: Clinic) -> None:
    Clinic.objects.filter(pk=clinic.pk).update(name="A & <B>")

    assert "A &amp; &lt;B&gt;" in say(client, "HELP").content.decode()


def test_pictures_are_counted_not_fetched(client: Client, lead: Lead) -> None:
    say(client, "Look", NumMedia="2", MediaUrl0="https://media.example.com/1")

    assert Message.objects.get().body == "Look\n\n(Attachments that were not kept: 2)"


def test_somebody_in_a_crisis_is_seen(client: Client, lead: Lead) -> None:
    CrisisPhrase.objects.get_or_create(phrase="kill myself", language="en")

    say(client, "I want to kill myself")

    lead.refresh_from_db()
    assert lead.waits_for_a_look


def test_what_became_of_a_text_is_logged_by_its_id_alone(client: Client, lead: Lead, caplog: Any) -> None:
    before = rows()

    answer = text_in(
        client,
        path="/hooks/twilio/sms/status/",
        MessageSid="SM7",
        MessageStatus="undelivered",
        ErrorCode="30003",
        To=THEIRS,
    )

    assert answer.status_code == 204
    assert rows() == before
    said = " ".join(str(each.__dict__) for each in caplog.records)
    assert THEIRS not in said
