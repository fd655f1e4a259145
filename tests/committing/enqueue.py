"""Enqueue the job of `tests.committing.jobs` as a process of the site would: `python -m tests.committing.enqueue`."""

import sys
from contextlib import suppress

import django


class ChangedMyMind(Exception):
    pass


def enqueue(path: str, gate: str, *, rolled_back: bool) -> None:
    from django.db import transaction

    from tests.committing.jobs import write_and_wait

    with suppress(ChangedMyMind), transaction.atomic():
        write_and_wait.enqueue(path, gate)
        if rolled_back:
            raise ChangedMyMind


if __name__ == "__main__":
    django.setup()
    enqueue(sys.argv[1], sys.argv[2], rolled_back="--rolled-back" in sys.argv)
