"""Leads for programs: read, moved, assigned. What may be done with one is the pipeline's to say."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field, model_validator

from leads.access import leads_of_clinics
from leads.api.authentication import needs, token_of
from leads.api.pages import PageQuery, Since, cursor_at, one_of, place_of, refuse_unknown_parameters
from leads.api.preconditions import stale_problem, wanted_tags
from leads.api.problems import Problem, not_found, wrong_values
from leads.api.representations import LeadShown, PageOfLeads, lead_as_json, with_what_is_shown
from leads.api.storage import refuse_without_database, store_of
from leads.assignment import NotTheirClinic, assign_lead
from leads.models import ApiToken, Lead, LeadEvent, Stage
from leads.models.api_token import Scope
from leads.owners import OwnerNamed, OwnerUnknown, owner_named
from leads.pipeline import LostReason, LostReasonMissing, MoveNotAllowed, StaleLead, move_lead, stale
from leads.programs import Door, Program
from protection.identifiers import first_uuid7

router = Router(tags=["Leads"])


class LeadQuery(PageQuery):
    clinic: str = Field("", max_length=50, description="Slug. Of the token's clinics, all unless one is named.")
    stage: str = Field("", max_length=50, description="Slug.")
    created_since: Since | None = Field(None, description="Those that came in at this time or later, RFC 3339.")
    updated_since: Since | None = Field(
        None, description="Those whose timeline has an entry that we stored at this time or later, RFC 3339."
    )


def without_default(schema: dict[str, Any]) -> None:
    """Of the document: what is left out has no value that could be sent."""
    del schema["default"]


class LeadChange(BaseModel):
    """What is left out stays as it is."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "minProperties": 1,
            "dependentRequired": {"lost_reason": ["stage"]},
            "examples": [
                {"stage": "connected", "owner": {"email": "robin@clinics.example.com"}},
                {"stage": "lost", "lost_reason": "not_suitable"},
                {"owner": None},
            ],
        },
    )

    stage: str = Field(
        "",
        min_length=1,
        max_length=50,
        description="The slug of the stage to move to.",
        json_schema_extra=without_default,
    )
    lost_reason: LostReason | None = Field(None, description="Required for a lost stage, and for no other.")
    owner: OwnerNamed | None = Field(None, description="Who looks after it, or null: nobody.")

    @model_validator(mode="after")
    def says_something(self) -> "LeadChange":
        if not self.model_fields_set:
            raise ValueError("name a stage, an owner, or both")
        if "lost_reason" in self.model_fields_set and not self.stage:
            raise ValueError("a lost_reason goes with a stage")
        return self


@router.get("/leads", **needs(Scope.LEADS_READ), response=PageOfLeads, operation_id="listLeads", exclude_unset=True)
def list_leads(request: HttpRequest, query: Query[LeadQuery]) -> Any:
    """Leads in the order in which they were stored, the oldest first. A page costs the same however many there are."""
    refuse_without_database(request)
    refuse_unknown_parameters(request, LeadQuery.model_fields)
    token, after = token_of(request), place_of(query.cursor)
    leads = leads_of_clinics(token.clinic_id)
    if query.clinic:
        clinic = store_of(request).clinic_of_token(token, query.clinic)
        if clinic is None:
            raise wrong_values({"clinic": ["No clinic of this token has this slug."]})
        leads = leads.filter(clinic=clinic)
    if query.stage:
        leads = leads.filter(stage=stage_named(query.stage))
    if query.created_since:
        leads = leads.filter(created_at__gte=query.created_since)
    if query.updated_since:
        entries = LeadEvent.objects.filter(id__gte=first_uuid7(query.updated_since))
        leads = leads.filter(pk__in=entries.values("lead"))
    if after:
        leads = leads.filter(pk__gt=after)
    found = list(with_what_is_shown(leads).order_by("pk")[: query.limit + 1])
    page = found[: query.limit]
    has_more = len(found) > len(page)
    return {
        "data": [lead_as_json(lead, data_class=token.readable_class) for lead in page],
        "has_more": has_more,
        "next_cursor": cursor_at(page[-1].pk) if has_more else None,
    }


@router.get(
    "/leads/{lead_id}", **needs(Scope.LEADS_READ), response=LeadShown, operation_id="getLead", exclude_unset=True
)
def get_lead(request: HttpRequest, response: HttpResponse, lead_id: UUID) -> Any:
    """One lead. Its `ETag` is for `If-Match` of a change."""
    refuse_without_database(request)
    refuse_unknown_parameters(request, ())
    token = token_of(request)
    lead = lead_of_token(token, lead_id)
    response["ETag"] = f'"{lead.version}"'
    return lead_as_json(lead, data_class=token.readable_class)


@router.patch(
    "/leads/{lead_id}", **needs(Scope.LEADS_WRITE), response=LeadShown, operation_id="changeLead", exclude_unset=True
)
def change_lead(request: HttpRequest, response: HttpResponse, lead_id: UUID, body: LeadChange) -> Any:
    """Move a lead, give it to somebody, or both at once or neither.

    As staff may: along the allowed moves, with a reason where it is lost, to somebody who works that clinic. The same
    again under the new `ETag` changes nothing.
    """
    refuse_without_database(request)
    refuse_unknown_parameters(request, ())
    token, tags = token_of(request), wanted_tags(request)
    lead = lead_of_token(token, lead_id)
    if lead.erased_at:
        raise not_found()
    try:
        if str(lead.version) not in tags:
            raise stale(lead)
        carry_out(body, lead, program=Program(Door.API, token.source))
    except StaleLead as overtaken:
        now = overtaken.lead
        current = {
            "stage": now.stage.slug,
            "owner": {"id": str(now.owner_id)} if now.owner_id else None,
            "version": now.version,
        }
        raise stale_problem(str(now.version), current=current, last_change=overtaken.last_change) from None
    except LostReasonMissing:
        detail = "A lead is lost for a reason: send lost_reason."
        raise refused("lost-reason-missing", detail, "lost_reason") from None
    except MoveNotAllowed:
        detail = f"A lead in {lead.stage.slug} does not move there."
        raise refused("move-not-allowed", detail, "stage") from None
    except (NotTheirClinic, OwnerUnknown):
        # One answer for both: whether somebody has an account elsewhere is nobody's business.
        detail = "Nobody who works this clinic's leads is named so."
        raise refused("not-their-clinic", detail, "owner") from None
    shown = lead_of_token(token, lead_id)
    response["ETag"] = f'"{shown.version}"'
    return lead_as_json(shown, data_class=token.readable_class)


def carry_out(body: LeadChange, lead: Lead, *, program: Program) -> None:
    """Raises whatever `move_lead`, `assign_lead` and `owner_named` do; then nothing is stored."""
    at = timezone.now()
    with transaction.atomic():
        if body.stage:
            stage = stage_named(body.stage)
            if body.lost_reason and not stage.needs_reason:
                raise wrong_values({"lost_reason": ["is for a lost stage alone"]})
            move_lead(
                lead,
                to=stage,
                actor=None,
                version=lead.version,
                at=at,
                lost_reason=body.lost_reason or "",
                program=program,
            )
        if "owner" in body.model_fields_set:
            owner = owner_named(body.owner) if body.owner else None
            assign_lead(lead, to=owner, actor=None, version=lead.version, at=at, program=program)


def lead_of_token(token: ApiToken, lead_id: UUID) -> Lead:
    lead = with_what_is_shown(leads_of_clinics(token.clinic_id)).filter(pk=lead_id).first()
    if lead is None:
        raise not_found()
    return lead


def stage_named(slug: str) -> Stage:
    stages = {stage.slug: stage for stage in Stage.objects.all()}
    one_of("stage", slug, stages)
    return stages[slug]


def refused(kind: str, detail: str, field: str) -> Problem:
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, kind=kind, errors={field: [detail]})
