"""People for programs: read, and how they are reached corrected."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field, model_validator

from leads.access import leads_of_clinics, people_of_clinics
from leads.api.authentication import needs, token_of
from leads.api.pages import refuse_unknown_parameters
from leads.api.preconditions import stale_problem, wanted_tags
from leads.api.problems import Problem, not_found, wrong_values
from leads.api.representations import PersonShown, person_as_json
from leads.api.schemas import text
from leads.api.storage import refuse_without_database
from leads.forms import ConsultRequestForm
from leads.models import ApiToken, Person
from leads.models.api_token import Scope
from leads.people.details import PersonIsMerged, StalePerson, change_person, fingerprint
from leads.people.holding import PersonIsGone
from leads.person_fields import PersonFieldsForm
from leads.programs import Door, Program

router = Router(tags=["People"])


def two_languages(schema: dict[str, Any]) -> None:
    """Of the document: what is left out has no value that could be sent."""
    schema.pop("default", None)
    schema["enum"] = ["en", "es"]


class PersonChange(BaseModel):
    """What is left out stays as it is; an empty text takes a value away."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"minProperties": 1, "examples": [{"phone": "(218) 555-0123"}]}
    )

    full_name: str = text("full_name", "The person's name.")
    email: str = text("email", "One of `email` and `phone` must be left.")
    phone: str = text("phone", "Any usual spelling, with an extension or without.")
    preferred_contact: str = text(
        "preferred_contact", "How to answer.", enum=["", *(each for each, _ in ConsultRequestForm.PREFERRED_CONTACT)]
    )
    best_time: str = text("best_time", "`morning`, `afternoon`, `evening`, or words of their own.")
    language: str = Field("", description="`en` or `es`.", json_schema_extra=two_languages)

    @model_validator(mode="after")
    def says_something(self) -> "PersonChange":
        if not self.model_fields_set:
            raise ValueError("name a value to change")
        return self


class PersonValues(PersonFieldsForm):
    """What a value may be: the consult form's rules, for those fields that were sent."""

    full_name = forms.CharField(max_length=200)
    email = forms.CharField(max_length=320, required=False)
    phone = forms.CharField(max_length=60, required=False)
    preferred_contact = forms.ChoiceField(choices=ConsultRequestForm.PREFERRED_CONTACT, required=False)
    best_time = forms.CharField(max_length=60, required=False)
    language = forms.ChoiceField(choices=[("en", "en"), ("es", "es")])

    def __init__(self, sent: dict[str, str]) -> None:
        super().__init__(sent)
        for name in set(self.fields) - set(sent):
            del self.fields[name]

    def values(self) -> dict[str, str]:
        """By names of `leads.people.details.DETAILS`."""
        values = dict(self.cleaned_data)
        if "phone" in values:
            number = values.pop("phone")
            values |= {"phone": number.e164, "phone_extension": number.extension} if number else NO_PHONE
        return values


NO_PHONE = {"phone": "", "phone_extension": ""}


@router.get(
    "/people/{person_id}",
    **needs(Scope.PEOPLE_READ),
    response=PersonShown,
    operation_id="getPerson",
    exclude_unset=True,
)
def get_person(request: HttpRequest, response: HttpResponse, person_id: UUID) -> Any:
    """One person, with as much as the token may read. Their `ETag` is for `If-Match` of a change."""
    refuse_without_database(request)
    refuse_unknown_parameters(request, ())
    return shown(person_of_token(token_of(request), person_id), token_of(request), response)


@router.patch(
    "/people/{person_id}",
    **needs(Scope.PEOPLE_WRITE),
    response=PersonShown,
    operation_id="changePerson",
    exclude_unset=True,
)
def correct_person(request: HttpRequest, response: HttpResponse, person_id: UUID, body: PersonChange) -> Any:
    """Correct how somebody is reached. What stood there before is kept, encrypted, in the timeline.

    The answer shows what the token may read, which may be less than it wrote.
    """
    refuse_without_database(request)
    refuse_unknown_parameters(request, ())
    token, tags = token_of(request), wanted_tags(request)
    person = person_of_token(token, person_id)
    if person.erased_at:
        raise not_found()
    values = valid_values(body, person)
    program = Program(Door.API, token.source)
    try:
        changed, _names = change_person(person.pk, values=values, seen=set(tags), program=program, at=timezone.now())
    except PersonIsMerged as merged:
        detail = "Staff found this person to be another: see merged_into, and change that one."
        more = {"current": {"id": str(person.pk), "merged_into": {"id": str(merged.into)}}}
        raise Problem(HTTPStatus.CONFLICT, detail, kind="person-merged", more=more) from None
    except StalePerson as stale:
        current = person_as_json(stale.person, [], data_class=token.readable_class)
        raise stale_problem(fingerprint(stale.person), current=current, last_change=stale.last_change) from None
    except PersonIsGone:
        raise not_found() from None
    return shown(changed, token, response)


def valid_values(body: PersonChange, person: Person) -> dict[str, str]:
    """Raises Problem where one is wrong, or none would be left to reach them by."""
    form = PersonValues(body.model_dump(exclude_unset=True))
    if form.is_valid():
        values = form.values()
        left = {name: values.get(name, getattr(person, name)) for name in ("email", "phone")}
        if any(left.values()) or not (person.email or person.phone):
            return values
        form.add_error(None, ValidationError(_("Leave a phone number or an e-mail address, so we can answer")))
    raise wrong_values({name: [str(message) for message in messages] for name, messages in form.errors.items()})


def person_of_token(token: ApiToken, person_id: UUID) -> Person:
    person = people_of_clinics(token.clinic_id).select_related("clinic").filter(pk=person_id).first()
    if person is None:
        raise not_found()
    return person


def shown(person: Person, token: ApiToken, response: HttpResponse) -> dict[str, Any]:
    response["ETag"] = f'"{fingerprint(person)}"'
    leads = leads_of_clinics(person.clinic_id).filter(person=person).select_related("stage").order_by("pk")
    return person_as_json(person, list(leads), data_class=token.readable_class)
