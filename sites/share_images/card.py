"""What a share image says, and the address that follows from it."""

from dataclasses import astuple, dataclass
from hashlib import blake2b
from typing import Self

from django.urls import reverse
from wagtail.models import Page

from sites.models import Clinic

# Open Graph's own recommendation, and what the large previews of chats and feeds are cut to.
SHARE_IMAGE_SIZE = (1200, 630)

# Part of every version: raise it when the drawing changes, and every image has a new address.
DESIGN = 1

# A network page has no clinic: these are the two numbers of `.brand-night` in static/css/site.css.
NETWORK_HUE, NETWORK_CHROMA = 195, 0.7


@dataclass(frozen=True)
class ShareCard:
    title: str
    name: str
    """Of the clinic, or of the network."""
    place: str
    """The clinic's, or empty."""
    hue: int
    chroma: float

    @classmethod
    def of(cls, page: Page, *, clinic: Clinic | None, network_name: str) -> Self:
        title = page.seo_title or page.title
        if clinic is None:
            return cls.of_network(title, network_name=network_name)
        return cls(title, clinic.name, clinic.place, clinic.hue, float(clinic.chroma))

    @classmethod
    def of_network(cls, title: str, *, network_name: str) -> Self:
        return cls(title, network_name, "", NETWORK_HUE, NETWORK_CHROMA)

    @property
    def version(self) -> str:
        """Changes with anything that is drawn."""
        return blake2b(repr((DESIGN, astuple(self))).encode(), digest_size=6).hexdigest()


def share_image_path(page_pk: int, card: ShareCard) -> str:
    return reverse("share_image", args=[page_pk, card.version])


def finder_image_path(language_code: str, card: ShareCard) -> str:
    return reverse("finder_image", args=[language_code, card.version])
