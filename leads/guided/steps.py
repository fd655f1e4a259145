"""The steps of a guided form: which there are, and what each of them asks."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leads.questions import PREFIX
from sites.models import ConsultForm, ConsultQuestion

Kind = ConsultQuestion.Step
REACH = "reach"
CONTACT = "contact"

type Words = str | Promise

TITLES: dict[str, Words] = {
    Kind.REASON: _("What brings you here?"),
    Kind.HISTORY: _("How long has it been?"),
    Kind.CANDIDACY: _("Could it suit you?"),
    REACH: _("How may we reach you?"),
    CONTACT: _("Whom shall we ask for?"),
}
HINTS: dict[str, Words] = {
    Kind.REASON: _("Write as much or as little as you like. Every question here may stay empty."),
    Kind.HISTORY: _("A rough idea is enough. Every question here may stay empty."),
    Kind.CANDIDACY: _(
        "No answer rules you out here: a clinician looks at it together with you. "
        "Leave empty what you would rather say in person."
    ),
    REACH: _("We try the way and the time that suit you best. Both may stay empty."),
    CONTACT: _("Your name, and one way to answer you: that is all we need."),
}


@dataclass(frozen=True)
class Step:
    slug: str
    number: int
    fields: tuple[str, ...]
    """Names of the form's fields that the step shows."""
    is_last: bool = False

    @property
    def title(self) -> Words:
        return TITLES[self.slug]

    @property
    def hint(self) -> Words:
        return HINTS[self.slug]


def steps_of(definition: ConsultForm | None, *, offers_clinics: bool) -> list[Step]:
    """Those that ask something, in order, numbered from 1; the last one asks who it is and sends.

    Args:
        definition: None for one that is gone; what was answered to its questions is carried along all the same.
        offers_clinics: whether the visitor chooses the clinic.
    """
    fields: dict[str, list[str]] = {each.value: [] for each in Kind}
    asks = definition.usual_questions if definition else ConsultForm().usual_questions
    for question in definition.questions.all() if definition else ():
        fields[question.step].append(PREFIX + question.key)
    if asks["message"]:
        fields[Kind.REASON].append("message")
    fields[REACH] = [name for name in ("preferred_contact", "best_time") if asks[name]]
    fields[CONTACT] = ["full_name", "phone", "email", "consent_contact", "consent_sms"]
    if offers_clinics:
        fields[CONTACT].insert(0, "clinic")
    if asks["newsletter"]:
        fields[CONTACT].append("newsletter")
    asked = [(slug, names) for slug, names in fields.items() if names]
    return [
        Step(slug, number, tuple(names), is_last=slug == CONTACT) for number, (slug, names) in enumerate(asked, start=1)
    ]


def step_named(slug: str, steps: list[Step]) -> Step:
    """The first one where the form has no such step, or none any more."""
    return next((step for step in steps if step.slug == slug), steps[0])


def step_after(step: Step, steps: list[Step]) -> Step:
    return steps[min(step.number, len(steps) - 1)]


def step_before(step: Step, steps: list[Step]) -> Step:
    return steps[max(step.number - 2, 0)]
