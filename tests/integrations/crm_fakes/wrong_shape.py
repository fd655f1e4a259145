"""How a fake says that a request is not what the vendor documents: the test fails, the sender gets 400."""

import json
from typing import Any

from werkzeug import Request, Response


class WrongShape(AssertionError):
    """The request is not of the documented shape."""


def must(condition: object, what: str) -> None:
    if not condition:
        raise WrongShape(what)


def json_of(request: Request) -> Any:
    must(request.headers.get("Content-Type") == "application/json", "Content-Type: application/json")
    return json.loads(request.get_data())


def answer(data: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    body = b"" if data is None else json.dumps(data).encode()
    return Response(body, status=status, headers=headers or {}, content_type="application/json")
