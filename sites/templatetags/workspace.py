"""What templates of the workspace share."""

from django import template

from sites.viewsets.columns import ago

register = template.Library()
register.filter("ago", ago)
