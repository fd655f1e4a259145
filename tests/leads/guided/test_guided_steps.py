"""A guided form step by step, as a browser without script goes through it."""

from typing import Any

import pytest

from leads.models import ConsultDraft, ConsultRequest
from leads.questions import LONGEST_ANSWER
from sites.models import Clinic, ConsultForm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

WHO = {"full_name": "Ines Okafor", "phone": "(218) 555-0177"}


def test_a_cached_page_holds_the_first_step_and_sets_no_cookie(visitor: Any, guided_page: str) -> None:
    visitor.opens(guided_page)

    assert "Step 1 of 5" in visitor.html
    assert "What hurts?" in visitor.html
    assert "How long?" not in visitor.html
    assert 'name="full_name"' not in visitor.html
    assert not visitor.response.cookies


def test_the_last_step_sends_all_that_was_typed_before(visitor: Any, guided_page: str, guided: ConsultForm) -> None:
    visitor.opens(guided_page)

    visitor.presses("next", question_why='My "back" & <b>\r\nknees')
    assert visitor.title == "Step 2 of 5: How long has it been?"
    visitor.presses("next", **{"question_how-long": "Years"})
    visitor.presses("next", question_heart=["Heart", "Lungs"])
    visitor.presses("next", preferred_contact="text", best_time="evening")
    assert visitor.title == "Step 5 of 5: Whom shall we ask for?"
    visitor.presses("send", **WHO, consent_contact="on")

    assert (visitor.status, visitor.response["Location"]) == (303, "/consult-requests/received/duluth/")
    stored = ConsultRequest.objects.get()
    assert {each["key"]: each["answer"] for each in stored.answers} == {
        "why": 'My "back" & <b>\r\nknees',
        "how-long": "Years",
        "heart": "Heart\nLungs",
    }
    assert (stored.full_name, stored.preferred_contact, stored.best_time) == ("Ines Okafor", "text", "evening")
    assert (stored.consult_form, stored.page) == (str(guided.pk), guided_page)


def test_every_question_can_be_skipped(visitor: Any, guided_page: str) -> None:
    visitor.opens(guided_page)
    for _ in range(4):
        visitor.presses("next")
        assert visitor.status == 200

    visitor.presses("send", **WHO)

    assert visitor.status == 303
    assert ConsultRequest.objects.get().answers == []


def test_going_back_and_forth_loses_nothing(visitor: Any, guided_page: str) -> None:
    visitor.opens(guided_page).presses("next", question_why="My back")
    visitor.presses("next", **{"question_how-long": "Weeks"}).presses("next", question_heart="Lungs")
    visitor.presses("next", best_time="morning")
    visitor.presses("back", **WHO, email="not yet whole@", consent_sms="on")
    assert visitor.fields["best_time"] == "morning"
    visitor.presses("back").presses("back").presses("back")

    assert visitor.title.startswith("Step 1 of 5")
    assert visitor.fields["question_why"] == "My back"
    for _ in range(4):
        visitor.presses("next")
    assert visitor.fields | {"email": "not yet whole@", "consent_sms": "on", **WHO} == visitor.fields
    assert visitor.fields["question_heart"] == "Lungs"


def test_what_is_wrong_is_said_in_its_step_and_kept(visitor: Any, guided_page: str) -> None:
    visitor.opens(guided_page)

    visitor.presses("next", question_why="x" * (LONGEST_ANSWER + 1))

    assert visitor.status == 422
    assert visitor.title == "Please check your answers"
    assert 'href="#id_question_why"' in visitor.html
    assert len(visitor.fields["question_why"]) == LONGEST_ANSWER + 1


def test_a_refused_request_comes_back_as_its_last_step_with_everything(visitor: Any, guided_page: str) -> None:
    visitor.opens(guided_page).presses("next", question_why="My back")
    visitor.presses("next").presses("next", question_heart=["Heart", "Lungs"]).presses("next")

    visitor.presses("send", full_name="Ines Okafor", phone="12")

    assert visitor.status == 422
    assert 'href="#id_phone"' in visitor.html
    assert visitor.fields["phone"] == "12"
    assert visitor.fields["question_heart"] == ["Heart", "Lungs"]
    assert not ConsultRequest.objects.exists()
    visitor.presses("send", phone="(218) 555-0177")
    assert visitor.status == 303
    assert len(ConsultRequest.objects.get().answers) == 2


def test_a_key_that_was_used_loses_no_answer(visitor: Any, guided_page: str) -> None:
    visitor.opens(guided_page)
    for _ in range(4):
        visitor.presses("next", question_heart=["Heart", "Lungs"], submission_key="one")
    form = visitor.html
    visitor.presses("send", **WHO)
    visitor.html = form

    visitor.presses("send", full_name="Somebody Else", phone="(218) 555-0178")

    assert visitor.status == 422
    assert visitor.fields["question_heart"] == ["Heart", "Lungs"]
    assert "submission_key" not in visitor.fields or not visitor.fields["submission_key"]


def test_each_step_starts_with_the_emergency_words(visitor: Any, guided_page: str) -> None:
    visitor.opens(guided_page)
    for _ in range(4):
        visitor.presses("next")
        form = visitor.html[visitor.html.index("<h1") :]
        assert 0 < form.index('href="tel:988"') < form.index("data-consult-form")


def test_steps_are_never_kept_by_a_cache_and_their_address_says_nothing(visitor: Any, guided_page: str) -> None:
    visitor.opens(guided_page).presses("next", question_why="Quetzalcoatl")

    assert "no-store" in visitor.response["Cache-Control"]
    assert not visitor.response.cookies
    assert "Quetzalcoatl" not in str(visitor.response.headers)
    assert not ConsultDraft.objects.exists()


def test_on_a_page_of_no_clinic_the_last_step_asks_for_one_of_the_forms_own(
    visitor: Any, guided: ConsultForm, clinic: Clinic, other_clinic: Clinic
) -> None:
    guided.clinics.set([other_clinic])
    guided.save()
    visitor.opens(f"/consult-requests/steps/?consult_form={guided.pk}")
    for _ in range(4):
        visitor.presses("next", question_why="My back")

    assert ">Northlight Ashland<" in visitor.html
    assert ">Northlight Duluth<" not in visitor.html
    visitor.presses("back", clinic="ashland").presses("next")
    assert visitor.fields["clinic"] == "ashland"
    assert "<select" in visitor.html
    visitor.presses("send", **WHO)
    assert ConsultRequest.objects.get().lead.clinic == other_clinic


def test_a_definition_that_is_gone_halfway_loses_no_answer(visitor: Any, guided_page: str, guided: ConsultForm) -> None:
    visitor.opens(guided_page).presses("next", question_why="My back")
    guided.delete()

    visitor.presses("next", **{"question_how-long": "Years"})
    while "Step 3 of 3" not in visitor.html:
        visitor.presses("next")
    visitor.presses("send", **WHO)

    answers = {each["key"]: each["answer"] for each in ConsultRequest.objects.get().answers}
    assert answers == {"why": "My back", "how-long": "Years"}


def test_a_clinic_that_paused_meanwhile_says_so_before_the_next_step(
    visitor: Any, guided_page: str, clinic: Clinic, other_clinic: Clinic
) -> None:
    visitor.opens(guided_page)
    clinic.status, clinic.successor = Clinic.Status.PAUSED, other_clinic
    clinic.save()

    visitor.presses("next", question_why="My back")

    assert visitor.status == 409
    assert visitor.fields["question_why"] == "My back", "offered to the clinic that takes the patients"


def test_without_script_the_campaign_of_the_forms_page_is_kept(visitor: Any, guided_page: str) -> None:
    visitor.opens(guided_page)
    values = visitor.fields | {"go": "next"}
    referer = f"http://testserver{guided_page}?utm_source=lakepaper"
    visitor.posts("/consult-requests/steps/", values, headers={"Referer": referer})
    for _ in range(3):
        visitor.presses("next")

    visitor.presses("send", **WHO)

    assert ConsultRequest.objects.get().campaign == {"utm_source": "lakepaper"}


def test_a_spanish_visitor_stays_in_spanish(visitor: Any, guided: ConsultForm, clinic: Clinic) -> None:
    visitor.opens(f"/consult-requests/steps/?consult_form={guided.pk}&clinic=duluth&language=es")
    visitor.presses("next")

    assert 'lang="es"' in visitor.html
    assert visitor.title.startswith("Paso 2 de 5")


def test_a_step_from_another_site_is_refused(client: Any, clinic: Clinic) -> None:
    for path in ("/consult-requests/steps/", "/consult-requests/saved/"):
        assert client.post(path, {}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


@pytest.mark.parametrize(
    "rubbish",
    [
        {"step": "nowhere", "go": "sideways"},
        {"step": "contact", "go": "next", "clinic": "\x00"},
        {"consult_form": "x" * 5_000, "offers_clinics": "1", "go": "save"},
        {"question_" + "k" * 500: "x", "go": "back"},
        {"question_\x00": "\x00", "first_touch": "{", "go": "save", "step": "reason"},
        {"message": "x" * 200_000, "go": "save"},
        {"language": "😀", "clinic": "nowhere", "go": "next"},
    ],
)
def test_rubbish_breaks_nothing(client: Any, clinic: Clinic, rubbish: dict[str, str]) -> None:
    response = client.post("/consult-requests/steps/", rubbish)

    assert response.status_code in {200, 422}
