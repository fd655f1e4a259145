import sys
from typing import Any

import structlog
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error as DatabaseError
from django.utils import timezone

from leads.inbound.mail import LARGEST, NotAMail, UnknownRecipient, receive_mail

log = structlog.get_logger("carefront.mail")

# sysexits.h, which mail servers read: https://www.postfix.org/pipe.8.html, "Diagnostics".
EX_DATAERR, EX_NOUSER, EX_TEMPFAIL = 65, 67, 75


class Command(BaseCommand):
    help = (
        "Takes one mail on standard input and puts it on the timeline of the lead that it answers. For a mail server's "
        "pipe. Ends with 0 (taken, or nothing to take), 65 (no mail), 67 (nobody's address), 75 (try again later)."
    )
    requires_system_checks: list[str] = []  # a process for each mail: checked when the site starts

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--recipient", default="", help="the envelope's recipient; without it the headers tell")
        parser.add_argument("--sender", default=None, help="the envelope's sender, empty for a bounce")

    def handle(self, *args: Any, recipient: str, sender: str | None, **options: Any) -> None:
        raw = sys.stdin.buffer.read(LARGEST + 1)
        try:
            stored = receive_mail(raw, recipient=recipient, sender=sender, at=timezone.now())
        except NotAMail as error:
            raise CommandError("This is no mail.", returncode=EX_DATAERR) from error
        except UnknownRecipient as error:
            raise CommandError("Nobody has this address.", returncode=EX_NOUSER) from error
        except DatabaseError as error:
            log.warning("database away", error=type(error).__name__)
            raise CommandError("Try again later.", returncode=EX_TEMPFAIL) from error
        except Exception as error:
            # A bug of ours: the mail server keeps the mail, and a mended release takes it. Nothing of it is told.
            log.error("mail broke", error=type(error).__name__)  # noqa: TRY400 - a traceback may quote the mail
            raise CommandError("Try again later.", returncode=EX_TEMPFAIL) from error
        log.info("mail received" if stored else "mail had nothing new")
