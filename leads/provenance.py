"""Where a request came from, in words for the lead's page."""

from collections.abc import Iterator, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leads.attribution import CAMPAIGN_FIELDS, CLICK_IDS
from leads.models import ConsultRequest


class WayIn(TextChoices):
    """How somebody came whom the staff entered by hand. Stands as the request's `utm_source`, beside campaigns."""

    PHONE = "phone", gettext_lazy("They called")
    WALK_IN = "walk-in", gettext_lazy("They walked in")
    REFERRAL = "referral", gettext_lazy("Referred by another practice")
    WORD_OF_MOUTH = "word-of-mouth", gettext_lazy("Friends or family")
    EVENT = "event", gettext_lazy("An event")
    OTHER = "other", gettext_lazy("Otherwise")


def provenance(request: ConsultRequest) -> list[tuple[str, str]]:
    """Label and words of each thing known; empty where nothing is."""
    return [(label, words) for label, words in told(request) if words]


def told(request: ConsultRequest) -> Iterator[tuple[str, str]]:
    if request.source == ConsultRequest.Source.STAFF:
        yield _("How they came"), way_in_words(request.campaign.get("utm_source", ""))
        return
    first, last = (request.attribution.get(touch, {}) for touch in ("first", "last"))
    yield _("Form on"), request.page
    yield _("First came from"), touch_words(first)
    yield _("Last came from"), touch_words(last) if last != first else ""
    if not last:
        yield _("Campaign"), campaign_words(request.campaign)


def way_in_words(way: str) -> str:
    return str(dict(WayIn.choices).get(way, way))


def touch_words(touch: Mapping[str, str]) -> str:
    """ "google / winter, after a click on an advertisement, to /treatments/"."""
    parts = [campaign_words(touch) or touch.get("referrer_host", "")]
    if any(name in touch for name in CLICK_IDS):
        parts.append(_("a click on an advertisement"))
    if page := touch.get("landing_page"):
        parts.append(_("to %(page)s") % {"page": page})
    return ", ".join(part for part in parts if part)


def campaign_words(campaign: Mapping[str, str]) -> str:
    return " / ".join(campaign[name] for name in CAMPAIGN_FIELDS if campaign.get(name))
