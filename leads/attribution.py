"""Where a request came from: the first and the last touch of a visit, as the visitor's own browser kept them.

Without script: what the address of the form's page says. Nothing here can refuse a request: what does not fit is left
out.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

CAMPAIGN_FIELDS = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
# What advertisers add to a link so that they know the click again. It points at one person's click: contact.
CLICK_IDS = ("gclid", "gbraid", "wbraid", "msclkid", "fbclid", "ttclid", "li_fat_id")
LONGEST_VALUE = dict.fromkeys(CAMPAIGN_FIELDS, 120) | dict.fromkeys(CLICK_IDS, 200)
LONGEST_TOUCH = 4_000
LONGEST_PATH = 300
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")
# An address or a number in a link is somebody's: a campaign has neither.
PERSONAL = re.compile(r"@|%40|\d{3}[-. )]*\d{3}[-. ]*\d{4}")

type Touch = dict[str, str]
type Attribution = dict[str, Touch]


def attribution_of(*, first: str, last: str, form_address: str = "") -> Attribution:
    """`{"first": {...}, "last": {...}}` of what came with a request, empty touches left out.

    Args:
        first, last: JSON objects as `static/js/visit.js` writes them.
        form_address: of the page that held the form, with its query; used where `last` says nothing.
    """
    touches = {"first": touch_from_json(first), "last": touch_from_json(last) or touch_from_address(form_address)}
    return {name: touch for name, touch in touches.items() if touch}


def touch_from_json(text: str) -> Touch:
    if not text or len(text) > LONGEST_TOUCH:
        return {}
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return dict(allowed(values)) if isinstance(values, dict) else {}


def touch_from_address(address: str) -> Touch:
    """The campaign in a page's own address, with its path; empty where the address names none."""
    try:
        parts = urlsplit(address)
        values: dict[str, Any] = dict(parse_qsl(parts.query, max_num_fields=50))
    except ValueError:
        return {}
    found = dict(allowed(values))
    return found | dict(allowed({"landing_page": parts.path})) if found else {}


def campaign_of(attribution: Mapping[str, Touch]) -> Touch:
    """The `utm_` values of the last touch."""
    return {name: value for name, value in attribution.get("last", {}).items() if name in CAMPAIGN_FIELDS}


def without_click_ids(attribution: Mapping[str, Touch]) -> Attribution:
    return {
        touch: {name: value for name, value in values.items() if name not in CLICK_IDS}
        for touch, values in attribution.items()
    }


def click_ids(attribution: Mapping[str, Touch]) -> Attribution:
    return {
        touch: {name: value for name, value in values.items() if name in CLICK_IDS}
        for touch, values in attribution.items()
    }


def allowed(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Names of the list alone, each within its length, nothing that looks like a person."""
    for name, value in values.items():
        if not isinstance(value, str) or not value.isprintable():
            continue
        text = value.strip()
        if name in LONGEST_VALUE:
            is_fit = 0 < len(text) <= LONGEST_VALUE[name] and (name in CLICK_IDS or not PERSONAL.search(text))
        elif name == "referrer_host":
            text = text.lower()
            is_fit = bool(HOST.fullmatch(text))
        else:
            path_alone = text.startswith("/") and not {"?", "#"} & set(text)
            is_fit = name == "landing_page" and path_alone and len(text) <= LONGEST_PATH and not PERSONAL.search(text)
        if is_fit:
            yield name, text
