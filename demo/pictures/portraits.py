"""Drawn portraits in the manner of the site's own: one person, a warm wall, an arch, no model and no promise."""

from PIL import Image

from .canvas import Canvas, Shape, arch, ellipse, mirrored, outline
from .clothes import CLOTHES, COLLARS
from .colors import Color, mix
from .hair import Piece
from .hair_long import HAIR_LONG
from .hair_short import HAIR_SHORT
from .looks import Look, look_of

VIEW = (240, 280)
WALL: Color = (242, 219, 166)
WINDOW: Color = (250, 236, 200)
SUN: Color = (247, 221, 155)
HILL: Color = (244, 226, 182)
INK: Color = (42, 33, 28)
WHITE: Color = (252, 250, 246)
MIDDLE = 120.0
HAIR = HAIR_SHORT | HAIR_LONG

SHOULDERS = "M16 280C18 240 46 222 82 214C97 210 104 207 104 201H136C136 207 143 210 158 214C194 222 222 240 224 280Z"
NECK = "M102 160H138V200C138 216 130 224 120 224C110 224 102 216 102 200Z"
FACES = {
    "oval": "M77 120C77 90 95 72 120 72C145 72 163 90 163 120C163 150 154 167 141 178C134 184 127 187 120 187"
    "C113 187 106 184 99 178C86 167 77 150 77 120Z",
    "round": "M75 124C75 92 94 73 120 73C146 73 165 92 165 124C165 152 156 167 143 177C135 183 127 185 120 185"
    "C113 185 105 183 97 177C84 167 75 152 75 124Z",
    "long": "M78 118C78 88 96 70 120 70C144 70 162 88 162 118C162 150 155 170 143 182C135 189 127 191 120 191"
    "C113 191 105 189 97 182C85 170 78 150 78 118Z",
    "square": "M77 118C77 88 95 71 120 71C145 71 163 88 163 118C163 146 160 162 148 176C139 185 130 188 120 188"
    "C110 188 101 185 92 176C80 162 77 146 77 118Z",
}


def portrait(key: str, *, size: tuple[int, int] = (720, 840)) -> Image.Image:
    """A drawn portrait; keys of the demo's people have a look of their own, any other key gets a steady one.

    Cropped from the top or the sides if `size` has another shape than six to seven.
    """
    look = look_of(key)
    canvas = Canvas(size, view=VIEW, ground=WALL)
    hair = HAIR[look.style]
    face = outline(FACES[look.face])

    _wall(canvas, sun_left=look.sun_left)
    _hair(canvas, hair.back, look)
    canvas.fill(outline(SHOULDERS), look.cloth)
    CLOTHES[look.clothes](canvas, look)
    if hair.covers_neck:
        _hair(canvas, hair.over_clothes, look)
    _head(canvas, face, look=look, with_ears=not hair.covers_ears)
    _features(canvas, look)
    if look.clothes in COLLARS:
        COLLARS[look.clothes](canvas, look)
    if look.beard:
        _beard(canvas, face, look)
    _hair(canvas, hair.front, look)
    _glasses(canvas, look)
    if not hair.covers_neck:
        _hair(canvas, hair.over_clothes, look)
    return canvas.picture()


def _wall(canvas: Canvas, *, sun_left: bool) -> None:
    window = arch(26, 188, top=24, foot=290)
    canvas.fill(window, WINDOW)
    sun, hill = ellipse(186, 112, 25), outline("M0 214C60 178 130 196 240 158V290H0Z")
    if sun_left:
        sun, hill = mirrored(sun, axis=MIDDLE), mirrored(hill, axis=MIDDLE)
    canvas.fill(sun, SUN, inside=window)
    canvas.fill(hill, HILL, inside=window)


def _hair(canvas: Canvas, pieces: tuple[Piece, ...], look: Look) -> None:
    for shape, tone in pieces:
        canvas.fill(shape, _tone(tone, look))


def _tone(tone: str, look: Look) -> Color:
    return {
        "base": look.hair,
        "dark": mix(look.hair, (20, 12, 14), 0.32),
        "light": mix(look.hair, (255, 238, 214), 0.2),
        "accent": look.accent,
    }[tone]


def _head(canvas: Canvas, face: Shape, *, look: Look, with_ears: bool) -> None:
    shade = mix(look.skin, look.shade, 0.42)
    if look.style != "scarf":
        neck = outline(NECK)
        canvas.fill(neck, mix(look.skin, look.shade, 0.3))
        # The chin's shadow is what makes head and neck two things.
        canvas.fill([(x, y + 13) for x, y in face], look.shade, inside=neck)
    if with_ears:
        for x, turn in ((76.0, 1), (164.0, -1)):
            canvas.fill(ellipse(x, 133, 8, 11.5), shade)
            canvas.stroke(
                outline(f"M{x + turn} 127C{x - 5 * turn} 128 {x - 3 * turn} 138 {x + turn} 139"), look.shade, width=2
            )
    canvas.fill(face, look.skin)
    side = outline("M240 40H141C156 84 158 120 150 150C145 168 136 178 124 192H240Z")
    canvas.fill(side, mix(look.skin, look.shade, 0.2), inside=face)
    for x in (95.0, 145.0):
        canvas.fill(ellipse(x, 149, 9.5, 7.5), mix(look.skin, (208, 88, 76), 0.13))


def _features(canvas: Canvas, look: Look) -> None:
    brow = mix(look.brow, INK, 0.25)
    canvas.stroke(outline("M92 117Q101 109.5 111 114"), brow, width=look.brow_width)
    canvas.stroke(outline("M129 114Q139 109.5 148 117"), brow, width=look.brow_width)
    for x in (102.5, 137.5):
        canvas.fill(ellipse(x, 128.5, 3.7, 4.5), INK)
        canvas.fill(ellipse(x + 1.3, 126.8, 1.15), WHITE)
    if look.lashes:
        canvas.stroke(outline("M96.5 126Q99 122.6 103 122.6"), INK, width=2)
        canvas.stroke(outline("M143.5 126Q141 122.6 137 122.6"), INK, width=2)
    canvas.stroke(outline("M121 130Q115.5 144 118 147Q120.5 149.5 125 147.5"), look.shade, width=2.7)
    if look.mouth == "open":
        smile = outline("M105 159Q120 165 135 159Q131 173.5 120 173.5Q109 173.5 105 159Z")
        canvas.fill(smile, mix(look.lips, INK, 0.35))
        canvas.fill(outline("M105 158Q120 164.5 135 158L132 165Q120 169 108 165Z"), WHITE, inside=smile)
    else:
        drop = 9.5 if look.mouth == "smile" else 6
        canvas.stroke(outline(f"M107 161Q120 {161 + drop} 133 161"), mix(look.lips, INK, 0.25), width=3)
        canvas.stroke(outline(f"M115 {169 + drop / 6}Q120 {171 + drop / 6} 125 {169 + drop / 6}"), look.shade, width=2)
    if look.lines:
        for x, turn in ((88.0, 1), (152.0, -1)):
            canvas.stroke(outline(f"M{x} 131L{x - 5 * turn} 129M{x} 131"), look.shade, width=1.6)
            canvas.stroke(outline(f"M{x} 135L{x - 5 * turn} 137"), look.shade, width=1.6)
            canvas.stroke(
                outline(f"M{x + 13 * turn} 150Q{x + 10 * turn} 156 {x + 13 * turn} 162"), look.shade, width=1.8
            )


def _beard(canvas: Canvas, face: Shape, look: Look) -> None:
    dark = _tone("base", look)
    if look.beard == "stubble":
        dark = mix(look.skin, look.hair, 0.3)
    if look.beard != "moustache":
        jaw = outline(
            "M70 132C78 142 84 152 92 153C102 150 112 151 120 153C128 151 138 150 148 153C156 152 162 142 170 132"
            "V210H70Z"
        )
        canvas.fill(jaw, dark, inside=[(120 + (x - 120) * 1.03, 130 + (y - 130) * 1.07) for x, y in face])
        lips = mix(look.lips, look.skin, 0.45 if look.beard == "full" else 0.0)
        canvas.stroke(outline("M109 162Q120 169.5 131 162"), lips, width=3.2)
    canvas.fill(
        outline(
            "M100 158C103 150 113 148.5 120 152C127 148.5 137 150 140 158C132 157 126 156.5 120 157.5"
            "C114 156.5 108 157 100 158Z"
        ),
        dark,
    )


def _glasses(canvas: Canvas, look: Look) -> None:
    if not look.glasses:
        return
    frame = look.frame
    for x in (102.0, 138.0):
        ring = ellipse(x, 129, 14.5, 13.5)
        if look.glasses == "square":
            ring = outline(
                f"M{x - 15} 120Q{x - 15} 117 {x - 12} 117H{x + 12}Q{x + 15} 117 {x + 15} 120V131"
                f"Q{x + 15} 141 {x + 5} 141H{x - 5}Q{x - 15} 141 {x - 15} 131Z"
            )
        canvas.stroke([*ring, ring[0]], frame, width=2.8)
    canvas.stroke(outline("M116.5 126.5Q120 123.5 123.5 126.5"), frame, width=2.8)
    canvas.stroke(outline("M87.5 127L78 125"), frame, width=2.8)
    canvas.stroke(outline("M152.5 127L162 125"), frame, width=2.8)
