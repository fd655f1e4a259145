from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.forms import CheckboxSelectMultiple
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

from protection.data_classes import CHOICES as DATA_CLASSES
from protection.identifiers import uuid7
from sites.compiled_queries import keep_prefetched
from sites.models.consent_wording import ConsentWording

MOST_CHOICES = 20


class ConsultForm(ClusterableModel):
    """What a consult form asks beyond name and address, and the words people agree to. Placed on pages by its block.

    Name, phone, e-mail and clinic are asked by every form and are no part of a definition.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=120, help_text=_("For editors; visitors do not see it."))
    clinic = models.ForeignKey(
        "sites.Clinic",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="consult_forms",
        verbose_name=_("clinic"),
        help_text=_("Empty: pages of every clinic may use the form."),
    )
    clinics = ParentalManyToManyField(
        "sites.Clinic",
        blank=True,
        related_name="+",
        verbose_name=_("clinics to choose from"),
        help_text=_("On a page of no clinic. None ticked: every clinic."),
    )
    is_guided = models.BooleanField(
        _("in steps"), default=False, help_text=_("A few questions at a time; visitors may save and come back.")
    )
    asks_preferred_contact = models.BooleanField(_("asks how to answer"), default=True)
    asks_best_time = models.BooleanField(_("asks for the best time"), default=True)
    asks_message = models.BooleanField(_("asks for anything else"), default=True)
    offers_newsletter = models.BooleanField(_("offers the newsletter"), default=True)
    consent_contact_text = models.TextField(
        _("consent to contact, own wording"), blank=True, help_text=_("Empty: the clinic's wording.")
    )
    consent_sms_text = models.TextField(
        _("consent to text messages, own wording"), blank=True, help_text=_("Empty: the clinic's wording.")
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("clinic"),
                FieldPanel("clinics", widget=CheckboxSelectMultiple),
                FieldPanel("is_guided"),
            ],
            heading=_("Form"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("asks_preferred_contact"), FieldPanel("asks_best_time")]),
                FieldRowPanel([FieldPanel("asks_message"), FieldPanel("offers_newsletter")]),
            ],
            heading=_("Usual questions"),
        ),
        InlinePanel("questions", heading=_("Questions of its own"), label=_("Question")),
        MultiFieldPanel([FieldPanel("consent_contact_text"), FieldPanel("consent_sms_text")], heading=_("Consent")),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("consult form")

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        ConsentWording.objects.keep(self.consent_contact_text, self.consent_sms_text)

    @classmethod
    def details_for(cls, keys: Sequence[UUID]) -> "dict[str, models.QuerySet[Any]]":
        """What is shown with the forms of these keys: see `sites.blocks.rows_in_hand`."""
        return {
            "questions": ConsultQuestion.objects.filter(form__pk__in=keys),
            "clinics": cls.clinics.through.objects.filter(consultform__pk__in=keys),
        }

    def keep_details(self, details: Mapping[str, Sequence[Any]]) -> None:
        questions = [each for each in details["questions"] if each.form_id == self.pk]
        links = [each for each in details["clinics"] if each.consultform_id == self.pk]
        questions.sort(key=lambda each: each.sort_order or 0)
        keep_prefetched(self, "questions", questions, ConsultQuestion)
        self.named_clinic_ids = frozenset(link.clinic_id for link in links)

    @cached_property
    def named_clinic_ids(self) -> frozenset[UUID]:
        """Of the clinics to choose from; empty for every clinic."""
        return frozenset(clinic.pk for clinic in self.clinics.all())

    @property
    def usual_questions(self) -> dict[str, bool]:
        """Field of the form and whether it is asked."""
        return {
            "preferred_contact": self.asks_preferred_contact,
            "best_time": self.asks_best_time,
            "message": self.asks_message,
            "newsletter": self.offers_newsletter,
        }


class ConsultQuestion(Orderable):
    """One optional question of a form. Its answers are kept with the question's words, so words may change."""

    class Kind(models.TextChoices):
        LINE = "line", _("One line")
        TEXT = "text", _("Several lines")
        ONE = "one", _("One of several answers")
        SEVERAL = "several", _("Any of several answers")

    class Step(models.TextChoices):
        REASON = "reason", _("What brings you")
        HISTORY = "history", _("How long")
        CANDIDACY = "candidacy", _("Whether it may suit you")

    form = ParentalKey(ConsultForm, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField(
        _("key"), max_length=40, help_text=_("Names the answer in events, such as how-long. Better not changed.")
    )
    question = models.CharField(_("question"), max_length=200)
    help_text = models.CharField(_("help text"), max_length=300, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.LINE)
    choices = models.TextField(_("answers to choose from"), blank=True, help_text=_("One a line."))
    step = models.CharField(_("step"), max_length=12, choices=Step, default=Step.REASON)
    data_class = models.CharField(
        _("data class"),
        max_length=12,
        choices=[choice for choice in DATA_CLASSES if choice[0] != "reference"],
        default="health",
        help_text=_("Decides who may get the answer. When in doubt, leave it at health."),
    )

    panels = [
        FieldPanel("question"),
        FieldPanel("help_text"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("step"), FieldPanel("data_class")]),
        FieldPanel("choices"),
        FieldPanel("key"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("question")
        constraints = [models.UniqueConstraint(fields=["form", "key"], name="one_question_of_a_key_in_a_form")]

    def __str__(self) -> str:
        return self.question

    def clean(self) -> None:
        super().clean()
        if self.offers_choices and len(self.choice_list) < 2:
            raise ValidationError({"choices": _("Write at least two answers, one a line.")})
        if len(self.choice_list) > MOST_CHOICES:
            raise ValidationError({"choices": _("Twenty answers are the most.")})

    @property
    def offers_choices(self) -> bool:
        return self.kind in {self.Kind.ONE, self.Kind.SEVERAL}

    @property
    def choice_list(self) -> list[str]:
        return [line.strip() for line in self.choices.splitlines() if line.strip()]
