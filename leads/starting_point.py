"""What intake needs first, asked at once: was this sent before, the stage of a new lead, the crisis words, the sender
to itself, their open lead, and who wants to hear of it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, models
from django.db.models import Exists, Func, StringAgg, Subquery, Value

from integrations.models import CrmConnection, Endpoint
from integrations.outbox import live_crm_connections, receiving_endpoints
from leads.advisory_locks import lock_number
from leads.matching import same_sender, who_may_be_the_sender
from leads.models import ConsultRequest, CrisisPhrase, Lead, Stage
from leads.models.stage import StageQuerySet
from leads.repeats import same_request, what_was_sent_before
from leads.submission import Submission
from sites.compiled_queries import answers_to, compiled
from sites.models import Clinic


@dataclass(frozen=True)
class StartingPoint:
    earlier: ConsultRequest | None
    """The request that this one repeats."""
    stage: Stage
    crisis_phrases: list[str]
    lead: Lead | None
    """The sender's open lead."""
    endpoints: list[Endpoint]
    crm_connections: list[CrmConnection]


def starting_point(submission: Submission, *, clinic: Clinic, at: datetime) -> StartingPoint:
    """Read where a new lead starts, once nobody else is storing a request of the same sender at this clinic.

    Two requests of one person at the same moment would each find no open lead and make one. So on PostgreSQL the
    second waits here until the first has committed, whether the sender is known or not. SQLite's `BEGIN IMMEDIATE`
    lets one in at a time anyway. Call inside the transaction.

    Raises:
        SubmissionKeyReused: as `earlier_request`.
    """
    if connection.vendor == "postgresql" and (key := sender_key(submission, clinic=clinic)) is not None:
        stage_asked = first_stage_held.asked(sender=key)
    else:
        stage_asked = first_stage.asked()
    questions = [what_was_sent_before(submission, clinic=clinic, at=at), stage_asked, receiving_endpoints.asked()]
    if who := who_may_be_the_sender(submission, clinic=clinic, at=at):
        questions.append(who)  # behind the stage, which waits for others of this sender
    sent, (stage,), endpoints, *candidates = answers_to(*questions)
    # Few have one, and those are asked for when there are some.
    crm_connections = live_crm_connections() if stage.has_crm_connections else []
    return StartingPoint(
        earlier=same_request(submission, sent, clinic=clinic),
        stage=stage,
        crisis_phrases=(stage.crisis_phrases or "").split("\n"),
        lead=same_sender(submission, candidates[0]) if who else None,
        endpoints=endpoints,
        crm_connections=crm_connections,
    )


@compiled
def first_stage() -> models.QuerySet[Stage]:
    return stages_with_phrases().from_the_first()


@compiled
def first_stage_held(sender: int) -> models.QuerySet[Stage]:
    held = Func(sender, function="pg_advisory_xact_lock", output_field=models.TextField())
    return stages_with_phrases().annotate(held=held).from_the_first()


def stages_with_phrases() -> StageQuerySet:
    phrases = CrisisPhrase.objects.order_by().annotate(one=Value(1)).values("one")
    together = phrases.annotate(together=StringAgg("phrase", Value("\n"))).values("together")
    has_crm_connections = Exists(CrmConnection.objects.live())
    return Stage.objects.annotate(crisis_phrases=Subquery(together), has_crm_connections=has_crm_connections)


def sender_key(submission: Submission, *, clinic: Clinic) -> int | None:
    """64 signed bits that stand for the sender; None for one who can join no lead."""
    if not (submission.email and submission.phone):
        return None
    return lock_number(f"{clinic.pk}|{submission.email}|{submission.phone.e164}|{submission.phone.extension}")
