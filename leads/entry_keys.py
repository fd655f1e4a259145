"""Sending a form of the lead's page twice is sending it once: its entry's id follows from the form's key."""

from uuid import UUID, uuid5

from leads.models import Lead
from protection.identifiers import uuid7


def entry_id(lead: Lead, *, key: str, text: str) -> UUID:
    """The id of what a form with `key` enters. The same key with another text is another entry: nothing typed is lost.

    An empty key: a new id each time.
    """
    return uuid5(lead.pk, f"{key}\x1f{text}") if key else uuid7()
