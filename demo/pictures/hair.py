"""Hair as shapes around a head whose face spans x 76 to 164, y 72 to 187."""

from typing import NamedTuple

from .canvas import Shape

Piece = tuple[Shape, str]  # the tone is "base", "dark", "light" or "accent"


class Hair(NamedTuple):
    """`back` lies behind everything, `front` on the forehead, `over_clothes` falls over the shoulders."""

    back: tuple[Piece, ...] = ()
    front: tuple[Piece, ...] = ()
    over_clothes: tuple[Piece, ...] = ()
    covers_ears: bool = False
    covers_neck: bool = False
