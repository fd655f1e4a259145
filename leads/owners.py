"""Who a program means when it names an owner."""

from pydantic import BaseModel, ConfigDict, Field, model_validator

from staff.models import StaffUser

LARGEST_ID = 2**63 - 1


class OwnerUnknown(ValueError):
    """Nobody, or more than one, who may sign in is named so."""


class OwnerNamed(BaseModel):
    """By the id that events and answers give, or by the e-mail address of their account."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"minProperties": 1, "maxProperties": 1})

    id: str = Field("", max_length=20, pattern=r"^[0-9]*$", examples=["7"])
    email: str = Field("", max_length=254)

    @model_validator(mode="after")
    def is_one(self) -> "OwnerNamed":
        if bool(self.id) == bool(self.email):
            raise ValueError("name the owner by id or by email")
        return self


def owner_named(named: OwnerNamed) -> StaffUser:
    """Raises OwnerUnknown."""
    active = StaffUser.objects.filter(is_active=True)
    if "\x00" in named.email or (named.id and int(named.id) > LARGEST_ID):
        raise OwnerUnknown
    found = list((active.filter(pk=int(named.id)) if named.id else active.filter(email__iexact=named.email))[:2])
    if len(found) != 1:
        raise OwnerUnknown
    return found[0]
