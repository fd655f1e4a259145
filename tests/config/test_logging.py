"""Log lines are JSON, belong to a request, and hold nothing that somebody typed."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from django.test import Client

from config.logging import configure_logging
from tests.config.canaries import FORM, URL, Refused, found_in


@pytest.fixture
def written() -> Iterator[Callable[..., io.StringIO]]:
    """Configures the logs as asked and gives what is written since."""
    root = logging.getLogger()
    before = root.level, root.handlers[:]

    def configure(*, as_json: bool) -> io.StringIO:
        configure_logging(level="DEBUG", as_json=as_json)
        (handler,) = root.handlers
        assert isinstance(handler, logging.StreamHandler)
        handler.setStream(stream := io.StringIO())
        return stream

    yield configure
    level, root.handlers[:] = before
    # Not by assignment: loggers remember what was enabled until they are told.
    root.setLevel(level)


@pytest.fixture
def lines(written: Callable[..., io.StringIO]) -> Callable[[], str]:
    """What production would write."""
    return written(as_json=True).getvalue


@pytest.fixture
def broken(lines: Callable[[], str], settings: Any, db: None) -> str:
    settings.ROOT_URLCONF = "tests.config.canaries"
    client = Client(raise_request_exception=False, headers={"X-Request-ID": "request-0001"})
    assert client.post(URL, FORM).status_code == 500
    return lines()


def parsed(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_broken_request_leaves_no_typed_value_in_its_lines(broken: str) -> None:
    # A name in somebody else's line cannot be told from a word; ours never hold one, and the view of this test
    # logs one in a stranger's name on purpose.
    ours_and_djangos = [line for line in broken.splitlines() if json.loads(line)["logger"] != "somebody.elses"]

    assert len(ours_and_djangos) >= 3
    assert found_in("\n".join(ours_and_djangos)) == []


def test_foreign_lines_lose_addresses_numbers_and_query_strings(broken: str) -> None:
    foreign = [line["event"] for line in parsed(broken) if line["logger"] == "somebody.elses"]

    assert foreign[0] == "no answer from [e-mail] at [number]"
    assert found_in(foreign[2]) == []


def test_a_broken_request_says_where_it_broke_and_under_which_id(broken: str) -> None:
    (failed,) = [line for line in parsed(broken) if line["logger"] == "django.request"]

    assert failed["event"] == "request failed"
    assert failed["route"] == "break/<str:token>/"
    assert failed["request_id"] == "request-0001"
    types = [each["type"].rpartition(".")[2] for each in failed["exception"]]
    assert types == ["Refused", "KeyError"]
    assert failed["exception"][0]["frames"][-1].startswith("tests/config/canaries.py:")


def test_a_request_is_one_line_with_its_route_and_without_its_address(lines: Callable[[], str], db: None) -> None:
    response = Client().get("/healthz?q=pomegranate", headers={"X-Forwarded-For": "203.0.113.9"})

    (line,) = [each for each in parsed(lines()) if each["logger"] == "carefront.access"]
    assert (line["method"], line["route"], line["status"], line["level"]) == ("GET", "healthz", 200, "info")
    assert line["request_id"] == response["X-Request-ID"]
    assert set(line) == {
        "event", "logger", "level", "timestamp", "request_id", "method", "route", "status", "milliseconds"
    }  # fmt: skip


@pytest.mark.parametrize("offered", ["short", "x" * 65, "two words", 'quote"1234567', "tab\t12345678"])
def test_an_id_that_is_none_is_replaced(offered: str) -> None:
    response = Client().get("/healthz", headers={"X-Request-ID": offered})

    assert response["X-Request-ID"] != offered
    assert len(response["X-Request-ID"]) == 32


def test_our_own_exceptions_lose_their_words_too(lines: Callable[[], str]) -> None:
    try:
        raise Refused("Zephyrine")
    except Refused:
        structlog.get_logger("carefront.worker").exception("loop failed", loop="sweep")

    (line,) = parsed(lines())
    assert line["exception"][0]["type"] == "tests.config.canaries.Refused"
    assert "Zephyrine" not in json.dumps(line)


def test_a_developers_screen_shows_the_traceback_whole(written: Callable[..., io.StringIO]) -> None:
    stream = written(as_json=False)
    try:
        raise Refused("seen by nobody else")
    except Refused:
        logging.getLogger("somebody.elses").exception("broke")

    assert "Refused: seen by nobody else" in stream.getvalue()
