import json
import signal
from threading import Lock
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from integrations.receiver import WebhookReceiver
from integrations.signatures import InvalidSecret, check_secret


class Command(BaseCommand):
    help = (
        'Listens for signed POSTs and writes {"verified", "id", "type", "data", "reason"} for each, one JSON line. '
        "Answers 401 to a bad signature. Stops on Ctrl-C or SIGTERM."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
        parser.add_argument("--port", type=int, required=True, help="port to listen on; 0 takes a free one")
        parser.add_argument(
            "--secret", action="append", required=True, help="whsec_…; give it twice while secrets change over"
        )
        parser.add_argument("--answer", type=int, default=204, help="status for verified events (default: %(default)s)")

    def handle(self, *args: Any, **options: Any) -> None:
        secrets: list[str] = options["secret"]
        try:
            for secret in secrets:
                check_secret(secret)
        except InvalidSecret as error:
            raise CommandError(str(error)) from error
        if not 200 <= options["answer"] <= 599:
            raise CommandError("--answer must be an HTTP status from 200 to 599.")
        before = signal.signal(signal.SIGTERM, signal.default_int_handler)  # the same clean way out as Ctrl-C
        try:
            self._receive(options["host"], options["port"], secrets=secrets, answer=options["answer"])
        except KeyboardInterrupt:
            self.stderr.write("Stopped.")
        finally:
            signal.signal(signal.SIGTERM, before)

    def _receive(self, host: str, port: int, *, secrets: list[str], answer: int) -> None:
        one_line = Lock()

        def report(event: dict[str, Any]) -> None:
            with one_line:
                self.stdout.write(json.dumps(event))
                self.stdout.flush()

        try:
            receiver = WebhookReceiver((host, port), secrets=secrets, answer=answer, on_event=report)
        except (OSError, OverflowError) as error:
            raise CommandError(f"Cannot listen on {host} port {port}: {error}") from error
        with receiver:
            self.stderr.write(f"Listening on http://{host}:{receiver.server_port}/")
            receiver.serve_forever(poll_interval=0.1)
