"""How often one address may do what. Over it: 429, in one place."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_ratelimit.core import get_usage
from redis.exceptions import RedisError

log = structlog.get_logger("carefront.limits")

# By client address (IPv6 by /64). A household or a clinic's own waiting room shares one, so not too tight.
RATE_BY_ACTION = {
    "consult-request": "20/10m",
    "consult-steps": "200/10m",  # eight people of one household, back and forth
    "consult-draft": "20/10m",
    "newsletter": "20/10m",
    "private-link": "20/10m",
    "api": "600/m",
}


def limited[**P](
    action: str,
) -> Callable[
    [Callable[Concatenate[HttpRequest, P], HttpResponse]], Callable[Concatenate[HttpRequest, P], HttpResponse]
]:
    """Count POSTs to a view under `action` of RATE_BY_ACTION and answer 429 above its rate."""

    def decorate(
        view: Callable[Concatenate[HttpRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def counted(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            wait_seconds = seconds_to_wait(request, action)
            if wait_seconds:
                return too_many(request, wait_seconds)
            return view(request, *args, **kwargs)

        return counted

    return decorate


def too_many(request: HttpRequest, wait_seconds: int) -> HttpResponse:
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(wait_seconds)
    return response


def seconds_to_wait(request: HttpRequest, action: str) -> int:
    """Count a POST and say how long its sender must wait; 0: not at all. A cache that is away turns nobody away."""
    try:
        usage = get_usage(request, group=action, key="ip", rate=RATE_BY_ACTION[action], method="POST", increment=True)
    except (RedisError, OSError) as error:
        log.warning("limits are off", reason=type(error).__name__)
        return 0
    return max(1, usage["time_left"]) if usage and usage["should_limit"] else 0
