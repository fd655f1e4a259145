"""What intake needs first, in one statement: the stage of a new lead, the crisis words, and the sender to itself."""

from dataclasses import dataclass

from django.db import connection, models
from django.db.models import Func, StringAgg, Subquery, Value

from leads.advisory_locks import lock_number
from leads.models import CrisisPhrase, Stage
from leads.models.stage import StageQuerySet
from leads.submission import Submission
from sites.compiled_queries import compiled
from sites.models import Clinic


@dataclass(frozen=True)
class StartingPoint:
    stage: Stage
    crisis_phrases: list[str]


def starting_point(submission: Submission, *, clinic: Clinic) -> StartingPoint:
    """Read where a new lead starts, once nobody else is storing a request of the same sender at this clinic.

    Two requests of one person at the same moment would each find no open lead and make one. So on PostgreSQL the
    second waits here until the first has committed, whether the sender is known or not. SQLite's `BEGIN IMMEDIATE`
    lets one in at a time anyway. Call inside the transaction, before looking for the sender's open lead.
    """
    if connection.vendor == "postgresql" and (key := sender_key(submission, clinic=clinic)) is not None:
        (stage,) = first_stage_held(sender=key)
    else:
        (stage,) = first_stage()
    return StartingPoint(stage, (stage.crisis_phrases or "").split("\n"))  # type: ignore[attr-defined]


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
    return Stage.objects.annotate(crisis_phrases=Subquery(together))


def sender_key(submission: Submission, *, clinic: Clinic) -> int | None:
    """64 signed bits that stand for the sender; None for one who can join no lead."""
    if not (submission.email and submission.phone):
        return None
    return lock_number(f"{clinic.pk}|{submission.email}|{submission.phone.e164}|{submission.phone.extension}")
