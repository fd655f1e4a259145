"""Which words somebody agreed to: those that their form showed, found by the version that it posted.

A form on a page of no clinic shows the network's words, and the clinic is chosen afterwards. A page may be sent long
after its words changed. So a form posts the versions of what it shows, and the words are looked for among all that
can have been shown: the clinic's, the network's in every language, and whatever was ever saved in a clinic, a form's
definition or a newsletter.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.utils import translation

from leads.consent_wording import contact_wording, newsletter_wording, sms_wording
from leads.models.consent_record import ConsentRecord
from leads.questions import definition_named
from leads.submission import Submission
from sites.models import Clinic, ConsentWording
from sites.models.consent_wording import wording_version

Evidence = ConsentRecord.Evidence
Purpose = ConsentRecord.Purpose

# The network's words of earlier releases, in each language: pages out there may still show them. A release that
# changes the words puts the old ones here; tests/contracts/consent_wordings.json makes sure of it.
EARLIER_WORDINGS: tuple[tuple[str, str], ...] = ()
"""Language and words."""

VERSION = re.compile(r"[0-9a-f]{16}")
OF_PURPOSE = {Purpose.CONTACT.value: contact_wording, Purpose.SMS.value: sms_wording}


@dataclass(frozen=True)
class ShownWording:
    wording: str
    """Empty where nobody knows what was shown."""
    version: str
    language: str
    evidence: str


def posted_versions(text: str) -> dict[str, str]:
    """ "contact:0f3a… sms:9b1c…" as a form posts it. What is no version is left out."""
    pairs = (pair.partition(":") for pair in text.split())
    return {
        purpose: version for purpose, _, version in pairs if purpose in Purpose.values and VERSION.fullmatch(version)
    }


def versions_to_post(wordings: Mapping[str, str]) -> str:
    """The other way round, from the words of each purpose."""
    return " ".join(f"{purpose}:{wording_version(wording)}" for purpose, wording in wordings.items())


def shown_to_sender(submission: Submission, *, clinic: Clinic) -> dict[str, ShownWording]:
    """For each purpose what the submission's form showed; where it did not say, the words in force.

    No query where the words are the clinic's or the network's. The newsletter is left out where the form did not say:
    its list knows its words.
    """
    own = (clinic.consent_contact_text, clinic.consent_sms_text)
    known = wordings_shown(submission.wordings.values(), own=own, language=submission.language)
    shown = {purpose: known[version] for purpose, version in submission.wordings.items()}
    if silent := [purpose for purpose in OF_PURPOSE if purpose not in shown]:
        definition = definition_named(submission.consult_form)
        for purpose in silent:
            with translation.override(submission.language):
                wording = OF_PURPOSE[purpose](clinic, definition)
            shown[purpose] = assumed(wording, language=submission.language)
    return shown


def wordings_shown(versions: Collection[str], *, own: Iterable[str], language: str) -> dict[str, ShownWording]:
    """The words of each version: among `own`, the network's, or those that were kept when they were saved."""
    in_hand = {wording_version(text): (language, text) for text in own if text} | network_wordings()
    missing = set(versions) - set(in_hand)
    kept = ConsentWording.objects.known(missing) if missing else {}
    in_hand |= {version: (language, wording) for version, wording in kept.items()}
    nobody_knows = (language, "")
    shown = {}
    for version in versions:
        in_language, wording = in_hand.get(version, nobody_knows)
        shown[version] = ShownWording(wording, version, in_language, Evidence.SHOWN if wording else Evidence.UNKNOWN)
    return shown


def assumed(wording: str, *, language: str) -> ShownWording:
    return ShownWording(wording, wording_version(wording), language, Evidence.ASSUMED)


@lru_cache(maxsize=1)
def network_wordings() -> dict[str, tuple[str, str]]:
    """Language and words by version, of every purpose and language. The same for the life of the process."""
    return {wording_version(wording): (language, wording) for language, wording in (*EARLIER_WORDINGS, *_current())}


def _current() -> Iterator[tuple[str, str]]:
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            yield from ((language, words(None)) for words in (contact_wording, sms_wording, newsletter_wording))
