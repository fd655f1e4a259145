"""How a delivery can fail. A reason is stored and shown: it never holds personal data or what a receiver said."""

from datetime import timedelta


class DeliveryFailure(Exception):
    """The event did not arrive. Raise one of the two kinds below, which tell the outbox what to do next.

    Args:
        reason: one sentence for staff, our own words only.
        status_code: the receiver's HTTP status, if it gave one.
        response_excerpt: the beginning of what the receiver answered; kept apart from the reason, because it may
            repeat what we sent.
    """

    signature = ""
    """The header that was sent, set by the channel that signs."""

    def __init__(self, reason: str, *, status_code: int | None = None, response_excerpt: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.status_code = status_code
        self.response_excerpt = response_excerpt


class TemporaryFailure(DeliveryFailure):
    """The same bytes may succeed later: try again, not before `retry_after` where the receiver asked for a pause."""

    def __init__(
        self,
        reason: str,
        *,
        status_code: int | None = None,
        retry_after: timedelta | None = None,
        response_excerpt: str = "",
    ) -> None:
        super().__init__(reason, status_code=status_code, response_excerpt=response_excerpt)
        self.retry_after = retry_after


class PermanentFailure(DeliveryFailure):
    """A person must change something first. `endpoint_gone`: the receiver wants no more events at all (410)."""

    def __init__(
        self,
        reason: str,
        *,
        status_code: int | None = None,
        response_excerpt: str = "",
        endpoint_gone: bool = False,
    ) -> None:
        super().__init__(reason, status_code=status_code, response_excerpt=response_excerpt)
        self.endpoint_gone = endpoint_gone
