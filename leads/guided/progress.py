"""Where somebody is in a guided form, with all they typed so far. Nothing of it is stored: the page carries it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.forms import BoundField
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from leads.forms import CONSENT_FIELDS, ClinicChoiceField, ConsultRequestForm
from leads.guided.steps import Step, step_named, steps_of
from leads.questions import PREFIX, clinic_choices, offered_clinics
from sites.models import Clinic

# Says that the visitor chooses the clinic: a clinic that was chosen in the last step can be chosen anew.
OFFERS_CLINICS = "offers_clinics"
HONEYPOT = "website"


class StepForm(ConsultRequestForm):
    """A consult request on its way: only what its step asks is checked. With no step, nothing is."""

    step: Step | None = None
    _errors: ErrorDict | None

    def full_clean(self) -> None:
        super().full_clean()
        asked = set(self.step.fields) if self.step else set()
        self._errors = ErrorDict({name: found for name, found in (self._errors or {}).items() if name in asked})


@dataclass
class Progress:
    """What a step's template shows."""

    form: ConsultRequestForm
    step: Step
    steps: list[Step]
    clinic: Clinic | None = None
    """Of the page that the form stands on; None where the visitor chooses."""
    clinics: list[Clinic] = field(default_factory=list)
    """To choose from in this step."""

    @property
    def count(self) -> int:
        return len(self.steps)

    @property
    def is_first(self) -> bool:
        return self.step.number == 1

    @property
    def offers_clinics(self) -> bool:
        return self.clinic is None

    @property
    def questions(self) -> list[BoundField]:
        """The form's own, in this step."""
        return [self.form[name] for name in self.step.fields if name.startswith(PREFIX)]

    @cached_property
    def carried(self) -> list[tuple[str, str]]:
        """Name and value of what other steps asked, as far as it was answered."""
        shown = {*self.step.fields, HONEYPOT, *(each.name for each in self.form.hidden_fields())}
        if self.clinic:
            shown.add("clinic")
        return list(values_in(self.form, left_out=shown))

    @cached_property
    def everything(self) -> list[tuple[str, str]]:
        """Name and value of all that was posted, this step's and hidden ones too."""
        values = list(values_in(self.form, left_out=set()))
        return [*values, ("step", self.step.slug), *([(OFFERS_CLINICS, "1")] if self.offers_clinics else [])]

    def offer(self, clinics: Callable[[], Iterable[Clinic]]) -> None:
        """Let the visitor choose, if this step asks for the clinic."""
        choice = self.form.fields["clinic"]
        if "clinic" in self.step.fields and isinstance(choice, ClinicChoiceField):
            self.clinics = offered_clinics(self.form.definition, clinics())
            choice.offer(clinic_choices(self.clinics))


def values_in(form: ConsultRequestForm, *, left_out: set[str]) -> Iterator[tuple[str, str]]:
    """Every value of a field of the form, or of a question, gone ones too. Whatever else was posted is dropped."""
    data = form.data
    if not isinstance(data, MultiValueDict):
        return
    unticked = {box for box in CONSENT_FIELDS.values() if not form[box].value()}  # its words are others by now
    for name in data:
        if name not in left_out | unticked and (name in form.fields or name.startswith(PREFIX)):
            yield from ((name, value) for value in data.getlist(name) if value)


def progress_of(
    data: QueryDict,
    *,
    clinic: Clinic | None,
    clinics: Callable[[], Iterable[Clinic]],
    at: str = "",
    checks: bool = False,
) -> Progress:
    """From what was posted or saved. The definition is found by the id in it.

    Args:
        clinic: the one that `data` names, None where it names none.
        clinics: finds those to choose from.
        at: slug of the step to show; unknown or empty: the first.
        checks: whether the step's own fields are checked.
    """
    offers = bool(data.get(OFFERS_CLINICS)) or clinic is None
    form = StepForm(data, clinic=None if offers else clinic, choices=())
    steps = steps_of(form.definition, offers_clinics=offers)
    step = step_named(at, steps)
    form.step = step if checks else None
    progress = Progress(form, step, steps, clinic=None if offers else clinic)
    progress.offer(clinics)
    return progress


def first_step(form: ConsultRequestForm, *, clinic: Clinic | None) -> Progress:
    """Of a form that nobody filled in yet, for a page that is kept: of `clinic`, or with a choice in the last step."""
    steps = steps_of(form.definition, offers_clinics=clinic is None)
    return Progress(form, steps[0], steps, clinic=clinic)
