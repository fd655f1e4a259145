"""The words of a mail, out of whatever a mail program or somebody hostile made of it."""

import re
from collections.abc import Iterable
from email.message import Message as Mail
from html.parser import HTMLParser

LONGEST_BYTES = 50_000
LONGEST_HTML = 500_000
MOST_PARTS = 200

BLOCKS = frozenset(
    [
        *("address", "blockquote", "br", "div", "dd", "dl", "dt", "hr", "li", "ol", "p", "pre", "table", "td", "th"),
        *("tr", "ul", "h1", "h2", "h3", "h4", "h5", "h6"),
    ]
)
UNSEEN = frozenset({"head", "script", "style", "title", "template"})
# "On Mon, Nov 2, 2026 at 9:14 AM Northlight <reply+…> wrote:", which mail programs break into up to three lines.
ATTRIBUTION = re.compile(r"(on|am|le|el|em)\b.{5,400}(wrote|schrieb|écrit|escribió|escreveu)\s*:", re.IGNORECASE)


def words_of(mail: Mail) -> tuple[str, int]:
    """The text somebody wrote, and how many attachments came with it. Never raises for what a mail may hold.

    The first text/plain part; of a mail with only HTML, its text. Quoted words are cut where it is sure that they are.
    """
    plain, html, attachments = None, None, 0
    for part in parts_of(mail):
        kind = part.get_content_type()
        if is_attached(part):
            attachments += 1
        elif (kind == "text/plain" or kind.startswith("multipart/")) and plain is None:
            plain = text_of(part)
        elif kind == "text/html" and html is None:
            html = text_of(part)
        elif not kind.startswith("text/"):
            attachments += 1
    text = plain if plain and plain.strip() else text_of_html(html or "")
    return shortened(without_quote(tidied(text))), attachments


def parts_of(mail: Mail) -> list[Mail]:
    """The leaves, in order; a mail inside a mail is one leaf, somebody else's words."""
    found: list[Mail] = []
    waiting = [mail]
    while waiting and len(found) < MOST_PARTS:
        part = waiting.pop(0)
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting = [each for each in payload if isinstance(each, Mail)] + waiting
        elif not isinstance(payload, list) or part.get_content_type() == "message/rfc822":
            found.append(part)  # also what calls itself multipart and has no parts: its text is all there is
    return found


def is_attached(part: Mail) -> bool:
    try:
        return part.get_filename() is not None or part.get_content_disposition() == "attachment"
    except (LookupError, ValueError):  # a name in a character set that is none
        return True


def text_of(part: Mail) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    try:
        return data.decode(part.get_content_charset("utf-8"), "replace")
    except (LookupError, ValueError):  # a character set that nobody knows, or that is none
        return data.decode("utf-8", "replace")


def tidied(text: str) -> str:
    """Unix line ends, no control characters, no half of a letter that cannot be stored."""
    text = re.sub(r"\r\n?|[\u2028\u2029\x85]", "\n", text)
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]", "", text)
    return re.sub(r"\n{4,}", "\n\n\n", text).strip()


def without_quote(text: str) -> str:
    """Without our own letter below the answer. Where anything is unsure, all of it.

    Cut are lines that begin with ">" and stand last, with the one line that says who wrote them, if something is left.
    """
    lines = text.split("\n")
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].startswith(">")):
        end -= 1
    if not any(line.startswith(">") for line in lines[end:]):
        return text
    for count in (1, 2, 3):
        first = end - count
        if first > 0 and ATTRIBUTION.fullmatch(" ".join(lines[first:end]).strip()):
            return "\n".join(lines[:first]).rstrip() or text
    return text


def shortened(text: str) -> str:
    return text.encode("utf-8", "replace")[:LONGEST_BYTES].decode("utf-8", "ignore")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: Iterable[object]) -> None:
        if tag in BLOCKS:
            self.pieces.append("\n")
        self.unseen += tag in UNSEEN

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.pieces.append("\n")
        if tag in UNSEEN and self.unseen:
            self.unseen -= 1

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.pieces.append(re.sub(r"\s+", " ", data))


def text_of_html(html: str) -> str:
    """What a reader would see, roughly: lines where blocks begin and end."""
    reader = _Words()
    reader.feed(html[:LONGEST_HTML])
    reader.close()
    lines = (line.strip() for line in "".join(reader.pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
