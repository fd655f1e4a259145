"""What visitors and programs meet while the database is away: the same doors, and not a single query."""

import html
import json
import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from leads.models import ApiToken, ConsentRecord, ConsultRequest, HeldRequest, Lead
from leads.newsletter.models import NewsletterList
from leads.spool.doors import write_doors
from leads.spool.draining import drain
from leads.spool.receiving import count_waiting
from leads.spool.tending import tend
from sites.clinic_snapshot import clinics_without_database, write_snapshot
from sites.models import Clinic, ConsultForm, ConsultQuestion

pytestmark = pytest.mark.django_db

Away = Callable[[], AbstractContextManager[None]]
NEVER = threading.Event()


@pytest.fixture(autouse=True)
def _worker_was_here(clinic: Clinic, settings: Any) -> None:
    tend(NEVER)


def send(client: Client, **values: str) -> Any:
    typed = {"clinic": "duluth", "full_name": "Jo Marlowe", "phone": "(218) 555-0187", "message": "My back."}
    return client.post("/consult-requests/", typed | values)


def test_a_request_is_answered_received_and_is_a_lead_as_of_then_when_the_database_is_back(
    client: Client, clinic: Clinic, away: Away, clock: Any, now: datetime
) -> None:
    with away():
        answer = send(client)
        thanks = client.get(answer["Location"])
    clock.shift(timedelta(minutes=3))

    assert (answer.status_code, answer["Location"]) == (303, "/consult-requests/received/duluth/")
    assert clinic.name in thanks.text
    assert "tel:+12185550141" in thanks.text
    assert "Open now" in thanks.text
    assert count_waiting().count == 1
    drain(NEVER)
    lead = Lead.objects.get()
    request = lead.consult_requests.get()
    assert (lead.created_at, request.requested_at, request.message) == (now, now, "My back.")
    assert count_waiting().count == 0


def test_the_first_to_meet_the_outage_is_received_too(client: Client, going_away: Away) -> None:
    with going_away():
        assert send(client).status_code == 303

    drain(NEVER)

    assert Lead.objects.count() == 1


def test_nothing_of_a_request_can_be_read_on_the_disk(client: Client, away: Away, settings: Any) -> None:
    with away():
        send(client, message="canary-health", email="canary@example.com")

    kept = b"".join(path.read_bytes() for path in Path(settings.SPOOL_DIR).iterdir())
    for secret in (b"canary", b"Marlowe", b"5550187"):
        assert secret not in kept


@pytest.mark.parametrize("key", [{"submission_key": "k-1"}, {}], ids=["with a key", "without one"])
def test_the_same_again_is_the_same_request(client: Client, away: Away, key: dict[str, str]) -> None:
    with away():
        answers = [send(client, **key) for _ in range(3)]
        waiting = count_waiting().count

    assert {answer.status_code for answer in answers} == {303}
    assert waiting == 1


def test_the_same_key_with_other_content_is_refused_while_the_first_one_waits(client: Client, away: Away) -> None:
    with away():
        send(client, submission_key="k-1")
        answer = send(client, submission_key="k-1", message="My knee.")

    assert answer.status_code == 422
    assert "Send again to add this" in answer.text


@pytest.mark.parametrize("key", [{"submission_key": "k-1"}, {}], ids=["with a key", "without one"])
def test_sent_again_when_the_database_is_back_and_then_brought_in_it_is_one_request(
    client: Client, away: Away, clock: Any, key: dict[str, str]
) -> None:
    with away():
        send(client, **key)
    clock.shift(timedelta(minutes=9))
    send(client, **key)

    drain(NEVER)

    assert ConsultRequest.objects.count() == 1


def test_the_same_again_is_the_same_also_when_the_database_came_and_went_meanwhile(client: Client, away: Away) -> None:
    with away():
        send(client, submission_key="k-1")
    drain(NEVER)

    with away():
        assert send(client, submission_key="k-1").status_code == 303
        assert send(client, submission_key="k-1", message="My knee.").status_code == 422
        assert count_waiting().count == 0


def test_a_key_that_came_to_the_database_with_other_content_goes_into_quarantine(client: Client, away: Away) -> None:
    send(client, submission_key="k-1")
    with away():
        assert send(client, submission_key="k-1", message="My knee.").status_code == 303

    drain(NEVER)

    quarantined = Lead.including_quarantine.get(quarantine_reason="key_reused")
    assert quarantined.consult_requests.get().message == "My knee."
    assert Lead.objects.count() == 1


def test_what_is_missing_is_said_on_a_form_that_keeps_what_was_typed(client: Client, away: Away) -> None:
    with away():
        answer = send(client, full_name="", message="My <back>.")

    assert answer.status_code == 422
    assert "Tell us your name" in answer.text
    assert "My &lt;back&gt;." in answer.text
    assert count_waiting().count == 0


def test_a_choice_of_clinics_needs_no_database(client: Client, other_clinic: Clinic, away: Away) -> None:
    write_snapshot()

    with away():
        form = client.get("/consult-requests/")
        of_clinic = client.get("/consult-requests/?clinic=ashland&language=es")
        unchosen = send(client, clinic="")

    assert form.status_code == 200
    assert '<option value="ashland">' in form.text
    assert other_clinic.name in of_clinic.text
    assert 'lang="es"' in of_clinic.text
    assert unchosen.status_code == 422
    assert "Choose the clinic to ask" in unchosen.text


@pytest.mark.parametrize("slug", ["nowhere", "../etc", "x" * 51, "\x00", "ключ"])
def test_a_clinic_that_nobody_knows_gets_a_clear_answer(client: Client, away: Away, slug: str) -> None:
    with away():
        answer = send(client, clinic=slug)
        follow = client.get(answer["Location"]) if answer.status_code == 303 else answer

    assert answer.status_code == (303 if slug == "nowhere" else 422)
    assert follow.status_code == (200 if slug == "nowhere" else 422)


def test_an_unknown_clinics_request_is_held_for_people_and_a_clinic_that_is_known_by_then_gets_it(
    client: Client, make_clinic: Callable[..., Clinic], away: Away
) -> None:
    with away():
        send(client, clinic="nowhere", email="one@example.com")
        send(client, clinic="bemidji", email="two@example.com")
    make_clinic("bemidji")

    drain(NEVER)
    drain(NEVER)

    held = HeldRequest.objects.get()
    assert (held.reason, held.clinic_slug) == ("unknown_clinic", "nowhere")
    assert held.record["submission"]["email"] == "one@example.com"
    assert Lead.objects.get().clinic.slug == "bemidji"


def test_the_thank_you_page_of_an_unknown_clinic_stays_true_when_the_database_is_back(
    client: Client, away: Away
) -> None:
    with away():
        location = send(client, clinic="nowhere", language="es")["Location"]

    assert location == "/consult-requests/received/?language=es"
    assert client.get(location).status_code == 200


def test_a_clinic_that_takes_nobody_says_so_and_leads_on(client: Client, other_clinic: Clinic, away: Away) -> None:
    Clinic.objects.filter(slug="duluth").update(status="paused", successor=other_clinic)
    write_snapshot()

    with away():
        refused = send(client)
        form = client.get("/consult-requests/?clinic=duluth")

    assert refused.status_code == 409
    assert other_clinic.name in refused.text
    assert "My back." in refused.text
    assert other_clinic.name in form.text
    assert count_waiting().count == 0


def test_a_request_received_before_its_clinic_was_known_to_be_closed_goes_into_quarantine(
    client: Client, away: Away
) -> None:
    with away():
        assert send(client).status_code == 303
    Clinic.objects.update(status="closed")

    drain(NEVER)

    assert Lead.including_quarantine.get().quarantine_reason == "clinic_closed"


def test_consent_is_kept_in_the_words_that_were_shown(client: Client, clinic: Clinic, away: Away) -> None:
    clinic.consent_sms_text = "Northlight may text me."
    clinic.save()
    write_snapshot()
    with away():
        form = client.get("/consult-requests/?clinic=duluth").text
        (wordings,) = re.findall(r'name="wordings" value="([^"]+)"', form)
        send(client, consent_sms="on", wordings=html.unescape(wordings))
    clinic.consent_sms_text = "Other words."
    clinic.save()

    drain(NEVER)

    assert ConsentRecord.objects.get(purpose="sms").wording == "Northlight may text me."


def test_the_newsletter_is_offered_in_its_own_words(client: Client, clinic: Clinic, away: Away) -> None:
    NewsletterList.objects.create(
        slug="duluth", name="Duluth", clinic=clinic, consent_text="The Duluth letter, please."
    )
    write_doors()

    with away():
        form = client.get("/consult-requests/?clinic=duluth")

    assert "The Duluth letter, please." in form.text


def test_a_forms_own_questions_are_asked_and_their_answers_kept(
    client: Client, clinic: Clinic, away: Away, settings: Any
) -> None:
    form = ConsultForm.objects.create(name="Sleep")
    ConsultQuestion.objects.create(form=form, key="how-long", question="How long?")
    write_doors()
    values = {"consult_form": str(form.pk), "question_how-long": "Two years"}

    with away():
        shown = send(client, **values, full_name="").text
        send(client, **values)
        settings.SPOOL_MAX_BYTES = 0
        not_received = send(client, **values, submission_key="k-2").text
    drain(NEVER)

    assert "How long?" in shown
    assert "Two years" in shown
    assert 'name="question_how-long" value="Two years"' in not_received
    request = ConsultRequest.objects.get()
    assert [(each["question"], each["answer"]) for each in request.answers] == [("How long?", "Two years")]


def test_a_machine_whose_worker_never_ran_receives_all_the_same(client: Client, away: Away, settings: Any) -> None:
    settings.SPOOL_DIR = settings.SPOOL_DIR.with_name("new")
    assert clinics_without_database() == []

    with away():
        assert send(client).status_code == 303
        assert client.get("/consult-requests/received/duluth/").status_code == 200
    drain(NEVER)

    assert Lead.objects.get().clinic.slug == "duluth"


def test_where_nothing_can_be_stored_the_visitor_is_told_so_with_a_phone_and_what_they_typed(
    client: Client, away: Away, settings: Any
) -> None:
    settings.SPOOL_MAX_BYTES = 0

    with away():
        answer = send(client, message="My <back>.", submission_key="k-1")

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "Your request was not received" in answer.text
    assert "tel:+12185550141" in answer.text
    assert "My &lt;back&gt;." in answer.text
    assert 'name="submission_key" value="k-1"' in answer.text


def test_the_error_page_knows_the_clinics_too(client: Client, clinic: Clinic, going_away: Away) -> None:
    client.raise_request_exception = False

    with going_away():
        answer = client.get("/clinics/duluth/")

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "tel:+12185550141" in answer.text


def test_many_at_once_under_one_key_are_one_request(client: Client, away: Away) -> None:
    together = threading.Barrier(20)

    def click(_: int) -> int:
        together.wait()
        return int(send(Client(), submission_key="k-1").status_code)

    with away(), ThreadPoolExecutor(20) as visitors:
        statuses = set(visitors.map(click, range(20)))

    assert statuses == {303}
    assert count_waiting().count == 1


class TestAPI:
    BODY = {"clinic": "duluth", "full_name": "Jo Marlowe", "email": "jo@example.com", "message": "My back."}

    @pytest.fixture
    def token(self, capsys: pytest.CaptureFixture[str]) -> str:
        call_command("add_api_token", "--source", "spring-campaign")
        text = str(json.loads(capsys.readouterr().out)["token"])
        write_doors()
        return text

    def send(self, client: Client, token: str, *, key: str = "k-1", **values: str) -> Any:
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
        body = json.dumps(self.BODY | values)
        return client.post("/api/v1/consult-requests", body, content_type="application/json", headers=headers)

    def test_the_answers_id_is_the_stored_requests(self, client: Client, token: str, away: Away) -> None:
        with away():
            first = self.send(client, token)
            again = self.send(client, token)
        drain(NEVER)
        afterwards = self.send(client, token)

        assert (first.status_code, again.status_code, afterwards.status_code) == (201, 201, 201)
        assert first.json() == again.json() == afterwards.json()
        assert first.json() == {"id": str(ConsultRequest.objects.get().pk), "status": "received"}

    def test_another_body_is_refused(self, client: Client, token: str, away: Away) -> None:
        with away():
            self.send(client, token)
            assert self.send(client, token, message="My knee.").status_code == 422

    def test_a_clinics_own_token_reaches_that_clinic_alone(
        self, client: Client, token: str, clinic: Clinic, other_clinic: Clinic, away: Away
    ) -> None:
        ApiToken.objects.update(clinic=clinic)
        write_doors()

        with away():
            assert self.send(client, token, clinic="").status_code == 201
            assert self.send(client, token, key="k-2", clinic="ashland").status_code == 422

    def test_a_token_that_is_not_known_here_is_told_to_come_again(self, client: Client, token: str, away: Away) -> None:
        with away():
            answer = self.send(client, "cft_made-a-moment-ago")

        assert (answer.status_code, answer["Retry-After"]) == (503, "30")
        assert "not received" in answer.json()["detail"]
