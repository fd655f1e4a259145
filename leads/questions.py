"""Questions of a form's own: as fields of the form, and their answers as they were typed."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.db import models
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from leads.submission import Answer
from sites.models import Clinic, ConsultForm, ConsultQuestion

PREFIX = "question_"
LONGEST_KEY = 40
LONGEST_ANSWER = 2_000
MOST_ANSWERS = 40

type Posted = MultiValueDict[str, str] | Mapping[str, Any]


class SeveralAnswersField(forms.MultipleChoiceField):
    """Takes what was ticked as it comes: the answers offered may have changed since the page was shown."""

    def validate(self, value: Any) -> None:
        """`answers_of` refuses what is too long."""


def definition_named(form_id: str) -> ConsultForm | None:
    """The form's definition, one query. None for no id and for one that is gone."""
    return _definition(form_id, ConsultForm.objects.all())


def definition_of(form_id: str) -> ConsultForm | None:
    """`definition_named` with its questions, one query more."""
    return _definition(form_id, ConsultForm.objects.prefetch_related("questions"))


def _definition(form_id: str, among: models.QuerySet[ConsultForm]) -> ConsultForm | None:
    try:
        wanted = UUID(form_id)
    except ValueError:
        return None
    return among.filter(pk=wanted).first()


def offered_clinics(definition: ConsultForm | None, clinics: Iterable[Clinic]) -> list[Clinic]:
    """Those of `clinics` that a visitor may choose from: the ones that the definition names, all where it names none
    of them."""
    named = definition.named_clinic_ids if definition else ()
    every = list(clinics)
    return [each for each in every if each.pk in named] or every


def clinic_choices(clinics: Iterable[Clinic]) -> tuple[tuple[str, str], ...]:
    """Slug and name of each."""
    return tuple((each.slug, str(each)) for each in clinics)


def question_fields(questions: Iterable[ConsultQuestion]) -> Iterator[tuple[str, forms.Field]]:
    """Each question's name in the form and its field. None is required."""
    for each in questions:
        yield PREFIX + each.key, field_for(each)


def field_for(question: ConsultQuestion) -> forms.Field:
    words: dict[str, Any] = {"label": question.question, "help_text": question.help_text, "required": False}
    choices: list[tuple[str, Any]] = [(each, each) for each in question.choice_list]
    match question.kind:
        case ConsultQuestion.Kind.ONE:
            # A radio button cannot be cleared: without the last choice a slip of the finger would be an answer.
            choices.append(("", _("I would rather not say")))
            return forms.CharField(max_length=LONGEST_ANSWER, widget=forms.RadioSelect(choices=choices), **words)
        case ConsultQuestion.Kind.SEVERAL:
            return SeveralAnswersField(choices=choices, widget=forms.CheckboxSelectMultiple, **words)
        case ConsultQuestion.Kind.TEXT:
            return forms.CharField(max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 3}), **words)
        case _:
            return forms.CharField(max_length=LONGEST_ANSWER, **words)


def answers_of(data: Posted, questions: Iterable[ConsultQuestion]) -> tuple[Answer, ...]:
    """What was answered, to the questions in their order, then to any that are gone: those count as about health.

    Raises:
        ValidationError: an answer is too long, or there are too many.
    """
    asked = {PREFIX + each.key: each for each in questions}
    names = [*asked, *sorted(name for name in data if name.startswith(PREFIX) and name not in asked)]
    answers = []
    for name in names:
        text, key, question = answer_text(data, name), name.removeprefix(PREFIX), asked.get(name)
        if not text:
            continue
        if len(text) > LONGEST_ANSWER or len(key) > LONGEST_KEY or "\x00" in text + key:
            raise forms.ValidationError(_("An answer is too long. Two thousand characters are the most."))
        answers.append(
            Answer(key, question.question, text, question.data_class) if question else Answer(key, key, text)
        )
    if len(answers) > MOST_ANSWERS:
        raise forms.ValidationError(_("There are too many answers."))
    return tuple(answers)


def answer_text(data: Posted, name: str) -> str:
    """What was typed, or what was ticked, one a line."""
    values = data.getlist(name) if isinstance(data, MultiValueDict) else [str(data.get(name, ""))]
    return "\n".join(each.strip() for each in values if each.strip())
