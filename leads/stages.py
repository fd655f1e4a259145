"""The pipeline's stages and their order. A new lead starts in the first, which is therefore an open one."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from leads.models import Lead, Stage

COUNTED = 1_000


class FirstStageNotOpen(ValueError):
    """A new lead starts in the first stage: put an open one there."""


class LeadsStandHere(ValueError):
    """A stage with leads neither goes nor turns from open into closed: move them first. Quarantine counts."""


def order_with(stage: Stage, *, after: Stage | None) -> list[Stage]:
    """The stages as they would stand with `stage` behind `after`, or with None in front."""
    others = [each for each in Stage.objects.all() if each.pk != stage.pk]
    at = [each.pk for each in others].index(after.pk) + 1 if after else 0
    return [*others[:at], stage, *others[at:]]


def refuse_unless_open_first(order: Sequence[Stage]) -> None:
    """
    Raises:
        FirstStageNotOpen: or there would be no stage at all.
    """
    if not order or order[0].kind != Stage.Kind.OPEN:
        raise FirstStageNotOpen


@transaction.atomic
def save_stage(stage: Stage, *, after: Stage | None) -> None:
    """Save a stage, new or changed, behind `after`; a new one gets its slug. Safe to repeat.

    Raises:
        FirstStageNotOpen
        LeadsStandHere: it was open and would be closed, or the other way round.
    """
    list(Stage.objects.select_for_update().values_list("pk"))  # two who order at once would undo each other
    before = Stage.objects.filter(pk=stage.pk).first()
    if before and before.is_closed != stage.is_closed and leads_in(stage):
        raise LeadsStandHere(stage.slug)
    order = order_with(stage, after=after)
    refuse_unless_open_first(order)
    last = Stage.objects.aggregate(last=Max("position"))["last"] or 0
    if before is None:
        stage.slug, stage.position = free_slug(stage.name), last + 1
    else:
        stage.position = before.position
    stage.save()
    # A position is one stage's at each moment: out of the way first.
    for shift in (last + 1, 0):
        for position, each in enumerate(order, start=1):
            Stage.objects.filter(pk=each.pk).update(position=position + shift)
    stage.refresh_from_db(fields=["position"])


def refuse_to_remove(stage: Stage) -> None:
    """
    Raises:
        LeadsStandHere
        FirstStageNotOpen: without it the pipeline would start with a closed or a booked one.
    """
    if leads_in(stage):
        raise LeadsStandHere(stage.slug)
    refuse_unless_open_first([each for each in Stage.objects.all() if each.pk != stage.pk])


def leads_in(stage: Stage) -> int:
    """How many leads of all clinics stand there, held back ones too, counted up to `COUNTED`."""
    return Lead.including_quarantine.filter(stage=stage).order_by()[:COUNTED].count() if stage.pk else 0


def free_slug(name: str) -> str:
    """Of a new stage: it names the stage in events and stays, whatever the stage is called later."""
    slug = slugify(name)[:40] or "stage"
    taken = set(Stage.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    number = 2
    free = slug
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    return free
