"""A whole installation on this machine: a database, a web process, workers, and a receiver of webhooks."""

import http.client
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlencode

from tests.committing.databases import Database
from tests.committing.processes import Process, project_environment, run_module, wait_until
from tests.committing.receiver import Receiver

THREADS = 8
# Whom to believe about addresses is Django's to say; who asked for what is in its own log.
ASGI_OPTIONS = [
    "--lifespan",
    "off",
    "--no-proxy-headers",
    "--no-server-header",
    "--no-access-log",
    "--log-level",
    "warning",
]


class Installation:
    """Fresh and seeded. Processes are started when a test wants them, and gone when it ends, however it ends."""

    def __init__(self, database: Database, *, directory: Path, **environment: str) -> None:
        self.directory = directory
        self.database = database
        self.spool = directory / "spool"
        defaults = {"SPOOL_DIR": str(self.spool)}
        self.environment = project_environment(self.database.url, **(defaults | environment))
        self.receiver = Receiver()
        self.database.rows(f"UPDATE integrations_endpoint SET url = '{self.receiver.url}'")
        self.port = free_port()
        self._processes: list[Process] = []

    def start_web(self, application: str = "config.wsgi:application") -> Process:
        web = self._start("web", "gunicorn", *web_options(self.port), application)
        wait_until(lambda: answers(self.port) or not web.is_running, what="the web process answers")
        assert web.is_running, web.log.read_text()
        return web

    def start_stream(self) -> Process:
        """The ASGI process, at `stream_port`, as deploy/carefront-stream.service runs it."""
        self.stream_port = free_port()
        stream = self._start("stream", "uvicorn", *stream_options(self.stream_port), "config.asgi:application")
        wait_until(lambda: answers(self.stream_port) or not stream.is_running, what="the stream process answers")
        assert stream.is_running, stream.log.read_text()
        return stream

    def start_worker(self) -> Process:
        worker = self._start("worker", "manage", "work")
        wait_until(lambda: worker.said("worker started") or not worker.is_running, what="the worker starts")
        assert worker.is_running, worker.log.read_text()
        return worker

    def enqueue_job(self, path: Path, *, gate: Path, rolled_back: bool = False) -> None:
        options = ["--rolled-back"] if rolled_back else []
        run_module("tests.committing.enqueue", str(path), str(gate), *options, environment=self.environment)

    def post(self, **values: str) -> "Answer":
        """Send a consult request. Raises OSError or HTTPException where no whole answer comes."""
        return post(self.port, consult_request(**values))

    def count(self, table: str) -> int:
        return self.database.rows(f"SELECT count(*) FROM {table}")[0][0]

    def close(self) -> None:
        for process in self._processes:
            process.kill()
        self.receiver.close()

    def _start(self, name: str, module: str, *arguments: str) -> Process:
        command = [sys.executable, "-m", module, *arguments]
        process = Process(command, environment=self.environment, log=self.directory / f"{name}.log")
        self._processes.append(process)
        return process


class Answer:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.text = response.read().decode()


def consult_request(**values: str) -> dict[str, str]:
    return {
        "clinic": "duluth",
        "full_name": "Jo Marlowe",
        "phone": "(218) 555-0187",
        "message": "My back, for two years.",
    } | values


def post(port: int, values: Mapping[str, str]) -> Answer:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return ask(port, "POST", "/consult-requests/", urlencode(values), headers)


def get(port: int, path: str) -> Answer:
    return ask(port, "GET", path)


def ask(
    port: int, method: str, path: str, body: str | None = None, headers: Mapping[str, str] = MappingProxyType({})
) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body, headers)
        return Answer(connection.getresponse())
    finally:
        connection.close()


def answers(port: int) -> bool:
    try:
        return get(port, "/healthz").status == 200
    except (OSError, http.client.HTTPException):
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def web_options(port: int) -> list[str]:
    """One gunicorn process with threads, as the demo runs it."""
    return ["--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", str(THREADS), "--no-control-socket"]


def stream_options(port: int) -> list[str]:
    return ["--host", "127.0.0.1", "--port", str(port), *ASGI_OPTIONS]
