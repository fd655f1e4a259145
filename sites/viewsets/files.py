"""Wagtail's views about pictures and documents, without those of other clinics and their tags."""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from taggit.models import Tag
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.filters import BaseMediaFilterSet
from wagtail.admin.views.tags import TAGS_AUTOCOMPLETE_LIMIT
from wagtail.documents import get_document_model
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.views import chooser as document_chooser
from wagtail.documents.views import documents
from wagtail.images import get_image_model
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.views import chooser, images

from sites.files_in_reach import files_in_reach, tags_in_reach
from sites.keys import is_key_of
from sites.permissions import User
from sites.viewsets.chosen import ChosenMixin, ChosenMultipleMixin

OFFERED_TAGS = 10
"""The most used ones; Wagtail says so beside its filters."""


class FoundByKeyMixin:
    """An endpoint of the admin's API that is asked for a row by a key that no row can have."""

    def find_object(self, queryset: QuerySet[Any], request: HttpRequest) -> Any:
        if "id" in request.GET and not is_key_of(queryset.model, request.GET["id"]):
            return None
        return super().find_object(queryset, request)  # type: ignore[misc]


class PagesByKey(FoundByKeyMixin, PagesAdminAPIViewSet):
    pass


class FilesInReachMixin(FoundByKeyMixin):
    """Files that the user may choose, or change."""

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


class FilesFilterSet(BaseMediaFilterSet):
    def __init__(self, *args: Any, is_searching: bool | None = None, **kwargs: Any) -> None:
        super().__init__(*args, is_searching=is_searching, **kwargs)
        if is_searching:
            del self.filters["usage_count"]  # the index of search does not know it, and breaks
        if "tag" in self.filters:
            choices = [(tag.name, tag.name) for tag in often_used_tags(self._meta.model, self.request.user)]
            self.filters["tag"].extra["choices"] = choices
            if not choices:
                del self.filters["tag"]


class ImagesFilterSet(FilesFilterSet, images.ImagesFilterSet):
    pass


class DocumentsFilterSet(FilesFilterSet, documents.DocumentsFilterSet):
    pass


class ImagesView(images.IndexView):
    filterset_class = ImagesFilterSet


class DocumentsView(documents.IndexView):
    filterset_class = DocumentsFilterSet


class ImagesToChooseMixin(chooser.BaseImageChooseView):
    def filter_object_list(self, objects: Any) -> Any:
        if tag := self.request.GET.get("tag"):
            # Wagtail joins them, which the index of search cannot follow.
            objects = objects.filter(pk__in=self.model.objects.filter(tags__name=tag).values("pk"))
        return super(chooser.BaseImageChooseView, self).filter_object_list(objects)


class ChooseImageView(ImagesToChooseMixin, chooser.ImageChooseView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "popular_tags": often_used_tags(self.model, self.request.user)}


class ChooseImageResultsView(ImagesToChooseMixin, chooser.ImageChooseResultsView):
    pass


class ChosenImageView(ChosenMixin, chooser.ImageChosenView):
    pass


class ChosenImagesView(ChosenMultipleMixin, chooser.ImageChosenMultipleView):
    pass


class ImageChooserViewSet(chooser.ImageChooserViewSet):
    choose_view_class = ChooseImageView
    choose_results_view_class = ChooseImageResultsView
    chosen_view_class = ChosenImageView
    chosen_multiple_view_class = ChosenImagesView


class ChosenDocumentView(ChosenMixin, document_chooser.DocumentChosenView):
    pass


class ChosenDocumentsView(ChosenMultipleMixin, document_chooser.DocumentChosenMultipleView):
    pass


class DocumentChooserViewSet(document_chooser.DocumentChooserViewSet):
    chosen_view_class = ChosenDocumentView
    chosen_multiple_view_class = ChosenDocumentsView


image_chooser_viewset = ImageChooserViewSet("wagtailimages_chooser", model=get_image_model())
document_chooser_viewset = DocumentChooserViewSet("wagtaildocs_chooser", model=get_document_model())
