"""See `sites/campaign_numbers.py`."""

from collections.abc import Iterable

from django import template
from django.utils.html import json_script
from django.utils.safestring import SafeString

from sites import campaign_numbers
from sites.models import Clinic

register = template.Library()


@register.simple_tag
def campaign_numbers_of(clinic: Clinic | None, clinics: Iterable[Clinic] | None) -> SafeString:
    """A data block for `static/js/visit.js`; nothing where no clinic of the page has such numbers."""
    told = campaign_numbers.campaign_numbers(clinics or ([clinic] if clinic else []))
    return json_script(told, "campaign-numbers") if told else SafeString("")
