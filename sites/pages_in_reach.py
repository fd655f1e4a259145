"""Which pages somebody may hear of: those they look after, and of all others what the public can read."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

if TYPE_CHECKING:
    from sites.permissions import User

LOOKS_AFTER = {"add", "change", "publish", "lock", "unlock", "bulk_delete"}


def pages_to_link_to(pages: QuerySet[Page], user: "User") -> QuerySet[Page]:
    """Those of `pages` that `user` looks after, and published ones of anybody: links may go across clinics."""
    own = page_permission_policy.instances_user_has_any_permission_for(user, LOOKS_AFTER)
    return pages.filter(Q(live=True) | Q(depth=1) | Q(pk__in=own.order_by().values("pk")))


def is_looked_after(page: Page, user: "User") -> bool:
    looked_after: bool = page_permission_policy.user_has_any_permission_for_instance(user, LOOKS_AFTER, page)
    return looked_after


def looks_after_everything(user: "User") -> bool:
    """Asks nothing that Wagtail's menu has not asked already."""
    granted = page_permission_policy.get_cached_permissions_for_user(user)
    return user.is_superuser or any(each.page.depth == 1 for each in granted)


def is_in_reach(page: Page, user: "User") -> bool:
    """Whether the admin's pages about `page` are for `user`: on the way to what they look after, or asked of them by a
    workflow."""
    return on_their_way([page], user) == {page.pk} or bool(page.specific.permissions_for_user(user).can_edit())


def on_their_way(pages: Iterable[Page], user: "User") -> set[int]:
    """The keys of those among `pages` that `user` looks after, or that lie above these. One query."""
    keys = [page.pk for page in pages]
    return set(page_permission_policy.explorable_instances(user).filter(pk__in=keys).values_list("pk", flat=True))


def as_published(page: Any, user: "User") -> Any:
    """`page` as `user` may hear of it: of a page that others look after nothing that only a draft says."""
    if not is_looked_after(page, user):
        page.draft_title = page.title
        page.has_unpublished_changes = False
        page.latest_revision_created_at = page.last_published_at
        page.locked = False
    return page


def reader() -> "User | None":
    """Who is at work in Wagtail's admin, which notes it for its log; None elsewhere."""
    user: User | None = get_active_log_context().user
    return user


def title_told(page: Page) -> str:
    """The title of `page` for whoever is at work in the admin: of a page that others look after, what is published."""
    user = reader()
    latest: str = page.draft_title or page.title
    if user is None or is_looked_after(page, user):
        return latest
    return page.title if page.live or is_in_reach(page, user) else _("Unpublished page")
