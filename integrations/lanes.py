"""How the threads of one worker share the lanes, so that a dead or slow receiver never delays the others."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from time import monotonic

from integrations.claims import Lane, claim_due
from integrations.delivery import Sending
from integrations.models import Delivery

SWEEP_SECONDS = 0.5
# What one claim takes from a receiver that has been quick so far; doubled up to here from one.
MOST_AT_ONCE = 128


class Lanes:
    """One lane holds a quarter of the threads at most, all slow ones together half. One thread asks the database for
    all that are idle, every SWEEP_SECONDS and when a lane becomes free."""

    def __init__(self, threads: int) -> None:
        self.share = max(1, threads // 4)
        self.share_of_slow = max(1, threads // 2)
        self._busy: Counter[Lane] = Counter()
        self._at_once: dict[Lane, int] = {}
        self._slow: set[Lane] = set()
        self._look_at = 0.0
        self._changed = threading.Condition()

    def next_claim(self, stop: threading.Event, *, clock: Callable[[], datetime]) -> list[Delivery]:
        """Wait for due deliveries of a lane with room and take them. Empty once `stop` is set, half a second late.

        The caller gives the lane back, whatever happens.
        """
        with self._changed:
            while not stop.is_set():
                seconds = self._look_at - monotonic()
                if seconds > 0:
                    self._changed.wait(seconds)
                    continue
                # Before the question, so that threads which come back to a database that is away ask in turns.
                self._look_at = monotonic() + SWEEP_SECONDS
                claimed = claim_due(now=clock(), limit=self._limit, closed=self.closed())
                if claimed:
                    self._busy[claimed[0].endpoint_id] += 1
                    self._look_at = 0.0
                    self._changed.notify()
                    return claimed
        return []

    def give_back(self, lane: Lane, sending: Sending | None) -> None:
        """`sending` is None where the claim ended in an error of ours."""
        with self._changed:
            self._busy[lane] -= 1
            if not self._busy[lane]:
                del self._busy[lane]
            if sending and sending.was_quick:
                self._slow.discard(lane)
                self._at_once[lane] = min(MOST_AT_ONCE, self._limit(lane) * 2)
            else:
                self._at_once.pop(lane, None)
                if sending and sending.was_slow:
                    self._slow.add(lane)
            self._look_at = 0.0
            self._changed.notify()

    def closed(self) -> set[Lane]:
        full = {lane for lane, hands in self._busy.items() if hands >= self.share}
        held_by_slow = sum(self._busy[lane] for lane in self._slow)
        return full | self._slow if held_by_slow >= self.share_of_slow else full

    def _limit(self, lane: Lane) -> int:
        return self._at_once.get(lane, 1)
