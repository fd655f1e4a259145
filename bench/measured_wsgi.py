"""The project's application beside a constant one in the same process, and the CPU time that the process has used."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from config.wsgi import application as project

CONSTANT, CPU_SECONDS = "/constant", "/cpu-seconds"
BODY = b"A constant answer.\n" * 1000  # about as long as a page


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    path = environ["PATH_INFO"]
    if path not in {CONSTANT, CPU_SECONDS}:
        return project(environ, start_response)
    body = BODY if path == CONSTANT else repr(time.process_time()).encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
