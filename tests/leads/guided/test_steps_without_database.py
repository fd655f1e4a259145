"""A visitor in the middle of a guided form when the database goes away."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection

from leads.models import ConsultDraft
from leads.spool import outages
from leads.spool.receiving import count_waiting
from leads.spool.tending import tend
from sites.models import Clinic, ConsultForm

pytestmark = pytest.mark.django_db

WHO = {"full_name": "Ines Okafor", "phone": "(218) 555-0177"}


@contextmanager
def database_away() -> Iterator[None]:
    def refuse(execute: object, sql: str, *_: object) -> None:
        raise OperationalError("the server closed the connection")

    with connection.execute_wrapper(refuse):
        yield
    outages.database_answered()


@pytest.mark.parametrize("go", ["next", "back", "save"])
def test_a_step_says_to_try_again_and_keeps_everything(visitor: Any, guided_page: str, go: str) -> None:
    visitor.opens(guided_page).presses("next", question_why="<My> back").presses("next")

    with database_away():
        visitor.presses(go, question_heart=["Heart", "Lungs"])

    assert (visitor.status, visitor.response["Retry-After"]) == (503, "30")
    for value in ("&lt;My&gt; back", "Heart", "Lungs", go):
        assert f'value="{value}"' in visitor.html
    assert 'href="tel:988"' in visitor.html
    assert not ConsultDraft.objects.exists()


def test_the_last_step_is_received_all_the_same(visitor: Any, guided_page: str) -> None:
    visitor.opens(guided_page).presses("next", question_why="My back")
    for _ in range(3):
        visitor.presses("next")

    with database_away():
        visitor.presses("send", **WHO)

    assert visitor.status == 303
    assert count_waiting().count == 1


def test_a_mistake_in_the_last_step_comes_back_on_one_page_with_every_answer(visitor: Any, guided_page: str) -> None:
    visitor.opens(guided_page).presses("next", question_why="My back")
    for _ in range(3):
        visitor.presses("next")

    with database_away():
        visitor.presses("send", full_name="Ines Okafor", phone="12")

    assert visitor.status == 422
    assert (visitor.fields["question_why"], visitor.fields["phone"]) == ("My back", "12")


def test_a_form_that_offers_some_clinics_is_shown_without_asking_which(
    visitor: Any, guided: ConsultForm, clinic: Clinic
) -> None:
    guided.clinics.set([clinic])
    guided.save()
    tend(threading.Event())

    with database_away():
        visitor.posts("/consult-requests/", {"consult_form": str(guided.pk), "phone": "12"})

    assert visitor.status == 422
    assert "Northlight Duluth" in visitor.html
