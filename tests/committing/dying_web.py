"""The site, in a process that dies when it has an answer and before it gives it: what was committed stays unsaid."""

import os
import signal
from typing import Any

from config.wsgi import application as site


def application(environ: dict[str, Any], start_response: Any) -> Any:
    answer = site(environ, start_response)
    if environ["REQUEST_METHOD"] == "POST":
        os.killpg(os.getpgrp(), signal.SIGKILL)
    return answer
