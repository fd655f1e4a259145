"""One look a second for all open streams of this process: did anything come? Then each asks for its own reader."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from uuid import UUID

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from leads.lead_news import keys_of_late

EVERY_SECONDS = 1.0
# No stream has a connection of its own: these two threads ask for all, each over one that it keeps as web workers do.
_lookers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="lead-news")


async def in_looker[T](look: Callable[[], T]) -> T:
    """What `look` returns, which may ask the database while the event loop goes on."""

    def looked() -> T:
        close_old_connections()
        return look()

    return await asyncio.get_running_loop().run_in_executor(_lookers, looked)


class NewsWatch:
    """Looks while somebody listens, and costs nothing otherwise. Of one event loop."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Event] = set()
        self._looking: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return len(self._listeners)

    @contextmanager
    def listening(self) -> Iterator[asyncio.Event]:
        """An event that is set when something came. Clear it, then ask: what comes meanwhile sets it again."""
        woken = asyncio.Event()
        self._listeners.add(woken)
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look_on())
        try:
            yield woken
        finally:
            self._listeners.discard(woken)

    async def _look_on(self) -> None:
        seen: frozenset[UUID] = frozenset()
        while self._listeners:
            try:
                late = await in_looker(lambda: keys_of_late(at=timezone.now()))
            except DatabaseError:
                self._wake()  # each listener meets it for itself, and ends
            else:
                if late - seen:
                    self._wake()
                seen = late
            await asyncio.sleep(EVERY_SECONDS)

    def _wake(self) -> None:
        for woken in self._listeners:
            woken.set()


watch = NewsWatch()
