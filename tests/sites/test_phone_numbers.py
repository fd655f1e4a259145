"""Numbers as people type them, stored one way, shown the way the country writes them."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from sites.phone_numbers import PhoneNumber, parse_phone_number, validate_e164


@pytest.mark.parametrize(
    ("typed", "e164", "extension"),
    [
        ("(218) 555-0142", "+12185550142", ""),
        ("218.555.0142", "+12185550142", ""),
        ("2185550142", "+12185550142", ""),
        ("1 218 555 0142", "+12185550142", ""),
        (" +1 (218) 555-0142 ", "+12185550142", ""),
        ("218-555-0142 x5", "+12185550142", "5"),
        ("(218) 555-0142 ext. 123", "+12185550142", "123"),
        ("218-555-0142;ext=77", "+12185550142", "77"),
        ("218 555 0142 ext. ٥", "+12185550142", "5"),
        ("+44 20 7946 0018", "+442079460018", ""),
        ("(218) 555-0142 ext. 12345678", "+12185550142", "12345678"),
    ],
)
def test_any_usual_spelling_is_understood(typed: str, e164: str, extension: str) -> None:
    assert parse_phone_number(typed) == PhoneNumber(e164=e164, extension=extension)


@pytest.mark.parametrize(
    "typed",
    ["", "jo", "911", "555-0142", "218 555", "218 555 01422", "+1", "2" * 300, "(218) 555-0142 ext. 123456789"],
)
def test_what_is_no_whole_number_is_refused_with_what_to_type(typed: str) -> None:
    with pytest.raises(ValidationError, match=r"ten digits|eight digits"):
        parse_phone_number(typed)


def test_a_number_is_shown_as_the_country_writes_it() -> None:
    assert PhoneNumber("+12185550142").display == "(218) 555-0142"
    assert PhoneNumber("+12185550142", "5").display == "(218) 555-0142 ext. 5"
    assert PhoneNumber("+442079460018").display == "+44 20 7946 0018"


def test_a_tap_dials_the_extension_too() -> None:
    assert PhoneNumber("+12185550142").tel_uri == "tel:+12185550142"
    assert PhoneNumber("+12185550142", "5").tel_uri == "tel:+12185550142;ext=5"


def test_a_stored_number_is_in_international_form() -> None:
    validate_e164("+12185550142")
    for text in ("2185550142", "(218) 555-0142", "+1 218 555 0142"):
        with pytest.raises(ValidationError, match="international form"):
            validate_e164(text)


@given(st.text(alphabet="+0123456789 ()-.xext;=", max_size=40))
def test_what_is_taken_fits_its_column_and_reads_the_same_again(typed: str) -> None:
    try:
        number = parse_phone_number(typed)
    except ValidationError:
        return

    assert len(number.e164) <= 16
    assert len(number.extension) <= 8
    assert number.extension == "" or (number.extension.isascii() and number.extension.isdigit())
    assert parse_phone_number(number.e164).e164 == number.e164
