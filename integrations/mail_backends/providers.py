"""Anymail's way to each provider, through the one door of outgoing HTTP: in time, and never to another address."""

from anymail.backends import brevo, mailgun, postmark, resend
from django.conf import settings

from integrations.outbound_http.sessions import Session


class _ThroughOurDoor:
    def create_session(self) -> Session:
        return Session(allow_private=settings.WEBHOOK_ALLOW_PRIVATE_ADDRESSES)


class Postmark(_ThroughOurDoor, postmark.EmailBackend):
    pass


class Mailgun(_ThroughOurDoor, mailgun.EmailBackend):
    pass


class Brevo(_ThroughOurDoor, brevo.EmailBackend):
    pass


class Resend(_ThroughOurDoor, resend.EmailBackend):
    pass
