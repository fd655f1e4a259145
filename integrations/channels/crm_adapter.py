"""What the adapter of one vendor's CRM offers, what it is given, and how the vendor's answers reach it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from integrations.models import CrmConnection, CrmRecord

if TYPE_CHECKING:
    from integrations.channels.crm_session import CrmSession


@dataclass(frozen=True)
class Item:
    """One of our people or leads on its way to a CRM."""

    kind: str
    our_id: str
    properties: Mapping[str, str]
    """By the vendor's names; what is to be set now. "" empties."""
    values: Mapping[str, str]
    """By our names: all that the event says."""
    record: CrmRecord | None
    """None: it is not known to be there yet."""


@dataclass(frozen=True)
class Answer:
    status: int
    data: Any
    """Parsed JSON; None where there was none."""
    headers: Mapping[str, str]
    text: str

    def header(self, name: str) -> str:
        return {each.lower(): value for each, value in self.headers.items()}.get(name.lower(), "")


class RecordGone(Exception):
    """The CRM no longer has what we knew under this id: deleted or merged there."""


class Adapter(Protocol):
    """What each `crm_*.py` module offers. Each function is safe to repeat."""

    TOKEN_PATH: str
    PAUSE_CODES: Collection[str]
    """Error names that mean "too many"."""
    TEMPORARY_CODES: Collection[str]
    """Others that may pass."""

    def object_types(self, connection: CrmConnection) -> Mapping[str, str]:
        """The vendor's names of our kinds. A kind that is missing has no object of its own there."""

    def token_form(self, connection: CrmConnection) -> dict[str, str] | None:
        """What is posted for a new access token; None where the credentials allow none."""

    def headers(self, connection: CrmConnection) -> dict[str, str]:
        """Of every request, with what proves who we are."""

    def error_codes(self, answer: Answer) -> list[str]:
        """The names of what went wrong."""

    def session_is_over(self, answer: Answer) -> bool:
        """Whether a new token may help."""

    def upsert_contact(self, session: "CrmSession", item: Item) -> str:
        """Make or change a contact. Returns the vendor's id. Raises DeliveryFailure, RecordGone."""

    def upsert_lead(self, session: "CrmSession", item: Item, contact: CrmRecord | None) -> str:
        """Make or change a lead or deal, associated with its contact. Returns and raises likewise."""

    def erase(self, session: "CrmSession", record: CrmRecord) -> None:
        """Delete what a record stands for, with all that the vendor keeps about it where it offers that.

        Raises DeliveryFailure; RecordGone where it is not there any more.
        """

    def present_values(self, session: "CrmSession", item: Item) -> dict[str, str] | None:
        """What the CRM holds now in the item's properties; {} for a new one, None where it cannot be read."""

    def check(self, session: "CrmSession") -> None:
        """Ask for something harmless. Raises DeliveryFailure."""
