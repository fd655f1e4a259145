"""Drawings and colours in templates; see `sites/looks.py`."""

from django import template
from django.urls import reverse

from sites.looks import brand_class_of, cover_of, scene_of
from sites.models import Clinic

register = template.Library()


@register.filter
def scene_template(clinic: Clinic | None) -> str:
    return f"sites/art/scene-{scene_of(clinic or None)}.svg"


@register.filter
def cover_template(key: int | None) -> str:
    return f"sites/art/cover-{cover_of(key or 0)}.svg"


@register.filter
def brand_class(clinic: Clinic) -> str:
    """For one clinic among several; a page of one clinic takes its own stylesheet."""
    return brand_class_of(clinic)


@register.simple_tag
def brand_stylesheet_url(clinic: Clinic) -> str:
    return reverse("brand_stylesheet", args=[clinic.hue, round(clinic.chroma * 100)])
