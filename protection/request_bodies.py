"""What a body must be before anybody reads it as a form: small, whole, of a known type, in UTF-8.

Browsers send nothing else, so nobody who fills in a form is refused here. What is refused is not stored, not logged
and not counted: the answer is a sentence with a 4xx.
"""

import re
from collections.abc import Callable, Collection
from functools import wraps
from http import HTTPStatus
from typing import Concatenate
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _

FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
JSON_TYPES = ("application/json",)

# The longest form that can be sent: a message and forty answers, 85,000 letters of a script with three bytes a letter,
# each byte percent-encoded.
LARGEST_BODY = 800_000
# Of a form without free text.
SMALL_BODY = 20_000
MOST_FIELDS = 300

BOUNDARY = re.compile(r"""boundary=(?:"[^"]{1,200}"|[^\s";]{1,200})""", re.IGNORECASE)


class UnreadableBody(Exception):
    """Refuse the request with `status` and these words."""

    def __init__(self, status: HTTPStatus, words: str) -> None:
        super().__init__(words)
        self.status, self.words = status, words

    def response(self) -> HttpResponse:
        return HttpResponse(f"{self.words}\n", status=self.status, content_type="text/plain; charset=utf-8")


def readable_form[**P](
    *, largest: int = LARGEST_BODY
) -> Callable[
    [Callable[Concatenate[HttpRequest, P], HttpResponse]], Callable[Concatenate[HttpRequest, P], HttpResponse]
]:
    """Decorate a view that visitors post a form to. Outside whatever reads `request.POST`."""

    def check(request: HttpRequest) -> None:
        if request.method == "POST":
            check_form(request, largest=largest)

    return checked_by(check)


def at_most[**P](
    largest: int,
) -> Callable[
    [Callable[Concatenate[HttpRequest, P], HttpResponse]], Callable[Concatenate[HttpRequest, P], HttpResponse]
]:
    """Decorate a view that reads no body, so that nobody sends it a large one."""
    return checked_by(lambda request: check_length(request, largest=largest))


def checked_by[**P](
    check: Callable[[HttpRequest], object],
) -> Callable[
    [Callable[Concatenate[HttpRequest, P], HttpResponse]], Callable[Concatenate[HttpRequest, P], HttpResponse]
]:
    """Decorate a view with what is answered where `check` raises UnreadableBody."""

    def decorate(
        view: Callable[Concatenate[HttpRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            try:
                check(request)
            except UnreadableBody as refused:
                return refused.response()
            return view(request, *args, **kwargs)

        return checked

    return decorate


def check_form(request: HttpRequest, *, largest: int) -> None:
    """Read the body of a form.

    Raises:
        UnreadableBody: it cannot be read, or is more than any form of ours.
    """
    body = read_body(request, types=FORM_TYPES, largest=largest)
    is_multipart = request.content_type == "multipart/form-data"
    if is_multipart and body and not BOUNDARY.search(request.META.get("CONTENT_TYPE", "")):
        raise UnreadableBody(HTTPStatus.BAD_REQUEST, _("This form could not be read."))
    if not is_multipart and body.count(b"&") >= MOST_FIELDS:
        raise UnreadableBody(HTTPStatus.BAD_REQUEST, _("This form has too many fields."))
    check_utf8(body if is_multipart else unquote_to_bytes(body))
    try:
        posted = request.POST
    except (MultiPartParserError, BadRequest, SuspiciousOperation) as error:
        raise UnreadableBody(HTTPStatus.BAD_REQUEST, _("This form could not be read.")) from error
    if sum(len(values) for _name, values in posted.lists()) > MOST_FIELDS or len(request.FILES) > 0:
        raise UnreadableBody(HTTPStatus.BAD_REQUEST, _("This form has too many fields."))


def read_body(request: HttpRequest, *, types: Collection[str], largest: int) -> bytes:
    """The whole body, never more than `largest` bytes of it.

    Raises:
        UnreadableBody: too large, cut off, of unknown length, compressed, or of another type than `types`.
    """
    length = check_length(request, largest=largest)
    if length == 0:
        return b""
    charset = (request.content_params or {}).get("charset", "utf-8").lower().replace("_", "-")
    is_plain = request.headers.get("Content-Encoding", "identity").lower() == "identity"
    if request.content_type not in types or charset not in {"utf-8", "utf8"} or not is_plain:
        raise UnreadableBody(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, _("This is not a form of ours."))
    try:
        body = request.body
    except (UnreadablePostError, SuspiciousOperation) as error:
        raise UnreadableBody(HTTPStatus.BAD_REQUEST, _("This form could not be read.")) from error
    if len(body) != length:  # a connection that broke: half a message must not pass for a whole one
        raise UnreadableBody(HTTPStatus.BAD_REQUEST, _("This form could not be read."))
    return body


def check_length(request: HttpRequest, *, largest: int) -> int:
    """The body's length in bytes, as stated: servers hand on no more than that."""
    if request.META.get("HTTP_TRANSFER_ENCODING"):  # its length would be known only at its end, if it has one
        raise UnreadableBody(HTTPStatus.LENGTH_REQUIRED, _("This form could not be read."))
    stated = str(request.META.get("CONTENT_LENGTH") or "0")
    if not (stated.isascii() and stated.isdigit() and len(stated) <= 18):
        raise UnreadableBody(HTTPStatus.BAD_REQUEST, _("This form could not be read."))
    if int(stated) > largest:
        raise UnreadableBody(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("This is more than we can take."))
    return int(stated)


def check_utf8(body: bytes) -> None:
    try:
        body.decode()
    except UnicodeDecodeError as error:
        raise UnreadableBody(HTTPStatus.BAD_REQUEST, _("This form is not written in UTF-8.")) from error
