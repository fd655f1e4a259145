"""What must be true of a clinic's record as a whole."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sites.brand_colors import LEAST_CONTRAST, worst_pair

if TYPE_CHECKING:
    from sites.models.clinic import Clinic

type Objection = tuple[str, str | Promise]
"""The field that is to be changed, and what to do there."""


def validate_clinic(clinic: "Clinic", *, stored: "Clinic | None") -> None:
    """All rules at once, so that an editor sees all that is to be changed.

    Args:
        stored: the record as it is in the database, None for a new one.

    Raises:
        ValidationError: a message at each field that is to be changed.
    """
    objections: dict[str, list[str | Promise]] = {}
    for rule in RULES:
        for field_name, message in rule(clinic, stored):
            objections.setdefault(field_name, []).append(message)
    if objections:
        raise ValidationError(objections)


def slug_stays(clinic: "Clinic", stored: "Clinic | None") -> Iterator[Objection]:
    """The slug stands in addresses, webhooks and landing pages out of our reach."""
    if stored and stored.slug != clinic.slug:
        yield "slug", _("A clinic's slug never changes. Other systems know it.")


def successor_takes_patients(clinic: "Clinic", stored: "Clinic | None") -> Iterator[Objection]:
    successor = clinic.successor
    if successor is None:
        return
    if successor.pk == clinic.pk:
        yield "successor", _("Choose another clinic: this one cannot lead its patients to itself.")
    elif successor.status == successor.Status.CLOSED:
        yield (
            "successor",
            _("Choose a clinic that is not closed: patients would be led from one closed door to another."),
        )
    elif clinic.pk in {each.pk for each in successor.successors()}:
        yield "successor", _("Choose another clinic: that one leads its own patients back here.")


def status_leads_on(clinic: "Clinic", stored: "Clinic | None") -> Iterator[Objection]:
    if clinic.status == clinic.Status.OPEN:
        return
    if not clinic.status_notice and not clinic.successor_id:
        yield "status_notice", _("Tell visitors what to do now, or choose who takes this clinic's patients.")
    if clinic.status == clinic.Status.CLOSED and clinic.reopens_date:
        yield "reopens_date", _("A clinic closed for good does not open again: empty this, or set it to paused.")


def move_is_told_whole(clinic: "Clinic", stored: "Clinic | None") -> Iterator[Objection]:
    if clinic.moved_date and not clinic.former_address:
        yield "former_address", _("Give the address that patients know, so that they see it is the same clinic.")
    if clinic.former_address and not clinic.moved_date:
        yield "moved_date", _("Say since when the clinic is at its new address.")


def coordinates_follow_the_address(clinic: "Clinic", stored: "Clinic | None") -> Iterator[Objection]:
    """Else the finder and search engines would send people to the old place."""
    if stored is None or clinic.latitude is None or stored.postal_code == clinic.postal_code:
        return
    if (stored.latitude, stored.longitude) == (clinic.latitude, clinic.longitude):
        yield "latitude", _("The ZIP code changed: give the coordinates of the new address, or empty both.")


def languages_have_names(clinic: "Clinic", stored: "Clinic | None") -> Iterator[Objection]:
    unknown = [code for code in clinic.language_codes if "name_local" not in LANG_INFO.get(code, {})]
    if unknown:
        message = _("Not known: %(codes)s. Write codes such as en or es, separated by spaces.")
        yield "languages", message % {"codes": ", ".join(unknown)}


def brand_can_be_read(
    clinic: "Clinic", stored: "Clinic | None", *, least_contrast: float = LEAST_CONTRAST
) -> Iterator[Objection]:
    if not {clinic.hue, clinic.chroma}.isdisjoint({None}):  # the fields say so themselves
        return
    worst = worst_pair(hue=clinic.hue, strength=float(clinic.chroma))
    if worst.contrast < least_contrast:
        message = _(
            "Text of this colour has a contrast of %(found).1f to 1 on its ground in the %(scheme)s scheme; "
            "people with low vision need %(needed)s to 1. Choose a weaker colour or another hue."
        )
        yield "hue", message % {"found": worst.contrast, "scheme": worst.scheme, "needed": least_contrast}


RULES: tuple[Callable[["Clinic", "Clinic | None"], Iterator[Objection]], ...] = (
    slug_stays,
    successor_takes_patients,
    status_leads_on,
    move_is_told_whole,
    coordinates_follow_the_address,
    languages_have_names,
    brand_can_be_read,
)
