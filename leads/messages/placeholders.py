"""Placeholders of message templates: a small table of known words in braces. What is not known is refused."""

import re
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PLACEHOLDERS = {
    "name": _("the person's name"),
    "clinic": _("the clinic's name"),
    "phone": _("the clinic's phone number"),
    "treatment": _("the treatment on whose page they asked"),
    "coordinator": _("your name"),
    "booking_link": _("the clinic's online booking link"),
}
# A subject stands in lists, on lock screens and in logs of mail servers.
IN_SUBJECTS = ("clinic", "phone")

IN_BRACES = re.compile(r"\{([^{}\n]{1,40})\}")


def placeholders_in(text: str) -> list[str]:
    """Whatever stands in braces, each once, in order, known or not."""
    return list(dict.fromkeys(IN_BRACES.findall(text)))


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with every placeholder that has a value; the others stay as they are, for people to see."""
    return IN_BRACES.sub(lambda found: values.get(found[1]) or found[0], text)


def refuse_unknown(text: str, *, known: Iterable[str] = tuple(PLACEHOLDERS)) -> None:
    """
    Raises:
        ValidationError: the text holds a placeholder that is not known; the message names it and those that are.
    """
    known = list(known)
    if unknown := [name for name in placeholders_in(text) if name not in known]:
        values = {"unknown": in_braces(unknown), "known": in_braces(known)}
        raise ValidationError(_("%(unknown)s is not known here. You can use %(known)s."), code="unknown", params=values)


def refuse_unfilled(text: str) -> None:
    """
    Raises:
        ValidationError: something in braces is left, so that the person would read a gap.
    """
    if left := placeholders_in(text):
        raise ValidationError(
            _("Fill in or take out %(left)s: nothing is known for it here."),
            code="unfilled",
            params={"left": in_braces(left)},
        )


def in_braces(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)
