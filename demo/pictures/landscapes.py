"""A scene a clinic and an article: where it is, at a quiet hour, with one lamp on. Never what a treatment does."""

from collections.abc import Callable

from PIL import Image

from .canvas import Canvas, Shape, ellipse
from .colors import LAMP, Layers, layers
from .desert import santa_fe
from .landforms import HEIGHT, WIDTH, birds, clouds, house, land, pines, ridge, sun
from .rooms import armchairs, window_chair
from .waters import duluth, fishing_harbor, st_cloud


def scene(key: str, *, hue: float, chroma: float = 1.0, size: tuple[int, int] = (1600, 900)) -> Image.Image:
    """The landscape or room that belongs to `key`, in a clinic's hue; any other key gets steady hills of its own.

    Cropped from the top or the sides if `size` has another shape than sixteen to nine; the ground always shows.
    """
    tones = layers(hue, chroma=chroma)
    canvas = Canvas(size, view=(WIDTH, HEIGHT), ground=tones.sky)
    if key in SCENES:
        SCENES[key](canvas, tones)
    else:
        _hills(canvas, tones, key=key)
    return canvas.picture()


def _hills(canvas: Canvas, tones: Layers, *, key: str) -> None:
    clouds(canvas, sky=tones.sky, key=key)
    sun(canvas, 1120, 250, r=74, sky=tones.sky)
    lines = [
        ridge(level, swing=swing, key=f"{key}:{level}")
        for level, swing in ((390, 70), (480, 64), (580, 58), (690, 50), (800, 34))
    ]
    for line, color in zip(lines, tones[1:], strict=True):
        land(canvas, line, color)
    pines(canvas, lines[2], start=180, end=620, size=58, color=tones.l4, key=key)
    house(canvas, 1080, lines[3](1080) + 6, size=74, color=tones.deep)
    pines(canvas, lines[3], start=1150, end=1420, size=110, color=tones.deep, key=f"{key}:near")


def _network(canvas: Canvas, tones: Layers) -> None:
    clouds(canvas, sky=tones.sky, key="network")
    sun(canvas, 1160, 226, r=78, sky=tones.sky)
    birds(canvas, 420, 210, color=tones.l3)
    far, second, third, near, front = (
        ridge(380, swing=90, key="network:far"),
        ridge(470, swing=70, key="network:second", tilt=-60),
        ridge(590, swing=56, key="network:third", tilt=50),
        ridge(690, swing=46, key="network:near", tilt=-70),
        ridge(815, swing=26, key="network:front"),
    )
    land(canvas, far, tones.l1)
    land(canvas, second, tones.l2)
    house(canvas, 470, second(470) + 4, size=40, color=tones.l4)
    pines(canvas, second, start=505, end=700, size=40, color=tones.l3, key="network:a")
    land(canvas, third, tones.l3)
    house(canvas, 1330, third(1330) + 4, size=56, color=tones.deep)
    pines(canvas, third, start=1110, end=1290, size=62, color=tones.l4, key="network:b")
    land(canvas, near, tones.l4)
    house(canvas, 780, near(780) + 6, size=82, color=tones.deep)
    pines(canvas, near, start=830, end=1010, size=110, color=tones.deep, key="network:c")
    land(canvas, front, tones.deep)
    pines(canvas, front, start=60, end=330, size=170, color=tones.deep, key="network:d")


def _currents(canvas: Canvas, tones: Layers) -> None:
    """Lines like a map of slow water; none of them is jagged and none of them is made smooth."""
    main: Shape = []
    for number in range(17):
        line = ridge(40 + number * 54, swing=96, key="currents:broad")
        own = ridge(0, swing=26, key=f"currents:{number // 3}")
        points = [
            (float(x), line(x + number * 34) + own(x) * (1 - abs(number - 8) / 14)) for x in range(-40, WIDTH + 41, 10)
        ]
        if number == 9:
            main = points
        canvas.stroke(points, tones.l3 if number % 3 == 0 else tones.l2, width=7 if number % 3 == 0 else 5)
    canvas.stroke(main, tones.l4, width=20)
    canvas.fill(ellipse(*main[104], 58), LAMP)


SCENES: dict[str, Callable[[Canvas, Layers], None]] = {
    "network": _network,
    "duluth": duluth,
    "st-cloud": st_cloud,
    "santa-fe": santa_fe,
    "what-chronic-pain-is": _currents,
    "could-an-old-anesthetic-ease-pain": fishing_harbor,
    "the-day-of-an-infusion": window_chair,
    "questions-for-a-first-talk": armchairs,
}
