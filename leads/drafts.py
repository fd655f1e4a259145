"""Save a guided form and come back later: on the server under a key that only the visitor's own browser holds.

The cookie is strictly necessary: it exists only because somebody pressed "save", and goes when they send or delete.
Its value is random and says nothing. `__Host-` and `SameSite=Strict`: no other host and no other site's link or form
can set it, or have it sent.
"""

import json
import re
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from ipaddress import ip_address

import structlog
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.request import split_domain_port
from django.utils import timezone

from integrations.jobs import job
from leads.models import ConsultDraft
from protection.database_errors import DATABASE_AWAY
from sites.models import Clinic, ConsultForm

log = structlog.get_logger("carefront.drafts")

COOKIE = "__Host-consult-draft"
KEPT_FOR = timedelta(days=7)
KEY = re.compile(r"[\w-]{43}", re.ASCII)
LONGEST_DRAFT = 100_000
# Consent is given when the request is sent, to words that are on the page then.
NOT_KEPT = frozenset({"consent_contact", "consent_sms", "newsletter"})


class DraftTooLong(ValueError):
    """More than a form that was typed by hand can hold. Nothing was saved."""


def may_be_saved(request: HttpRequest | None) -> bool:
    """Whether the browser takes a cookie that is for https alone: over https, and from this machine itself."""
    if request is None:
        return False
    if request.is_secure():
        return True
    host, _port = split_domain_port(request.get_host())
    try:
        return host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def save_draft(
    request: HttpRequest,
    response: HttpResponse,
    values: Mapping[str, list[str]],
    *,
    definition: ConsultForm | None,
    clinic: Clinic | None,
    at: datetime,
) -> ConsultDraft:
    """Keep `values` for seven days and give the browser its key. What it saved before is replaced.

    Always a new key: one that somebody else put into the browser must not open what is saved now.

    Raises:
        DraftTooLong: nothing was saved.
    """
    kept = {name: list(texts) for name, texts in values.items() if name not in NOT_KEPT}
    if len(json.dumps(kept)) > LONGEST_DRAFT:
        raise DraftTooLong
    key = secrets.token_urlsafe(32)
    with transaction.atomic():
        ConsultDraft.objects.filter(key_digest=ConsultDraft.digest_of(key_of(request))).delete()
        draft = ConsultDraft.objects.create(
            key_digest=ConsultDraft.digest_of(key),
            consult_form=definition,
            clinic=clinic,
            values=kept,
            saved_at=at,
            expires_at=at + KEPT_FOR,
        )
    response.set_cookie(COOKIE, key, max_age=KEPT_FOR, path="/", secure=True, httponly=True, samesite="Strict")
    return draft


def key_of(request: HttpRequest) -> str:
    """What the cookie holds, empty where it is none of ours."""
    key = request.COOKIES.get(COOKIE, "")
    return key if KEY.fullmatch(key) else ""


def draft_of(request: HttpRequest, *, at: datetime) -> ConsultDraft | None:
    key = key_of(request)
    found: ConsultDraft | None = ConsultDraft.objects.of_key(key, at=at).first() if key else None
    return found


def values_of(draft: ConsultDraft) -> QueryDict:
    """As the browser posted them."""
    data = QueryDict(mutable=True)
    for name, texts in draft.values.items():
        data.setlist(name, texts)
    return data


def delete_draft(request: HttpRequest, response: HttpResponse) -> None:
    """Now and for good, with the browser's key. Safe to repeat."""
    if COOKIE not in request.COOKIES:
        return
    ConsultDraft.objects.filter(key_digest=ConsultDraft.digest_of(key_of(request))).delete()
    response.delete_cookie(COOKIE, path="/", samesite="Strict")


def forget_sent_draft(request: HttpRequest, response: HttpResponse, *, consult_form: str) -> None:
    """After a request was received: a draft of the same form has served its purpose. Another form's stays.

    Never fails: the request is stored, and a draft that stays by mistake expires.
    """
    if COOKIE not in request.COOKIES:
        return
    try:
        draft = draft_of(request, at=timezone.now())
        if draft is None or str(draft.consult_form_id or "") == consult_form:
            delete_draft(request, response)
    except DATABASE_AWAY as error:
        log.warning("draft not deleted, it will expire", error=type(error).__name__)


@job
def purge_expired_drafts() -> int:
    """Hourly, by the schedule in the settings. Returns how many."""
    deleted, _by_model = ConsultDraft.objects.filter(expires_at__lte=timezone.now()).delete()
    return deleted
