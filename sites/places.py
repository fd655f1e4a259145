"""Where the ZIP codes and towns of the United States are: how their names are compared, and the table they stand in."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from django.db import transaction

from sites.models import Place

MILITARY_STATES = frozenset({"AA", "AE", "AP"})  # post offices abroad: they have an address and no place
ROWS_A_QUERY = 2_000
# Written both ways on envelopes, one way here.
LONG_WORDS = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}


class Location(NamedTuple):
    """In degrees."""

    latitude: float
    longitude: float


class PlaceRow(NamedTuple):
    key: str
    name: str
    state: str
    latitude: float
    longitude: float


def place_key(text: str) -> str:
    """What is the same in every way a place's name is written: "St.-Cloud" and "saint  cloud" are "saint cloud"."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(each))
    # The apostrophe of O'Fallon and the points of D.C. join, anything else divides.
    words = re.sub(r"[^a-z0-9]+", " ", re.sub(r"['’`.]", "", plain)).split()  # noqa: RUF001
    return " ".join(LONG_WORDS.get(word, word) for word in words)


def load_places(model: type[Place] = Place) -> int:
    """Fill the table anew from the package's data and say how many places it has. Safe to repeat.

    Takes 140 MB for as long as the process lives, so this belongs into a command and not into a web process.

    Args:
        model: that of a migration, whose table may differ from today's.
    """
    rows = list(read_places())
    with transaction.atomic():
        model.objects.all().delete()
        model.objects.bulk_create((model(**row._asdict()) for row in rows), batch_size=ROWS_A_QUERY)
    return len(rows)


def read_places() -> Iterator[PlaceRow]:
    """Every ZIP code, then every town under each name that its post offices accept.

    A town lies in the middle of its ZIP codes; a name that is only accepted lies among those that accept it.
    """
    import zipcodes  # on demand: it unpacks all of its data when asked anything

    of_town: defaultdict[tuple[str, str], list[Location]] = defaultdict(list)
    accepted: defaultdict[tuple[str, str], list[Location]] = defaultdict(list)
    names: dict[tuple[str, str], str] = {}
    for row in zipcodes.list_all():  # type: ignore[no-untyped-call]
        name, state = row["city"], row["state"]
        location = Location(float(row["lat"] or 0), float(row["long"] or 0))
        if state in MILITARY_STATES or not any(location):
            continue
        yield PlaceRow(row["zip_code"], name, state, *location)
        of_town[place_key(name), state].append(location)
        names[place_key(name), state] = name
        for other in row["acceptable_cities"]:
            accepted[place_key(other), state].append(location)
            names.setdefault((place_key(other), state), other)
    for (key, state), name in names.items():
        if key and not key.isdigit():
            yield PlaceRow(key, name, state, *middle_of(of_town[key, state] or accepted[key, state]))


def middle_of(locations: list[Location]) -> Location:
    count = len(locations)
    return Location(
        round(sum(each.latitude for each in locations) / count, 4),
        round(sum(each.longitude for each in locations) / count, 4),
    )
