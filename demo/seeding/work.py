"""What coordinators did with a lead since it came: they took it, called, and planned what comes next."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from demo.content.calls import NOTES, OUTCOME_WEIGHTS, STEPS, USUAL_OUTCOMES
from leads.assignment import assign_lead
from leads.calls.by_staff import log_call_made
from leads.follow_ups import plan_follow_up
from leads.models import FollowUp, Lead
from staff.models import StaffUser

# Of the leads that somebody called, how many have an owner; of those still open, how many have a next step.
OWNED = 0.8
PLANNED = 0.85


@dataclass
class Workers:
    """Each clinic's coordinator, by the clinic's slug, and the chance that decides what they did."""

    coordinators: dict[str, StaffUser]
    chance: random.Random

    def work_on(self, lead: Lead, *, stage_slug: str, requested_at: datetime, now: datetime) -> None:
        """Do what makes sense for a lead that stands in `stage_slug` today. Nobody called those that are new yet."""
        coordinator = self.coordinators.get(lead.clinic.slug)
        if stage_slug == "new" or coordinator is None:
            return
        called_at = min(now, requested_at + timedelta(minutes=self.chance.choice((12, 25, 40, 70, 115, 160))))
        if self.chance.random() < OWNED:
            assign_lead(lead, to=coordinator, actor=coordinator, version=lead.version, at=called_at)
        weights = OUTCOME_WEIGHTS.get(stage_slug, USUAL_OUTCOMES)
        outcome = self.chance.choices(tuple(weights), tuple(weights.values()))[0]
        note = self.chance.choice(NOTES[outcome])
        log_call_made(lead, outcome=outcome, note=note, actor=coordinator, at=called_at)

    def plan_for(self, lead: Lead, *, now: datetime) -> None:
        """A next step for an open lead that somebody called: some are overdue, most are of today and this week."""
        coordinator = self.coordinators.get(lead.clinic.slug)
        if not lead.is_open() or lead.answered_at is None or coordinator is None or self.chance.random() > PLANNED:
            return
        plan_follow_up(
            lead,
            kind=self.chance.choices(FollowUp.Kind.values, (70, 18, 8, 4))[0],
            due_at=now + timedelta(hours=self.chance.choice((-20, -3, 1, 2, 3, 5, 22, 26, 48, 72, 120))),
            owner=None,
            actor=coordinator,
            at=now,
            note=self.chance.choice(STEPS),
        )
