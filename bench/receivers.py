"""Receivers of several kinds in one process: `python -m bench.receivers good-1 dead dripping failing`.

Prints their addresses, and on a line of input what each received: by `webhook-id` when it came, each time.
"""

import json
import socket
import sys
import threading
import time
from collections import defaultdict

Received = dict[str, list[float]]


def main(kinds: list[str]) -> None:
    received: dict[str, Received] = {kind: defaultdict(list) for kind in kinds}
    urls = {}
    for kind in kinds:
        listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        urls[kind] = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        threading.Thread(target=accept, args=(listener, kind, received[kind]), daemon=True).start()
    print(json.dumps(urls), flush=True)
    for _ in sys.stdin:
        print(json.dumps(received), flush=True)


def accept(listener: socket.socket, kind: str, received: Received) -> None:
    while True:
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=serve, args=(connection, kind, received), daemon=True).start()


def serve(connection: socket.socket, kind: str, received: Received) -> None:
    """As little HTTP as a sender needs, so that what is measured is the sender."""
    try:
        with connection:
            wire = connection.makefile("rb")
            while line := wire.readline():
                headers = {}
                while line := wire.readline().strip():
                    name, _, value = line.decode().partition(":")
                    headers[name.lower()] = value.strip()
                wire.read(int(headers.get("content-length", 0)))
                received[headers.get("webhook-id", "")].append(time.time())
                answer(connection, kind)
    except OSError:
        return


def answer(connection: socket.socket, kind: str) -> None:
    if kind == "dead":  # takes the request and says nothing, the worst way to be away
        time.sleep(3600)
    elif kind == "dripping":
        for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + b"x" * 100:
            connection.sendall(bytes([byte]))
            time.sleep(1)
    elif kind == "failing":
        connection.sendall(b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n")
    else:
        connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")


if __name__ == "__main__":
    main(sys.argv[1:])
