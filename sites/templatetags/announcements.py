"""What a clinic's pages say before anything else; see `sites/announcements.py`."""

from django import template
from django.utils import timezone

from sites.announcements import Announcement, announcements
from sites.models import Clinic

register = template.Library()


@register.simple_tag
def announcements_of(clinic: Clinic | None) -> list[Announcement]:
    return announcements(clinic, at=timezone.now()) if clinic else []
