"""What no form and no link of the admin sends: refused in clear, where Wagtail would run into an error of ours."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDictKeyError

from sites.viewsets.rendered_later import rendered_within

LARGEST_KEY = 2**63 - 1  # of any column
# A form without a field that its page has; a number that no column holds; a value that the database cannot take.
SENT_BY_NO_FORM = (MultiValueDictKeyError, OverflowError, DataError)

type View = Callable[..., HttpResponse]


def refusing_bad_input(view: View) -> View:
    """A decorator for every view of Wagtail's admin. What forms say of their fields is theirs to say, and stays so."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if any(isinstance(each, int) and each > LARGEST_KEY for each in kwargs.values()):
            raise Http404
        texts = [request.path, *(each for values in request.GET.lists() for each in (values[0], *values[1]))]
        if any("\0" in each for each in texts):  # PostgreSQL holds no such text
            raise BadRequest("The address holds a character that no text has.")
        following = request.GET.get("next") or request.POST.get("next") or "/"
        if "/" not in following:  # Django would look for a view of that name
            raise BadRequest("The address to go on to is none.")
        with refusing():
            return rendered_within(view(request, *args, **kwargs), refusing)

    return answered


@contextmanager
def refusing() -> Iterator[None]:
    try:
        yield
    except SENT_BY_NO_FORM as error:
        raise BadRequest("The form or the address is not as our pages send it.") from error
