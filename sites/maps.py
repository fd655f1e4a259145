"""The way to a place, for people whose telephone knows maps."""

from urllib.parse import urlencode


def map_search_url(*, name: str, address: str) -> str:
    """A link that opens the address in the reader's map application.

    Source: https://developers.google.com/maps/documentation/urls/get-started (search, `api=1`). A link, never a request
    of the page's own.
    """
    return "https://www.google.com/maps/search/?" + urlencode({"api": 1, "query": f"{name}, {address}"})
