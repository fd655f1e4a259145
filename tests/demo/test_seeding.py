"""The demo goes through the real functions, sends nothing, and can be repeated."""

from datetime import datetime

import pytest
from django.core import mail
from django.test import Client
from wagtail.models import Page

from demo.seeding import seed
from integrations.models import Delivery, OutboxEvent
from leads.models import ConsentRecord, ConsultRequest, Lead, Stage
from sites.models import ArticlePage, Clinic, Condition, Provider, Treatment
from staff.models import StaffUser

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(now: datetime) -> None:
    seed(leads=60, password="lamplight", now=now)


@pytest.mark.usefixtures("demo")
def test_the_demo_is_whole_quiet_and_repeatable(client: Client, now: datetime) -> None:
    assert Clinic.objects.count() == 3
    assert len({clinic.practice_id for clinic in Clinic.objects.all()}) == 2
    assert Provider.objects.count() >= 6
    assert (Treatment.objects.count(), Condition.objects.count()) == (4, 6)
    assert [page.is_republished for page in ArticlePage.objects.all()].count(True) == 1
    assert ArticlePage.objects.count() == 4
    assert ConsultRequest.objects.count() == 60
    assert ConsentRecord.objects.filter(purpose="contact").count() == 60
    assert set(Lead.objects.values_list("stage__slug", flat=True)) == set(Stage.objects.values_list("slug", flat=True))
    assert not Delivery.objects.filter(state="pending").exists()
    assert mail.outbox == []
    before = counted()

    seed(leads=60, password="lamplight", now=now)

    assert counted() == before
    for page in Page.objects.filter(depth__gt=1).live():
        response = client.get(page.url)
        assert response.status_code == 200, page.url
        assert not response.cookies, page.url


def counted() -> list[int]:
    models = [Clinic, Provider, Treatment, Page, ConsultRequest, OutboxEvent, Delivery, StaffUser]
    return [model._default_manager.count() for model in models]
