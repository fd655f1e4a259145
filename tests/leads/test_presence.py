"""Who looks at a lead is forgotten an hour after they left."""

from datetime import datetime, timedelta

import time_machine
from django.conf import settings
from wagtail.admin.models import EditingSession

from leads.presence import purge_presence
from sites.models import Clinic
from staff.models import StaffUser
from tests.leads.test_lead_news import MakeLead


def test_sessions_of_those_who_left_go_and_others_stay(
    coordinator: StaffUser, clinic: Clinic, make_lead: MakeLead, now: datetime, clock: time_machine.Traveller
) -> None:
    lead = make_lead(clinic)
    for minutes in (59, 61):
        EditingSession.objects.create(
            user=coordinator, content_object=lead, last_seen_at=now - timedelta(minutes=minutes)
        )

    assert purge_presence.call() == 1

    assert EditingSession.objects.get().last_seen_at == now - timedelta(minutes=59)


def test_the_worker_does_so_every_hour() -> None:
    schedules = settings.TASKS["default"]["OPTIONS"]["SCHEDULES"]

    assert schedules["purge-presence"] == {"task": purge_presence.module_path, "every": timedelta(hours=1)}
