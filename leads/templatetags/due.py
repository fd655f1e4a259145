"""A lead's clock in templates."""

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from leads.due_words import due_tag, due_words
from leads.models import Lead

register = template.Library()


@register.simple_tag
def due(lead: Lead) -> SafeString:
    """`{% due lead %}`: icon and words, the exact time on focus. No query once the clinic's hours are known."""
    return due_tag(due_words(lead, at=timezone.now()))
