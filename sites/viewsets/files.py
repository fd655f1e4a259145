"""Wagtail's views about pictures and documents, without those of other clinics and their tags."""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from taggit.models import Tag
from wagtail.admin.filters import BaseMediaFilterSet
from wagtail.admin.views.tags import TAGS_AUTOCOMPLETE_LIMIT
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.views import documents
from wagtail.images import get_image_model
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.views import chooser, images

from sites.files_in_reach import files_in_reach, tags_in_reach
from sites.permissions import User

OFFERED_TAGS = 10
"""The most used ones; Wagtail says so beside its filters."""


class FilesInReachMixin:
    """An endpoint of the admin's API: files that the user may choose, or change."""

    request: HttpRequest
    model: type[Model]

    def get_queryset(self) -> QuerySet[Any]:
        files: QuerySet[Any] = super().get_queryset()  # type: ignore[misc]
        return files.filter(pk__in=files_in_reach(self.model, self.request.user).values("pk"))


class ImagesInReach(FilesInReachMixin, ImagesAdminAPIViewSet):
    pass


class DocumentsInReach(FilesInReachMixin, DocumentsAdminAPIViewSet):
    pass


def complete_tag(request: HttpRequest, app_name: str = "taggit", model_name: str = "tag") -> HttpResponse:
    """As Wagtail's, which knows the tags of all files."""
    if (app_name, model_name) != (Tag._meta.app_label, Tag._meta.model_name):
        raise Http404
    term = request.GET.get("term")
    found = tags_in_reach(request.user).filter(name__istartswith=term).order_by("name") if term else Tag.objects.none()
    return JsonResponse(list(found.values_list("name", flat=True)[:TAGS_AUTOCOMPLETE_LIMIT]), safe=False)


def often_used_tags(model: type[Model], user: User) -> QuerySet[Tag, Tag]:
    return tags_in_reach(user, model).order_by("-item_count", "name")[:OFFERED_TAGS]


class TagsInReachMixin(BaseMediaFilterSet):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "tag" in self.filters:
            choices = [(tag.name, tag.name) for tag in often_used_tags(self._meta.model, self.request.user)]
            self.filters["tag"].extra["choices"] = choices
            if not choices:
                del self.filters["tag"]


class ImagesFilterSet(TagsInReachMixin, images.ImagesFilterSet):
    pass


class DocumentsFilterSet(TagsInReachMixin, documents.DocumentsFilterSet):
    pass


class ImagesView(images.IndexView):
    filterset_class = ImagesFilterSet


class DocumentsView(documents.IndexView):
    filterset_class = DocumentsFilterSet


class ChooseImageView(chooser.ImageChooseView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "popular_tags": often_used_tags(self.model, self.request.user)}


class ImageChooserViewSet(chooser.ImageChooserViewSet):
    choose_view_class = ChooseImageView


image_chooser_viewset = ImageChooserViewSet("wagtailimages_chooser", model=get_image_model())
