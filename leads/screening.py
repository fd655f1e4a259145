"""Whether a request came with too many others. Then it is held back for a person to look at, unless a proof came along.

The one table of how many are too many. Only an address that sends far more is turned away, by `protection/limits.py`;
a phone, an e-mail address or a clinic never is: anybody could fill up somebody else's.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.http import HttpRequest

from leads.submission import Submission
from leads.suspicion import Reason, with_reason
from protection.limits import count_lately
from protection.proof_of_work import is_solved
from sites.models import Clinic


@dataclass(frozen=True)
class Limit:
    group: str
    rate: str
    """As django-ratelimit writes it. Counts different requests, not posts: sending again counts nothing."""
    reason: Reason
    """Why a request above it is held back."""
    proof_clears: bool
    """Whether a solved proof of work lets it through all the same."""

    @property
    def most(self) -> int:
        return int(self.rate.partition("/")[0])

    def count(self, request: HttpRequest, value: str = "", *, thing: str = "") -> int:
        return count_lately(request, self.group, rate=self.rate, value=value, thing=thing)


ADDRESS = Limit("consult-request-address", "10/10m", Reason.ADDRESS, proof_clears=True)
CLINIC = Limit("consult-request-clinic", "60/10m", Reason.CLINIC, proof_clears=True)
EMAIL = Limit("consult-request-email", "5/h", Reason.CONTACT, proof_clears=False)
PHONE = Limit("consult-request-phone", "5/h", Reason.CONTACT, proof_clears=False)


def screened(submission: Submission, request: HttpRequest, *, clinic: Clinic, proof: str) -> Submission:
    """The submission, marked for quarantine where it came with too many others. Counts it.

    Args:
        proof: the solution that a browser sent along, if it was asked for one; anything may come.
    """
    thing = submission.key or submission.digest(clinic_slug=clinic.slug)
    exceeded = list(dict.fromkeys(limits_exceeded(submission, request, clinic=clinic, thing=thing)))
    is_cleared = any(limit.proof_clears for limit in exceeded) and is_solved(proof, used_for=thing)
    reason = submission.quarantine_reason
    for limit in exceeded:
        if not (limit.proof_clears and is_cleared) and limit.reason not in reason.split():
            reason = with_reason(reason, limit.reason)
    return submission if reason == submission.quarantine_reason else replace(submission, quarantine_reason=reason)


def limits_exceeded(submission: Submission, request: HttpRequest, *, clinic: Clinic, thing: str) -> Iterator[Limit]:
    yield from (limit for limit, count in counts(submission, request, clinic=clinic, thing=thing) if count > limit.most)


def counts(submission: Submission, request: HttpRequest, *, clinic: Clinic, thing: str) -> Iterator[tuple[Limit, int]]:
    yield ADDRESS, ADDRESS.count(request, thing=thing)
    yield CLINIC, CLINIC.count(request, clinic.slug, thing=thing)
    if submission.email:
        yield EMAIL, EMAIL.count(request, submission.email, thing=thing)
    if submission.phone:
        yield PHONE, PHONE.count(request, submission.phone.e164, thing=thing)


def asks_for_proof(request: HttpRequest, *, clinic_slug: str) -> bool:
    """Whether the next request from this address, or for this clinic, will need a proof of work. Counts nothing."""
    if ADDRESS.count(request) >= ADDRESS.most:
        return True
    return bool(clinic_slug) and CLINIC.count(request, clinic_slug) >= CLINIC.most
