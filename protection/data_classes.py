"""How sensitive a value is, and which class each channel may carry. The one table, and the one gate."""

from collections.abc import Mapping
from enum import IntEnum


class DataClass(IntEnum):
    """Ordered: a channel that may carry one class may carry those before it."""

    REFERENCE = 0
    """Ids, types, times, the clinic, a link to fetch the rest with permission."""
    PREFERENCE = 1
    """How and when somebody wants to be reached, their language."""
    CONTACT = 2
    """Name, e-mail, phone."""
    HEALTH = 3
    """What somebody wrote about themselves, candidacy answers."""

    @classmethod
    def named(cls, name: str) -> "DataClass":
        """The class of a stored name such as "contact". KeyError for any other text."""
        return cls[name.upper()]

    @property
    def slug(self) -> str:
        return self.name.lower()


CHOICES = [(data_class.slug, data_class.name.title()) for data_class in DataClass]

# The highest class each channel may carry, whatever somebody asks of it. A channel not listed carries references.
HIGHEST_CLASS = {
    "webhook": DataClass.HEALTH,  # an endpoint narrows this further, down to `reference` by default
    "api": DataClass.HEALTH,  # a token narrows this further, down to `reference` by default
    "crm": DataClass.HEALTH,  # a connection narrows this further, down to `reference` by default
    "email": DataClass.CONTACT,  # to the person themselves: their own name
    "email_person": DataClass.HEALTH,  # what staff wrote to the person themselves, and nothing else
    "sms": DataClass.HEALTH,  # the same; the provider is one with an agreement on file
    "email_staff": DataClass.REFERENCE,  # an alert is a link, nothing more
    "lead_page": DataClass.HEALTH,
    "lead_list": DataClass.CONTACT,
    "export": DataClass.CONTACT,
    "newsletter": DataClass.CONTACT,
    "log": DataClass.REFERENCE,
}

# A field's values by class, as an event stores them: {"reference": {...}, "contact": {"full_name": …}, …}
BodiesByClass = Mapping[str, Mapping[str, object]]


def allowed_class(channel: str, asked: DataClass) -> DataClass:
    """The class a channel gets when it asks for `asked`: never above its own limit."""
    return min(asked, HIGHEST_CLASS.get(channel, DataClass.REFERENCE))


def body_up_to(bodies: BodiesByClass, data_class: DataClass) -> dict[str, object]:
    """One body with every value whose class is `data_class` or lower.

    Nested objects merge: `person` may hold an id (reference) and a name (contact).
    """
    body: dict[str, object] = {}
    for each in DataClass:
        if each <= data_class:
            _merge(body, bodies.get(each.slug, {}))
    return body


def _merge(into: dict[str, object], values: Mapping[str, object]) -> None:
    # Every object is copied: a value merged into a shared one would stay there, in reach of the next lower body.
    for key, value in values.items():
        if not isinstance(value, Mapping):
            into[key] = value
            continue
        present = into.get(key)
        target = present if isinstance(present, dict) else {}
        _merge(target, value)
        into[key] = target
