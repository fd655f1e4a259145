"""One thread that ends every exchange whose time is up: a timer for each would cost as much as the request itself."""

import heapq
import threading
from collections.abc import Callable
from itertools import count
from time import monotonic


class Deadline:
    """Calls `cut` once, at its time, unless it was cancelled before. `cut` must return soon."""

    def __init__(self, ends_at: float, cut: Callable[[], None]) -> None:
        self.ends_at = ends_at
        self.cut: Callable[[], None] | None = cut

    def cancel(self) -> None:
        self.cut = None  # and lets go of the exchange; the entry goes when its time comes


class _Deadlines:
    def __init__(self) -> None:
        self._waiting: list[tuple[float, int, Deadline]] = []
        self._numbers = count()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def add(self, deadline: Deadline) -> None:
        with self._changed:
            heapq.heappush(self._waiting, (deadline.ends_at, next(self._numbers), deadline))
            if self._thread is None or not self._thread.is_alive():  # also in a process that was forked
                self._thread = threading.Thread(target=self._watch, daemon=True, name="deadlines")
                self._thread.start()
            elif self._waiting[0][2] is deadline:
                self._changed.notify()

    def _watch(self) -> None:
        while True:
            with self._changed:
                while not self._waiting or self._waiting[0][0] > monotonic():
                    self._changed.wait(self._waiting[0][0] - monotonic() if self._waiting else None)
                _, _, deadline = heapq.heappop(self._waiting)
            if cut := deadline.cut:
                cut()


DEADLINES = _Deadlines()
