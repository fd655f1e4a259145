"""Phone numbers: stored in E.164 with the extension beside it, shown the way the country writes them."""

from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

DEFAULT_REGION = "US"
LONGEST_EXTENSION = 8


@dataclass(frozen=True)
class PhoneNumber:
    e164: str
    """"+12185550142"."""
    extension: str = ""
    """Digits, or empty."""

    @property
    def display(self) -> str:
        """ "(218) 555-0142 ext. 5"; numbers of other countries with their country code."""
        written = as_written(self.e164)
        return f"{written} ext. {self.extension}" if self.extension else written

    @property
    def national(self) -> str:
        """ "(218) 555-0142", without an extension: for sheets of other systems."""
        return phonenumbers.format_number(phonenumbers.parse(self.e164), phonenumbers.PhoneNumberFormat.NATIONAL)

    @property
    def tel_uri(self) -> str:
        """RFC 3966, "tel:+12185550142;ext=5": the extension survives the tap."""
        return f"tel:{self.e164};ext={self.extension}" if self.extension else f"tel:{self.e164}"


@lru_cache(maxsize=2_000)
def as_written(e164: str) -> str:
    """Kept, as a page shows the same number six times and each took a tenth of a millisecond."""
    number = phonenumbers.parse(e164)
    national = number.country_code == phonenumbers.country_code_for_region(DEFAULT_REGION)
    form = phonenumbers.PhoneNumberFormat.NATIONAL if national else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(number, form))


def parse_phone_number(text: str, *, region: str = DEFAULT_REGION) -> PhoneNumber:
    """The number somebody typed, in any usual spelling, "x5" and "ext. 5" included.

    Only the length is judged, not whether the number is assigned: a numbering plan grows faster than a library.

    Raises:
        ValidationError: not a phone number; the message says what to type.
    """
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        number = None
    # Not `is_possible_number`, which lets seven digits without an area code through.
    possible = phonenumbers.ValidationResult.IS_POSSIBLE
    if number is None or phonenumbers.is_possible_number_with_reason(number) != possible:
        raise ValidationError(_("Add the whole phone number with its area code, ten digits in all"), code="phone")
    extension = phonenumbers.normalize_digits_only(number.extension or "")
    if len(extension) > LONGEST_EXTENSION:
        raise ValidationError(_("Shorten the extension to eight digits"), code="phone_extension")
    return PhoneNumber(
        e164=phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), extension=extension
    )


def validate_e164(value: str) -> None:
    """A model validator: "+" and the full number, which `parse_phone_number` makes."""
    if parse_phone_number(value).e164 != value:
        raise ValidationError(_("Write the number in international form, such as +12185550142"), code="phone")
