"""What people wear at work, drawn over the shoulders: each entry paints with a look's cloth and accent."""

from collections.abc import Callable

from .canvas import Canvas, box, ellipse, mirrored, outline
from .colors import Color, mix
from .looks import Look

WHITE: Color = (250, 249, 245)
FOLD: Color = (208, 214, 212)
METAL: Color = (92, 104, 112)
NIGHT: Color = (24, 26, 34)


def _coat(canvas: Canvas, look: Look) -> None:
    canvas.fill(outline("M76 215L120 280H164L164 215Z"), look.cloth)
    _shirt_collar(canvas, look)
    left = outline("M14 281C16 239 45 221 84 212L94 206L122 281Z")
    for half in (left, mirrored(left, axis=120)):
        canvas.fill(half, WHITE)
    lapel = outline("M94 206L80 214L84 236L97 234L94 244L119 280Z")
    for half in (lapel, mirrored(lapel, axis=120)):
        canvas.fill(half, mix(WHITE, FOLD, 0.45))
    canvas.stroke(outline("M58 281Q56 262 62 250"), FOLD, width=2)
    canvas.stroke(outline("M182 281Q184 262 178 250"), FOLD, width=2)
    canvas.fill(box(158, 254, 26, 3), FOLD)


def _shirt_collar(canvas: Canvas, look: Look) -> None:
    tip = outline("M100 200L88 214L108 236L121 224Z")
    for half in (tip, mirrored(tip, axis=120)):
        canvas.fill(half, mix(look.cloth, WHITE, 0.22))
    canvas.stroke([(120.0, 226.0), (120.0, 281.0)], mix(look.cloth, NIGHT, 0.25), width=1.8)


def _scrubs(canvas: Canvas, look: Look) -> None:
    dark = mix(look.cloth, NIGHT, 0.24)
    neckline = outline("M92 208L120 252L148 208L140 196H100Z")
    canvas.fill(neckline, mix(look.skin, look.shade, 0.3))
    canvas.fill(neckline, mix(look.skin, look.shade, 0.75), inside=outline("M92 196H148V214Q120 236 92 214Z"))
    canvas.stroke(outline("M91 209L120 254L149 209"), dark, width=5)
    canvas.stroke(outline("M52 281Q50 258 58 244"), dark, width=2)
    canvas.stroke(outline("M188 281Q190 258 182 244"), dark, width=2)
    canvas.stroke(outline("M150 281V262H178V281"), dark, width=2)
    canvas.fill(box(70, 252, 18, 24), WHITE)
    canvas.fill(box(70, 252, 18, 7), look.accent)
    canvas.stroke(outline("M74 266H84"), FOLD, width=1.8)
    canvas.stroke(outline("M74 271H81"), FOLD, width=1.8)


def _stethoscope(canvas: Canvas, look: Look) -> None:
    _scrubs(canvas, look)
    canvas.stroke(outline("M92 206C82 226 82 244 92 256C98 264 98 270 96 281"), METAL, width=4.4)
    canvas.stroke(outline("M148 206C158 226 160 240 154 254"), METAL, width=4.4)
    canvas.fill(ellipse(153, 259, 8.5), METAL)
    canvas.fill(ellipse(153, 259, 5), FOLD)


def _cardigan(canvas: Canvas, look: Look) -> None:
    canvas.fill(outline("M84 213L120 281L156 213L140 196H100Z"), look.accent)
    canvas.fill(outline("M98 196C98 234 142 234 142 196Z"), mix(look.skin, look.shade, 0.3))
    edge = outline("M93 209L83 213L114 281H124Z")
    for half in (edge, mirrored(edge, axis=120)):
        canvas.fill(half, mix(look.cloth, NIGHT, 0.2))
    for y in (262.0, 276.0):
        canvas.fill(ellipse(117, y, 2.3), WHITE)


def _blazer(canvas: Canvas, look: Look) -> None:
    canvas.fill(outline("M84 213L120 281L156 213L140 196H100Z"), look.accent)
    canvas.fill(outline("M97 198L120 234L143 198Z"), mix(look.skin, look.shade, 0.3))
    lapel = outline("M95 207L80 214L82 238L97 237L93 247L119 281Z")
    for half in (lapel, mirrored(lapel, axis=120)):
        canvas.fill(half, mix(look.cloth, WHITE, 0.13))
    canvas.stroke(outline("M54 281Q52 258 60 246"), mix(look.cloth, NIGHT, 0.35), width=2)
    canvas.stroke(outline("M186 281Q188 258 180 246"), mix(look.cloth, NIGHT, 0.35), width=2)


def _turtleneck(canvas: Canvas, look: Look) -> None:
    canvas.stroke(outline("M54 281Q52 258 60 246"), mix(look.cloth, NIGHT, 0.25), width=2)
    canvas.stroke(outline("M186 281Q188 258 180 246"), mix(look.cloth, NIGHT, 0.25), width=2)


def _roll_collar(canvas: Canvas, look: Look) -> None:
    canvas.fill(outline("M95 197Q120 208 145 197L149 218Q120 234 91 218Z"), mix(look.cloth, WHITE, 0.1))
    canvas.stroke(outline("M93 218Q120 233 147 218"), mix(look.cloth, NIGHT, 0.25), width=2)


def _shirt(canvas: Canvas, look: Look) -> None:
    canvas.fill(outline("M99 200L120 240L141 200Z"), mix(look.skin, look.shade, 0.3))
    _shirt_collar(canvas, look)
    for y in (248.0, 268.0):
        canvas.fill(ellipse(120, y, 2.2), WHITE)
    canvas.stroke(outline("M54 281Q52 258 60 246"), mix(look.cloth, NIGHT, 0.25), width=2)
    canvas.stroke(outline("M186 281Q188 258 180 246"), mix(look.cloth, NIGHT, 0.25), width=2)


CLOTHES: dict[str, Callable[[Canvas, Look], None]] = {
    "coat": _coat,
    "scrubs": _scrubs,
    "stethoscope": _stethoscope,
    "cardigan": _cardigan,
    "blazer": _blazer,
    "turtleneck": _turtleneck,
    "shirt": _shirt,
}

# Drawn after the neck, because they hide it.
COLLARS: dict[str, Callable[[Canvas, Look], None]] = {"turtleneck": _roll_collar}
