"""What follows when something of the public site changes. Heard here because `sites` may not know of jobs.

Each handler stores a job in the transaction of the change and does nothing else.
"""

from typing import Any

from django.apps import apps
from django.db.models import Model
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.search import index
from wagtail.signals import page_published

from integrations.jobs import enqueue_once, job
from sites.models import Provider, SideEffect
from sites.pictures import making
from sites.search.showing import READ_ON_PAGES, pages_showing

# ---- pictures ----


@job
def make_pictures_of_page(page_id: int) -> None:
    page = Page.objects.filter(pk=page_id).live().first()
    if page is not None:
        making.make_missing(page)


@job
def make_pictures_of_image(image_id: int) -> None:
    for page_id in making.pages_showing(image_id):
        enqueue_once(make_pictures_of_page, page_id)


@receiver(page_published)
def page_is_published(instance: Page, **kwargs: Any) -> None:
    enqueue_once(make_pictures_of_page, instance.pk)


@receiver(post_save, sender=get_image_model())
def image_is_saved(instance: Any, *, created: bool, **kwargs: Any) -> None:
    if not created:  # a new one stands on no page yet
        enqueue_once(make_pictures_of_image, instance.pk)


@receiver(post_save, sender=Provider)
def provider_is_saved(instance: Provider, **kwargs: Any) -> None:
    if instance.photo_id:
        enqueue_once(make_pictures_of_image, instance.photo_id)


# ---- site search: pages are found by the words of rows that they show ----


@job
def index_page(page_id: int) -> None:
    page = Page.objects.filter(pk=page_id).specific().first()
    if page is not None:
        index.insert_or_update_object(page)


@job
def index_pages_showing(model_label: str, row_id: str) -> None:
    row = apps.get_model(model_label)._default_manager.filter(pk=row_id).first()
    for page_id in pages_showing(row) if row else ():
        enqueue_once(index_page, page_id)


def row_is_saved(instance: Model, *, created: bool, raw: bool = False, **kwargs: Any) -> None:
    # A new row is chosen by no page yet; a side effect's treatment may be.
    if not raw and (not created or isinstance(instance, SideEffect)):
        enqueue_once(index_pages_showing, instance._meta.label, str(instance.pk))


def row_is_deleted(instance: Model, **kwargs: Any) -> None:
    for page_id in pages_showing(instance):  # afterwards nobody knows them
        enqueue_once(index_page, page_id)


for model in READ_ON_PAGES:
    post_save.connect(row_is_saved, sender=model, dispatch_uid=f"index-{model._meta.label}")
    pre_delete.connect(row_is_deleted, sender=model, dispatch_uid=f"index-{model._meta.label}")
