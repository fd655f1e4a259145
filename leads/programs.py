"""Programs that change a lead in place of a person: which one it was, for the timeline and for whom to tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _


class Door(StrEnum):
    """Where a program came in."""

    API = "api"
    WEBHOOK = "webhook"


@dataclass(frozen=True)
class Program:
    """Whoever holds an API token, or the secret of an endpoint. It may do no more with a lead than staff may."""

    door: Door
    source: str
    """The token's source, or the endpoint's description: a label that staff gave it, nobody's name."""
    endpoint_id: UUID | None = None
    """It knows already what it told us: the event of its change does not go back to it."""
    happened_at: datetime | None = None
    """When it happened there, which may be long before we heard of it."""

    def as_data(self) -> dict[str, str]:
        """For `LeadEvent.data`: references only."""
        data = {"door": self.door.value, "source": self.source}
        if self.endpoint_id:
            data["endpoint"] = str(self.endpoint_id)
        if self.happened_at:
            data["happened_at"] = self.happened_at.isoformat()
        return data


def data_of(program: Program | None) -> dict[str, str]:
    return program.as_data() if program else {}


def endpoint_of(program: Program | None) -> UUID | None:
    """The endpoint that need not be told."""
    return program.endpoint_id if program else None


def program_in_words(data: Mapping[str, Any]) -> str:
    """ "crm-sync (API)"; empty where no program did it."""
    match data.get("door"):
        case Door.API:
            return _("%(source)s (API)") % {"source": data.get("source", "")}
        case Door.WEBHOOK:
            return _("%(source)s (webhook)") % {"source": data.get("source", "")}
        case _other:
            return ""
