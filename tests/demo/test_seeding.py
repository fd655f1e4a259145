"""The demo goes through the real functions, sends nothing, and can be repeated."""

import pytest
from django.core import mail
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from demo.seeding import seed
from integrations.models import Delivery, OutboxEvent
from leads.models import ConsentRecord, ConsultRequest, Lead, Stage
from sites.blocks import BodyBlock
from sites.blocks.chosen import ChosenRows
from sites.models import (
    ArticlePage,
    Clinic,
    ClinicPage,
    Condition,
    Provider,
    ProviderPage,
    Treatment,
    TreatmentPage,
)
from staff.models import StaffUser
from tests.committing.moment import NOW
from tests.sites.test_page_queries import BEYOND_ROUTING, ROUTING


@pytest.mark.xdist_group("demo")
class TestDemo(TestCase):
    """Seeded once for all of them."""

    @classmethod
    def setUpTestData(cls) -> None:
        seed(leads=60, password="lamplight", now=NOW)

    def test_it_is_whole_quiet_and_repeatable(self) -> None:
        assert Clinic.objects.count() == 3
        assert len({clinic.practice_id for clinic in Clinic.objects.all()}) == 2
        assert Provider.objects.count() >= 6
        assert (Treatment.objects.count(), Condition.objects.count()) == (4, 6)
        assert [page.is_republished for page in ArticlePage.objects.all()].count(True) == 1
        assert ArticlePage.objects.count() == 4
        assert ConsultRequest.objects.count() == 60
        assert ConsentRecord.objects.filter(purpose="contact").count() == 60
        stages = set(Stage.objects.values_list("slug", flat=True))
        assert set(Lead.objects.values_list("stage__slug", flat=True)) == stages
        assert not Delivery.objects.filter(state="pending").exists()
        assert mail.outbox == []
        before = counted()

        seed(leads=60, password="lamplight", now=NOW)

        assert counted() == before
        for page in Page.objects.filter(depth__gt=1).live():
            response = self.client.get(page.url)
            assert response.status_code == 200, page.url
            assert not response.cookies, page.url

    def test_every_block_is_seen_in_use_on_a_page(self) -> None:
        """Shown, not only stored: a block that finds nothing to show leaves no mark on the page."""
        stored: dict[str, set[str]] = {name: set() for name in BodyBlock().child_blocks}
        for page in Page.objects.live().filter(depth__gt=1).specific():
            for block in getattr(page, "body", ()):
                stored[block.block_type].add(page.url)
                if isinstance(block.value, ChosenRows):
                    assert block.value.shown(on=NOW.date(), clinic=None), (page.url, block.block_type)

        assert [name for name, urls in stored.items() if not urls] == []

    def test_its_pages_ask_at_most_eight_questions_beyond_where_they_are(self) -> None:
        """With every block in use. A picture that no worker made yet costs one more, which is not counted."""
        for page_type in (ClinicPage, ProviderPage, TreatmentPage, ArticlePage):
            for page in page_type.objects.live().filter(locale__language_code="en"):
                self.client.get(page.url)
                with CaptureQueriesContext(connection) as queries:
                    self.client.get(page.url)
                asked = [each["sql"] for each in queries if "wagtailimages_rendition" not in each["sql"]]
                assert len(asked) + 1 <= ROUTING + BEYOND_ROUTING, (page.url, *asked)

    def test_every_block_is_as_an_editors_form_would_accept_it(self) -> None:
        for page in Page.objects.live().filter(depth__gt=1).specific():
            body = getattr(page, "body", None)
            if body:
                body.stream_block.clean(body)


def counted() -> list[int]:
    models = [Clinic, Provider, Treatment, Page, ConsultRequest, OutboxEvent, Delivery, StaffUser]
    return [model._default_manager.count() for model in models]
