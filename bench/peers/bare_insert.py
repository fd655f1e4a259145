"""A WSGI view that parses the form, writes one row and commits: as little as storing a request can cost."""

import os
import threading
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

import psycopg

TABLE = """
    CREATE TABLE IF NOT EXISTS bare_request (
        id bigserial PRIMARY KEY, full_name text, email text, phone text, message text
    )
"""
INSERT = "INSERT INTO bare_request (full_name, email, phone, message) VALUES (%s, %s, %s, %s)"
FIELDS = ("full_name", "email", "phone", "message")

_thread = threading.local()


def connection() -> psycopg.Connection[Any]:
    if not hasattr(_thread, "connection"):
        _thread.connection = psycopg.connect(os.environ["DATABASE_URL"])
        with _thread.connection.transaction():
            _thread.connection.execute("SELECT pg_advisory_xact_lock(1)")  # threads that start together make one table
            _thread.connection.execute(TABLE)
    open_connection: psycopg.Connection[Any] = _thread.connection
    return open_connection


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if environ["REQUEST_METHOD"] == "POST":
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode()
        values = parse_qs(body)
        with connection().transaction():
            connection().execute(INSERT, [values.get(name, [""])[0] for name in FIELDS])
    start_response("303 See Other", [("Location", "/"), ("Content-Length", "0")])
    return []
