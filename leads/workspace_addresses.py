"""Where events and letters lead a member of staff: pages of the workspace, by name."""

from uuid import UUID

from django.conf import settings
from django.urls import NoReverseMatch, reverse


def lead_url(lead_id: UUID) -> str:
    return settings.BASE_URL + reverse("leads:inspect", args=[lead_id])


def queue_url() -> str:
    """The whole address of "my queue"."""
    return settings.BASE_URL + reverse("leads:queue")


def quarantine_path() -> str:
    """Where requests wait that were held back; the admin's home, which counts them, while there is no such list."""
    try:
        return reverse("held_leads:index")
    except NoReverseMatch:
        return reverse("wagtailadmin_home")
