"""What staff write to a lead, as forms. Placeholders are filled before anything else looks at the words."""

import re
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leads.messages.placeholders import fill, refuse_unfilled
from leads.messages.text_length import LONGEST
from leads.messages.writing import Draft
from leads.models import Lead, Message, MessageTemplate

LONGEST_LETTER = 20_000


class WritingForm(forms.Form):
    """`key` makes sending twice the same as once: a double click, a page sent again."""

    channel: str
    key = forms.UUIDField(widget=forms.HiddenInput)
    from_template = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)

    def __init__(self, data: Any = None, *, lead: Lead, values: dict[str, str], **kwargs: Any) -> None:
        self.lead, self.values = lead, values
        super().__init__(data, **kwargs)

    @classmethod
    def with_template(cls, template: MessageTemplate | None, *, lead: Lead, values: dict[str, str]) -> "WritingForm":
        """A new form, with what the template says to this person."""
        initial: dict[str, object] = {"key": uuid.uuid4()}
        if template:
            initial |= {
                "from_template": template.name,
                "subject": fill(template.subject, values),
                "body": fill(template.body, values),
            }
        return cls(lead=lead, values=values, initial=initial)

    def clean_body(self) -> str:
        return self.filled("body")

    def filled(self, name: str) -> str:
        text = fill(self.cleaned_data[name].replace("\r\n", "\n"), self.values)
        refuse_unfilled(text)
        return text

    def draft(self) -> Draft:
        """Of a valid form."""
        return Draft(
            channel=self.channel,
            subject=self.cleaned_data.get("subject", ""),
            body=self.cleaned_data["body"],
            template_name=self.cleaned_data["from_template"],
        )


class EmailForm(WritingForm):
    channel = Message.Channel.EMAIL.value
    subject = forms.CharField(
        label=_("Subject"),
        max_length=150,
        help_text=_("It may name the clinic, never the person: it is read on lock screens."),
    )
    body = forms.CharField(label=_("Text"), max_length=LONGEST_LETTER, widget=forms.Textarea(attrs={"rows": 14}))
    field_order = ["subject", "body"]

    def clean_subject(self) -> str:
        subject = " ".join(self.filled("subject").split())
        if names_person(subject, self.lead):
            raise forms.ValidationError(_("Take the person's name out of the subject."), code="named")
        return subject


class TextForm(WritingForm):
    channel = Message.Channel.SMS.value
    body = forms.CharField(
        label=_("Text"), max_length=LONGEST - 200, widget=forms.Textarea(attrs={"rows": 6, "data-text-length": ""})
    )
    send_at = forms.CharField(widget=forms.HiddenInput, required=False)
    """The time that was offered when it was too late or too early to send at once."""


def names_person(subject: str, lead: Lead) -> bool:
    """Whether it holds the person's whole name in any letters, or a part of it written as a name."""
    without_clinic = subject.replace(lead.clinic.name, " ")
    name = lead.person.full_name.strip()
    if not name:
        return False
    parts = [part for part in name.split() if len(part) > 2]
    words = set(re.findall(r"[\w'\u2019-]+", without_clinic))
    return name.lower() in without_clinic.lower() or any(part in words for part in parts)
