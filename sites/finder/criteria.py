"""What a visitor asked the finder for, as the address of its page carries it."""

from dataclasses import asdict, dataclass, replace
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict

from sites.typed_text import one_line

MAX_LENGTH = 80  # the longest name of a town and a state is shorter


@dataclass(frozen=True)
class Criteria:
    """Bounded and printable; whether such a place or treatment exists is not known yet."""

    place: str = ""
    treatment: str = ""
    """A treatment's slug."""
    payment: str = ""
    """A payment method's slug."""
    language: str = ""
    """A language's code."""

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        names = ("place", "treatment", "payment", "language")
        return cls(*(one_line(query.get(name, ""), max_length=MAX_LENGTH) for name in names))

    @property
    def has_filter(self) -> bool:
        return bool(self.treatment or self.payment or self.language)

    @property
    def query(self) -> str:
        """For an address, "?" included; empty where nothing was asked for."""
        asked = {name: value for name, value in asdict(self).items() if value}
        return f"?{urlencode(asked)}" if asked else ""

    def with_place(self, place: str) -> Self:
        return replace(self, place=place)

    def without_filters(self) -> Self:
        return replace(self, treatment="", payment="", language="")
