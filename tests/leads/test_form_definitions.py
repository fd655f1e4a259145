"""A form of an editor's own: what it asks, what it leaves out, and that no answer is lost."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from leads.models import ConsultRequest
from leads.questions import LONGEST_ANSWER
from sites.bootstrapping import ensure_clinic_page
from sites.models import Clinic, ConsultForm, ConsultQuestion

TYPED = {"full_name": "Ines Okafor", "phone": "(218) 555-0177"}


@pytest.fixture
def definition(db: None) -> ConsultForm:
    made = ConsultForm.objects.create(name="Pain", asks_message=False, offers_newsletter=False)
    ConsultQuestion.objects.create(form=made, key="how-long", question="How long has it hurt?")
    ConsultQuestion.objects.create(
        form=made, key="tried", question="What have you tried?", kind="several", choices="Rest\nMedicine\nExercise"
    )
    ConsultQuestion.objects.create(
        form=made, key="when", question="Which days suit you?", data_class="preference", step="candidacy"
    )
    return made


@pytest.fixture
def page_of_form(clinic: Clinic, definition: ConsultForm) -> str:
    page = ensure_clinic_page(clinic)
    page.body = [("consult_form", {"clinic": None, "heading": "Ask", "text": "", "consult_form": definition})]
    page.save_revision().publish()
    return str(page.url)


def test_a_page_asks_what_the_definition_says(client: Client, page_of_form: str, definition: ConsultForm) -> None:
    html = client.get(page_of_form).content.decode()

    assert "How long has it hurt?" in html
    assert html.count('name="question_tried"') == 3
    assert 'name="message"' not in html
    assert 'name="newsletter"' not in html
    assert f'value="{definition.pk}"' in html


def test_answers_are_kept_with_the_words_that_were_asked(
    client: Client, clinic: Clinic, definition: ConsultForm
) -> None:
    answered = {
        "consult_form": str(definition.pk),
        "question_how-long": "Since spring",
        "question_tried": ["Rest", "Exercise"],
        "question_when": "Mondays",
    }

    assert client.post("/consult-requests/", TYPED | answered | {"clinic": clinic.slug}).status_code == 303

    stored = ConsultRequest.objects.get()
    assert stored.answers == [
        {"key": "how-long", "question": "How long has it hurt?", "answer": "Since spring", "data_class": "health"},
        {"key": "tried", "question": "What have you tried?", "answer": "Rest\nExercise", "data_class": "health"},
        {"key": "when", "question": "Which days suit you?", "answer": "Mondays", "data_class": "preference"},
    ]
    assert stored.consult_form == str(definition.pk)


def test_answers_are_encrypted(client: Client, clinic: Clinic, definition: ConsultForm) -> None:
    answered = {"consult_form": str(definition.pk), "question_how-long": "Quetzalcoatl", "clinic": clinic.slug}

    client.post("/consult-requests/", TYPED | answered)

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM leads_consultrequest")
        assert "Quetzalcoatl" not in str(cursor.fetchall())


@pytest.mark.parametrize("form_id", ["", "gone", "00000000-0000-7000-8000-000000000000"])
def test_answers_to_a_definition_that_is_gone_are_kept(client: Client, clinic: Clinic, form_id: str) -> None:
    answered = {"consult_form": form_id, "question_how-long": "Since spring", "clinic": clinic.slug}

    assert client.post("/consult-requests/", TYPED | answered).status_code == 303

    kept = ConsultRequest.objects.get().answers
    assert kept == [{"key": "how-long", "question": "how-long", "answer": "Since spring", "data_class": "health"}]


def test_an_answer_that_was_taken_off_the_list_is_still_an_answer(
    client: Client, clinic: Clinic, definition: ConsultForm
) -> None:
    answered = {"consult_form": str(definition.pk), "question_tried": "Swimming", "clinic": clinic.slug}

    assert client.post("/consult-requests/", TYPED | answered).status_code == 303
    assert ConsultRequest.objects.get().answers[0]["answer"] == "Swimming"


@pytest.mark.parametrize(
    "answered",
    [
        {"question_how-long": "x" * (LONGEST_ANSWER + 1)},
        {"question_" + "k" * 41: "x"},
        {"question_a": "nul\x00"},
        {f"question_{number}": "x" for number in range(41)},
    ],
)
def test_too_much_is_refused_and_what_was_typed_is_kept(
    client: Client, clinic: Clinic, definition: ConsultForm, answered: dict[str, str]
) -> None:
    sent = TYPED | answered | {"consult_form": str(definition.pk), "clinic": clinic.slug}

    response = client.post("/consult-requests/", sent)

    assert response.status_code == 422
    assert "Ines Okafor" in response.content.decode()
    assert not ConsultRequest.objects.exists()


def test_a_definition_costs_a_page_two_queries(
    client: Client, page_of_form: str, definition: ConsultForm, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client.get(page_of_form)
    for number in range(8):
        ConsultQuestion.objects.create(form=definition, key=f"more-{number}", question="And?")

    with django_assert_max_num_queries(11):
        client.get(page_of_form)
