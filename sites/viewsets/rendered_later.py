"""Most pages of the admin are rendered after their view has returned."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from django.http import HttpResponse
from django.template.response import SimpleTemplateResponse


def rendered_within(response: HttpResponse, around: Callable[[], AbstractContextManager[Any]]) -> HttpResponse:
    """`response`, which enters `around` once more for its rendering, if that is to come."""
    if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
        render = response.render

        def render_within() -> SimpleTemplateResponse:
            with around():
                return render()

        response.render = render_within  # type: ignore[method-assign]
    return response
