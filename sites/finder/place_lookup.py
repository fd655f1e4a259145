"""Which place somebody means by "55802", "Duluth", "duluth mn", "St. Cloud, Minnesota" or "Springfield"."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sites.models import Place
from sites.places import place_key
from sites.us_states import LONGEST_NAME_WORDS, NAME_BY_STATE, STATE_BY_KEY

ZIP_CODE = re.compile(r"(?<![0-9])([0-9]{5})(?:[- ]?[0-9]{4})?(?![0-9])")

type Reading = tuple[str, str]
"""A key of a place and its state; the state is empty where none was said."""


@dataclass(frozen=True)
class LookedUp:
    """One place; or several of the same name; or neither, where nobody knows such a place."""

    place: Place | None = None
    choices: list[Place] = field(default_factory=list)


def readings_of(text: str) -> list[Reading]:
    """What the text may mean, the likeliest first: a ZIP code, a town in a state, a town."""
    if zip_code := ZIP_CODE.search(text):
        return [(zip_code[1], "")]
    words = place_key(text).split()
    readings = [
        (" ".join(words[:-state_words]), state)
        for state_words in range(min(LONGEST_NAME_WORDS, len(words) - 1), 0, -1)
        if (state := STATE_BY_KEY.get(" ".join(words[-state_words:])))
    ]
    return [*readings, (" ".join(words), "")] if words else []


def look_up(text: str, *, zip_codes: Iterable[str] = ()) -> tuple[LookedUp, Mapping[str, Place]]:
    """The place that `text` names, and those of the `zip_codes` by code: all of them in one query, or in none."""
    readings = readings_of(text)
    keys = {key for key, _ in readings} | set(zip_codes)
    found = list(Place.objects.filter(key__in=keys)) if keys else []
    return chosen(readings, found), {place.key: place for place in found if place.is_zip_code}


def chosen(readings: list[Reading], found: list[Place]) -> LookedUp:
    for key, state in readings:
        fitting = [place for place in found if place.key == key and state in ("", place.state)]
        if len(fitting) == 1:
            return LookedUp(fitting[0])
        if fitting:
            return LookedUp(choices=by_state(fitting))
    # The town exists, though not in the state that was said.
    elsewhere = [place for key, state in readings if state for place in found if place.key == key]
    return LookedUp(choices=by_state(elsewhere))


def by_state(places: list[Place]) -> list[Place]:
    return sorted(places, key=lambda place: NAME_BY_STATE.get(place.state, place.state))
