"""Why a request may be no patient's: reasons, each with points. From HELD_FROM points on a person looks at it first.

Nothing here refuses anybody. One sign alone, whatever somebody typed, is below HELD_FROM, except three links; what
script would have added and did not is worth nothing.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from leads.submission import Submission


class Reason(TextChoices):
    """With the words for the coordinator who decides."""

    HONEYPOT = "honeypot", _("It fills a field that no person sees.")
    MANY_LINKS = "many-links", _("It holds three or more links.")
    LINK = "link", _("It holds a link.")
    NAME_LINK = "name-link", _("The name holds a link.")
    MARKUP = "markup", _("It is written for web pages: it holds code that makes links.")
    SALES = "sales", _("It offers services, in the usual words.")
    FOREIGN = "script", _("It is written in letters of another script than the page's languages.")
    MIXED = "mixed", _("Its words mix letters of several scripts, as if to deceive a filter.")
    REPEATED = "repeated", _("It says the same again and again.")
    RANDOM_NAME = "name", _("The name looks as if a machine made it up.")
    DISPOSABLE = "throw-away", _("The e-mail address is of a kind that is thrown away.")
    FAST = "fast", _("It was sent within two seconds of opening the page.")
    UNTOUCHED = "untouched", _("Nobody typed, clicked or touched anything before it was sent.")
    ADDRESS = "address", _("Many came from the same connection, and the browser did not do our arithmetic.")
    CONTACT = "contact", _("Many came with the same phone number or e-mail address within an hour.")
    CLINIC_CLOSED = "clinic_closed", _("It came in after the clinic had stopped taking requests.")
    KEY_REUSED = "key_reused", _("An earlier request came under the same key, with other content.")
    CLINIC = "clinic", _("Many came for this clinic at once, and the browser did not do our arithmetic.")


HELD_FROM = 100
POINTS: Mapping[Reason, int] = {
    Reason.HONEYPOT: 100,
    Reason.MANY_LINKS: 100,
    Reason.LINK: 40,  # each of one or two
    Reason.NAME_LINK: 60,
    Reason.MARKUP: 60,
    Reason.SALES: 50,  # each phrase
    Reason.FOREIGN: 40,
    Reason.MIXED: 60,
    Reason.REPEATED: 50,
    Reason.RANDOM_NAME: 50,
    Reason.DISPOSABLE: 30,
    Reason.FAST: 50,
    Reason.UNTOUCHED: 50,
    Reason.ADDRESS: 100,
    Reason.CONTACT: 100,
    Reason.CLINIC: 100,
    Reason.CLINIC_CLOSED: 100,  # by `leads.spool`
    Reason.KEY_REUSED: 100,
}

# What `Lead.quarantine_reason` holds.
LONGEST_STORED = 60

FASTEST_SECONDS = 2.0

# Not the domain of an e-mail address.
LINK = re.compile(
    r"(?:https?://|www\.)\S+|(?<![@\w.-])[a-z0-9-]{2,63}\.(?:com|net|org|info|biz|ru|xyz|top|site|shop|online|click)\b",
    re.IGNORECASE,
)
MARKUP = re.compile(r"<\s*(?:a|img|iframe|script)\b|\[\s*(?:url|link|img)\s*[=\]]", re.IGNORECASE)
# Of letters to website owners. No word of these that a patient might write about a treatment.
SALES_PHRASES = (
    "backlink",
    "guest post",
    "link building",
    "seo service",
    "seo agency",
    "seo expert",
    "rank your website",
    "website ranking",
    "first page of google",
    "increase your traffic",
    "website traffic",
    "web design service",
    "redesign your website",
    "digital marketing agency",
    "lead generation service",
    "explainer video",
    "crypto investment",
    "bitcoin investment",
    "online casino",
    "business loan",
    "unsubscribe from future",
)
# Services that give out addresses without a sign-in, to be read by anybody.
THROW_AWAY_DOMAINS = frozenset(
    {
        "10minutemail.com",
        "dispostable.com",
        "getnada.com",
        "guerrillamail.com",
        "mailinator.com",
        "maildrop.cc",
        "mintemail.com",
        "sharklasers.com",
        "temp-mail.org",
        "tempmail.com",
        "throwawaymail.com",
        "trashmail.com",
        "yopmail.com",
    }
)


@dataclass(frozen=True)
class Pace:
    """What the form's script saw before the form was sent."""

    seconds: float
    """Since the page was opened."""
    touches: int
    """Keys, clicks, fingers and values that the browser filled in."""


PACE = re.compile(r"(\d{1,9}),(\d{1,9})")


def pace_of(text: str) -> Pace | None:
    """From the script's "milliseconds,touches". None for nothing and for anything else: then nothing is known."""
    found = PACE.fullmatch(text)
    return Pace(seconds=int(found[1]) / 1000, touches=int(found[2])) if found else None


def doubts_about(submission: Submission, *, website: str = "", pace: Pace | None = None) -> dict[Reason, int]:
    """The reasons against a submission with their points. `website` is the honeypot's value."""
    text = "\n".join([submission.message, submission.best_time, *(each.answer for each in submission.answers)])
    links = len(LINK.findall(text))
    counts = {
        Reason.HONEYPOT: bool(website.strip()),
        Reason.MANY_LINKS: links > 2,
        Reason.LINK: links if links <= 2 else 0,
        Reason.NAME_LINK: bool(LINK.search(submission.full_name)),
        Reason.MARKUP: bool(MARKUP.search(f"{submission.full_name}\n{text}")),
        Reason.SALES: sum(phrase in text.lower() for phrase in SALES_PHRASES),
        Reason.FOREIGN: is_in_another_script(text),
        Reason.MIXED: mixes_scripts(f"{submission.full_name}\n{text}"),
        Reason.REPEATED: repeats_itself(text),
        Reason.RANDOM_NAME: any(looks_random(word) for word in submission.full_name.split()),
        Reason.DISPOSABLE: submission.email.rpartition("@")[2] in THROW_AWAY_DOMAINS,
        Reason.FAST: pace is not None and pace.seconds < FASTEST_SECONDS,
        Reason.UNTOUCHED: pace is not None and pace.touches == 0,
    }
    return {reason: POINTS[reason] * int(count) for reason, count in counts.items() if count}


def quarantine_reason(doubts: Mapping[Reason, int]) -> str:
    """What to store with the lead: the weightiest reasons first, separated by spaces. Empty: nothing holds it back."""
    if sum(doubts.values()) < HELD_FROM:
        return ""
    kept = ""
    for reason in sorted(doubts, key=lambda each: -doubts[each]):
        longer = f"{kept} {reason.value}".strip()
        if len(longer) <= LONGEST_STORED:
            kept = longer
    return kept


def with_reason(stored: str, reason: Reason) -> str:
    """A stored reason with one more, if there is room for it."""
    longer = f"{stored} {reason.value}".strip()
    return longer if len(longer) <= LONGEST_STORED else stored


def in_words(stored: str) -> list[str]:
    """The sentences for a lead's `quarantine_reason`. One that nobody knows any more is said as it is."""
    words = dict(Reason.choices)
    return [str(words.get(slug, slug)) for slug in stored.split()]


def script_of(letter: str) -> str:
    """ "LATIN", "CYRILLIC", "CJK"…: the first word of the letter's name. Empty where it has none."""
    return unicodedata.name(letter, "").partition(" ")[0]


def is_in_another_script(text: str) -> bool:
    """Whether most letters are not Latin. English and Spanish, the pages' languages, both are."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= 10 and sum(not script_of(letter).endswith("LATIN") for letter in letters) > len(letters) / 2


def mixes_scripts(text: str) -> bool:
    """Whether a word mixes Latin letters with Cyrillic or Greek ones that look the same."""
    # A single one may be a unit or a sign ("µg", "β-blocker").
    for word in re.findall(r"[^\W\d_]{4,}", text):
        scripts = [script_of(letter) for letter in word]
        if "LATIN" in scripts and "CYRILLIC" in scripts:
            return True
        if scripts.count("LATIN") >= 2 and scripts.count("GREEK") >= 2:
            return True
    return False


def repeats_itself(text: str) -> bool:
    words = text.lower().split()
    return len(words) >= 30 and len(set(words)) < len(words) * 0.25


def looks_random(word: str) -> bool:
    """ "qGhTzKpLmW": one word that goes from small to capital letters again and again. "McDonald" does it once."""
    return len(re.findall(r"[a-z](?=[A-Z])", word)) >= 4
