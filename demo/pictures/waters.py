"""Places by the water: a harbour with a light, a river with a bridge, and fishing boats at a quay."""

from .canvas import Canvas, Shape, box, ellipse, outline, placed
from .colors import LAMP, SNOW, Layers, mix
from .landforms import birch, birds, clouds, house, land, pine, pines, reeds, ridge, sun, water


def duluth(canvas: Canvas, tones: Layers) -> None:
    """A harbour on a great lake: a light on the pier, a sail, firs."""
    clouds(canvas, sky=tones.sky, key="duluth")
    sun(canvas, 560, 404, r=76, sky=tones.sky)
    birds(canvas, 820, 190, color=tones.l3)
    land(canvas, ridge(432, swing=52, key="duluth:far", tilt=-40), tones.l1)
    land(canvas, ridge(474, swing=24, key="duluth:shore", tilt=30), tones.l2)
    water(canvas, 500, color=tones.l3, ripple=tones.l2, key="duluth", glow=560)
    _sail(canvas, 790, 598, tones=tones)
    hill = outline("M900 664C1010 650 1080 600 1180 574C1300 544 1440 520 1660 486V760H1660C1400 720 1120 706 900 664Z")
    canvas.fill(hill, tones.l4)
    for x, height in ((1400, 120), (1440, 160), (1478, 130), (1530, 176), (1575, 140)):
        pine(canvas, x, 560 - (x - 1400) * 0.2, height=height, color=tones.deep)
    house(canvas, 1310, 562, size=76, color=tones.deep)
    _lighthouse(canvas, 1146, 604, tones=tones)
    front = ridge(812, swing=30, key="duluth:front", tilt=-30)
    land(canvas, front, tones.deep)
    pines(canvas, front, start=30, end=360, size=210, color=tones.deep, key="duluth:front")
    reeds(canvas, front, start=1180, end=1500, color=tones.deep, key="duluth")


def _lighthouse(canvas: Canvas, x: float, foot: float, *, tones: Layers) -> None:
    tower: Shape = [(x - 30, foot), (x - 21, foot - 200), (x + 21, foot - 200), (x + 30, foot)]
    canvas.fill(tower, SNOW)
    canvas.fill(box(x - 40, foot - 70, 80, 40), tones.deep, inside=tower)
    canvas.fill(box(x - 40, foot - 160, 80, 40), tones.deep, inside=tower)
    canvas.fill(box(x - 30, foot - 208, 60, 10), tones.deep)
    canvas.fill(box(x - 18, foot - 244, 36, 36), LAMP)
    canvas.fill([(x - 26, foot - 244), (x, foot - 274), (x + 26, foot - 244)], tones.deep)


def _sail(canvas: Canvas, x: float, y: float, *, tones: Layers) -> None:
    canvas.fill([(x - 4, y - 10), (x - 4, y - 126), (x - 62, y - 10)], SNOW)
    canvas.fill([(x + 6, y - 10), (x + 6, y - 104), (x + 54, y - 10)], mix(SNOW, tones.l2, 0.35))
    canvas.fill([(x - 72, y), (x + 70, y), (x + 46, y + 26), (x - 50, y + 26)], tones.deep)


def st_cloud(canvas: Canvas, tones: Layers) -> None:
    """A river through low country, a stone bridge, birches."""
    clouds(canvas, sky=tones.sky, key="st-cloud")
    sun(canvas, 1060, 404, r=76, sky=tones.sky)
    birds(canvas, 560, 220, color=tones.l3)
    far, bank = ridge(440, swing=44, key="st-cloud:far"), ridge(520, swing=30, key="st-cloud:bank")
    land(canvas, far, tones.l1)
    pines(canvas, far, start=120, end=620, size=46, color=tones.l2, key="st-cloud:far")
    land(canvas, bank, tones.l2)
    house(canvas, 1330, bank(1330) + 4, size=62, color=tones.deep)
    pines(canvas, bank, start=1380, end=1600, size=84, color=tones.l4, key="st-cloud:bank")
    water(canvas, 590, color=tones.l3, ripple=tones.l2, key="st-cloud", glow=1060)
    _bridge(canvas, tones)
    canvas.fill(
        outline("M-40 590C160 570 330 572 450 604C520 626 470 690 600 750C700 790 800 810 900 830V900H-40Z"), tones.l4
    )
    canvas.fill(
        outline("M1660 560C1480 556 1340 566 1262 602C1220 630 1290 680 1240 740C1210 780 1160 820 1100 900H1660Z"),
        tones.l4,
    )
    front = ridge(836, swing=22, key="st-cloud:front")
    for x, foot, height in ((120, 700, 470), (250, 716, 380), (366, 764, 500)):
        birch(canvas, x, foot, height=height, leaves=mix(tones.l4, tones.deep, 0.42), bark=SNOW)
    land(canvas, front, tones.deep)
    reeds(canvas, front, start=620, end=900, color=tones.deep, key="st-cloud:a")
    reeds(canvas, front, start=1260, end=1570, color=tones.deep, key="st-cloud:b")


def _bridge(canvas: Canvas, tones: Layers) -> None:
    stone = mix(tones.l4, tones.l3, 0.25)
    canvas.fill(outline("M430 560C700 528 1000 528 1280 560V640H430Z"), stone)
    for x in (500, 670, 840, 1010, 1170):
        width = 120 if x not in {500, 1170} else 90
        opening = [(px, py + 46) for px, py in ellipse(x + width / 2, 590, width / 2, 54)]
        canvas.fill(opening, tones.l3)
    canvas.stroke(outline("M420 558C700 524 1000 524 1290 558"), tones.deep, width=9)
    canvas.fill(box(420, 640, 870, 12), mix(tones.l3, tones.l4, 0.3))


# Houses along the water, as (x, size).
QUAY = ((30, 92), (108, 104), (192, 84), (268, 110), (352, 96), (430, 88), (512, 108), (602, 84), (676, 94))


def fishing_harbor(canvas: Canvas, tones: Layers) -> None:
    clouds(canvas, sky=tones.sky, key="harbor", count=5)
    sun(canvas, 1190, 210, r=70, sky=tones.sky)
    birds(canvas, 380, 180, color=tones.l3)
    hill = ridge(420, swing=60, key="harbor:hill", tilt=150)
    land(canvas, hill, tones.l1)
    town = ridge(486, swing=40, key="harbor:town", tilt=110)
    land(canvas, town, tones.l2)
    for x, size in ((150, 46), (420, 52), (640, 42)):
        house(canvas, x, town(x) + 3, size=size, color=tones.l3, lit=x == 420)
    pines(canvas, town, start=195, end=380, size=52, color=tones.l3, key="harbor")
    for number, (x, size) in enumerate(QUAY):
        house(canvas, x, 580, size=size, color=tones.deep if number % 2 else tones.l4, lit=number in {1, 4, 6})
    water(canvas, 566, color=tones.l3, ripple=tones.l2, key="harbor", glow=1190)
    _trawler(canvas, 1060, 668, size=0.95, tones=tones)
    _trawler(canvas, 640, 730, size=1.35, tones=tones)
    for x in range(40, 420, 88):
        canvas.stroke([(x, 900), (x, 742)], tones.deep, width=16)
    canvas.fill(box(-40, 760, 500, 22), tones.deep)
    canvas.fill(box(330, 690, 12, 80), tones.deep)
    canvas.fill(ellipse(336, 676, 18), LAMP)
    land(canvas, ridge(850, swing=16, key="harbor:front"), tones.deep)


# Houses along the water, as (x, size).
QUAY = ((30, 92), (108, 104), (192, 84), (268, 110), (352, 96), (430, 88), (512, 108), (602, 84), (676, 94))


def _trawler(canvas: Canvas, x: float, y: float, *, size: float, tones: Layers) -> None:
    def at(*points: tuple[float, float]) -> Shape:
        return placed(points, x, y, size=size)

    canvas.stroke(at((20, -40), (20, -190)), tones.deep, width=6 * size)
    for end in ((-110, -34), (134, -42)):
        canvas.stroke(at((20, -184), end), tones.l4, width=2.4 * size)
    canvas.stroke(at((20, -150), (96, -118)), tones.deep, width=5 * size)
    canvas.fill(at((-66, -34), (-66, -92), (-4, -92), (4, -34)), SNOW)
    canvas.fill(at((-74, -92), (4, -92), (4, -102), (-74, -102)), tones.deep)
    canvas.fill(at((-54, -80), (-34, -80), (-34, -58), (-54, -58)), LAMP)
    canvas.fill(
        at((-134, -44), (-120, -34), (110, -34), (142, -56), (120, 8), (100, 24), (-104, 24), (-122, 6)), tones.deep
    )
    canvas.stroke(at((-126, -12), (126, -12)), mix(tones.l2, SNOW, 0.4), width=5 * size)
