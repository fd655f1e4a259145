"""Shapes of the API's JSON, from which its OpenAPI document is made.

Of a consult request only the types are checked here: what a value may be is the form's to say, in one place for both
doors. The document repeats the form's limits.
"""

import json
from typing import Annotated, Any, Literal

from django.utils.datastructures import MultiValueDict
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.config import JsonDict

from leads.api.pages import Moment
from leads.calls.report import LONGEST_CALL_ID, LONGEST_NUMBER, LONGEST_SECONDS, LONGEST_SOURCE
from leads.forms import ConsultRequestForm
from leads.questions import LONGEST_ANSWER, PREFIX


def text(name: str, description: str, **schema: Any) -> Any:
    """An optional text of the form's."""
    longest = getattr(ConsultRequestForm.base_fields[name], "max_length", None)
    return Field("", description=description, json_schema_extra={"maxLength": longest, **schema} if longest else schema)


# A box that a page left empty comes as "" from some form builders.
Box = Annotated[bool, BeforeValidator(lambda value: False if value == "" else value)]


# An object for programs; pages may send on the text that our script keeps.
Touch = str | dict[str, str]


NOT_BLANK: JsonDict = {"type": "string", "pattern": r"\S"}


def touch(description: str) -> Any:
    return Field("", description=f"{description} What is no such thing is left out.")


CONSULT_REQUEST_EXAMPLE: JsonDict = {
    "clinic": "duluth",
    "full_name": "Jo Marlowe",
    "email": "jo@example.com",
    "phone": "(218) 555-0187",
    "message": "I would like to know more.",
    "preferred_contact": "phone",
    "best_time": "morning",
    "consent_contact": True,
    "language": "en",
    "page": "/landing/spring",
    "utm_source": "leaflet",
}
CALL_EXAMPLE: JsonDict = {
    "call_id": "CA-20260304-0017",
    "clinic": "duluth",
    "from": "+12185550187",
    "outcome": "missed",
    "started_at": "2026-03-04T15:58:00Z",
    "duration_seconds": 12,
    "source": "leaflet",
}


class ConsultRequestBody(BaseModel):
    """What a visitor sent, in the consult form's own names."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [CONSULT_REQUEST_EXAMPLE],
            "required": ["full_name"],
            "anyOf": [
                {"required": [way], "properties": {"full_name": NOT_BLANK, way: NOT_BLANK}}
                for way in ("email", "phone")
            ],
            "patternProperties": {
                f"^{PREFIX}": {
                    "description": (
                        "The answer to a question of the form named by `consult_form`: `question_` and the question's "
                        "key. A list where several answers were ticked. About health, unless the question says less."
                    ),
                    "anyOf": [
                        {"type": "string", "maxLength": LONGEST_ANSWER},
                        {"type": "array", "items": {"type": "string"}},
                    ],
                }
            },
            "additionalProperties": {
                "description": "Ignored.",
                "anyOf": [
                    {"type": ["string", "boolean"]},
                    {"type": "array", "items": {"type": "string"}},
                ],
            },
        },
    )
    __pydantic_extra__: dict[str, str | bool | list[str]]

    clinic: str = Field("", description="The clinic's slug. A token of one clinic may leave it out.")
    full_name: str = text("full_name", "The person's name.")
    email: str = text("email", "One of `email` and `phone` is required.")
    phone: str = text("phone", "Any usual spelling, with an extension or without.")
    message: str = text("message", "What they wrote. About health: encrypted, and in no alert.")
    preferred_contact: str = text(
        "preferred_contact", "How to answer.", enum=["", *(each for each, _ in ConsultRequestForm.PREFERRED_CONTACT)]
    )
    best_time: str = text("best_time", "`morning`, `afternoon`, `evening`, or words of their own.")
    consent_contact: Box = Field(False, description="They agreed to be contacted about this request.")
    consent_sms: Box = Field(False, description="They agreed to text messages.")
    newsletter: Box = Field(False, description="They asked for the newsletter; they confirm it by mail.")
    language: str = text("language", "`en` or `es`.")
    page: str = text("page", "Path or address of the page that held the form.")
    block: str = text("block", "Which form on that page.")
    consult_form: str = text("consult_form", "Id of the form's definition, whose questions are answered.")
    first_touch: Touch = touch("What brought them first: `landing_page` (a path), `referrer_host`, `utm_…`, click ids.")
    last_touch: Touch = touch("The same of what brought them last.")
    utm_source: str = text("utm_source", "Campaign, as the page's address named it.")
    utm_medium: str = text("utm_medium", "The same.")
    utm_campaign: str = text("utm_campaign", "The same.")
    utm_term: str = text("utm_term", "The same.")
    utm_content: str = text("utm_content", "The same.")

    def form_values(self) -> MultiValueDict[str, str]:
        """The values as a browser would post them: a box that is not ticked is not there."""
        values: MultiValueDict[str, str] = MultiValueDict()
        for name, value in self.model_dump(exclude_unset=True).items():
            if isinstance(value, list):
                values.setlist(name, value)
            elif isinstance(value, dict):
                values[name] = json.dumps(value)
            elif value is not False:
                values[name] = "on" if value is True else value
        return values


class CallBody(BaseModel):
    """A phone call, told by the service that carried it. Fields not named here, recordings too, are not taken."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [CALL_EXAMPLE], "dependentRequired": {"duration_seconds": ["outcome"]}}
    )

    call_id: str = Field(
        min_length=1,
        max_length=LONGEST_CALL_ID,
        description="The service's own id of the call. Sending it again is safe; with more known it adds to the call.",
    )
    clinic: str = Field("", max_length=50, description="The clinic's slug. Without it, its tracking number says which.")
    from_number: str = Field(
        "", alias="from", max_length=LONGEST_NUMBER, description="Who called. Empty or no number: withheld."
    )
    to_number: str = Field("", alias="to", max_length=LONGEST_NUMBER, description="Who was called.")
    direction: Literal["inbound", "outbound"] = Field(
        "inbound", description="`outbound`: the clinic called; then its own number is in `from`."
    )
    outcome: Literal["answered", "missed", "voicemail"] | None = Field(
        None, description="Left out while the phone rings or nobody knows yet."
    )
    started_at: Moment = Field(description="When it began to ring, RFC 3339 with a zone.")
    duration_seconds: int | None = Field(
        None, ge=0, le=LONGEST_SECONDS, description="Known when the call is over; then `outcome` is too."
    )
    source: str = Field("", max_length=LONGEST_SOURCE, description="Campaign or place of the number that was called.")


class Received(BaseModel):
    """It is stored. The same request again gets the same answer."""

    id: str = Field(description="Of what is stored.", examples=["019cb993-d800-7046-8d6a-469a652e6985"])
    status: Literal["received"] = "received"
