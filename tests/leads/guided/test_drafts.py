"""Save and come back later: only when asked, only in this browser, and gone when sent, deleted or old."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from leads.drafts import COOKIE, purge_expired_drafts
from leads.models import ConsultDraft, ConsultRequest
from sites.models import ConsultForm

pytestmark = pytest.mark.django_db

WHO = {"full_name": "Ines Okafor", "phone": "(218) 555-0177"}
SAVED = "/consult-requests/saved/"


@pytest.fixture
def visitor(visitor: Any) -> Any:
    """Over https, as a browser that takes the cookie."""
    visitor.client.defaults["HTTP_HOST"] = "clinics.example.com"
    visitor.is_secure = True
    return visitor


@pytest.fixture(autouse=True)
def _hosts(settings: Any, clock: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]


@pytest.fixture
def saved(visitor: Any, guided_page: str) -> Any:
    visitor.opens(guided_page).presses("next", question_why="Quetzalcoatl")
    return visitor.presses("save", **{"question_how-long": "Years"})


def goes_on(visitor: Any) -> Any:
    return visitor.posts(SAVED, {"go": "on"})


def test_what_was_saved_comes_back_at_the_step_where_it_was_left(saved: Any) -> None:
    assert saved.title == "Your answers are saved"
    assert "Quetzalcoatl" not in saved.opens(SAVED).html, "shown only to who asks"

    goes_on(saved)

    assert saved.title.startswith("Step 2 of 5")
    assert (saved.fields["question_why"], saved.fields["question_how-long"]) == ("Quetzalcoatl", "Years")


def test_the_cookie_is_a_random_key_for_this_host_alone(saved: Any) -> None:
    cookie = saved.response.cookies[COOKIE]

    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Strict")
    assert (cookie["path"], cookie["domain"], cookie["max-age"]) == ("/", "", 7 * 24 * 3600)
    assert len(cookie.value) == 43
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM leads_consultdraft")
        row = str(cursor.fetchall())
    assert cookie.value not in row
    assert "Quetzalcoatl" not in row


def test_nothing_is_saved_and_no_cookie_set_unless_somebody_asks(visitor: Any, guided_page: str) -> None:
    visitor.opens(guided_page).presses("next", question_why="My back").presses("back").presses("next")

    assert not visitor.client.cookies
    assert not ConsultDraft.objects.exists()


def test_a_page_that_is_kept_for_all_sets_no_cookie_for_who_has_one(saved: Any, guided_page: str) -> None:
    saved.opens(guided_page)

    assert not saved.response.cookies
    assert "Quetzalcoatl" not in saved.html


def test_consent_is_not_saved_but_asked_again(visitor: Any, guided_page: str) -> None:
    visitor.opens(guided_page)
    for _ in range(4):
        visitor.presses("next")

    visitor.presses("save", **WHO, consent_contact="on")
    goes_on(visitor)

    assert visitor.fields["full_name"] == "Ines Okafor"
    assert "consent_contact" not in visitor.fields


def test_saving_again_replaces_the_draft_under_a_new_key(saved: Any) -> None:
    first = saved.client.cookies[COOKIE].value

    goes_on(saved).presses("save", **{"question_how-long": "Weeks"})

    assert ConsultDraft.objects.count() == 1
    assert saved.client.cookies[COOKIE].value != first
    assert goes_on(saved).fields["question_how-long"] == "Weeks"


def test_sending_deletes_the_draft_and_the_cookie(saved: Any) -> None:
    goes_on(saved)
    for _ in range(3):
        saved.presses("next")

    saved.presses("send", **WHO)

    assert saved.status == 303
    assert ConsultRequest.objects.get().answers[0]["answer"] == "Quetzalcoatl"
    assert not ConsultDraft.objects.exists()
    assert saved.response.cookies[COOKIE]["max-age"] == 0
    assert saved.response.cookies[COOKIE]["secure"], "browsers refuse to delete a __Host- cookie otherwise"


def test_sending_another_form_leaves_the_draft(saved: Any) -> None:
    saved.posts("/consult-requests/", WHO | {"clinic": "duluth"})

    assert saved.status == 303
    assert ConsultDraft.objects.count() == 1
    assert not saved.response.cookies


def test_deleting_deletes_the_row_and_the_cookie(saved: Any) -> None:
    response = saved.posts(SAVED, {"go": "delete"}).response

    assert (response.status_code, response["Location"]) == (303, SAVED)
    assert response.cookies[COOKIE]["max-age"] == 0
    assert not ConsultDraft.objects.exists()
    assert saved.opens(SAVED).title == "Nothing is saved"


def test_a_draft_is_gone_after_seven_days(saved: Any, clock: Any) -> None:
    clock.shift(timedelta(days=7, seconds=1))

    assert saved.opens(SAVED).title == "Nothing is saved"
    assert purge_expired_drafts.call() == 1
    assert not ConsultDraft.objects.exists()


def test_another_browser_gets_nothing(saved: Any) -> None:
    for cookie in ("", "x" * 43, "x" * 4_000, "\x00" * 43):
        stranger = Client(headers={"host": "clinics.example.com"})
        stranger.cookies[COOKIE] = cookie
        page = stranger.post(SAVED, {"go": "on"}, secure=True)
        stranger.post(SAVED, {"go": "delete"}, secure=True)
        assert "Quetzalcoatl" not in page.content.decode()
    assert ConsultDraft.objects.count() == 1


def test_over_plain_http_saving_is_not_offered_and_loses_nothing(visitor: Any, guided_page: str) -> None:
    visitor.is_secure = False
    visitor.opens(guided_page).presses("next", question_why="My back")
    assert 'value="save"' not in visitor.html

    visitor.presses("save")

    assert "unencrypted" in visitor.html
    assert 'value="My back"' in visitor.html
    assert not visitor.response.cookies
    assert not ConsultDraft.objects.exists()


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:8000"])
def test_on_this_machine_itself_it_is_offered_over_http_too(visitor: Any, guided_page: str, host: str) -> None:
    visitor.client.defaults["HTTP_HOST"] = host
    visitor.is_secure = False

    assert 'value="save"' in visitor.opens(guided_page).html


def test_what_no_hand_typed_is_not_saved(visitor: Any, guided_page: str) -> None:
    visitor.opens(guided_page).presses("save", message="x" * 200_000)

    assert "too long" in visitor.html
    assert not ConsultDraft.objects.exists()


def test_a_form_that_is_gone_can_still_be_gone_on_with(saved: Any, guided: ConsultForm) -> None:
    guided.delete()

    goes_on(saved)

    assert saved.status == 200
    assert saved.fields["question_why"] == "Quetzalcoatl"
