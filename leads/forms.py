"""The consult form: what a visitor may send, and what it means."""

from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from leads.attribution import CAMPAIGN_FIELDS, attribution_of, campaign_of
from leads.consent_fields import ConsentField, WordingsField
from leads.consent_wording import contact_wording, newsletter_wording, sms_wording
from leads.newsletter.lists import list_for
from leads.newsletter.models import NewsletterList
from leads.person_fields import PersonFieldsForm
from leads.questions import PREFIX, answers_of, clinic_choices, definition_of, offered_clinics, question_fields
from leads.shown_wording import posted_versions, versions_to_post
from leads.submission import Answer, Submission
from leads.suspicion import doubts_about, pace_of, quarantine_reason
from sites.models import Clinic, ConsultForm

# What a visitor typed and need not type again. Consent is not in it: it was given to one clinic.
CARRIED_FIELDS = ("full_name", "phone", "email", "preferred_contact", "best_time", "message", "page", "language")
CONSENT_FIELDS = {"contact": "consent_contact", "sms": "consent_sms", "newsletter": "newsletter"}
LONGEST_MESSAGE = 5_000


def _say(words: Callable[[], str]) -> str:
    return words()


said_when_shown = lazy(_say, str)


@dataclass(frozen=True)
class LookUps:
    """How a form finds what is not in what was posted. With `asks_database` off, `choices` are all it may offer."""

    list_for: Callable[[Clinic | None], NewsletterList | None] = list_for
    definition_of: Callable[[str], ConsultForm | None] = definition_of
    asks_database: bool = True


IN_DATABASE = LookUps()


class ClinicChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice by slug that does not ask the database again for the clinic that the view has found already."""

    found: Clinic | None = None

    def offer(self, choices: Iterable[tuple[str, str]]) -> None:
        """Show these slugs and names, which the page has read already. What may be chosen is still the queryset's."""
        self.choices = [("", str(self.empty_label)), *choices]

    def to_python(self, value: Any) -> Clinic | None:
        if self.found is not None and value == self.found.slug:
            return self.found
        choice: Clinic | None = super().to_python(value)
        return choice


class ConsultRequestForm(PersonFieldsForm):
    """Fields by the public interface. Fields that script adds may all be missing.

    `clinic` is the clinic of the page the form stands on, if it has one; then the visitor does not choose.
    `definition` says which questions are asked; a bound form finds its own by the id that was posted.
    """

    PREFERRED_CONTACT = [("phone", _("Phone call")), ("text", _("Text message")), ("email", _("E-mail"))]
    BEST_TIMES = [
        ("", _("Any time")),
        ("morning", _("Morning")),
        ("afternoon", _("Afternoon")),
        ("evening", _("Early evening")),
    ]

    clinic = ClinicChoiceField(
        queryset=Clinic.objects.shown(),
        to_field_name="slug",
        label=_("Clinic"),
        empty_label=_("Choose a clinic"),
        error_messages={"required": _("Choose the clinic to ask"), "invalid_choice": _("Choose a clinic of the list")},
    )
    full_name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Tell us your name")},
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=60,
        required=False,
        help_text=_("Ten digits, like (218) 555-0100"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.CharField(
        label=_("E-mail"),
        max_length=320,
        required=False,
        help_text=_("If you would rather read than talk"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    preferred_contact = forms.ChoiceField(
        label=_("How should we answer?"), choices=PREFERRED_CONTACT, required=False, widget=forms.RadioSelect
    )
    best_time = forms.CharField(
        label=_("Best time"), max_length=60, required=False, widget=forms.Select(choices=BEST_TIMES)
    )
    message = forms.CharField(
        label=_("Anything we should know"),
        max_length=LONGEST_MESSAGE,
        required=False,
        help_text=_("You do not have to write about your health here."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    consent_contact = ConsentField(required=False)
    consent_sms = ConsentField(required=False)
    newsletter = ConsentField(required=False)
    wordings = WordingsField(required=False)
    website = forms.CharField(required=False, max_length=2_000)
    submission_key = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    page = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)
    block = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    language = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    consult_form = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)
    page_revision = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    first_touch = forms.CharField(required=False, widget=forms.HiddenInput)
    last_touch = forms.CharField(required=False, widget=forms.HiddenInput)
    utm_source = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    utm_medium = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    utm_campaign = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    utm_term = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    utm_content = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)

    answers: tuple[Answer, ...] = ()
    left_out: frozenset[str] = frozenset()
    """Usual fields that the definition does not ask."""

    def __init__(
        self,
        *args: Any,
        clinic: Clinic | None = None,
        choices: Iterable[tuple[str, str]] | None = None,
        definition: ConsultForm | None = None,
        look_ups: LookUps = IN_DATABASE,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.page_clinic = clinic
        self.look_ups = look_ups
        self.definition = definition or look_ups.definition_of(self.data.get("consult_form", ""))
        self.ask_as_defined()
        choice = self.fields["clinic"]
        assert isinstance(choice, ClinicChoiceField)  # noqa: S101 - tells the type checker
        if not look_ups.asks_database:
            choice.queryset = Clinic.objects.none()
        if clinic is None and choices is None and self.definition:
            shown = Clinic.objects.shown() if look_ups.asks_database else Clinic.objects.none()
            choices = clinic_choices(offered_clinics(self.definition, shown))
        if choices is not None:
            choice.offer(choices)
        choice.found = clinic
        self.fields["consent_contact"].label = contact_wording(clinic, self.definition)
        self.fields["consent_sms"].label = sms_wording(clinic, self.definition)
        # Looked up when the form is shown; a form that is only checked needs no wording.
        self.fields["newsletter"].label = said_when_shown(cache(lambda: newsletter_wording(look_ups.list_for(clinic))))
        self.initial["wordings"] = self.wordings_shown
        for purpose, version in posted_versions(str(self.data.get("wordings", ""))).items():
            self.fields[CONSENT_FIELDS[purpose]].posted_version = version  # type: ignore[attr-defined]

    def wordings_shown(self) -> str:
        """The versions of the words beside this form's boxes, as they are posted with it."""
        shown = {purpose: box for purpose, box in CONSENT_FIELDS.items() if box not in self.left_out}
        return versions_to_post({purpose: str(self.fields[box].label) for purpose, box in shown.items()})

    def ask_as_defined(self) -> None:
        """Add the definition's questions. What it does not ask is not shown, and taken all the same if it is sent."""
        if not self.definition:
            return
        self.left_out = frozenset(field for field, asked in self.definition.usual_questions.items() if not asked)
        self.initial["consult_form"] = str(self.definition.pk)
        self.fields.update(question_fields(self.definition.questions.all()))

    @property
    def asked_questions(self) -> list[forms.BoundField]:
        return [field for field in self if field.name.startswith(PREFIX)]

    def clean_language(self) -> str:
        offered = self.cleaned_data["language"] or get_language() or "en"
        return "es" if offered.lower().startswith("es") else "en"

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        try:
            self.answers = answers_of(self.data, self.definition.questions.all() if self.definition else [])
        except ValidationError as error:
            self.add_error(None, error)
        neither = not data.get("email") and not data.get("phone")
        if neither and not {"email", "phone"} & set(self.errors):
            self.add_error("phone", ValidationError(_("Leave a phone number or an e-mail address, so we can answer")))
        return data

    def submission(self, *, form_address: str = "") -> Submission:
        """The valid form's values as a visitor's. `form_address`: of the page that held the form, with its query."""
        key = self.cleaned_data["submission_key"]
        return self.submission_from(source="form", scope="form", key=key, form_address=form_address)

    def submission_from(self, *, source: str, scope: str, key: str, form_address: str = "") -> Submission:
        """The valid form's values. Reasons to doubt mark them for quarantine, where a person decides."""
        data = self.cleaned_data
        came_from = attribution_of(first=data["first_touch"], last=data["last_touch"], form_address=form_address)
        submission = Submission(
            full_name=data["full_name"],
            email=data["email"],
            phone=data["phone"],
            phone_typed=self["phone"].value() or "",
            message=data["message"],
            preferred_contact=data["preferred_contact"],
            best_time=data["best_time"],
            consent_contact=data["consent_contact"],
            consent_sms=data["consent_sms"],
            newsletter=data["newsletter"],
            language=data["language"],
            page=data["page"],
            block=data["block"],
            campaign={name: data[name] for name in CAMPAIGN_FIELDS if data[name]} or campaign_of(came_from),
            attribution=came_from,
            answers=self.answers,
            consult_form=data["consult_form"],
            page_revision=data["page_revision"],
            wordings=data["wordings"],
            key=key,
            scope=scope,
            source=source,
        )
        # `pace` is no field: whatever stands in it, or nothing, is no mistake of the visitor's.
        doubts = doubts_about(submission, website=data["website"], pace=pace_of(self.data.get("pace", "")))
        return replace(submission, quarantine_reason=quarantine_reason(doubts))

    def offered_to(self, clinic: Clinic) -> "ConsultRequestForm":
        """A new form for another clinic that holds what was typed here, to be sent or not."""
        questions = [field.name for field in self.asked_questions]
        carried = {name: self[name].value() for name in (*CARRIED_FIELDS, *CAMPAIGN_FIELDS, *questions)}
        return ConsultRequestForm(initial=carried, clinic=clinic, definition=self.definition, look_ups=self.look_ups)

    def refused_as_reused(self) -> "ConsultRequestForm":
        """The form with what was typed, saying that its key was used. Sent again it goes through, under a new key."""
        self.add_error(
            None,
            ValidationError(
                _(
                    "This form was sent before with other answers, and that request was received. "
                    "Send again to add this."
                ),
                code="reused",
            ),
        )
        if isinstance(self.data, QueryDict):
            self.data = self.data.copy()
            self.data["submission_key"] = ""
        return self


class FieldsOfForm(dict[str, forms.Field]):
    """A form's fields, of which each form gets copies of its own only where it changes them.

    Django copies all of them, widgets and words included: a third of what checking a form costs.
    """

    CHANGED = frozenset({"clinic", *CONSENT_FIELDS.values()})

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        return {name: deepcopy(field, memo) if name in self.CHANGED else field for name, field in self.items()}


ConsultRequestForm.base_fields = FieldsOfForm(ConsultRequestForm.base_fields)
HIDDEN_FIELDS = tuple(name for name, field in ConsultRequestForm.base_fields.items() if field.widget.is_hidden)
