"""No line break where a form has one line: browsers send none, and a mail's header would end there."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def refuse_line_breaks(form: forms.Form) -> None:
    """Add an error to each text field of one line whose value has several. For use in `clean`."""
    for name, field in form.fields.items():
        is_one_line = isinstance(field, forms.CharField) and not isinstance(field.widget, forms.Textarea)
        # What was posted, not `form[name].value()`: that would work out the initial value too.
        typed = form.data.get(form.add_prefix(name)) if is_one_line else ""
        if isinstance(typed, str) and not {"\r", "\n"}.isdisjoint(typed.strip()):
            form.add_error(name, ValidationError(_("Write this on one line."), code="line_break"))
