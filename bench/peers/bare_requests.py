"""The least that posting can cost with `requests`: one session, one connection, the same bytes again and again."""

import sys
import time

import requests

BODY = (
    b'{"type":"lead.created","timestamp":"2026-03-04T16:00:00.000Z","data":{"id":"019cb993-d800-7046-8d6a-469a652e6985",'
    b'"clinic":null,"url":"https://example.com/","stage":"new"}}'
)

if __name__ == "__main__":
    url, count = sys.argv[1], int(sys.argv[2])
    headers = {"Content-Type": "application/json", "webhook-id": "bare"}
    with requests.Session() as session:
        session.post(url, data=BODY, headers=headers)
        began = time.monotonic()
        for _ in range(count):
            session.post(url, data=BODY, headers=headers)
        print(count / (time.monotonic() - began))
