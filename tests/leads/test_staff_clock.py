"""The clock of somebody's clinics, from the day on which they first sign in."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from django.test import Client
from wagtail.users.models import UserProfile

from leads.models import Lead
from sites.models import Clinic
from staff.models import StaffUser

pytestmark = pytest.mark.django_db


def zone_of(user: StaffUser) -> str:
    return str(UserProfile.objects.get(user=user).current_time_zone)


@pytest.mark.usefixtures("clock")
def test_a_day_of_the_queue_ends_when_the_clinics_does(
    client: Client, clinic: Clinic, coordinator: StaffUser, make_lead: Callable[..., Lead], now: datetime
) -> None:
    midnight = datetime.combine(now.astimezone(clinic.zone) + timedelta(days=1), time(), tzinfo=clinic.zone)
    for name, moment in (("Tonight", midnight - timedelta(minutes=1)), ("Tomorrow", midnight)):
        make_lead(clinic, full_name=name, owner=coordinator, answered_at=now, next_step_at=moment)

    client.force_login(coordinator)

    groups = {group.slug: list(group.leads) for group, _table in client.get("/admin/leads/queue/").context["groups"]}
    assert [lead.shown_name for lead in groups["today"]] == ["Tonight"]


def test_who_works_in_several_zones_goes_by_that_of_most_clinics(
    client: Client, manager: StaffUser, make_clinic: Callable[..., Clinic]
) -> None:
    make_clinic("santa-fe", time_zone="America/Denver")
    for name in ("duluth", "st-cloud"):
        make_clinic(name, time_zone="America/Chicago")

    client.force_login(manager)

    assert zone_of(manager) == "America/Chicago"


def test_a_clock_that_somebody_chose_stays(client: Client, coordinator: StaffUser) -> None:
    UserProfile.objects.create(user=coordinator, current_time_zone="America/Denver")

    client.force_login(coordinator)

    assert zone_of(coordinator) == "America/Denver"


def test_who_works_no_leads_keeps_the_installations(client: Client, editor: StaffUser) -> None:
    client.force_login(editor)

    assert zone_of(editor) == ""
