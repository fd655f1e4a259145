"""Wagtail's views that load any row by its key, and so tell what others keep for themselves."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial, wraps
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, include, path
from django.views.decorators.cache import never_cache
from django.views.defaults import page_not_found
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.views.chooser import BaseLinkFormView
from wagtail.admin.views.generic import BaseListingView
from wagtail.log_actions import LogContext
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.utils.urlpatterns import decorate_urlpatterns

from sites.keys import is_key_of
from sites.pages_in_reach import is_in_reach, looks_after_everything, on_their_way
from sites.permissions import User
from sites.viewsets.bad_input import refusing_bad_input
from sites.viewsets.colleagues import (
    AgingPagesView,
    LockedPagesView,
    SiteHistoryView,
    WorkflowTasksView,
    WorkflowView,
)
from sites.viewsets.files import (
    DocumentsView,
    ImagesView,
    complete_tag,
    document_chooser_viewset,
    image_chooser_viewset,
)
from sites.viewsets.page_chooser import (
    AnchorLinkView,
    BrowseView,
    ChosenMultipleView,
    EmailLinkView,
    ExternalLinkView,
    PhoneLinkView,
    SearchView,
)
from sites.viewsets.rendered_later import rendered_within

IN_ADDRESSES = ("page_id", "page_to_move_id", "destination_id", "parent_page_id", "page_pk")
IN_FORMS = ("new_parent_page", "parent_page", "chooser")  # to copy, to make, to move many
NETWORKS = ("wagtailadmin_reports:page_types_usage", "wagtailadmin_reports:page_types_usage_results")
"""Views that name pages of everybody: for those who look after all of them."""

ANYTHING = {"add", "change", "delete", "view", "choose"}

type View = Callable[..., HttpResponse]


def about_pages_in_reach(view: View) -> View:
    """A decorator for every view of Wagtail's admin: a page that `user` has nothing to do with is not found.

    Some of Wagtail's views name a page before they ask whether its reader may do anything with it.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.has_perm("wagtailadmin.access_admin"):
            if is_networks(request) and not looks_after_everything(request.user):
                raise Http404
            keys = [*keys_in_address(request, kwargs), *keys_in_form(request)]
            for page in Page.objects.filter(pk__in=keys) if keys else ():
                is_subject = page.pk in {kwargs.get("page_id"), kwargs.get("page_to_move_id")}
                # The way to everything begins at the root, but nothing is done with itself.
                if is_subject if page.is_root() else not is_in_reach(page, request.user):
                    raise Http404
        return view(request, *args, **kwargs)

    return not_found_in_admin(refusing_bad_input(naming_the_reader(answered)))


def naming_the_reader(view: View) -> View:
    """A decorator: Wagtail knows who is at work while a view runs, here also while its page is rendered."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reading = partial(LogContext, user=request.user if request.user.is_authenticated else None)
        return rendered_within(view(request, *args, **kwargs), reading)

    return answered


def not_found_in_admin(view: View) -> View:
    """A decorator: what is not found is told by the admin's own page, not by the one for visitors."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404 as missing:
            return page_not_found(request, missing, template_name="wagtailadmin/404.html")

    return answered


def is_networks(request: HttpRequest) -> bool:
    return request.resolver_match is not None and request.resolver_match.view_name in NETWORKS


def keys_in_address(request: HttpRequest, kwargs: dict[str, Any]) -> Iterator[int]:
    match = request.resolver_match
    yield from (kwargs[name] for name in IN_ADDRESSES if name in kwargs)
    if match and match.namespace == "wagtailadmin_pages" and is_key_of(Page, kwargs.get("pk", "")):
        yield int(kwargs["pk"])


def keys_in_form(request: HttpRequest) -> Iterator[int]:
    if request.method == "POST" and request.path.startswith(("/admin/pages/", "/admin/bulk/wagtailcore/")):
        yield from (int(key) for name in IN_FORMS if is_key_of(Page, key := request.POST.get(name, "")))


def act_on_rows(request: HttpRequest, app_label: str, model_name: str, action: str) -> HttpResponse:
    """As Wagtail's, which lists by name what the user may not change."""
    action_class = bulk_action_registry.get_bulk_action_class(app_label, model_name, action)
    if action_class is None:
        raise Http404
    model = apps.get_model(app_label, model_name)
    if not all(is_key_of(model, key) for key in request.GET.getlist("id") if key != "all"):
        raise Http404
    response: HttpResponse = telling_of_rows_in_reach(action_class)(request, model).dispatch(request)
    return response


def telling_of_rows_in_reach(action_class: type[Any]) -> type[Any]:
    def get_actionable_objects(self: Any) -> tuple[Any, dict[str, Any]]:
        rows, others = action_class.get_actionable_objects(self)
        refused = those_seen_by(self.request.user, others["items_with_no_access"])
        return rows, {**others, "items_with_no_access": refused}

    return type(action_class.__name__, (action_class,), {"get_actionable_objects": get_actionable_objects})


def those_seen_by(user: User, rows: Sequence[Model]) -> list[Model]:
    """Those of `rows`, all of one model, with which `user` may do anything."""
    if rows and isinstance(rows[0], Page):
        seen = on_their_way(rows, user)
        return [row for row in rows if row.pk in seen]
    policies = [(row, policy_registry.get(row)) for row in rows]
    return [row for row, policy in policies if policy.user_has_any_permission_for_instance(user, ANYTHING, row)]


def for_staff(view: View) -> View:
    return never_cache(not_found_in_admin(refusing_bad_input(naming_the_reader(require_admin_access(view)))))


def break_down(request: HttpRequest) -> HttpResponse:
    """Wagtail breaks here for whoever looks, to try how errors are reported. Ours are tried elsewhere."""
    raise Http404


def lists() -> Iterator[URLPattern]:
    for address, view in LISTS.items():
        yield path(f"{address}/", for_staff(view.as_view()))
        yield path(f"{address}/results/", for_staff(view.as_view(results_only=True)))


LISTS: dict[str, type[BaseListingView]] = {
    "reports/locked": LockedPagesView,
    "reports/workflow": WorkflowView,
    "reports/workflow_tasks": WorkflowTasksView,
    "reports/site-history": SiteHistoryView,
    "reports/aging-pages": AgingPagesView,
    "images": ImagesView,
    "documents": DocumentsView,
}

LINKS: dict[str, type[BaseLinkFormView]] = {
    "external": ExternalLinkView,
    "email": EmailLinkView,
    "phone": PhoneLinkView,
    "anchor": AnchorLinkView,
}

# Wagtail's own addresses and names; mounted before Wagtail's.
urlpatterns = [
    *lists(),
    path("tag-autocomplete/", for_staff(complete_tag)),
    path("tag-autocomplete/<slug:app_name>/<slug:model_name>/", for_staff(complete_tag)),
    path("choose-page/", for_staff(BrowseView.as_view()), name="wagtailadmin_choose_page"),
    path("choose-page/<int:parent_page_id>/", for_staff(BrowseView.as_view()), name="wagtailadmin_choose_page_child"),
    path("choose-page/search/", for_staff(SearchView.as_view()), name="wagtailadmin_choose_page_search"),
    path(
        "choose-page/chosen-multiple/",
        for_staff(ChosenMultipleView.as_view()),
        name="wagtailadmin_choose_page_chosen_multiple",
    ),
    *(path(f"choose-{kind}-link/", for_staff(view.as_view())) for kind, view in LINKS.items()),
    path("images/chooser/", include(decorate_urlpatterns(image_chooser_viewset.get_urlpatterns(), for_staff))),
    path("documents/chooser/", include(decorate_urlpatterns(document_chooser_viewset.get_urlpatterns(), for_staff))),
    path("failwhale/", for_staff(break_down)),
    path(
        "bulk/<str:app_label>/<str:model_name>/<str:action>/",
        about_pages_in_reach(require_admin_access(act_on_rows)),
        name="wagtail_bulk_action",
    ),
]
