"""A browser's `EventSource`, as far as our tests need one."""

import http.client
import json
import time
from typing import Any

PATH = "/admin/leads/news/stream/"


class EventStream:
    """Open until closed by either side. Reads what comes and notes when."""

    def __init__(self, port: int, session_key: str, **headers: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        self._connection.request("GET", PATH, headers={"Cookie": f"sessionid={session_key}"} | headers)
        self.response = self._connection.getresponse()
        self.last_id = ""

    def next_message(self) -> list[dict[str, Any]] | None:
        """The news of the next event, which may be none; None where the stream has ended."""
        data = None
        while line := self.response.readline().decode():
            name, _, value = line.rstrip("\n").partition(": ")
            if name == "id":
                self.last_id = value
            elif name == "data":
                data = json.loads(value)["news"]
            elif not line.strip() and data is not None:
                return list(data)
        return None

    def texts_within(self, seconds: float) -> list[str]:
        """The texts of the first news that comes; [] where none does."""
        ends_at = time.monotonic() + seconds
        while (left := ends_at - time.monotonic()) > 0:
            assert self._connection.sock
            self._connection.sock.settimeout(left)
            try:
                if news := self.next_message():
                    return [each["text"] for each in news]
            except TimeoutError:
                break
        return []

    def close(self) -> None:
        self.response.close()
        self._connection.close()
