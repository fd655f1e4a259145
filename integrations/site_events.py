"""What follows when something of the public site changes. Heard here because `sites` may not know of jobs.

Each handler stores a job in the transaction of the change and does nothing else.
"""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.signals import page_published

from integrations.jobs import job
from sites.models import Provider
from sites.pictures import making


@job
def make_pictures_of_page(page_id: int) -> None:
    """A job for each image that lacks renditions: small ones, so that a killed worker repeats little."""
    page = Page.objects.filter(pk=page_id).live().first()
    if page is None:
        return
    for image_id, specs in making.missing_specs(page).items():
        make_renditions.enqueue(image_id, specs)


@job
def make_pictures_of_image(image_id: int) -> None:
    for page_id in making.pages_showing(image_id):
        make_pictures_of_page.enqueue(page_id)


@job
def make_renditions(image_id: int, specs: list[str]) -> None:
    making.make_renditions(image_id, specs)


@receiver(page_published)
def page_is_published(instance: Page, **kwargs: Any) -> None:
    make_pictures_of_page.enqueue(instance.pk)


@receiver(post_save, sender=get_image_model())
def image_is_saved(instance: Any, *, created: bool, **kwargs: Any) -> None:
    if not created:  # a new one stands on no page yet
        make_pictures_of_image.enqueue(instance.pk)


@receiver(post_save, sender=Provider)
def provider_is_saved(instance: Provider, **kwargs: Any) -> None:
    if instance.photo_id:
        make_pictures_of_image.enqueue(instance.photo_id)
