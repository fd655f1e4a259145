"""The JSON door for landing pages and call services: the same names, rules and storage as the form."""

from http import HTTPStatus
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict
from ninja import Header, Router, Status
from pydantic import Field

from leads.api.authentication import needs, token_of
from leads.api.cross_origin import preflight
from leads.api.guards import refuse_too_many
from leads.api.problems import Problem, wrong_values
from leads.api.schemas import ConsultRequestBody, Received
from leads.api.storage import receipt_of, store_of
from leads.forms import ConsultRequestForm
from leads.intake import ConsultFormClosed
from leads.models import ApiToken
from leads.models.api_token import Scope
from leads.screening import screened
from leads.stores import Store
from leads.submission import SubmissionKeyReused
from protection.request_bodies import MOST_FIELDS
from sites.models import Clinic

LONGEST_KEY = 200

router = Router(tags=["Consult requests"])

IdempotencyKey = Annotated[
    str,
    Field(min_length=1, max_length=LONGEST_KEY),
    Header(
        alias="Idempotency-Key",
        description="Yours, one a request: sending again under the same key is safe. Never forgotten.",
    ),
]


@router.post(
    "/consult-requests",
    **needs(Scope.CONSULT_REQUESTS_WRITE),
    response={201: Received},
    operation_id="createConsultRequest",
)
def create_consult_request(request: HttpRequest, body: ConsultRequestBody, idempotency_key: IdempotencyKey) -> Any:
    """Hand in what a visitor sent.

    The same `Idempotency-Key` and body again: the same answer, and nothing new. Another body: 422.
    """
    token, store = token_of(request), store_of(request)
    if token.is_public:
        # Everybody can read it from the page that uses it: its senders are strangers, as the form's are.
        refuse_too_many(request, "consult-request")
    try:
        values = body.form_values()
        if len(values) > MOST_FIELDS:
            raise Problem(HTTPStatus.BAD_REQUEST, "The body has too many values.")
        clinic = clinic_for(token, values, store)
        form = store.form(values, clinic=clinic)
        refuse_invalid(form)
        submission = form.submission_from(source="api", scope=f"api:{token.pk}", key=idempotency_key)
        if token.is_public:
            submission = screened(submission, request, clinic=clinic, proof=values.get("altcha", ""))
        stored_id = store.record(submission, clinic=clinic, receipt=receipt_of(request))
    except ConsultFormClosed:
        taker = clinic.patients_go_to
        where = f" Its patients go to {taker.slug}." if taker else ""
        raise Problem(HTTPStatus.CONFLICT, f"This clinic takes no requests at present.{where}") from None
    except SubmissionKeyReused:
        detail = "This Idempotency-Key came before with other content. Nothing was changed."
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, kind="key-reused") from None
    return Status(201, Received(id=str(stored_id)))


@router.api_operation(["OPTIONS"], "/consult-requests", include_in_schema=False)
def may_a_page_send(request: HttpRequest) -> HttpResponse:
    return preflight(request)


def refuse_invalid(form: ConsultRequestForm) -> None:
    if not form.is_valid():
        raise wrong_values({name: [str(message) for message in messages] for name, messages in form.errors.items()})


def clinic_for(token: ApiToken, values: MultiValueDict[str, str], store: Store) -> Clinic:
    """The clinic asked for, if the token may ask it. A token of one clinic need not name it, and costs no query."""
    clinic = store.clinic_of_token(token, values.get("clinic", ""))
    if clinic is None:
        raise wrong_values({"clinic": ["No clinic of this token has this slug."]})
    values["clinic"] = clinic.slug
    return clinic
