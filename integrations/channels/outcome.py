from dataclasses import dataclass


@dataclass(frozen=True)
class Sent:
    """A receiver took it. `response_excerpt` is what it answered, cut short; `signature` the header that we sent."""

    status_code: int | None = None
    response_excerpt: str = ""
    signature: str = ""
