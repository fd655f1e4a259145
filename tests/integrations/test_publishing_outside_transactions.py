"""Apart from the other tests of the outbox: those all run inside a transaction."""

from datetime import datetime

import pytest

from integrations.outbox import PublishedOutsideTransaction, publish
from tests.integrations.published import event_of


def test_without_a_transaction_nothing_is_published(now: datetime) -> None:
    # No database fixture: a query would fail the test, so the refusal comes before anything is written.
    with pytest.raises(PublishedOutsideTransaction, match=r"lead\.created"):
        publish(event_of(None), occurred_at=now)
