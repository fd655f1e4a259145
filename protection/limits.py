"""How often one address may do what. Over it: 429, in one place. What others count here turns nobody away."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Concatenate

import structlog
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
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
    "hooks": "600/m",
}

# By whoever proved who they are, with a token or a signature, or by the endpoint that they may change.
RATE_BY_PROGRAM = {
    "api-token": "600/m",
    "hooks-endpoint": "600/m",
    "trial-event": "10/m",  # of one endpoint: each makes a worker wait for the receiver
}

# In a request's META: the cache did not answer once, and is not asked again, which would cost a wait each time.
CACHE_IS_AWAY = "carefront.cache_is_away"


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


def seconds_to_wait(request: HttpRequest, action: str, *, methods: Sequence[str] = ("POST",)) -> int:
    """Count a POST and say how long its sender must wait; 0: not at all. A cache that is away turns nobody away."""
    rate = RATE_BY_ACTION[action]
    try:
        usage = get_usage(request, group=action, key="ip", rate=rate, method=list(methods), increment=True)
    except (RedisError, OSError) as error:
        note_cache_is_away(request, error)
        return 0
    return max(1, usage["time_left"]) if usage and usage["should_limit"] else 0


def seconds_for_program(request: HttpRequest, action: str, *, who: str) -> int:
    """Count a request of any method under `action` of RATE_BY_PROGRAM; like `seconds_to_wait` otherwise.

    Args:
        who: the program's id.
    """
    rate = RATE_BY_PROGRAM[action]
    try:
        usage = get_usage(request, group=action, key=lambda *_: who, rate=rate, increment=True)
    except (RedisError, OSError) as error:
        note_cache_is_away(request, error)
        return 0
    return max(1, usage["time_left"]) if usage and usage["should_limit"] else 0


def count_lately(request: HttpRequest, group: str, *, rate: str, value: str = "", thing: str = "") -> int:
    """How many of `group` came within the window of `rate`, `thing` included. 0 while limits are off.

    Args:
        group: what is counted, "consult-request-phone".
        value: whose; kept as a keyed hash only. Empty: the client's address.
        thing: what came now. The same again is not counted again. Empty: nothing came, only look.
    """
    if request.META.get(CACHE_IS_AWAY) or not settings.RATELIMIT_ENABLE:
        return 0
    whose = keyed(group, value) if value else None
    try:
        usage = get_usage(
            request,
            group=group,
            key=(lambda *_: whose) if whose else "ip",
            rate=rate,
            increment=bool(thing) and is_new(group, thing),
        )
    except (RedisError, OSError) as error:
        note_cache_is_away(request, error)
        return 0
    return int(usage["count"]) if usage else 0


def is_new(group: str, thing: str) -> bool:
    """Whether it was not seen within the longest window there is, an hour."""
    return cache.add(f"seen:{keyed(group, thing)}", value=1, timeout=3600)


def keyed(group: str, value: str) -> str:
    """A hash that nobody without our key can try phone numbers on."""
    return salted_hmac(f"protection.limits:{group}", value, algorithm="sha256").hexdigest()


def note_cache_is_away(request: HttpRequest, error: Exception) -> None:
    request.META[CACHE_IS_AWAY] = True
    log.warning("limits are off", reason=type(error).__name__)
