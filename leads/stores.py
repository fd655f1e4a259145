"""Where a request is stored and what its door must know: in the database, or without it in the spool."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone

from leads.forms import ConsultRequestForm, LookUps
from leads.intake import ConsultFormClosed, record_consult_request
from leads.models import ApiToken
from leads.spool import outages
from leads.spool.doors import definition_without_database, list_without_database, token_without_database
from leads.spool.receiving import receive
from leads.spool.records import SpooledRequest
from leads.spool.segments import SpoolUnavailable
from leads.submission import Submission
from protection.database_errors import DATABASE_AWAY
from sites.clinic_snapshot import clinics_without_database, network_name_without_database
from sites.compiled_queries import compiled
from sites.models import Clinic
from sites.navigation import Navigation, consult_url

log = structlog.get_logger("carefront.intake")

WITHOUT_DATABASE = LookUps(
    list_for=list_without_database, definition_of=definition_without_database, asks_database=False
)
SLUG = re.compile(r"[-a-zA-Z0-9_]{1,50}")


@dataclass(frozen=True)
class Receipt:
    """One request's id and time, however many stores are tried."""

    id: UUID
    at: datetime


class Store(ABC):
    """What a view asks while it answers one request."""

    knows_every_clinic: bool

    @abstractmethod
    def clinic_named(self, slug: str, *, with_contact_details: bool = False) -> Clinic | None:
        """Also one that closed; None where none is known by this slug."""

    @abstractmethod
    def clinic_of_token(self, token: ApiToken, slug: str) -> Clinic | None:
        """The clinic that the token may ask and that `slug` names; a clinic's own token need not name it."""

    @abstractmethod
    def token_with(self, digest: str) -> ApiToken | None:
        """A token in force."""

    @abstractmethod
    def clinics(self) -> list[Clinic]:
        """Those that a form offers, with their contact details."""

    @abstractmethod
    def form(self, values: Any = None, *, clinic: Clinic | None, slug: str = "") -> ConsultRequestForm:
        """For `clinic` or with a choice. Of a POST `slug` is what it named."""

    @abstractmethod
    def record(self, submission: Submission, *, clinic: Clinic, receipt: Receipt) -> UUID:
        """Store a request so that it is never lost, once. Returns its id, or the first one's.

        Raises:
            ConsultFormClosed
            SubmissionKeyReused
        """

    @abstractmethod
    def page_context(self, clinic: Clinic | None) -> dict[str, Any]:
        """What templates need, so that they ask the database nothing where it is away."""


class InDatabase(Store):
    knows_every_clinic = True

    def clinic_named(self, slug: str, *, with_contact_details: bool = False) -> Clinic | None:
        if not slug or len(slug) > 50 or "\x00" in slug:
            return None
        if with_contact_details:
            return Clinic.objects.with_contact_details().filter(slug=slug).first()
        return next(iter(clinics_named(slug=slug)), None)

    def clinic_of_token(self, token: ApiToken, slug: str) -> Clinic | None:
        if token.clinic:
            return token.clinic if slug in {"", token.clinic.slug} else None
        return self.clinic_named(slug)

    def token_with(self, digest: str) -> ApiToken | None:
        tokens = ApiToken.objects.active().filter(digest=digest)
        token = tokens.select_related("clinic").first()
        today = timezone.now().date()
        if token and token.last_used_on != today:
            tokens.mark_used(on=today)
        return token

    def clinics(self) -> list[Clinic]:
        return list(Clinic.objects.shown().with_contact_details())

    def form(self, values: Any = None, *, clinic: Clinic | None, slug: str = "") -> ConsultRequestForm:
        return ConsultRequestForm(values, clinic=clinic)

    def record(self, submission: Submission, *, clinic: Clinic, receipt: Receipt) -> UUID:
        submission = replace(submission, id=receipt.id)
        return record_consult_request(submission, clinic=clinic, requested_at=receipt.at).pk

    def page_context(self, clinic: Clinic | None) -> dict[str, Any]:
        return {}


@compiled
def clinics_named(slug: str) -> QuerySet[Clinic]:
    return Clinic.objects.filter(slug=slug)


class InSpool(Store):
    """Asks the database nothing. Clinics, tokens and letters are those that a worker last saw."""

    knows_every_clinic = False

    def clinic_named(self, slug: str, *, with_contact_details: bool = False) -> Clinic | None:
        return next((clinic for clinic in clinics_without_database() if clinic.slug == slug), None)

    def clinic_of_token(self, token: ApiToken, slug: str) -> Clinic | None:
        if not token.clinic_id:
            return self.clinic_named(slug) or stand_in(slug)
        own = next((clinic for clinic in clinics_without_database() if clinic.pk == token.clinic_id), None)
        return own if own and slug in {"", own.slug} else None

    def token_with(self, digest: str) -> ApiToken | None:
        token = token_without_database(digest)
        if token is None:  # perhaps made a moment ago: "not now" is true, "never" may not be
            raise SpoolUnavailable("an API token that is not known here")
        return token

    def clinics(self) -> list[Clinic]:
        return [clinic for clinic in clinics_without_database() if clinic.is_shown]

    def form(self, values: Any = None, *, clinic: Clinic | None, slug: str = "") -> ConsultRequestForm:
        asked = clinic or stand_in(slug)
        choices = [(each.slug, str(each)) for each in self.clinics()]
        return ConsultRequestForm(values, clinic=asked, choices=choices, look_ups=WITHOUT_DATABASE)

    def record(self, submission: Submission, *, clinic: Clinic, receipt: Receipt) -> UUID:
        if not clinic.takes_consult_requests:
            raise ConsultFormClosed(clinic.slug)
        submission = replace(submission, id=receipt.id)
        spooled = receive(SpooledRequest(clinic_slug=clinic.slug, received_at=receipt.at, submission=submission))
        log.info("consult request spooled")
        return spooled

    def page_context(self, clinic: Clinic | None) -> dict[str, Any]:
        navigation = Navigation(network_name=network_name_without_database(), consult_url=consult_url("", clinic))
        return {"navigation": navigation, "without_database": True, "look_ups": WITHOUT_DATABASE}


def stand_in(slug: str) -> Clinic | None:
    """For a clinic that this machine does not know: a request for it is received, and staff find out whose it is."""
    return Clinic(slug=slug) if SLUG.fullmatch(slug) else None


def is_stand_in(clinic: Clinic) -> bool:
    return not clinic.name


def answered(answer: Callable[[Store], HttpResponse]) -> HttpResponse:
    """`answer` with the database, or without it where it is away or goes away meanwhile.

    `answer` may run twice, the second time after a commit whose outcome nobody knows: it must give both stores the
    same Receipt, by which one request stays one.

    Raises:
        SpoolUnavailable: it could be stored nowhere.
    """
    if outages.may_ask_database():
        try:
            response = answer(InDatabase())
        except DATABASE_AWAY as error:
            outages.database_failed()
            log.warning("database away", error=type(error).__name__)
        else:
            outages.database_answered()
            return response
    return answer(InSpool())
