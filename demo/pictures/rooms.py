"""Two rooms: the chair by the window, and two chairs that face each other under a lamp."""

from .canvas import Canvas, Shape, arch, box, ellipse, mirrored, outline
from .colors import LAMP, SNOW, Color, Layers, mix
from .landforms import HEIGHT, WIDTH


def window_chair(canvas: Canvas, tones: Layers) -> None:
    """A treatment chair with a blanket, a plant, a cup, and morning outside."""
    wall = mix(tones.sky, SNOW, 0.35)
    canvas.fill(box(0, 0, WIDTH, HEIGHT), wall)
    frame, glass = arch(860, 520, top=70, foot=640), arch(884, 472, top=94, foot=624)
    canvas.fill(frame, SNOW)
    canvas.fill(glass, tones.sky)
    canvas.fill(ellipse(1230, 290, 150), mix(tones.sky, LAMP, 0.14), inside=glass)
    canvas.fill(ellipse(1230, 290, 62), LAMP, inside=glass)
    for path, color in (
        ("M860 430C960 380 1080 380 1180 420C1260 446 1330 430 1420 400V660H860Z", tones.l1),
        ("M860 520C980 470 1100 500 1220 510C1300 516 1350 500 1420 480V660H860Z", tones.l2),
        ("M860 590C980 560 1120 580 1420 560V660H860Z", tones.l3),
    ):
        canvas.fill(outline(path), color, inside=glass)
    canvas.fill(box(1114, 80, 12, 550), SNOW)
    canvas.fill(box(870, 372, 500, 12), SNOW)
    canvas.fill(box(826, 636, 588, 26), tones.l4)
    _plant(canvas, 1310, 636, tones=tones)
    canvas.fill(box(0, 770, WIDTH, 130), tones.deep)
    canvas.fill(box(0, 752, WIDTH, 18), tones.l2)
    _recliner(canvas, tones)
    _side_table(canvas, 1030, 800, tones=tones)


def _plant(canvas: Canvas, x: float, foot: float, *, tones: Layers) -> None:
    for path in (
        f"M{x} {foot - 70}Q{x - 6} {foot - 170} {x - 58} {foot - 210}",
        f"M{x} {foot - 70}Q{x + 2} {foot - 180} {x + 8} {foot - 250}",
        f"M{x} {foot - 70}Q{x + 12} {foot - 150} {x + 60} {foot - 178}",
    ):
        canvas.stroke(outline(path), tones.l4, width=7)
    leaf = "M{x} {y}C{a} {b} {a} {c} {x} {d}C{e} {c} {e} {b} {x} {y}Z"
    for dx, dy, size in ((-58, -196, 1.0), (8, -232, 1.15), (60, -166, 0.9), (-24, -130, 0.7), (30, -116, 0.7)):
        y = foot + dy
        canvas.fill(
            outline(
                leaf.format(
                    x=x + dx,
                    y=y,
                    a=x + dx - 30 * size,
                    b=y - 22 * size,
                    c=y - 54 * size,
                    d=y - 84 * size,
                    e=x + dx + 30 * size,
                )
            ),
            tones.l4,
        )
    canvas.fill([(x - 46, foot - 80), (x + 46, foot - 80), (x + 34, foot), (x - 34, foot)], tones.deep)


def _recliner(canvas: Canvas, tones: Layers) -> None:
    dark, seat = mix(tones.l4, tones.deep, 0.5), tones.l4
    canvas.stroke([(560.0, 690.0), (560.0, 796.0)], tones.l2, width=26)
    canvas.stroke([(440.0, 806.0), (690.0, 806.0)], tones.l2, width=20)
    for x in (446, 684):
        canvas.fill(ellipse(x, 818, 15), tones.l1)
    canvas.stroke([(352.0, 336.0), (470.0, 628.0)], dark, width=104)
    canvas.stroke([(366.0, 330.0), (484.0, 616.0), (690.0, 640.0), (842.0, 716.0)], seat, width=84)
    canvas.stroke([(372.0, 340.0), (396.0, 398.0)], mix(seat, SNOW, 0.5), width=72)
    blanket = outline(
        "M548 578C620 572 690 586 740 606C800 630 852 660 886 690C894 712 880 742 856 758C836 740 812 742 790 756"
        "C772 726 748 720 724 734C704 706 676 704 654 718C630 700 600 700 574 712C556 676 544 620 548 578Z"
    )
    canvas.fill(blanket, mix(tones.l1, SNOW, 0.4))
    for x, top, low in ((592, 584, 700), (650, 586, 706), (708, 600, 712), (766, 624, 728), (824, 654, 742)):
        canvas.stroke(
            outline(f"M{x} {top}Q{x + 14} {(top + low) / 2} {x + 2} {low}"), mix(tones.l2, SNOW, 0.35), width=7
        )
    canvas.stroke([(436.0, 540.0), (612.0, 552.0)], dark, width=38)
    canvas.stroke([(520.0, 560.0), (516.0, 660.0)], dark, width=24)


def _side_table(canvas: Canvas, x: float, foot: float, *, tones: Layers) -> None:
    top = foot - 96
    canvas.stroke([(x, top), (x, foot + 16)], tones.l2, width=14)
    canvas.stroke([(x - 54, foot + 20), (x + 54, foot + 20)], tones.l2, width=14)
    canvas.stroke([(x - 96, top), (x + 96, top)], tones.l2, width=16)
    handle = ellipse(x - 70, top - 32, 15)
    canvas.stroke([*handle, handle[0]], SNOW, width=8)
    canvas.fill(
        outline(
            f"M{x - 66} {top - 60}H{x - 8}V{top - 22}Q{x - 8} {top - 8} {x - 22} {top - 8}H{x - 52}"
            f"Q{x - 66} {top - 8} {x - 66} {top - 22}Z"
        ),
        SNOW,
    )
    canvas.fill(box(x + 10, top - 22, 84, 14), tones.l4)
    canvas.fill(box(x + 16, top - 36, 70, 14), LAMP)


def armchairs(canvas: Canvas, tones: Layers) -> None:
    """Two chairs that face each other, a notebook, and the floor lamp between them."""
    wall = mix(tones.sky, SNOW, 0.3)
    canvas.fill(box(0, 0, WIDTH, HEIGHT), wall)
    canvas.fill(ellipse(800, 246, 400), mix(wall, LAMP, 0.09))
    canvas.fill(ellipse(800, 246, 262), mix(wall, LAMP, 0.2))
    _pictures(canvas, tones)
    canvas.fill(box(0, 772, WIDTH, 128), tones.deep)
    canvas.fill(box(0, 754, WIDTH, 18), tones.l2)
    canvas.fill(ellipse(800, 830, 560, 44), mix(tones.deep, tones.l4, 0.45))
    canvas.stroke([(800.0, 300.0), (800.0, 812.0)], tones.l4, width=12)
    canvas.stroke([(744.0, 818.0), (856.0, 818.0)], tones.l4, width=16)
    canvas.fill(outline("M724 296L756 176Q758 170 766 170H834Q842 170 844 176L876 296Z"), LAMP)
    canvas.fill(box(724, 290, 152, 9), mix(LAMP, tones.deep, 0.35))
    for lines in (ARMCHAIR, [(mirrored(line, axis=800), tone, width) for line, tone, width in ARMCHAIR]):
        for line, tone, width in lines:
            canvas.stroke(line, _fabric(tone, tones), width=width)
    canvas.fill(ellipse(930, 668, 104, 17), tones.l1)
    canvas.stroke([(930.0, 676.0), (930.0, 826.0)], tones.l1, width=13)
    canvas.stroke([(880.0, 832.0), (980.0, 832.0)], tones.l1, width=13)
    canvas.fill([(862, 662), (886, 636), (950, 636), (936, 662)], SNOW)
    canvas.stroke([(886.0, 650.0), (924.0, 650.0)], tones.l3, width=3)
    canvas.fill(box(962, 622, 38, 40), tones.deep)


# A chair is a few thick lines with round ends, back to front: where, in which cloth, how thick.
ARMCHAIR: list[tuple[Shape, str, float]] = [
    ([(392.0, 730.0), (380.0, 820.0)], "leg", 16),
    ([(588.0, 730.0), (598.0, 820.0)], "leg", 16),
    ([(362.0, 420.0), (410.0, 680.0)], "back", 104),
    ([(392.0, 440.0), (428.0, 640.0)], "inner", 64),
    ([(430.0, 690.0), (600.0, 690.0)], "inner", 92),
    ([(448.0, 590.0), (462.0, 632.0)], "pillow", 62),
    ([(404.0, 610.0), (560.0, 606.0)], "arm", 46),
    ([(412.0, 640.0), (556.0, 700.0)], "arm", 60),
    ([(420.0, 706.0), (560.0, 706.0)], "arm", 60),
]


def _fabric(tone: str, tones: Layers) -> Color:
    return {
        "leg": tones.l2,
        "back": mix(tones.l4, tones.deep, 0.4),
        "inner": tones.l3,
        "pillow": mix(tones.l1, LAMP, 0.35),
        "arm": tones.l4,
    }[tone]


def _pictures(canvas: Canvas, tones: Layers) -> None:
    for x, y, width, height in ((178, 120, 190, 240), (1236, 150, 220, 170)):
        canvas.fill(box(x, y, width, height), SNOW)
        inner = box(x + 18, y + 18, width - 36, height - 36)
        canvas.fill(inner, tones.sky)
        low = y + height
        canvas.fill(
            outline(f"M{x} {low - 90}Q{x + width * 0.4} {low - 150} {x + width} {low - 84}V{low}H{x}Z"),
            tones.l2,
            inside=inner,
        )
        canvas.fill(
            outline(f"M{x} {low - 50}Q{x + width * 0.6} {low - 96} {x + width} {low - 54}V{low}H{x}Z"),
            tones.l3,
            inside=inner,
        )
