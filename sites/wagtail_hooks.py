from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.rich_text.converters.contentstate import link_entity
from wagtail.admin.rich_text.converters.html_to_contentstate import ExternalLinkElementHandler
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.models import Page
from wagtail.permissions import register_permission_policy
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet

from sites import text_editor
from sites.clinic_permission_panel import ClinicLibraryForm, ClinicPermissionForm, ClinicRecordForm
from sites.groups import CLINIC_LIBRARY
from sites.models import Clinic
from sites.page_links import PageLinks
from sites.pages_in_reach import looks_after_everything, pages_to_link_to
from sites.permissions import ClinicPermissionPolicy
from sites.viewsets.clinic_chooser import clinic_chooser_viewset
from sites.viewsets.clinic_library import ClinicLibraryViewSetGroup
from sites.viewsets.clinics import clinic_policy, clinic_viewset
from sites.viewsets.files import DocumentsInReach, ImagesInReach, PagesByKey
from sites.viewsets.library import LibraryViewSetGroup
from sites.viewsets.pages import CarefrontPageViewSet
from sites.viewsets.reviews import ReviewsPanel
from sites.viewsets.reviews import urlpatterns as review_urls

# First: Wagtail makes a policy that knows no clinics for whatever asks before.
register_permission_policy(Clinic, clinic_policy, exact_class=True)
for model in CLINIC_LIBRARY:
    register_permission_policy(model, ClinicPermissionPolicy(model), exact_class=True)

register_snippet(LibraryViewSetGroup)


# After Wagtail's own, whose place it takes.
@hooks.register("register_rich_text_features", order=1)
def links_to_pages(features: FeatureRegistry) -> None:
    features.register_link_type(PageLinks)
    features.register_converter_rule(
        "contentstate",
        "link",
        {
            "from_database_format": {
                "a[href]": ExternalLinkElementHandler("LINK"),
                'a[linktype="page"]': text_editor.PageLinks("LINK"),
            },
            "to_database_format": {"entity_decorators": {"LINK": link_entity}},
        },
    )


@hooks.register("register_admin_viewset")
def register_clinics() -> list[object]:
    return [clinic_viewset, clinic_chooser_viewset, ClinicLibraryViewSetGroup()]


# After Wagtail's own, whose place it takes.
@hooks.register("register_admin_viewset", order=1)
def views_of_pages() -> CarefrontPageViewSet:
    return CarefrontPageViewSet()


@hooks.register("register_group_permission_panel")
def clinics_of_a_group() -> type[ClinicPermissionForm]:
    return ClinicRecordForm


@hooks.register("register_group_permission_panel")
def clinics_of_a_groups_library() -> type[ClinicPermissionForm]:
    return ClinicLibraryForm


@hooks.register("insert_global_admin_css")
def workspace_stylesheet() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/leads-admin.css"))


@hooks.register("register_admin_urls")
def urls_of_reviews() -> list[Any]:
    return review_urls


@hooks.register("register_reports_menu_item")
def reviews_in_reports() -> MenuItem:
    return MenuItem(_("Reviews due"), reverse("reviews_due"), name="reviews-due", icon_name="calendar-check", order=50)


@hooks.register("construct_homepage_panels")
def reviews_on_home_page(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(ReviewsPanel())


@hooks.register("construct_page_chooser_queryset")
def pages_of_chooser(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    return pages_to_link_to(pages, request.user)


# After Wagtail's own, whose place they take.
@hooks.register("construct_admin_api", order=1)
def endpoints_of_api(router: WagtailAPIRouter) -> None:
    router.register_endpoint("pages", PagesByKey)
    router.register_endpoint("images", ImagesInReach)
    router.register_endpoint("documents", DocumentsInReach)


@hooks.register("construct_reports_menu")
def without_reports_of_network(request: HttpRequest, items: list[MenuItem]) -> None:
    if not looks_after_everything(request.user):
        items[:] = [item for item in items if item.name != "page-types-usage"]
