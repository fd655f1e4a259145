"""In which states a clinic's providers may treat."""

import re
from datetime import date

from sites.models import Clinic
from sites.models.provider import ProviderRole


def licensed_states(clinic: Clinic, *, on: date) -> frozenset[str]:
    """Two-letter codes: those of the clinic's record, and of everybody who practises there on this day.

    Empty where nobody has entered any: then nothing is known. One query.
    """
    roles = ProviderRole.objects.present(on=on).filter(clinic=clinic)
    texts = [clinic.licence_states, *roles.values_list("provider__licence_states", flat=True)]
    return frozenset(code for text in texts for code in re.findall(r"\b[A-Z]{2}\b", text.upper()))
