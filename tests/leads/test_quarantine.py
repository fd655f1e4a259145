"""What coordinators decide about requests that were held back, and what becomes of them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from integrations.models import Delivery, OutboxEvent
from leads.groups import ensure_clinic_coordinators
from leads.models import (
    ConsentRecord,
    ConsultRequest,
    HeldLead,
    HeldRequest,
    Lead,
    LeadEvent,
    NewsletterList,
    Person,
    Stage,
    Subscription,
)
from leads.quarantine import NotHeldBack, release
from protection.identifiers import uuid7
from sites.models import Clinic
from staff.models import StaffUser

pytestmark = pytest.mark.django_db

LIST = "/admin/leads/held-back/"


@pytest.fixture
def send(clinic: Clinic) -> Callable[..., Lead]:
    """Sends a request through the door; by default one that is held back."""

    def post(**values: str) -> Lead:
        typed = {
            "clinic": clinic.slug,
            "full_name": "Jo Marlowe",
            "email": "jo@example.com",
            "phone": "(218) 555-0187",
            "message": "My back, for two years.",
            "website": "https://filled-in.example.com",
        }
        assert Client().post("/consult-requests/", typed | values).status_code == 303
        return Lead.including_quarantine.order_by("-pk")[0]

    return post


def decide(client: Client, decision: str, *leads: Lead) -> Any:
    return client.post(LIST, {"decision": decision, "lead": [str(lead.pk) for lead in leads]})


def told() -> list[str]:
    return sorted(OutboxEvent.objects.values_list("type", flat=True))


def test_a_released_request_leaves_what_one_that_came_in_normally_leaves(
    signed_in: Client, send: Callable[..., Lead], coordinator: StaffUser
) -> None:
    NewsletterList.objects.create(slug="news", name="News")
    normal = send(website="", full_name="Ana Marlowe", email="ana@example.com", newsletter="on")
    after_normal = (told(), Delivery.objects.count(), Subscription.objects.count())
    held = send(newsletter="on")
    assert (told(), Delivery.objects.count(), Subscription.objects.count()) == after_normal

    response = decide(signed_in, "release", held)

    assert response["Location"] == f"/admin/leads/{held.pk}/"
    assert (sorted(told()), Delivery.objects.count(), Subscription.objects.count()) == (
        sorted(after_normal[0] * 2),
        after_normal[1] * 2,
        after_normal[2] * 2,
    )
    lead = Lead.objects.get(pk=held.pk)
    assert (lead.stage, lead.clinic) == (normal.stage, normal.clinic)
    released = lead.events.get(kind=LeadEvent.Kind.RELEASED)
    assert released.actor == coordinator
    assert [event.kind for event in lead.events.all()][::-1] == ["request_received", "quarantined", "released"]


def test_released_it_joins_the_open_lead_of_the_same_person(
    signed_in: Client, send: Callable[..., Lead], clock: Any
) -> None:
    mine = send(website="")
    held = send(message="It is worse.")

    response = decide(signed_in, "release", held)

    assert response["Location"] == f"/admin/leads/{mine.pk}/"
    assert Lead.including_quarantine.get() == mine
    assert Person.objects.count() == 1
    assert {request.message for request in mine.consult_requests.all()} == {"My back, for two years.", "It is worse."}
    assert ConsentRecord.objects.filter(person=mine.person).count() == 4
    assert told() == ["consult_request.received", "consult_request.received", "lead.created"]
    assert Lead.objects.get().version == mine.version + 1


def test_released_twice_it_is_announced_once(send: Callable[..., Lead], coordinator: StaffUser, now: datetime) -> None:
    held = send()
    release(held.pk, actor=coordinator, at=now)

    with pytest.raises(NotHeldBack):
        release(held.pk, actor=coordinator, at=now)

    assert told() == ["consult_request.received", "lead.created"]


def test_a_button_pressed_after_somebody_else_changes_nothing_and_says_so(
    signed_in: Client, send: Callable[..., Lead], coordinator: StaffUser, now: datetime
) -> None:
    held = send()
    release(held.pk, actor=coordinator, at=now)

    page = signed_in.post(LIST, {"decision": "release", "lead": str(held.pk)}, follow=True).content.decode()

    assert "Nothing was changed" in page
    assert told() == ["consult_request.received", "lead.created"]


def test_spam_leaves_the_list_for_its_own_and_comes_back_with_one_click(
    signed_in: Client, send: Callable[..., Lead]
) -> None:
    held = send()

    marked = decide(signed_in, "spam", held)
    page = signed_in.get(marked["Location"])

    assert list(page.context["object_list"]) == []
    assert "1 request is marked as spam." in page.content.decode()
    assert f'<input type="hidden" name="lead" value="{held.pk}">' in page.content.decode()
    assert [lead.pk for lead in signed_in.get(f"{LIST}?shown=spam").context["object_list"]] == [held.pk]
    assert told() == []

    decide(signed_in, "no-spam", held)

    assert [lead.pk for lead in signed_in.get(LIST).context["object_list"]] == [held.pk]
    kinds = [event.kind for event in LeadEvent.objects.filter(lead=held)]
    assert kinds.count("marked_as_spam") == kinds.count("spam_mark_taken_back") == 1


def test_several_are_decided_at_once(signed_in: Client, send: Callable[..., Lead]) -> None:
    held = [send(full_name=f"Person {number}") for number in range(3)]

    decide(signed_in, "release", *held[:2])
    decide(signed_in, "spam", held[2])

    assert Lead.objects.count() == 2
    assert HeldLead.objects.get().spam_marked_at


def test_another_clinics_requests_are_not_decided_about(
    signed_in: Client, send: Callable[..., Lead], other_clinic: Clinic
) -> None:
    theirs = send(clinic=other_clinic.slug)

    for decision in ("release", "spam", "no-spam"):
        decide(signed_in, decision, theirs)
        assert signed_in.post(f"{LIST}{theirs.pk}/decide/", {"decision": decision}).status_code == 404

    theirs.refresh_from_db()
    assert (theirs.quarantine_reason, theirs.spam_marked_at, theirs.version) == ("honeypot", None, 1)
    assert str(theirs.pk) not in signed_in.get(f"{LIST}?marked={theirs.pk}").content.decode()
    assert signed_in.get(LIST).context["tabs"][0]["count"] == 0


def test_who_may_only_look_decides_nothing(
    client: Client, make_staff: Callable[..., StaffUser], clinic: Clinic, send: Callable[..., Lead]
) -> None:
    from sites.groups import grant_in_clinic, group_with_admin_access

    group = group_with_admin_access("Lookers")
    grant_in_clinic(group, clinic, Lead, ["view"])
    client.force_login(make_staff("looker", group))
    held = send()

    decide(client, "release", held)
    refused = client.post(f"{LIST}{held.pk}/decide/", {"decision": "release"})

    assert (refused.status_code, refused["Location"]) == (302, "/admin/")
    assert Lead.objects.count() == 0
    assert 'value="release"' not in client.get(f"{LIST}{held.pk}/").content.decode()


@pytest.mark.parametrize("posted", [{}, {"lead": "x"}, {"lead": "\x00"}, {"decision": "release"}, {"decision": "?"}])
def test_nothing_ticked_or_nonsense_changes_nothing(
    signed_in: Client, send: Callable[..., Lead], posted: dict[str, str]
) -> None:
    send()

    assert signed_in.post(LIST, posted).status_code == 302

    assert HeldLead.objects.waiting().count() == 1


def test_the_list_and_the_page_say_why_and_keep_the_strict_policy(signed_in: Client, send: Callable[..., Lead]) -> None:
    held = send(message="<b>My</b> back & legs")

    for address in (LIST, f"{LIST}{held.pk}/"):
        response = signed_in.get(address)
        page = response.content.decode()
        assert "It fills a field that no person sees." in page
        assert "script-src 'self';" in response["Content-Security-Policy"]
        assert "<b>My</b>" not in page
    assert "&lt;b&gt;My&lt;/b&gt; back &amp; legs" in page
    assert "My back" not in signed_in.get(LIST).content.decode(), "a list shows nothing about health"


def test_the_menu_counts_those_that_wait(
    signed_in: Client, coordinator: StaffUser, send: Callable[..., Lead], other_clinic: Clinic
) -> None:
    assert "Held back (" not in signed_in.get("/admin/", follow=True).content.decode()

    send()
    send(clinic=other_clinic.slug)

    assert "Held back (1)" in signed_in.get("/admin/", follow=True).content.decode()


def test_an_empty_list_says_what_comes_here(signed_in: Client) -> None:
    assert "Nothing is held back." in signed_in.get(LIST).content.decode()
    assert "Nothing is marked as spam." in signed_in.get(f"{LIST}?shown=spam").content.decode()


def test_spam_is_deleted_after_its_time_and_nothing_else_ever(
    signed_in: Client, send: Callable[..., Lead], clock: Any, settings: Any, capsys: Any
) -> None:
    waits, spam, lead = send(), send(full_name="Spam"), send(full_name="Ana", website="")
    decide(signed_in, "spam", spam)

    clock.shift(settings.SPAM_RETENTION - timedelta(minutes=1))
    call_command("purge_expired")
    assert Lead.including_quarantine.count() == 3
    clock.shift(timedelta(minutes=2))
    call_command("purge_expired")

    assert '"deleted_spam": 1' in capsys.readouterr().out
    assert set(Lead.including_quarantine.values_list("pk", flat=True)) == {waits.pk, lead.pk}
    assert Person.objects.count() == ConsultRequest.objects.count() == 2


def test_what_was_written_leaves_a_held_request_a_month_after_somebody_dealt_with_it(settings: Any, clock: Any) -> None:
    texts = {"record": {"message": "My back."}, "sealed": "a line", "held_at": timezone.now()}
    waits, closed = (HeldRequest.objects.create(id=uuid7(), reason="refused", **texts) for _ in range(2))
    closed.close(by_id=None, at=timezone.now())

    clock.shift(settings.SPAM_RETENTION + timedelta(minutes=1))
    call_command("purge_expired")

    for each in (waits, closed):
        each.refresh_from_db()
    assert (waits.record, waits.sealed) == ({"message": "My back."}, "a line")
    assert (closed.record, closed.sealed) == (None, "")
    assert closed.closed_at


def test_one_who_may_be_in_a_crisis_stays_first_and_hears_from_people_alone_when_released(
    signed_in: Client, send: Callable[..., Lead]
) -> None:
    mine = send(website="")
    held = send(message="I want to die.", newsletter="on")
    send(full_name="Later")
    before = set(Delivery.objects.values_list("pk", flat=True))

    page = signed_in.get(LIST)
    assert page.context["object_list"][0].pk == held.pk
    assert "May be in a crisis" in page.content.decode()
    decide(signed_in, "release", held)

    lead = Lead.objects.get(pk=mine.pk)
    assert lead.waits_for_a_look
    assert set(Delivery.objects.exclude(pk__in=before).values_list("template", flat=True)) == {"lead_alert_first"}


def test_that_somebody_looked_is_said_before_anything_is_decided(
    signed_in: Client, send: Callable[..., Lead], coordinator: StaffUser
) -> None:
    held = send(message="I want to die.")

    signed_in.post(f"{LIST}{held.pk}/decide/", {"decision": "seen"})

    held.refresh_from_db()
    assert held.crisis_seen_at
    assert held.quarantine_reason
    assert held.events.get(kind=LeadEvent.Kind.CRISIS_SEEN).actor == coordinator


def test_a_stranger_cannot_make_a_suspect_raise_a_lead(send: Callable[..., Lead]) -> None:
    mine = send(website="")

    send(message="Something else.")

    assert Lead.objects.get().version == mine.version


def test_the_stage_of_a_released_lead_is_the_pipelines_first(signed_in: Client, send: Callable[..., Lead]) -> None:
    held = send()

    signed_in.post(f"{LIST}{held.pk}/decide/", {"decision": "release"})

    assert Lead.objects.get(pk=held.pk).stage == Stage.objects.first_of_pipeline()


def test_coordinators_find_it_in_their_menu(signed_in: Client, clinic: Clinic) -> None:
    ensure_clinic_coordinators(clinic)

    assert reverse("held_leads:index") in signed_in.get("/admin/", follow=True).content.decode()
