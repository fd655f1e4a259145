"""Which drawing and ready-made colour stand for a clinic, an article or a page until somebody uploads a picture."""

from zlib import crc32

from sites.models import Clinic

SCENES = ("lake", "hills", "harbor", "valley", "mesa", "fields")

# A scene shows what the place is like. Where a state has several, the clinic's slug picks one, always the same.
SCENES_BY_STATE = {
    **dict.fromkeys(("AZ", "NM", "NV", "UT"), ("mesa",)),
    **dict.fromkeys(("MI", "MN", "WI"), ("lake", "fields")),
    **dict.fromkeys(("CT", "DE", "MA", "MD", "ME", "NH", "NJ", "RI"), ("harbor",)),
    **dict.fromkeys(("AR", "IA", "IL", "IN", "KS", "MO", "ND", "NE", "OH", "OK", "SD", "TX"), ("fields",)),
    **dict.fromkeys(("CO", "ID", "MT", "OR", "WA", "WY"), ("valley", "hills")),
}

# Hue of each ready-made brand class of the stylesheet; a list of clinics shows each in the nearest of them.
HUE_BY_BRAND_CLASS = {"brand-clay": 42, "brand-fern": 155, "brand-sea": 205, "brand-lake": 240, "brand-plum": 345}

COVERS = ("rivers", "sill", "path")


def scene_of(clinic: Clinic | None) -> str:
    if clinic is None:
        return "hills"
    choices = SCENES_BY_STATE.get(clinic.state, SCENES)
    return choices[crc32(clinic.slug.encode()) % len(choices)]


def brand_class_of(clinic: Clinic) -> str:
    def distance(hue: int) -> int:
        apart = abs(hue - clinic.hue) % 360
        return min(apart, 360 - apart)

    return min(HUE_BY_BRAND_CLASS, key=lambda name: distance(HUE_BY_BRAND_CLASS[name]))


def cover_of(key: int) -> str:
    """A drawing for the page with this primary key."""
    return COVERS[key % len(COVERS)]
