from collections.abc import Iterator
from pathlib import Path

import pytest

from config.env import environment
from tests.committing.databases import new_database
from tests.committing.installation import Installation


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """On the suite's kind of database, but a database of its own that really commits."""
    # SQLite gives up on a lock quickly, so that a test sees what a long one would do.
    database = new_database(environment().database_url, directory=tmp_path)
    made = Installation(database, directory=tmp_path, SQLITE_TIMEOUT_SECONDS="2")
    try:
        yield made
    finally:
        made.close()
        database.drop()
