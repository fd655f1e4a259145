"""Logs as JSON lines with a request id. A line says what was done, never by whom: no address, name, query or body."""

import logging
import logging.config
import re
import sys
import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from structlog.typing import EventDict, Processor, WrappedLogger

from config.scrubbing import describe, scrub_text

access_log = structlog.get_logger("carefront.access")

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")

SHARED_PROCESSORS: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configure_logging(*, level: str, as_json: bool) -> None:
    """Send every logger's lines to stderr in one format. Safe to repeat.

    JSON lines are kept and read by others, so they hold no values. A developer's own screen shows tracebacks whole.
    """
    foreign: list[Processor] = [*SHARED_PROCESSORS]
    ending: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if as_json:
        foreign.append(scrub_foreign_line)
        ending += [describe_exception, structlog.processors.JSONRenderer(ensure_ascii=False)]
    else:
        ending += [structlog.processors.format_exc_info, structlog.dev.ConsoleRenderer(colors=False)]
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "line": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": foreign,
                    "processors": ending,
                }
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"handlers": ["stderr"], "level": level},
            "loggers": {
                # Django's own request lines carry the path; ours below carry the route.
                "django.server": {"level": "WARNING"},
                "django.request": {"level": "ERROR"},
                "django.security.csrf": {"level": "ERROR"},
                # Its debug lines print whole contexts, leads included, and fetch rows to do so.
                "django.template": {"level": "INFO"},
                # Its warnings quote addresses, and a webhook's address may hold a token.
                "urllib3": {"level": "ERROR"},
                # A line for every page saved and every index entry made says nothing to whoever reads logs.
                "wagtail": {"level": "WARNING"},
                "django.tasks": {"level": "WARNING"},
                "django_ox": {"level": "WARNING"},
            },
        }
    )
    structlog.configure(
        processors=[*SHARED_PROCESSORS, hand_to_logging],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def hand_to_logging(logger: logging.Logger, method: str, line: EventDict) -> tuple[tuple[EventDict], dict[str, object]]:
    """A line as the standard library's record, the exception included, which error reports are made of."""
    args, keywords = structlog.stdlib.ProcessorFormatter.wrap_for_formatter(logger, method, line)
    return args, {**keywords, "exc_info": line.get("exc_info")}


def scrub_foreign_line(logger: WrappedLogger, method: str, line: EventDict) -> EventDict:
    """Lines that are not ours: Django's of a failed request hold its path, others whatever their writers thought of."""
    request = getattr(line["_record"], "request", None)
    if isinstance(request, HttpRequest):
        line["event"] = "request failed"
        line["route"] = route_of(request)
    else:
        line["event"] = scrub_text(str(line["event"]))
    return line


def describe_exception(logger: WrappedLogger, method: str, line: EventDict) -> EventDict:
    """Types and frames in place of a traceback, whose last lines would quote values."""
    offered = line.pop("exc_info", None)
    error = offered if isinstance(offered, BaseException) else None
    if isinstance(offered, tuple):
        error = offered[1]
    elif offered and error is None:
        error = sys.exc_info()[1]
    if error is not None:
        line["exception"] = describe(error)
    return line


def route_of(request: HttpRequest) -> str:
    """The route, not the path: a path may hold a token or an id somebody mistyped a name into."""
    return request.resolver_match.route if request.resolver_match else "unmatched"


class RequestLogMiddleware:
    """One line a request, under the id that the proxy sent or a new one, echoed in `X-Request-ID`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        offered = request.headers.get("X-Request-ID", "")
        request_id = offered if REQUEST_ID.fullmatch(offered) else uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started = time.monotonic()
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        access_log.info(
            "request",
            method=request.method,
            route=route_of(request),
            status=response.status_code,
            milliseconds=round((time.monotonic() - started) * 1000, 1),
        )
        return response
