"""Hair that ends above the shoulders, or is tied up."""

from math import cos, pi, sin

from .canvas import Shape, ellipse, outline
from .hair import Hair


def _curls(start: float, end: float, *, count: int, around: float, size: float) -> tuple[Shape, ...]:
    """Round curls along an arc over the head, angles in degrees from the right ear over the top."""
    turns = [(start + (end - start) * i / (count - 1)) * pi / 180 for i in range(count)]
    return tuple(
        ellipse(120 + around * cos(turn), 122 - around * 1.04 * sin(turn), size * (1 + 0.12 * (i % 2)))
        for i, turn in enumerate(turns)
    )


HAIR_SHORT = {
    "curls": Hair(
        back=(
            (ellipse(120, 112, 57, 56), "base"),
            *((curl, "base") for curl in _curls(-42, 222, count=15, around=54, size=16)),
            (outline("M74 82C82 66 96 56 112 54C98 62 88 72 82 86Z"), "light"),
        ),
        front=(
            (
                outline(
                    "M76 120C74 86 94 66 120 66C146 66 166 86 164 120C158 112 156 104 154 97C136 88 104 88 86 97"
                    "C84 104 82 112 76 120Z"
                ),
                "base",
            ),
            *((curl, "base") for curl in _curls(38, 142, count=8, around=42, size=9.5)),
        ),
    ),
    "bun": Hair(
        back=(
            (ellipse(122, 42, 25, 23), "base"),
            (outline("M101 36C106 24 124 20 136 26C124 26 112 30 106 40Z"), "light"),
            (ellipse(120, 60, 15, 7), "dark"),
        ),
        front=(
            (
                outline(
                    "M73 124C68 82 88 56 120 56C152 56 172 82 167 124C163 118 161 110 159 102"
                    "C150 94 136 82 128 74C116 92 98 100 82 102C79 110 77 118 73 124Z"
                ),
                "base",
            ),
            (outline("M84 88C92 72 106 64 118 63C106 72 98 82 94 92Z"), "light"),
        ),
    ),
    "crop": Hair(
        front=(
            (
                outline(
                    "M74 124C66 84 82 54 122 54C160 54 174 84 166 124C163 116 161 106 160 98C154 90 150 88 146 86"
                    "C126 92 104 92 92 86C86 90 82 94 80 100C79 108 77 116 74 124Z"
                ),
                "base",
            ),
            (outline("M88 76C98 64 114 59 130 61C114 65 102 72 96 80Z"), "light"),
        ),
    ),
    "quiff": Hair(
        front=(
            (
                outline(
                    "M75 122C66 92 72 66 92 58C110 42 152 44 164 66C174 80 170 104 165 122C162 112 161 104 158 96"
                    "C140 98 118 92 106 82C100 92 90 98 82 102C80 108 78 116 75 122Z"
                ),
                "base",
            ),
            (outline("M104 66C118 54 140 54 152 66C138 62 122 64 110 74Z"), "light"),
            (outline("M158 96C162 104 163 114 165 122C170 108 172 92 168 78C166 86 162 92 158 96Z"), "dark"),
        ),
    ),
    "silver-crop": Hair(
        front=(
            (
                outline(
                    "M74 126C66 96 74 62 104 56C136 48 168 62 168 100C168 110 167 118 166 126"
                    "C163 118 162 110 160 104C160 94 156 88 150 86C132 90 112 84 104 80C98 88 88 92 82 98"
                    "C80 108 78 118 74 126Z"
                ),
                "base",
            ),
            (outline("M92 74C106 62 128 58 146 66C128 64 112 68 100 80Z"), "light"),
        ),
    ),
    "tousled": Hair(
        front=(
            (
                outline(
                    "M74 122C68 104 66 88 76 74C82 58 100 50 116 50C140 46 164 56 170 78C174 94 170 108 166 122"
                    "C163 112 161 104 158 98C150 100 146 96 142 92C134 98 124 98 118 92C110 100 98 100 92 96"
                    "C86 98 82 102 80 106C78 112 76 116 74 122Z"
                ),
                "base",
            ),
            *((curl, "base") for curl in _curls(42, 138, count=8, around=52, size=12)),
            (outline("M92 72C100 60 116 56 132 60C118 64 106 70 98 80Z"), "light"),
        ),
    ),
    "tied": Hair(
        back=((outline("M156 150C176 160 186 190 176 224C170 234 158 230 160 218C166 196 160 176 146 166Z"), "dark"),),
        front=(
            (
                outline(
                    "M73 128C65 84 84 54 121 54C158 54 176 84 167 128C164 118 163 108 158 100"
                    "C142 92 116 84 102 82C96 90 88 97 81 104C78 112 76 120 73 128Z"
                ),
                "base",
            ),
            (outline("M104 66C124 62 148 70 160 90C146 80 126 74 108 72Z"), "light"),
        ),
    ),
}
