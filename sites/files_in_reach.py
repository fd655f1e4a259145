"""Which pictures and documents somebody may hear of, and the tags on them: those they may choose or change."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Model, Q, QuerySet
from taggit.models import Tag
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

from sites.permissions import User


def files_in_reach(model: type[Model], user: User) -> QuerySet[Any]:
    policy = policy_registry.get_by_type(model)
    found: QuerySet[Any] = policy.instances_user_has_any_permission_for(user, {"choose", "change"})
    return found.order_by()


def tags_in_reach(user: User, *models: type[Model]) -> QuerySet[Tag, Tag]:
    """The tags on files of `models`, or on all files; `item_count` says on how many that `user` may hear of."""
    on_files = Q()
    for model in models or (get_image_model(), get_document_model()):
        on_files |= Q(
            taggit_taggeditem_items__content_type=ContentType.objects.get_for_model(model),
            taggit_taggeditem_items__object_id__in=files_in_reach(model, user).values("pk"),
        )
    return Tag.objects.filter(on_files).annotate(item_count=Count("taggit_taggeditem_items"))
