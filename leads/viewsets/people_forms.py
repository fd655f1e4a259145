"""Forms about who somebody is and whether they may be contacted."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leads.models import DoNotContact
from leads.people.preview import Preview

NOTHING = _("Nothing")


class MergeForm(forms.Form):
    """A choice for each value in which the two differ. `seen` is what they looked like when it was made."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, preview: Preview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = preview.seen
        for each in preview.differences:
            self.fields[each.value.name] = forms.ChoiceField(
                label=each.value.label,
                choices=[("kept", each.kept or NOTHING), ("merged", each.merged or NOTHING)],
                initial=each.suggested,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
            )

    def choices(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class DoNotContactForm(forms.Form):
    channels = forms.MultipleChoiceField(
        label=_("Must not be contacted by"),
        choices=DoNotContact.Channel.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
