"""National Provider Identifiers: ten digits, the last of which checks the others."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ISSUER_PREFIX = "80840"  # health applications, United States: https://www.cms.gov/ "NPI check digit", ISO/IEC 7812


def validate_npi(value: str) -> None:
    """
    Raises:
        ValidationError: the message says what to look at.
    """
    if len(value) != 10 or not (value.isascii() and value.isdigit()):
        raise ValidationError(_("An NPI has ten digits and nothing else."), code="npi")
    if luhn_sum(ISSUER_PREFIX + value) % 10:
        raise ValidationError(
            _("This is no NPI: its last digit does not fit the others. Look for two digits that changed places."),
            code="npi",
        )


def luhn_sum(digits: str) -> int:
    """Every second digit from the right but one counts double, and its digits apart. A multiple of ten is right."""
    doubled = [int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled)
