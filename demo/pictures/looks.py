"""What each person of the demo looks like, and a steady invention for anybody else."""

import random
from dataclasses import dataclass

from .colors import Color

# Skin and the tone of its shadows.
PORCELAIN: tuple[Color, Color] = ((246, 214, 192), (214, 154, 128))
ROSE: tuple[Color, Color] = ((240, 200, 170), (205, 142, 112))
HONEY: tuple[Color, Color] = ((231, 186, 144), (190, 132, 92))
SAND: tuple[Color, Color] = ((214, 164, 120), (170, 112, 74))
BRONZE: tuple[Color, Color] = ((188, 132, 90), (142, 90, 56))
COCOA: tuple[Color, Color] = ((140, 92, 62), (98, 60, 38))
UMBER: tuple[Color, Color] = ((112, 72, 50), (76, 45, 30))


@dataclass(frozen=True)
class Look:
    skin: Color
    shade: Color
    hair: Color
    style: str
    clothes: str
    cloth: Color
    accent: Color = (236, 228, 210)
    face: str = "oval"
    mouth: str = "smile"
    lips: Color = (168, 78, 66)
    brow: Color = (48, 36, 32)
    brow_width: float = 3.2
    beard: str = ""
    glasses: str = ""
    frame: Color = (48, 44, 48)
    lashes: bool = False
    lines: bool = False
    sun_left: bool = False


BLACK: Color = (34, 28, 32)
ESPRESSO: Color = (58, 38, 32)
CHESTNUT: Color = (112, 66, 42)
COPPER: Color = (158, 86, 48)
WHEAT: Color = (206, 164, 104)
SILVER: Color = (190, 192, 196)

LOOKS = {
    "imani-okafor": Look(*COCOA, BLACK, "curls", "coat", (190, 94, 62), mouth="open", lashes=True, brow=BLACK),
    "dana-whitfield": Look(
        *PORCELAIN,
        COPPER,
        "bob",
        "stethoscope",
        (58, 110, 124),
        accent=(240, 190, 90),
        face="round",
        brow=CHESTNUT,
        sun_left=True,
    ),
    "mei-tanaka": Look(
        *HONEY,
        BLACK,
        "bun",
        "scrubs",
        (96, 140, 116),
        accent=(190, 94, 62),
        lashes=True,
        lips=(180, 84, 78),
    ),
    "annika-holm": Look(
        *ROSE,
        WHEAT,
        "braid",
        "coat",
        (74, 104, 142),
        accent=(92, 120, 150),
        face="long",
        brow=(150, 108, 62),
        lashes=True,
        sun_left=True,
    ),
    "khadra-warsame": Look(
        *COCOA,
        (128, 84, 124),
        "scarf",
        "cardigan",
        (70, 66, 92),
        accent=(74, 46, 78),
        lashes=True,
        brow=BLACK,
        mouth="open",
    ),
    "peter-vang": Look(
        *HONEY,
        BLACK,
        "quiff",
        "scrubs",
        (70, 96, 132),
        accent=(110, 160, 130),
        face="square",
        brow=BLACK,
        brow_width=4,
        sun_left=True,
    ),
    "lucille-brandt": Look(
        *PORCELAIN,
        SILVER,
        "waves",
        "cardigan",
        (126, 82, 98),
        accent=(238, 226, 208),
        glasses="round",
        frame=(120, 62, 58),
        lines=True,
        brow=(150, 146, 148),
    ),
    "rafael-herrera": Look(
        *SAND,
        BLACK,
        "crop",
        "blazer",
        (54, 68, 84),
        accent=(226, 222, 210),
        face="square",
        beard="full",
        brow=BLACK,
        brow_width=4.2,
    ),
    "elena-trujillo": Look(
        *BRONZE,
        ESPRESSO,
        "long",
        "stethoscope",
        (150, 78, 62),
        accent=(240, 190, 90),
        lashes=True,
        lips=(160, 62, 60),
        sun_left=True,
    ),
    "noah-abeyta": Look(
        *BRONZE,
        ESPRESSO,
        "tousled",
        "shirt",
        (82, 122, 132),
        face="long",
        beard="moustache",
        brow=ESPRESSO,
        brow_width=3.8,
        sun_left=True,
    ),
    "sofia-reyes": Look(
        *SAND,
        ESPRESSO,
        "tied",
        "turtleneck",
        (140, 90, 112),
        glasses="square",
        frame=(46, 40, 46),
        lashes=True,
        sun_left=True,
    ),
    "thomas-lindqvist": Look(
        *ROSE,
        SILVER,
        "silver-crop",
        "shirt",
        (104, 96, 124),
        face="long",
        glasses="round",
        lines=True,
        brow=(140, 138, 142),
        mouth="calm",
    ),
}


def look_of(key: str) -> Look:
    """The look that belongs to `key`; a key nobody drew gets one that stays the same."""
    if key in LOOKS:
        return LOOKS[key]
    chance = random.Random(f"look:{key}")
    skin, shade = chance.choice((PORCELAIN, ROSE, HONEY, SAND, BRONZE, COCOA, UMBER))
    hair = chance.choice((BLACK, ESPRESSO, CHESTNUT, COPPER, WHEAT, SILVER))
    return Look(
        skin,
        shade,
        hair,
        chance.choice(("bob", "bun", "long", "crop", "quiff", "silver-crop", "waves", "tousled", "tied", "curls")),
        chance.choice(("coat", "scrubs", "cardigan", "blazer", "turtleneck", "shirt")),
        chance.choice(((58, 110, 124), (96, 140, 116), (126, 82, 98), (74, 104, 142), (150, 78, 62))),
        face=chance.choice(("oval", "round", "long", "square")),
        glasses=chance.choice(("", "", "", "round", "square")),
        brow=hair,
        sun_left=chance.random() < 0.5,
    )
