"""What staff see of an endpoint and do with it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from integrations.delivery import deliver_due
from integrations.jobs import run_waiting_jobs
from integrations.models import Delivery, Endpoint
from integrations.trial_event import ask_for_trial_event, try_trial
from sites.groups import grant_in_clinic, group_with_admin_access
from sites.models import Clinic
from tests.integrations.published import CANARIES, canaries_in, published
from tests.receiver import Receiver


@pytest.fixture
def endpoint(clinic: Clinic, make_endpoint: Callable[..., Endpoint]) -> Endpoint:
    return make_endpoint(clinic, headers={"Authorization": "Bearer token-canary"}, data_class="contact")


@pytest.fixture
def onlooker(client: Client, clinic: Clinic) -> Client:
    """May see the clinic's endpoints and deliveries, and change nothing."""
    group = group_with_admin_access("Onlookers")
    grant_in_clinic(group, clinic, Endpoint, ["view"])
    grant_in_clinic(group, clinic, Delivery, ["view"])
    user = get_user_model().objects.create_user(username="onlooker", password="pass-of-a-test")
    user.groups.add(group)
    client.force_login(user)
    return client


def sent(clinic: Clinic, count: int = 1) -> datetime:
    now = timezone.now()
    for _ in range(count):
        published(clinic, at=now)
    deliver_due(now=now)
    return now


def actions() -> list[str]:
    return list(ModelLogEntry.objects.order_by("pk").values_list("action", flat=True))


def test_the_page_tells_how_it_fares_and_no_secret(
    admin_client: Client, clinic: Clinic, endpoint: Endpoint, crm: Receiver
) -> None:
    crm.answers(500)
    sent(clinic)

    for path in (f"/admin/endpoints/{endpoint.pk}/", f"/admin/endpoints/edit/{endpoint.pk}/", "/admin/endpoints/"):
        page = admin_client.get(path).content.decode()
        assert "canary" not in page
        assert crm.secret not in page
    assert "Authorization" in admin_client.get(f"/admin/endpoints/{endpoint.pk}/").content.decode()


def test_the_list_costs_no_more_queries_with_more_endpoints(
    admin_client: Client, clinic: Clinic, make_endpoint: Callable[..., Endpoint]
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            admin_client.get("/admin/endpoints/")
        return len(captured)

    make_endpoint(clinic)
    queries()
    with_one = queries()
    for _ in range(10):
        make_endpoint(clinic)

    assert queries() <= with_one


def test_headers_left_alone_are_kept_and_typed_ones_replace_them(admin_client: Client, endpoint: Endpoint) -> None:
    values = {
        "description": "",
        "url": endpoint.url,
        "clinic": str(endpoint.clinic_id),
        "events": ["*"],
        "data_class": "contact",
        "rate_limit": "5",
        "rate_period": "minute",
    }
    address = f"/admin/endpoints/edit/{endpoint.pk}/"

    admin_client.post(address, values | {"headers": "Authorization: ••••••\r\nX-Tenant: north"})
    endpoint.refresh_from_db()
    assert endpoint.headers == {"Authorization": "Bearer token-canary", "X-Tenant": "north"}
    assert (endpoint.rate_limit, endpoint.rate_period) == (5, "minute")

    for refused in ("Host: elsewhere", "X-New: ••••••", "no colon"):
        admin_client.post(address, values | {"headers": refused})
    endpoint.refresh_from_db()
    assert set(endpoint.headers) == {"Authorization", "X-Tenant"}
    admin_client.post(address, values | {"headers": ""})
    endpoint.refresh_from_db()
    assert endpoint.headers == {}


def test_a_test_event_is_sent_by_a_worker_and_its_attempt_shown(
    admin_client: Client, endpoint: Endpoint, crm: Receiver
) -> None:
    Endpoint.objects.filter(pk=endpoint.pk).update(status="paused")
    asked = admin_client.post(f"/admin/endpoints/{endpoint.pk}/test/")
    waiting = admin_client.get(asked["Location"]).content.decode()
    assert crm.types == [], "nobody's browser waits for a receiver"

    run_waiting_jobs()

    shown = admin_client.get(asked["Location"]).content.decode()
    assert crm.types == ["carefront.test"]
    assert "on its way" in waiting
    assert "on its way" not in shown
    assert "The test event arrived." in shown
    assert "webhook-signature: v1," in shown
    assert "token-canary" not in shown
    assert actions() == ["integrations.endpoint.test"]


def test_a_test_event_that_does_not_arrive_says_why(admin_client: Client, endpoint: Endpoint, crm: Receiver) -> None:
    crm.answers(500)
    asked = admin_client.post(f"/admin/endpoints/{endpoint.pk}/test/")

    run_waiting_jobs()

    shown = admin_client.get(asked["Location"]).content.decode()
    assert "did not arrive" in shown
    assert "the receiver answered 500" in shown


def test_a_test_event_whose_job_runs_twice_or_too_late_is_tried_once(endpoint: Endpoint, crm: Receiver) -> None:
    delivery = ask_for_trial_event(endpoint, now=timezone.now())
    run_waiting_jobs()
    try_trial.func(str(delivery.pk), str(delivery.lease))

    late = ask_for_trial_event(endpoint, now=timezone.now() - timedelta(minutes=1))
    deliver_due(now=timezone.now())
    run_waiting_jobs()

    assert crm.ids == [str(delivery.event_id), str(late.event_id)]


def test_test_events_of_one_endpoint_are_counted(
    admin_client: Client, endpoint: Endpoint, make_endpoint: Callable[..., Endpoint], settings: Any
) -> None:
    settings.RATELIMIT_ENABLE = True
    for _ in range(10):
        admin_client.post(f"/admin/endpoints/{endpoint.pk}/test/")

    shown = admin_client.post(f"/admin/endpoints/{endpoint.pk}/test/", follow=True).content.decode()

    assert "Too many test events" in shown
    assert Delivery.objects.filter(endpoint=endpoint).count() == 10
    other = make_endpoint(endpoint.clinic)
    admin_client.post(f"/admin/endpoints/{other.pk}/test/")
    assert Delivery.objects.filter(endpoint=other).count() == 1


def test_pausing_and_enabling_are_kept_with_their_reason(admin_client: Client, endpoint: Endpoint) -> None:
    address = f"/admin/endpoints/{endpoint.pk}/status/"

    admin_client.post(address, {"status": "paused", "reason": "moving house"})
    endpoint.refresh_from_db()
    assert (endpoint.status, endpoint.status_reason) == ("paused", "moving house")

    admin_client.post(address, {"status": "active"})
    admin_client.post(address, {"status": "nonsense"})
    endpoint.refresh_from_db()
    assert (endpoint.status, endpoint.status_reason) == ("active", "")
    assert actions() == ["integrations.endpoint.status"] * 2


def test_a_new_secret_is_asked_for_and_shown_once(admin_client: Client, endpoint: Endpoint, crm: Receiver) -> None:
    address = f"/admin/endpoints/{endpoint.pk}/new-secret/"
    assert admin_client.get(address).status_code == 200
    endpoint.refresh_from_db()
    assert endpoint.secrets == [crm.secret], "asking changes nothing"

    shown = admin_client.post(address)

    endpoint.refresh_from_db()
    new, old = endpoint.secrets
    assert old == crm.secret
    assert new in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert new not in admin_client.get(f"/admin/endpoints/{endpoint.pk}/").content.decode()


def test_a_replay_says_how_many_before_it_sends_them(
    admin_client: Client, clinic: Clinic, endpoint: Endpoint, crm: Receiver
) -> None:
    sent(clinic, count=3)
    Delivery.objects.filter(pk=Delivery.objects.first().pk).update(state="failed")  # type: ignore[union-attr]
    address = f"/admin/endpoints/{endpoint.pk}/send-again/"

    asked = admin_client.post(address, {"which": "failed"}).content.decode()
    assert "1 delivery will be sent again." in asked
    assert not Delivery.objects.filter(state="pending").exists()
    admin_client.post(address, {"which": "failed", "confirmed": "yes"})

    assert Delivery.objects.filter(state="pending").count() == 1
    entry = ModelLogEntry.objects.get()
    assert (entry.action, entry.data["count"]) == ("integrations.endpoint.replay", 1)


def test_a_span_of_time_is_replayed_and_a_senseless_one_refused(
    admin_client: Client, clinic: Clinic, endpoint: Endpoint
) -> None:
    at = sent(clinic, count=2)
    address = f"/admin/endpoints/{endpoint.pk}/send-again/"
    since, until = (timezone.localtime(at + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M") for days in (-1, 1))

    for refused in ({"which": "all"}, {"which": "all", "since": until, "until": since}, {"since": "soon"}, {}):
        assert admin_client.post(address, refused | {"confirmed": "yes"}).status_code == 422
    assert not Delivery.objects.filter(state="pending").exists()
    admin_client.post(address, {"which": "all", "since": since, "until": until, "confirmed": "yes"})

    assert Delivery.objects.filter(state="pending").count() == 2


def test_one_delivery_is_replayed_from_its_page(admin_client: Client, clinic: Clinic, endpoint: Endpoint) -> None:
    sent(clinic)
    delivery = Delivery.objects.get()

    told = [
        admin_client.post(f"/admin/deliveries/{delivery.pk}/send-again/", follow=True).content.decode()
        for _ in range(2)
    ]

    assert "It is sent again." in told[0]
    assert "cannot be sent again" in told[1]
    delivery.refresh_from_db()
    assert delivery.state == "pending"


def test_a_deliverys_page_shows_the_request_without_names_and_health(
    admin_client: Client, clinic: Clinic, endpoint: Endpoint, crm: Receiver
) -> None:
    sent(clinic)
    delivery = Delivery.objects.get()

    page = admin_client.get(f"/admin/deliveries/{delivery.pk}/").content.decode()

    assert canaries_in(page) == [CANARIES[0]]
    assert "full_name&quot;: &quot;•••&quot;" in page
    assert "health" not in page.split("Request")[1].lower().split("attempts")[0]
    assert "webhook-signature: v1," in page


@pytest.mark.parametrize(("data_class", "is_shown"), [("contact", True), ("health", False)])
def test_an_answer_is_shown_unless_it_could_repeat_health_information(
    admin_client: Client,
    clinic: Clinic,
    make_endpoint: Callable[..., Endpoint],
    httpserver: Any,
    data_class: str,
    is_shown: bool,
) -> None:
    make_endpoint(
        clinic,
        url=httpserver.url_for("/echo").replace("localhost", "127.0.0.1"),
        data_class=data_class,
        agreement_on_file=True,
    )
    httpserver.expect_request("/echo").respond_with_data("<b>answer-canary</b>" * 3000, status=500)
    sent(clinic)

    page = admin_client.get(f"/admin/deliveries/{Delivery.objects.get().pk}/").content.decode()

    assert ("&lt;b&gt;answer-canary" in page) is is_shown
    assert page.count("answer-canary") < 110, "capped"


def test_who_may_only_look_changes_nothing(onlooker: Client, clinic: Clinic, endpoint: Endpoint) -> None:
    sent(clinic)
    delivery = Delivery.objects.get()

    assert onlooker.get(f"/admin/endpoints/{endpoint.pk}/").status_code == 200
    assert onlooker.get(f"/admin/deliveries/{delivery.pk}/").status_code == 200
    for path, values in (
        (f"endpoints/{endpoint.pk}/test/", {}),
        (f"endpoints/{endpoint.pk}/status/", {"status": "disabled"}),
        (f"endpoints/{endpoint.pk}/new-secret/", {}),
        (f"endpoints/{endpoint.pk}/send-again/", {"which": "failed", "confirmed": "yes"}),
        (f"deliveries/{delivery.pk}/send-again/", {}),
    ):
        assert onlooker.post(f"/admin/{path}", values).status_code in {302, 403}
    endpoint.refresh_from_db()
    assert (endpoint.status, len(endpoint.secrets)) == ("active", 1)
    assert Delivery.objects.get().state == "delivered"


def test_the_home_page_tells_of_endpoints_in_trouble(admin_client: Client, clinic: Clinic, endpoint: Endpoint) -> None:
    assert "No worker runs" in admin_client.get("/admin/").content.decode()

    Endpoint.objects.update(status="disabled", status_reason="nothing but failures for 5 days", description="Old CRM")

    page = admin_client.get("/admin/").content.decode()
    assert "Old CRM" in page
    assert "nothing but failures for 5 days" in page
