"""SMTP that ends in time. A socket's timeout starts again with every byte: a server that drips would hold a letter
longer than its lease, and another worker would send it again."""

import smtplib
import socket
from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends import smtp

from integrations.addresses import AddressRefused
from integrations.outbound_http.exchange import Exchange, Unreachable

# For all of it: look-up, connection, TLS, login and the letters. As long as a request: see `claims.LEASE`.
TOTAL_SECONDS = 20


class EmailBackend(smtp.EmailBackend):
    """Django's, on a connection that is cut when its time is up. The operator's own server may be anywhere."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.exchange: Exchange | None = None

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """
        Raises:
            TimeoutError: it took longer than TOTAL_SECONDS; the server may have taken the letter all the same.
            ConnectionError: no connection could be made.
            smtplib.SMTPException, OSError
        """
        self.exchange = Exchange(TOTAL_SECONDS, allow_private=True)
        try:
            with self.exchange:
                return int(super().send_messages(email_messages))
        except (OSError, smtplib.SMTPException, Unreachable, AddressRefused) as error:
            if self.exchange.is_over:
                raise TimeoutError("the mail server took longer than it may") from error
            if isinstance(error, (Unreachable, AddressRefused)):
                raise ConnectionError("the mail server could not be reached") from error
            raise

    def connection_class(self, host: str, port: int, **options: Any) -> smtplib.SMTP:  # type: ignore[override]
        """Django's name for what makes a connection."""
        kind = _SMTPOverTLS if self.use_ssl else _SMTP
        return kind(host, port, exchange=self.exchange, **options)


class _WithinExchange:
    """First of its subclasses' bases: a connection is made while it is initialised."""

    def __init__(self, *args: Any, exchange: Exchange | None, **options: Any) -> None:
        self._exchange = exchange
        super().__init__(*args, **options)


class _Connecting(smtplib.SMTP):
    _exchange: Exchange | None

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        if self._exchange is None:
            raise RuntimeError("Letters are sent through send_messages() only.")
        return self._exchange.connect(host, port)


class _SMTP(_WithinExchange, _Connecting):
    pass


class _SMTPOverTLS(_WithinExchange, smtplib.SMTP_SSL, _Connecting):
    """`SMTP_SSL` wraps what `_Connecting` connects."""
