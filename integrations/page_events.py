"""What others hear of the public site: that a page was published. Heard here because `sites` may not know of the
outbox."""

from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published

from integrations import outbox
from integrations.timestamps import rfc3339
from sites.current_clinic import clinics_of


@receiver(page_published)
def tell_of_page(instance: Page, **kwargs: Any) -> None:
    """In the transaction of the publishing where there is one: the editor's; a scheduled publishing has none."""
    if instance.get_view_restrictions().exists():
        return  # not for everybody to read, so not for everybody to hear of
    event = page_is_published(instance)
    if outbox.is_awaited(event):  # editors publish all day, and the page itself says when
        with transaction.atomic():
            outbox.publish(event, occurred_at=instance.last_published_at or timezone.now())


def page_is_published(page: Page) -> outbox.Event:
    """`clinic` is None for the network's own pages; `url` and `path` None and empty for a page that has no address."""
    clinic = clinics_of([page]).get(page.pk)
    parts = page.get_url_parts()  # site, root and path; None without a site
    _, root, path = parts or (None, "", "")
    first = page.first_published_at
    return outbox.Event(
        type="page.published",
        subject_type="page",
        subject_id=page.translation_key,  # of the page in all its languages: pages are numbered, subjects are not
        clinic=clinic,
        bodies={
            "reference": {
                "id": str(page.pk),
                "clinic": {"id": str(clinic.pk), "slug": clinic.slug, "name": clinic.name} if clinic else None,
                "url": f"{root}{path}" if parts else None,
                "path": path or "",
                "page_type": page.specific_class._meta.label,
                "language": page.locale.language_code,
                "published_at": rfc3339(page.last_published_at or timezone.now()),
                "first_published_at": rfc3339(first) if first else None,
            },
        },
    )
