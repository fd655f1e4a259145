"""How far apart two places of the earth are, and how a page says so."""

from math import asin, cos, radians, sin, sqrt

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sites.places import Location

EARTH_RADIUS_MILES = 3958.8  # mean radius, IUGG


def miles_between(one: Location, other: Location) -> float:
    """As the crow flies, by the haversine formula."""
    latitude, other_latitude = radians(one.latitude), radians(other.latitude)
    half_chord = (
        sin((other_latitude - latitude) / 2) ** 2
        + cos(latitude) * cos(other_latitude) * sin(radians(other.longitude - one.longitude) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_MILES * asin(sqrt(min(1.0, half_chord)))


def distance_words(miles: float) -> str:
    """In whole miles: a ZIP code is several miles wide."""
    whole = round(miles)
    if whole < 1:
        return _("Less than a mile away")
    count = number_format(whole, force_grouping=True)
    return ngettext("About %(count)s mile away", "About %(count)s miles away", whole) % {"count": count}
