"""Wagtail's chooser of pages, which tells everybody of every draft. Here a link may go to any published page, and of
those that others look after nothing is told but what the public can read."""

import json
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import chooser
from wagtail.models import Page

from sites.keys import is_key_of
from sites.pages_in_reach import as_published, pages_to_link_to
from sites.permissions import User


class TitleColumn(chooser.PageTitleColumn):
    """Comes before whatever else is told of a page."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def get_value(self, instance: Page) -> Any:
        return super().get_value(as_published(instance, self.user))


class ParentColumn(chooser.ParentPageColumn):
    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def get_value(self, instance: Page) -> Page | None:
        parent = instance.get_parent()
        told = pages_to_link_to(Page.objects.filter(pk=parent.pk), self.user).exists()
        return as_published(parent, self.user) if told else None


def told_to(user: User, columns: Iterable[Column]) -> list[Column]:
    """The same columns, the first two kinds as `user` may read them."""
    told: list[Column] = []
    for column in columns:
        match column:
            case chooser.PageTitleColumn():
                is_multiple = column.is_multiple_choice
                told.append(TitleColumn(column.name, label=column.label, is_multiple_choice=is_multiple, user=user))
            case chooser.ParentPageColumn():
                told.append(ParentColumn(column.name, label=column.label, user=user))
            case _:
                told.append(column)
    return told


class BrowseView(chooser.BrowseView):
    parent_page: Page

    @property
    def columns(self) -> list[Column]:
        return told_to(self.request.user, super().columns)

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
        if parent_page_id and not pages_to_link_to(Page.objects.filter(pk=parent_page_id), request.user).exists():
            raise Http404
        # Wagtail takes them for numbers as they are.
        targets = [key for key in request.GET.getlist("target_pages[]") if is_key_of(Page, key)]
        request.GET = with_list(request.GET, "target_pages[]", targets)
        response: HttpResponse = super().get(request, parent_page_id)
        return response

    def get_object_list(self) -> Any:
        # Without a parent named it is the nearest above all pages of a type: perhaps a draft of somebody else.
        if not pages_to_link_to(Page.objects.filter(pk=self.parent_page.pk), self.request.user).exists():
            self.parent_page = Page.get_first_root_node()
        return super().get_object_list().prefetch_related("locale")  # Wagtail joins it, and `specific` drops that


class SearchView(chooser.SearchView):
    @property
    def columns(self) -> list[Column]:
        return told_to(self.request.user, super().columns)


class ChosenMultipleView(chooser.ChosenMultipleView):
    def get(self, request: HttpRequest) -> HttpResponse:
        keys = [key for key in request.GET.getlist("id") if is_key_of(Page, key)]
        pages = pages_to_link_to(Page.objects.filter(pk__in=keys), request.user)
        request.GET = with_list(request.GET, "id", [str(key) for key in pages.values_list("pk", flat=True)])
        response: HttpResponse = super().get(request)
        return response

    def render_chosen_response(self, result: list[dict[str, Any]]) -> HttpResponse:
        pages = Page.objects.in_bulk([each["id"] for each in result])
        for each in result:
            each["adminTitle"] = as_published(pages[each["id"]], self.request.user).get_admin_display_title()
        response: HttpResponse = super().render_chosen_response(result)
        return response


class LinkMixin:
    """A form for a link that is no page. The page they came from may be named, and comes back in addresses."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        keys = [key for key in request.GET.getlist("parent_page_id") if is_key_of(Page, key) and int(key) > 0]
        request.GET = with_list(request.GET, "parent_page_id", keys)
        super().setup(request, *args, **kwargs)  # type: ignore[misc]


class AnchorLinkView(LinkMixin, chooser.AnchorLinkView):
    pass


class PhoneLinkView(LinkMixin, chooser.PhoneLinkView):
    pass


class EmailLinkView(LinkMixin, chooser.EmailLinkView):
    def parse_email_link(self, mailto: str) -> dict[str, str]:
        try:
            parts: dict[str, str] = super().parse_email_link(mailto)
        except ValueError:  # "//[", for instance
            return {"email": "", "subject": "", "body": ""}
        return parts


class ExternalLinkView(LinkMixin, chooser.ExternalLinkView):
    """An address that leads to a page of ours: Wagtail takes its title from the draft, whoever asks."""

    def post(self, request: HttpRequest) -> HttpResponse:
        if f"{self.form_prefix}-{self.link_url_field_name}" not in request.POST:
            raise BadRequest("The form has no address.")
        response: HttpResponse = super().post(request)
        told = json.loads(response.content)
        told.pop("html", None)
        match told:
            case {"internal": {"id": key} as internal}:
                page = Page.objects.get(pk=key).specific
                internal["adminTitle"] = page.get_admin_display_title()
                return asked_to_confirm(request, page, told)
            case {"result": {"id": key} as internal}:
                internal["adminTitle"] = Page.objects.get(pk=key).specific.get_admin_display_title()
                return JsonResponse(told)
        return response


def asked_to_confirm(request: HttpRequest, page: Page, told: dict[str, Any]) -> HttpResponse:
    values = {
        "submitted_url": told["external"]["url"],
        "internal_url": page.get_full_url(request),
        "page": told["internal"]["adminTitle"],
    }
    template = "wagtailadmin/chooser/confirm_external_to_internal.html"
    response: HttpResponse = render_modal_workflow(request, template, None, values, json_data=told)
    return response


def with_list(query: QueryDict, name: str, values: list[str]) -> Any:
    changed = query.copy()
    changed.setlist(name, values)
    return changed
