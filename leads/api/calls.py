"""The door for call services: what they tell of a phone call becomes a lead, or an entry of one."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from leads.api.authentication import needs, token_of
from leads.api.problems import Problem, wrong_values
from leads.api.schemas import CallBody, Received
from leads.api.storage import refuse_without_database
from leads.calls.clinics import ClinicUnknown, clinic_of_call
from leads.calls.log import CallIdReused, log_call
from leads.calls.report import CallImpossible, CallReport
from leads.models import ApiToken
from leads.models.api_token import Scope

router = Router(tags=["Calls"])


@router.post("/calls", **needs(Scope.CALLS_WRITE), response={201: Received}, operation_id="logCall", by_alias=True)
def create_call(request: HttpRequest, body: CallBody) -> Any:
    """Tell of a phone call, once or as it goes on.

    The call's id makes sending again safe. While the call is under way, send it again with what is known since; a
    report that says less than an earlier one changes nothing. Other content under the id of a finished call: 422.
    """
    token = token_of(request)
    refuse_without_database(request)
    now = timezone.now()
    try:
        report = report_from(body, token, told_at=now)
        clinic = clinic_of_call(report, slug=body.clinic, among=token.clinic_id)
        call = log_call(report, clinic=clinic, logged_at=now)
    except CallImpossible as impossible:
        raise wrong_values({impossible.field: [str(impossible)]}) from None
    except ClinicUnknown as unknown:
        raise wrong_values({unknown.field: [str(unknown)]}) from None
    except CallIdReused:
        detail = "This call_id came before with other content. Nothing was changed."
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, kind="key-reused") from None
    return Status(201, Received(id=str(call.pk)))


def report_from(body: CallBody, token: ApiToken, *, told_at: datetime) -> CallReport:
    is_inbound = body.direction == "inbound"
    return CallReport.of_numbers(
        callers=body.from_number if is_inbound else body.to_number,
        clinics=body.to_number if is_inbound else body.from_number,
        told_at=told_at,
        scope=f"api:{token.pk}",
        service=token.source,
        call_id=body.call_id,
        direction=body.direction,
        outcome=body.outcome or "",
        started_at=body.started_at,
        duration_seconds=body.duration_seconds,
        source=body.source,
    )
