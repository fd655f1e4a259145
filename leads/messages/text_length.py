"""How many messages of a carrier one text takes: what it costs, and how it may be cut on old phones.

3GPP TS 23.038: the GSM alphabet packs 160 characters into one, 153 each into several; anything else 70 and 67.
`static/js/text-length.js` counts the same while somebody types.
"""

from dataclasses import dataclass
from math import ceil

GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENDED = frozenset("^{}\\[~]|€\f")
"""Two places each."""
LONGEST = 1_600
"""Twilio: https://www.twilio.com/docs/messaging/api/message-resource, `Body`."""


@dataclass(frozen=True)
class TextLength:
    characters: int
    segments: int
    is_plain: bool
    """In the GSM alphabet, which fits more than twice as much."""


def text_length(text: str) -> TextLength:
    is_plain = all(letter in GSM_BASIC or letter in GSM_EXTENDED for letter in text)
    if is_plain:
        places = sum(2 if letter in GSM_EXTENDED else 1 for letter in text)
        one, each = 160, 153
    else:
        places = len(text.encode("utf-16-be", "surrogatepass")) // 2
        one, each = 70, 67
    segments = 1 if places <= one else ceil(places / each)
    return TextLength(characters=len(text), segments=segments if text else 0, is_plain=is_plain)
