from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from integrations.delivery import deliver_due
from leads.models import NewsletterList
from sites.models import Clinic


@pytest.fixture
def newsletter_list(clinic: Clinic) -> NewsletterList:
    wording = "Write to me once a month."
    return NewsletterList.objects.create(
        slug="duluth-letter", name="The Duluth Letter", clinic=clinic, consent_text=wording
    )


class Reader:
    """Somebody who signs up, gets letters and opens what is in them."""

    def __init__(self, client: Client, newsletter_list: NewsletterList) -> None:
        self.client = client
        self.newsletter_list = newsletter_list

    def signs_up(self, email: str = "jo@example.com", **values: str) -> Any:
        form = {"email": email, "list": self.newsletter_list.slug, "website": "", "page": "/clinics/duluth/"}
        return self.client.post("/newsletter/subscribe/", form | values)

    def receives(self) -> list[Any]:
        """The letters that the worker sends now."""
        before = len(mail.outbox)
        while deliver_due(now=timezone.now()):
            pass
        return mail.outbox[before:]

    def link(self) -> str:
        """The path of the link in the newest letter."""
        lines = mail.outbox[-1].body.splitlines()
        (url,) = [line for line in lines if line.startswith("http://localhost/newsletter/")]
        return url.removeprefix("http://localhost")

    def confirms(self, **values: str) -> str:
        """Signs up, confirms, and gets the welcome letter. Returns the path of its unsubscribe link."""
        self.signs_up(**values)
        self.receives()
        assert self.client.post(self.link()).status_code == 303
        self.receives()
        return self.link()


@pytest.fixture
def reader(client: Client, newsletter_list: NewsletterList, clock: Any) -> Reader:
    return Reader(client, newsletter_list)


@pytest.fixture
def later(clock: Any) -> Callable[..., None]:
    """Moves the clock on: `later(days=8)`."""

    def move(**by: float) -> None:
        clock.shift(timedelta(**by))

    return move
