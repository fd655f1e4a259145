"""Wagtail's views about pictures and documents, without those of other clinics."""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry


class FilesInReachMixin:
    """An endpoint of the admin's API: files that the user may choose, or change."""

    request: HttpRequest
    model: type[Model]

    def get_queryset(self) -> QuerySet[Any]:
        files: QuerySet[Any] = super().get_queryset()  # type: ignore[misc]
        policy = policy_registry.get_by_type(self.model)
        own = policy.instances_user_has_any_permission_for(self.request.user, {"choose", "change"})
        return files.filter(pk__in=own.order_by().values("pk"))


class ImagesInReach(FilesInReachMixin, ImagesAdminAPIViewSet):
    pass


class DocumentsInReach(FilesInReachMixin, DocumentsAdminAPIViewSet):
    pass
