"""What must be looked at again: facts and reviewed pages whose date has come or comes soon."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.text import capfirst
from wagtail.models import Page
from wagtail.permissions import page_permission_policy, policy_registry

from sites.models import ArticlePage, ConditionPage, Fact, TreatmentPage
from sites.permissions import User

SOON = timedelta(days=30)
REVIEWED_PAGES = (ArticlePage, ConditionPage, TreatmentPage)


@dataclass(frozen=True)
class DueReview:
    title: str
    kind: str
    """What it is, such as "Article"."""
    due_date: date
    url: str
    """Where it is edited."""
    is_past: bool


def reviews_due(user: User, *, on: date) -> list[DueReview]:
    """What `user` may edit and must be reviewed by `SOON` after `on`, the most overdue first."""
    last_day = on + SOON
    found = [
        DueReview(
            title=page.title,
            kind=capfirst(str(page_class._meta.verbose_name)),
            due_date=page.next_review_date,
            url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
            is_past=page.next_review_date <= on,
        )
        for page_class in REVIEWED_PAGES
        for page in page_class.objects.filter(next_review_date__lte=last_day, pk__in=editable_pages(user))
    ]
    found += [
        DueReview(
            title=str(fact),
            kind=capfirst(str(Fact._meta.verbose_name)),
            due_date=fact.review_by_date,
            url=reverse(Fact.snippet_viewset.get_url_name("edit"), args=[fact.pk]),  # type: ignore[attr-defined]
            is_past=fact.review_by_date < on,
        )
        for fact in facts_of(user, until=last_day)
    ]
    return sorted(found, key=lambda due: (due.due_date, due.title))


def editable_pages(user: User) -> Iterable[int]:
    """Ids of live pages; a query inside the query that asks for it."""
    pages = page_permission_policy.instances_user_has_permission_for(user, "change")
    return pages.filter(live=True).order_by().values("pk") if user.is_authenticated else Page.objects.none()


def facts_of(user: User, *, until: date) -> Iterable[Fact]:
    if not policy_registry.get_by_type(Fact).user_has_permission(user, "change"):
        return []
    return Fact.objects.filter(review_by_date__lte=until)
