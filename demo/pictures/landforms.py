"""Hills, water, trees and houses: what landscapes are put together from, in units of a 1600 by 900 view."""

import random
from collections.abc import Callable
from math import pi, sin

from .canvas import Canvas, Point, Shape, box, ellipse, outline
from .colors import LAMP, SNOW, Color, mix

WIDTH, HEIGHT = 1600, 900

Ridge = Callable[[float], float]


def ridge(level: float, *, swing: float, key: str, tilt: float = 0.0) -> Ridge:
    """A skyline: height `y` for each `x`, waving by `swing` around `level`; `tilt` lowers it to the right."""
    chance = random.Random(f"ridge:{key}")
    waves = [
        (swing * share, length * chance.uniform(0.85, 1.15), chance.uniform(0, 2 * pi))
        for share, length in ((0.6, 1500), (0.28, 720), (0.12, 330))
    ]
    return lambda x: (
        level + tilt * (x / WIDTH - 0.5) + sum(size * sin(2 * pi * x / length + turn) for size, length, turn in waves)
    )


def land(canvas: Canvas, line: Ridge, color: Color) -> None:
    canvas.fill([*_along(line), (WIDTH + 40, HEIGHT), (-40, HEIGHT)], color)


def _along(line: Ridge) -> Shape:
    return [(x, line(x)) for x in range(-40, WIDTH + 41, 8)]


def sun(canvas: Canvas, x: float, y: float, *, r: float, sky: Color) -> None:
    """The lamp of the scene, with two pale rings of its own light."""
    glow = mix(LAMP, SNOW, 0.72)
    canvas.fill(ellipse(x, y, r * 2.4), mix(sky, glow, 0.5))
    canvas.fill(ellipse(x, y, r * 1.62), mix(sky, glow, 0.82))
    canvas.fill(ellipse(x, y, r), LAMP)


def clouds(canvas: Canvas, *, sky: Color, key: str, count: int = 4) -> None:
    chance = random.Random(f"clouds:{key}")
    color = mix(sky, SNOW, 0.55)
    for _ in range(count):
        x, y, length = chance.uniform(60, 1400), chance.uniform(70, 300), chance.uniform(120, 300)
        canvas.stroke([(x, y), (x + length, y)], color, width=14)
        canvas.stroke([(x + length * 0.3, y - 15), (x + length * 0.75, y - 15)], color, width=14)


def birds(canvas: Canvas, x: float, y: float, *, color: Color) -> None:
    for dx, dy, size in ((0, 0, 1.0), (52, -20, 0.8), (84, 12, 0.65)):
        wing = 15 * size
        path = f"M{x + dx - wing} {y + dy - 5 * size}Q{x + dx - 5} {y + dy - 9 * size} {x + dx} {y + dy}"
        other = f"M{x + dx} {y + dy}Q{x + dx + 5} {y + dy - 9 * size} {x + dx + wing} {y + dy - 5 * size}"
        canvas.stroke(outline(path), color, width=3)
        canvas.stroke(outline(other), color, width=3)


def water(canvas: Canvas, top: float, *, color: Color, ripple: Color, key: str, glow: float | None = None) -> None:
    """A sheet of water from `top` down; `glow` is the x at which the sun stands over it."""
    chance = random.Random(f"water:{key}")
    canvas.fill(box(-40, top, WIDTH + 80, HEIGHT - top), color)
    y = top + 12.0
    while y < HEIGHT:
        for _ in range(4):
            x, length = chance.uniform(-40, WIDTH), chance.uniform(40, 190)
            canvas.stroke([(x, y), (x + length, y)], ripple, width=3.2)
        if glow is not None and y < top + 190:
            length = chance.uniform(26, 96) * (1 - (y - top) / 300)
            middle = glow + chance.uniform(-18, 18)
            canvas.stroke([(middle - length / 2, y + 7), (middle + length / 2, y + 7)], mix(color, LAMP, 0.75), width=5)
        y += 24


def pines(canvas: Canvas, line: Ridge, *, start: float, end: float, size: float, color: Color, key: str) -> None:
    """A stand of firs along a ridge, thicker in the middle than at its ends."""
    chance = random.Random(f"pines:{key}")
    x = start
    while x < end:
        middle = 1 - abs((x - start) / (end - start) - 0.5)
        pine(canvas, x, line(x) + 4, height=size * chance.uniform(0.6, 1.05) * (0.45 + middle * 0.65), color=color)
        x += size * chance.uniform(0.24, 0.5)


def pine(canvas: Canvas, x: float, foot: float, *, height: float, color: Color) -> None:
    """Three skirts on a trunk: near enough to a fir at any size."""
    canvas.fill(box(x - height * 0.025, foot - height * 0.2, height * 0.05, height * 0.22), color)
    for bottom, top, half in ((0.12, 0.58, 0.21), (0.34, 0.78, 0.165), (0.56, 1.0, 0.115)):
        canvas.fill(
            [
                (x - height * half, foot - height * bottom),
                (x, foot - height * top),
                (x + height * half, foot - height * bottom),
            ],
            color,
        )


def birch(canvas: Canvas, x: float, foot: float, *, height: float, leaves: Color, bark: Color) -> None:
    half = height * 0.022
    marks = mix(bark, leaves, 0.75)
    canvas.stroke([(x, foot - height * 0.42), (x + height * 0.1, foot - height * 0.62)], bark, width=half)
    canvas.stroke([(x, foot - height * 0.36), (x - height * 0.09, foot - height * 0.56)], bark, width=half)
    canvas.fill(
        [
            (x - half, foot),
            (x - half * 0.5, foot - height * 0.92),
            (x + half * 0.5, foot - height * 0.92),
            (x + half, foot),
        ],
        bark,
    )
    for number, share in enumerate((0.08, 0.16, 0.23, 0.32, 0.4)):
        side = -0.8 if number % 2 else 0.1
        canvas.stroke(
            [(x + half * side, foot - height * share), (x + half * (side + 0.7), foot - height * share)], marks, width=3
        )
    for tone, crown in ((leaves, BIRCH_CROWN), (mix(leaves, bark, 0.16), BIRCH_LIGHT)):
        for dx, dy, rx, ry in crown:
            canvas.fill(ellipse(x + height * dx, foot - height * dy, height * rx, height * ry), tone)


# Leaves as (x, y, half width, half height), in heights of the tree.
BIRCH_CROWN = (
    (0.0, 0.92, 0.085, 0.13),
    (-0.055, 0.80, 0.09, 0.12),
    (0.06, 0.78, 0.09, 0.12),
    (-0.105, 0.64, 0.085, 0.105),
    (0.11, 0.66, 0.09, 0.11),
    (0.0, 0.66, 0.11, 0.13),
    (0.0, 0.53, 0.06, 0.06),
)
BIRCH_LIGHT = (
    (-0.03, 0.91, 0.04, 0.075),
    (-0.085, 0.75, 0.042, 0.06),
    (0.045, 0.73, 0.04, 0.06),
    (-0.045, 0.61, 0.04, 0.045),
)


def house(canvas: Canvas, x: float, foot: float, *, size: float, color: Color, lit: bool = True) -> None:
    """A gabled house, its lamp on: somebody is there."""
    canvas.fill(
        [
            (x - size * 0.5, foot),
            (x - size * 0.5, foot - size * 0.62),
            (x, foot - size * 1.08),
            (x + size * 0.5, foot - size * 0.62),
            (x + size * 0.5, foot),
        ],
        color,
    )
    canvas.fill(box(x + size * 0.2, foot - size * 1.1, size * 0.13, size * 0.4), color)
    if lit:
        canvas.fill(box(x - size * 0.2, foot - size * 0.52, size * 0.26, size * 0.3), LAMP)


def reeds(canvas: Canvas, line: Ridge, *, start: float, end: float, color: Color, key: str) -> None:
    chance = random.Random(f"reeds:{key}")
    x = start
    while x < end:
        foot, height, lean = line(x) + 6, chance.uniform(34, 92), chance.uniform(-20, 26)
        blade: list[Point] = outline(f"M{x} {foot}Q{x + lean * 0.2} {foot - height * 0.6} {x + lean} {foot - height}")
        canvas.stroke(blade, color, width=4)
        if chance.random() < 0.35:
            canvas.stroke(blade[-4:], color, width=7.5)
        x += chance.uniform(9, 26)
