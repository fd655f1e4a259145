"""What an editor may not save in a clinic's record, and why."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from config.env import PROJECT_ROOT
from sites.brand_colors import DARK, LEAST_CONTRAST, LIGHT, contrast, hex_of, srgb_of_oklch, worst_pair
from sites.models import Clinic, ClinicPhone, Provider
from sites.models.clinic_rules import brand_can_be_read


def objections(clinic: Clinic, **values: Any) -> dict[str, list[str]]:
    for name, value in values.items():
        setattr(clinic, name, value)
    try:
        clinic.clean()
    except ValidationError as error:
        return error.message_dict
    return {}


def test_a_clinic_may_be_saved_as_it_is(clinic: Clinic) -> None:
    assert objections(clinic) == {}


def test_a_clinic_leads_its_patients_to_another_one(clinic: Clinic, other_clinic: Clinic) -> None:
    assert "to itself" in objections(clinic, successor=clinic)["successor"][0]
    assert objections(clinic, successor=other_clinic) == {}


def test_a_closed_clinic_takes_no_patients(clinic: Clinic, other_clinic: Clinic) -> None:
    other_clinic.status = "closed"

    assert "not closed" in objections(clinic, successor=other_clinic)["successor"][0]


def test_two_clinics_do_not_lead_to_each_other_over_a_third(
    make_clinic: Callable[..., Clinic], clinic: Clinic, other_clinic: Clinic
) -> None:
    third = make_clinic("superior", successor=clinic)
    other_clinic.successor = third
    other_clinic.save()

    assert "back here" in objections(clinic, successor=other_clinic)["successor"][0]


@pytest.mark.parametrize("status", ["paused", "closed"])
def test_who_takes_no_patients_says_what_to_do(clinic: Clinic, other_clinic: Clinic, status: str) -> None:
    assert set(objections(clinic, status=status)) == {"status_notice"}
    assert objections(clinic, status_notice="Call your doctor.") == {}
    assert objections(clinic, status_notice="", successor=other_clinic) == {}


def test_what_is_closed_for_good_does_not_open_again(clinic: Clinic) -> None:
    values = {"status": "closed", "status_notice": "Gone.", "reopens_date": "2026-06-01"}

    assert set(objections(clinic, **values)) == {"reopens_date"}


def test_a_move_has_a_day_and_an_old_address(clinic: Clinic) -> None:
    assert set(objections(clinic, moved_date="2026-03-01")) == {"former_address"}
    assert set(objections(clinic, moved_date=None, former_address="12 Old Road")) == {"moved_date"}


def test_a_new_zip_code_asks_for_new_coordinates(clinic: Clinic) -> None:
    clinic.latitude, clinic.longitude = Decimal("46.78000"), Decimal("-92.10000")
    clinic.save()

    assert set(objections(clinic, postal_code="55811")) == {"latitude"}
    assert objections(clinic, latitude=Decimal("46.81000")) == {}


def test_languages_are_codes_that_have_a_name(clinic: Clinic) -> None:
    assert "klingon" in objections(clinic, languages="en klingon")["languages"][0]
    assert objections(clinic, languages="en es vi") == {}


def test_a_colour_that_cannot_be_read_is_refused(clinic: Clinic) -> None:
    # No hue of today's stylesheet falls below WCAG's limit, so the rule is asked for more.
    [(field, message)] = brand_can_be_read(clinic, None, least_contrast=7.5)

    assert field == "hue"
    assert "people with low vision need 7.5 to 1" in message
    assert "Choose a weaker colour or another hue." in message


def test_every_hue_of_the_stylesheet_can_be_read() -> None:
    for hue in range(0, 360, 6):
        for strength in (0, 0.5, 1):
            assert worst_pair(hue=hue, strength=strength).contrast >= LEAST_CONTRAST, (hue, strength)


def test_colours_are_what_a_browser_makes_of_them() -> None:
    # CSS Color 4, the sRGB primaries in OKLCH.
    assert hex_of(srgb_of_oklch(0.62796, 0.25768, 29.234)) == "#ff0000"
    assert hex_of(srgb_of_oklch(0.86644, 0.29483, 142.495)) == "#00ff00"
    assert hex_of(srgb_of_oklch(0.45201, 0.31321, 264.052)) == "#0000ff"
    assert contrast((0, 0, 0), (1, 1, 1)) == pytest.approx(21)


@pytest.mark.parametrize(("tokens", "scheme"), [(LIGHT, "light"), (DARK, "dark")])
def test_the_colours_are_those_of_the_stylesheet(tokens: dict[str, Any], scheme: str) -> None:
    css = (PROJECT_ROOT / "static/css/site.css").read_text()
    light, _, dark = css.partition("@media (prefers-color-scheme:dark)")
    part = light if scheme == "light" else dark.partition("@media (prefers-contrast:more)")[0] + light
    for name, token in tokens.items():
        lightness = f"{token.lightness * 100:g}%"
        steps = ["."] if token.step == "c0" else [f"var(--{token.step})"]
        assert any(f"--{name}:oklch({lightness} {step}" in part for step in steps), (scheme, name)


# 1234567893 is the example of the standard; two digits changed places in the second, one is missing in the third.
@pytest.mark.parametrize(
    ("npi", "objection"),
    [("1234567893", None), ("1234567983", "changed places"), ("123456789", "ten digits"), ("12345678x3", "ten digits")],
)
def test_an_npi_is_checked_by_its_last_digit(npi: str, objection: str | None) -> None:
    provider = Provider(name="Dana Whitfield", npi=npi)
    if objection is None:
        provider.clean()
        return

    with pytest.raises(ValidationError, match=objection) as refused:
        provider.clean()
    assert set(refused.value.message_dict) == {"npi"}


def test_a_number_that_is_none_is_refused_at_its_field_and_in_no_words_of_the_database(clinic: Clinic) -> None:
    with pytest.raises(ValidationError) as refused:
        ClinicPhone(clinic=clinic, kind="main", number="12345").full_clean()

    assert refused.value.message_dict == {
        "number": ["Add the whole phone number with its area code, ten digits in all"]
    }
