"""What templates say of a clinic that its record holds as numbers and links."""

from django import template
from django.utils.translation import ngettext

register = template.Library()


@register.filter
def open_time(minutes: int) -> str:
    """A promise counted in opening hours: 120 is "2 open hours", 45 is "45 open minutes"."""
    hours, rest = divmod(minutes, 60)
    if rest or not hours:
        return ngettext("%(count)d open minute", "%(count)d open minutes", minutes) % {"count": minutes}
    return ngettext("%(count)d open hour", "%(count)d open hours", hours) % {"count": hours}
