"""The values of a person that staff choose between when two people are one."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from leads.models import Person


@dataclass(frozen=True)
class Value:
    """Fields that only make sense together: a phone and its extension."""

    name: str
    label: Any
    fields: tuple[str, ...]

    def of(self, person: Person) -> list[str]:
        return [getattr(person, field) for field in self.fields]

    def put(self, person: Person, values: list[str]) -> None:
        for field, value in zip(self.fields, values, strict=True):
            setattr(person, field, value)


VALUES = (
    Value("full_name", _("Name"), ("full_name",)),
    Value("phone", _("Phone"), ("phone", "phone_extension")),
    Value("email", _("E-mail"), ("email",)),
    Value("preferred_contact", _("Answer by"), ("preferred_contact",)),
    Value("best_time", _("Best time"), ("best_time",)),
    Value("language", _("Language"), ("language",)),
    Value("state", _("State"), ("state",)),
    Value("communication_needs", _("Communication needs"), ("communication_needs",)),
)
BY_NAME: Mapping[str, Value] = {each.name: each for each in VALUES}
FIELDS = [field for each in VALUES for field in each.fields]


def look_at(kept: Person, merged: Person) -> str:
    """Stands for what two people look like now. A choice made on another look is refused."""
    seen = [[str(each.pk), str(each.merged_into_id), *(value.of(each) for value in VALUES)] for each in (kept, merged)]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:32]
