"""Words that a whole text message may be, and that must be obeyed whatever else we think it means.

Twilio's own: https://help.twilio.com/articles/223134027 ("Twilio support for opt-out keywords"); the words by which
anybody may revoke: 47 CFR 64.1200(a)(10); and the Spanish ones that carriers know.
"""

import re
from enum import Enum


class Keyword(Enum):
    STOP = "STOP"
    START = "START"
    HELP = "HELP"


KEYWORD_BY_WORD = {
    **dict.fromkeys(["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"], Keyword.STOP),
    **dict.fromkeys(["ALTO", "PARAR"], Keyword.STOP),
    **dict.fromkeys(["START", "UNSTOP"], Keyword.START),
    **dict.fromkeys(["HELP", "INFO", "AYUDA"], Keyword.HELP),
}


def keyword_of(text: str, *, told_by_provider: str = "") -> Keyword | None:
    """What a message is, if it is nothing but a keyword: in any letters, with or without a full stop or spaces.

    Args:
        told_by_provider: Twilio's `OptOutType`, which knows the words that an account added to its own list.
    """
    letters = re.sub(r"[\W_]+", "", text).upper() if len(text) <= 40 else ""
    return KEYWORD_BY_WORD.get(told_by_provider.upper()) or KEYWORD_BY_WORD.get(letters)
