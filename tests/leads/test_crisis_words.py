"""Words of somebody who may be in a crisis: found as people write them, and what follows."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from integrations.delivery import deliver_due
from integrations.models import Delivery, OutboxEvent
from leads.crisis_flag import mark_seen
from leads.crisis_words import crisis_phrases_in
from leads.models import ConsentRecord, ConsultRequest, CrisisPhrase, Lead, LeadEvent, NewsletterList
from sites.models import Clinic, ConsultForm, ConsultQuestion
from staff.models import StaffUser

PHRASES = ["suicide", "kill myself", "don't want to live", "quitarme la vida", "no quiero vivir"]
CRISIS = "Some days I want to kill my self."


@pytest.mark.parametrize(
    "text",
    [
        "SUICIDE",
        "thoughts of suicide.",
        "Sucide, suiside, suicied",
        "kill myslef",
        "I could kill\nmyself!",
        "kill my self",
        "killmyself",
        "I don\u2019t want to live",
        "i dont want to live",
        "don t want to live",
        "No QUIERO vivir",
        "quitárme la vída",
        "sui\u200bcide",
        "\uff53uicide",
    ],
)
def test_words_are_found_as_people_write_them(text: str) -> None:
    assert crisis_phrases_in(["My back.", text], PHRASES)


@pytest.mark.parametrize(
    "text",
    ["", "pesticide", "livestock", "skill myself", "kill time by myself", "I want to live", "Quiero vivir", "¿?"],
)
def test_other_words_are_left_alone(text: str) -> None:
    assert crisis_phrases_in([text], PHRASES) == []


def test_words_do_not_run_from_one_answer_into_the_next() -> None:
    assert crisis_phrases_in(["to kill", "myself"], PHRASES) == []


@given(st.text(max_size=300), st.lists(st.text(max_size=30), max_size=5))
def test_any_text_and_any_list_is_taken(text: str, phrases: list[str]) -> None:
    assert set(crisis_phrases_in([text], phrases)) <= set(phrases)


@given(st.text(max_size=80), st.sampled_from(PHRASES), st.text(max_size=80))
def test_a_phrase_between_other_words_is_found(before: str, phrase: str, after: str) -> None:
    assert phrase in crisis_phrases_in([f"{before} , {phrase} , {after}"], PHRASES)


# ---- what follows ----


def send(client: Client, clinic: Clinic, /, **values: Any) -> Any:
    typed = {"clinic": clinic.slug, "full_name": "Jo Marlowe", "email": "jo@example.com", "phone": "(218) 555-0187"}
    response = client.post("/consult-requests/", typed | {"message": CRISIS} | values)
    assert response.status_code == 303
    return response


@pytest.mark.django_db
class TestAfterSending:
    def test_the_lead_is_flagged_and_the_words_stand_nowhere_in_the_clear(self, client: Client, clinic: Clinic) -> None:
        send(client, clinic)

        lead = Lead.objects.get()
        assert lead.waits_for_a_look
        entry = LeadEvent.objects.get(kind="crisis_flagged")
        assert entry.text == "kill myself"
        assert entry.data == {"consult_request": str(ConsultRequest.objects.get().pk)}
        with connection.cursor() as cursor:
            cursor.execute("SELECT text, data FROM leads_leadevent")
            assert "kill" not in str(cursor.fetchall())
        assert "kill" not in str(OutboxEvent.objects.exclude(type="consult_request.received").values_list("bodies"))

    def test_nothing_automatic_is_mailed_and_staff_are_told_only_to_look_first(
        self, client: Client, clinic: Clinic, clock: Any
    ) -> None:
        NewsletterList.objects.create(slug="news", name="News")
        send(client, clinic, newsletter="on", wordings="newsletter:3bbf67e576ea657a")
        deliver_due(now=timezone.now())

        (alert,) = mail.outbox
        assert alert.to == ["intake-duluth@example.com"]
        assert "first" in alert.subject
        for word in ("crisis", "suicide", "kill", "Marlowe", "988", "health"):
            assert word not in alert.subject + alert.body.partition("--")[0]
        wish = ConsentRecord.objects.get(purpose="newsletter")
        assert wish.granted, "the wish for the newsletter is kept, though no letter asks to confirm it"

    def test_a_later_harmless_request_of_theirs_is_not_answered_by_a_machine_either(
        self, client: Client, clinic: Clinic, coordinator: StaffUser
    ) -> None:
        send(client, clinic)
        mark_seen(Lead.objects.get(), actor=coordinator, at=timezone.now())

        send(client, clinic, message="When do you open?")

        lead = Lead.objects.get()
        assert not lead.waits_for_a_look
        assert lead.is_for_people_only
        assert not Delivery.objects.filter(channel="email").exists()

    def test_the_same_words_again_ask_for_another_look(
        self, client: Client, clinic: Clinic, coordinator: StaffUser
    ) -> None:
        send(client, clinic)
        mark_seen(Lead.objects.get(), actor=coordinator, at=timezone.now())

        send(client, clinic, message="Suicide again.")

        assert Lead.objects.get().waits_for_a_look
        assert LeadEvent.objects.filter(kind="crisis_flagged").count() == 2

    def test_answers_to_a_forms_own_questions_count(self, client: Client, clinic: Clinic) -> None:
        definition = ConsultForm.objects.create(name="Pain")
        ConsultQuestion.objects.create(form=definition, key="why", question="What brings you?")

        send(client, clinic, message="", consult_form=str(definition.pk), question_why="Quiero quitarme la vida")

        assert Lead.objects.get().waits_for_a_look

    def test_one_in_quarantine_is_flagged_and_staff_are_told(
        self, client: Client, clinic: Clinic, signed_in: Client, crm: Any, make_endpoint: Callable[..., Any], clock: Any
    ) -> None:
        make_endpoint(clinic)
        send(client, clinic, website="https://spam.example.com")
        deliver_due(now=timezone.now())

        lead = Lead.including_quarantine.get()
        assert lead.waits_for_a_look
        assert lead.quarantine_reason
        assert [message.to for message in mail.outbox] == [["intake-duluth@example.com"]]
        assert crm.deliveries == [], "an endpoint hears of nothing that was held back"
        assert f"{lead}" in signed_in.get("/admin/", follow=True).content.decode()

    def test_everybody_gets_the_same_answer_and_the_same_page_with_988(
        self, client: Client, clinic: Clinic, clock: Any
    ) -> None:
        crisis = send(client, clinic)
        plain = send(client, clinic, full_name="Ana Marlowe", message="My back.")

        assert crisis["Location"] == plain["Location"]
        assert dict(crisis.headers) == dict(plain.headers) | {"X-Request-ID": crisis["X-Request-ID"]}
        page = client.get(crisis["Location"]).content.decode()
        assert page.index('href="tel:988"') < page.index('class="steps"')

    def test_a_coordinator_sees_the_flag_everywhere_and_says_that_they_looked(
        self, client: Client, clinic: Clinic, signed_in: Client, coordinator: StaffUser
    ) -> None:
        send(client, clinic)
        lead = Lead.objects.get()
        for url in ("/admin/leads/queue/", "/admin/leads/", "/admin/leads/?crisis=true", f"/admin/leads/{lead.pk}/"):
            assert "ook" in signed_in.get(url).content.decode()
            assert str(lead.pk) in signed_in.get(url).content.decode(), url

        for _ in range(2):
            signed_in.post(f"/admin/leads/{lead.pk}/crisis-seen/")

        seen = LeadEvent.objects.get(kind="crisis_seen")
        assert seen.actor == coordinator
        assert str(lead.pk) not in signed_in.get("/admin/leads/?crisis=true").content.decode()
        assert "lead-crisis" not in signed_in.get("/admin/", follow=True).content.decode()
        assert "May be in a crisis" in signed_in.get(f"/admin/leads/{lead.pk}/").content.decode()

    def test_another_clinics_coordinator_neither_sees_nor_answers_the_flag(
        self, client: Client, other_clinic: Clinic, signed_in: Client
    ) -> None:
        send(Client(), other_clinic)
        lead = Lead.objects.get()

        assert "lead-crisis" not in signed_in.get("/admin/", follow=True).content.decode()
        assert signed_in.post(f"/admin/leads/{lead.pk}/crisis-seen/").status_code == 404
        lead.refresh_from_db()
        assert lead.waits_for_a_look


@pytest.mark.django_db
class TestTheList:
    @pytest.fixture
    def manager_client(self, client: Client, manager: StaffUser) -> Client:
        client.force_login(manager)
        return client

    def test_there_is_a_first_list_in_both_languages(self) -> None:
        assert {each.language for each in CrisisPhrase.objects.all()} == {"en", "es"}

    def test_what_an_intake_manager_adds_counts_at_once_and_is_logged(
        self, manager_client: Client, manager: StaffUser, clinic: Clinic
    ) -> None:
        added = manager_client.post("/admin/crisis-words/new/", {"phrase": "  walk into the  lake ", "language": "en"})
        assert added.status_code == 302, added.content.decode()[:2_000]

        send(Client(), clinic, message="I will walk into the lake.")

        assert Lead.objects.get().waits_for_a_look
        phrase = CrisisPhrase.objects.get(phrase="walk into the lake")
        manager_client.post(f"/admin/crisis-words/delete/{phrase.pk}/")
        logged = ModelLogEntry.objects.filter(content_type__model="crisisphrase").order_by("timestamp")
        assert [(each.action, each.user_id, each.label) for each in logged] == [
            ("wagtail.create", manager.pk, "walk into the lake"),
            ("wagtail.delete", manager.pk, "walk into the lake"),
        ]

    @pytest.mark.parametrize("phrase", ["!?", "die", "suicide"])
    def test_what_would_be_in_every_text_or_is_there_already_is_refused(
        self, manager_client: Client, phrase: str
    ) -> None:
        before = CrisisPhrase.objects.count()

        manager_client.post("/admin/crisis-words/new/", {"phrase": phrase, "language": "en"})

        assert CrisisPhrase.objects.count() == before

    def test_a_coordinator_of_one_clinic_does_not_change_the_networks_words(self, signed_in: Client) -> None:
        signed_in.post("/admin/crisis-words/new/", {"phrase": "my words", "language": "en"})

        assert not CrisisPhrase.objects.filter(phrase="my words").exists()

    def test_an_empty_list_flags_nobody_and_takes_everybody(self, client: Client, clinic: Clinic) -> None:
        CrisisPhrase.objects.all().delete()

        send(client, clinic)

        assert not Lead.objects.get().waits_for_a_look
