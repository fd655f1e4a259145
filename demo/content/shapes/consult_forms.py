"""Shapes of forms of a clinic's own."""

from dataclasses import dataclass
from typing import Literal

QuestionKind = Literal["line", "text", "one", "several"]
QuestionStep = Literal["reason", "history", "candidacy"]


@dataclass(frozen=True)
class FormQuestion:
    key: str
    question: str
    kind: QuestionKind = "line"
    step: QuestionStep = "reason"
    choices: tuple[str, ...] = ()
    help_text: str = ""
    data_class: Literal["preference", "health"] = "health"


@dataclass(frozen=True)
class ConsultFormContent:
    """Stands on the page of `treatment`, which belongs to no clinic."""

    name: str
    treatment: str
    heading: str
    text: str
    questions: tuple[FormQuestion, ...]
    is_guided: bool = False
    asks_message: bool = True
    clinics: tuple[str, ...] = ()
    """Slugs of those to choose from; none: every clinic."""
