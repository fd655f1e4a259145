"""What the database holds after a run, read with plain SQL: the code under test is no witness."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Protocol


class Readable(Protocol):
    def rows(self, sql: str) -> list[tuple[Any, ...]]: ...


# What every request leaves behind, here of people who sent no other: (consents, timeline entries, events of the lead,
# events of the request, webhook deliveries, letters).
COMPLETE = (2, 1, 1, 1, 2, 1)


@dataclass(frozen=True)
class Stored:
    """Attributes:
    times_by_email: how often each sender's request is there.
    duplicated: senders with more than one request, person or lead.
    incomplete: requests that lack any of COMPLETE, or have it twice.
    """

    times_by_email: Counter[str]
    duplicated: int
    incomplete: int

    @classmethod
    def read(cls, database: Readable) -> "Stored":
        requests = [(key(id_), email, key(lead)) for id_, email, lead in database.rows(REQUESTS)]
        times_by_email = Counter(email for _, email, _ in requests)
        people = Counter(email for (email,) in database.rows(LEADS))
        consents = counted(database, "SELECT consult_request_id, 1 FROM leads_consentrecord")
        timeline = counted(database, "SELECT lead_id, 1 FROM leads_leadevent")
        events = counted(database, "SELECT subject_id, type FROM integrations_outboxevent")
        deliveries = counted(database, DELIVERIES)

        def left_by(request: str, lead: str) -> tuple[int, ...]:
            return (
                consents[request, 1],
                timeline[lead, 1],
                events[lead, "lead.created"],
                events[request, "consult_request.received"],
                deliveries[lead, "webhook"] + deliveries[request, "webhook"],
                deliveries[request, "email"],
            )

        return cls(
            times_by_email=times_by_email,
            duplicated=sum(times_by_email[email] > 1 or people[email] > 1 for email in times_by_email | people),
            incomplete=sum(left_by(request, lead) != COMPLETE for request, _, lead in requests),
        )


REQUESTS = "SELECT id, email, lead_id FROM leads_consultrequest"
LEADS = """
    SELECT person.email FROM leads_person person LEFT JOIN leads_lead lead ON lead.person_id = person.id
"""
DELIVERIES = """
    SELECT event.subject_id, delivery.channel
    FROM integrations_delivery delivery JOIN integrations_outboxevent event ON event.id = delivery.event_id
"""


def counted(database: Readable, sql: str) -> Counter[tuple[str, Any]]:
    return Counter((key(id_), kind) for id_, kind in database.rows(sql))


def key(id_: object) -> str:
    """SQLite stores a UUID as 32 digits, PostgreSQL gives one with hyphens."""
    return str(id_).replace("-", "")
