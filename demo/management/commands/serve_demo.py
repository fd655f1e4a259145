import shutil
import signal
import socket
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from demo.processes import Child, keep_running, stop_all
from sites.models import Clinic

READY_SECONDS = 60


class Command(BaseCommand):
    help = "Set up the demo and serve it: site and worker in the foreground, until Ctrl-C or SIGTERM."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", action="store_true", help="throw the demo's data away first")

    def handle(self, *args: Any, reset: bool, **options: Any) -> None:
        if not settings.IS_DEVELOPMENT:
            raise CommandError("The demo runs on development settings: set DEBUG=true.")
        refuse_taken_port(settings.BIND_HOST, settings.BIND_PORT)
        if reset:
            self.reset()
        self.set_up()
        self.serve()

    def reset(self) -> None:
        database = settings.DATABASES["default"]
        if "sqlite" not in str(database["ENGINE"]):
            raise CommandError("demo-reset empties the SQLite demo only. Drop and create your database yourself.")
        connections.close_all()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{database['NAME']}{suffix}").unlink(missing_ok=True)
        shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
        shutil.rmtree(settings.SPOOL_DIR, ignore_errors=True)

    def set_up(self) -> None:
        self.say("Preparing the database …")
        call_command("migrate", verbosity=0)
        self.say("Preparing static files …")
        call_command("collectstatic", interactive=False, verbosity=0)
        self.say("Storing invented clinics, people and requests where there are none …")
        call_command("seed_demo", jobs_later=True)
        # The children open their own; a connection shared over a fork breaks both.
        connections.close_all()

    def serve(self) -> None:
        bind = f"{settings.BIND_HOST}:{settings.BIND_PORT}"
        gunicorn = [
            *(sys.executable, "-m", "gunicorn", "config.wsgi:application"),
            *("--bind", bind, "--workers", "1", "--threads", "8", "--no-control-socket", "--log-level", "warning"),
        ]
        children = [
            Child("site", gunicorn),
            Child("worker", [sys.executable, "manage.py", "work"]),
        ]
        stop = threading.Event()
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, lambda *_: stop.set())
        for child in children:
            child.start()
        watch = threading.Thread(target=keep_running, args=(children, stop))
        watch.start()
        try:
            if answers(f"http://{bind}/readyz", stop):
                self.say_hello(bind)
            stop.wait()
        finally:
            stop.set()
            watch.join()
            stop_all(children)
            self.say("Stopped.")

    def say_hello(self, bind: str) -> None:
        slugs = list(Clinic.objects.values_list("slug", flat=True))
        connections.close_all()
        lines = [
            "",
            f"  Site         http://{bind}/",
            *(f"  Clinic       http://{bind}/clinics/{slug}/" for slug in slugs),
            f"  Admin        http://{bind}/admin/",
            f"  Leads        http://{bind}/admin/leads/",
            "",
            f"  Logins       admin, manager, {', '.join(f'editor-{slug}, coordinator-{slug}' for slug in slugs)}",
            f"  Password     {settings.DEMO_PASSWORD}",
            "",
            "  Mail is printed here. Ctrl-C stops everything.",
            "",
            f"Ready: http://{bind}/",
        ]
        self.say("\n".join(lines))

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(f"{host}:{port} is taken. Try another: PORT={port + 1} make demo") from error


def answers(url: str, stop: threading.Event) -> bool:
    """Whether `url` answers 200 before the time is over or somebody gives up."""
    for _ in range(READY_SECONDS * 5):
        if stop.wait(0.2):
            return False
        try:
            with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 - our own address
                if response.status == 200:
                    return True
        except (urllib.error.URLError, OSError):
            continue
    return False
