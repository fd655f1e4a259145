"""News of leads as a stream of a real ASGI process, beside the web process that takes the requests."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest

from tests.committing.event_stream import PATH, EventStream
from tests.committing.installation import Installation, ask
from tests.committing.processes import run_module

pytestmark = pytest.mark.processes

Listen = Callable[..., EventStream]


@pytest.fixture
def sessions(installation: Installation) -> dict[str, str]:
    """The session key of each clinic's coordinator, by the clinic's slug."""
    keys: dict[str, str] = json.loads(run_module("tests.committing.coordinators", environment=installation.environment))
    return keys


@pytest.fixture
def listen(installation: Installation, sessions: dict[str, str]) -> Iterator[Listen]:
    """Opens the stream of a clinic's coordinator and waits until it said that it listens."""
    installation.start_web()
    installation.start_stream()
    with ExitStack() as open_streams:

        def listening(clinic: str, **headers: str) -> EventStream:
            stream = EventStream(installation.stream_port, sessions[clinic], **headers)
            open_streams.enter_context(closing(stream))
            assert stream.next_message() == []
            return stream

        yield listening


def test_a_lead_is_told_within_two_seconds_to_its_clinic_alone(installation: Installation, listen: Listen) -> None:
    own, foreign = listen("duluth"), listen("santa-fe")
    assert own.response.getheader("Content-Type") == "text/event-stream"
    assert own.response.getheader("X-Accel-Buffering") == "no"
    assert own.response.getheader("Cache-Control") == "no-store"

    assert installation.post().status == 303

    assert own.texts_within(2) == ["New lead at Northlight Duluth"]
    assert foreign.texts_within(3) == []


def test_each_is_told_once_and_what_was_missed_is_told_to_whoever_comes_back(
    installation: Installation, listen: Listen, sessions: dict[str, str]
) -> None:
    stream = listen("duluth")
    heard_until = stream.last_id
    installation.post(submission_key="k-1")
    assert len(stream.texts_within(2)) == 1
    installation.post(submission_key="k-2", full_name="Wilhelmina Quist", phone="(218) 555-0177")
    assert len(stream.texts_within(2)) == 1
    stream.close()

    back = EventStream(installation.stream_port, sessions["duluth"], **{"Last-Event-ID": heard_until})

    assert len(back.texts_within(2)) == 2
    back.close()


@pytest.mark.parametrize("lost", ["DELETE FROM django_session", "DELETE FROM staff_staffuser_groups"])
def test_who_signed_out_or_has_no_clinic_any_more_hears_nothing_and_the_stream_ends(
    installation: Installation, listen: Listen, lost: str
) -> None:
    stream = listen("duluth")

    installation.database.rows(lost)
    installation.post()

    assert stream.next_message() is None


def test_streams_hold_no_connection_to_the_database(installation: Installation, listen: Listen) -> None:
    if not installation.environment["DATABASE_URL"].startswith("postgres"):
        pytest.skip("SQLite has no server that knows who is connected")
    count = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    before = installation.database.rows(count)[0][0]

    streams = [listen("duluth") for _ in range(12)]

    assert installation.database.rows(count)[0][0] <= before + 2
    installation.post()
    assert [len(stream.texts_within(2)) for stream in streams] == [1] * 12


def test_a_page_names_the_stream_only_where_its_own_server_keeps_one_open(
    installation: Installation, listen: Listen, sessions: dict[str, str]
) -> None:
    cookie = {"Cookie": f"sessionid={sessions['duluth']}"}
    shown = {
        port: ask(port, "GET", "/admin/leads/queue/", headers=cookie).text
        for port in (installation.port, installation.stream_port)
    }

    assert f'data-stream="{PATH}"' not in shown[installation.port]
    assert f'data-stream="{PATH}"' in shown[installation.stream_port]
    assert ask(installation.port, "GET", PATH, headers=cookie).status == 204
    assert ask(installation.stream_port, "GET", PATH).status == 302
    assert ask(installation.stream_port, "GET", f"{PATH}?since=x", headers=cookie).status == 400
