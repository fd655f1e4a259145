"""Nothing new is written about somebody who was erased."""

from leads.models import Lead


class LeadErased(Exception):
    """Nothing can be done with it any more."""


def refuse_erased(lead: Lead) -> None:
    """For whatever writes about a lead and moves no version. Holds the lead until the caller's transaction ends, so
    that an erasure comes before or after what is written, and then takes it along.

    Raises:
        LeadErased
    """
    here = Lead.including_quarantine.select_for_update(of=("self",)).filter(pk=lead.pk, erased_at=None)
    if not list(here.values_list("pk", flat=True)):
        raise LeadErased
