"""High dry country: mesas, an adobe house with its lamp on, chollas."""

from math import sin

from .canvas import Canvas, box, ellipse, outline, placed
from .colors import LAMP, Layers, mix
from .landforms import clouds, land, ridge, sun


def santa_fe(canvas: Canvas, tones: Layers) -> None:
    """Mesas, an adobe house with its lamp on, chollas."""
    clouds(canvas, sky=tones.sky, key="santa-fe", count=3)
    sun(canvas, 870, 420, r=88, sky=tones.sky)
    for mesa, color in (
        (
            "M80 620C130 560 150 500 168 420C172 396 182 380 204 380H470"
            "C490 380 496 398 500 418C512 500 540 560 600 620Z",
            tones.l1,
        ),
        ("M1180 620C1240 560 1262 470 1278 380C1282 356 1296 340 1318 340H1660V620Z", tones.l1),
        ("M-60 640V440H70C92 440 102 456 106 476C120 540 160 600 240 640Z", tones.l2),
        (
            "M900 640C980 600 1010 540 1022 480C1026 456 1040 444 1060 444H1300"
            "C1322 444 1330 458 1336 480C1352 550 1400 600 1490 640Z",
            tones.l2,
        ),
    ):
        canvas.fill(outline(mesa), color)
    for y, start, end in ((470, 1026, 1330), (420, 170, 498), (400, 1276, 1600)):
        canvas.stroke([(start, y), (end, y)], mix(tones.l1, tones.l2, 0.6 if y != 470 else 1.0), width=4)
    plain, near = ridge(606, swing=26, key="santa-fe:plain"), ridge(684, swing=30, key="santa-fe:near")
    land(canvas, plain, tones.l3)
    for x in range(40, 1600, 92):
        canvas.fill(ellipse(x + 30 * sin(x), plain(x) + 16, 22, 14), mix(tones.l3, tones.l4, 0.5))
    land(canvas, near, tones.l4)
    _adobe(canvas, 1010, near(1110) + 16, tones=tones)
    front = ridge(818, swing=26, key="santa-fe:front")
    for x, height in ((180, 250), (330, 170), (1490, 200)):
        _cholla(canvas, x, front(x) + 14, height=height, tones=tones)
    land(canvas, front, tones.deep)
    for x in (60, 250, 420, 620, 1290, 1400, 1560):
        canvas.fill(ellipse(x, front(x) + 10, 52, 34), tones.deep)


def _adobe(canvas: Canvas, x: float, foot: float, *, tones: Layers) -> None:
    walls = "M0 0V-92Q0 -104 12 -104H150V-140Q150 -152 162 -152H262Q274 -152 274 -140V0Z"
    canvas.fill(placed(outline(walls), x, foot), tones.deep)
    for step in range(5):
        canvas.fill(box(x + 20 + step * 26, foot - 88, 9, 9), tones.l3)
    canvas.fill(box(x + 186, foot - 106, 42, 48), LAMP)
    canvas.fill(box(x + 205, foot - 106, 4, 48), tones.deep)
    canvas.fill(box(x + 62, foot - 56, 36, 56), tones.l3)
    for rung in range(7):
        canvas.stroke(
            placed([(-34 + rung * 5, -18 - rung * 18), (-14 + rung * 5, -18 - rung * 18)], x, foot), tones.deep, width=4
        )
    for side in (0, 20):
        canvas.stroke(placed([(-40 + side, 0), (4 + side, -152)], x, foot), tones.deep, width=5)


def _cholla(canvas: Canvas, x: float, foot: float, *, height: float, tones: Layers) -> None:
    for stem in ("M0 0V-100", "M0 -35Q-30 -40 -30 -75", "M0 -50Q28 -52 27 -92", "M-29 -60Q-45 -62 -44 -82"):
        canvas.stroke(placed(outline(stem), x, foot, size=height / 100), tones.deep, width=height * 0.085)
    for bud in ((0.0, -103.0), (-30.0, -81.0), (27.0, -98.0), (-44.0, -88.0)):
        ((bud_x, bud_y),) = placed([bud], x, foot, size=height / 100)
        canvas.fill(ellipse(bud_x, bud_y, height * 0.055), mix(tones.l2, LAMP, 0.35))
