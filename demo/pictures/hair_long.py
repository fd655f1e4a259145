"""Hair that frames the face or falls over the shoulders, and the scarf that covers it."""

from math import cos, sin

from .canvas import Shape, ellipse, outline
from .hair import Hair, Piece


def _braid(x: float, y: float, *, links: int) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for link in range(links):
        size = 1 - 0.05 * link
        left, top = x + 2.5 * link, y + 15 * link
        pieces.append((_tilted(left - 4.5 * size, top, rx=11 * size, ry=8.5 * size, lean=0.6), "dark"))
        pieces.append((_tilted(left + 4.5 * size, top + 6, rx=11 * size, ry=8.5 * size, lean=-0.6), "base"))
    end_x, end_y = x + 2.5 * links, y + 15 * links
    pieces.append((ellipse(end_x, end_y, 6, 4), "accent"))
    pieces.append(
        (
            outline(
                f"M{end_x - 5} {end_y + 2}Q{end_x + 1} {end_y + 30} {end_x + 3} {end_y + 30}L{end_x + 5} {end_y + 2}Z"
            ),
            "base",
        )
    )
    return tuple(pieces)


def _tilted(x: float, y: float, *, rx: float, ry: float, lean: float) -> Shape:
    return [
        (x + (px * cos(lean) - py * sin(lean)), y + (px * sin(lean) + py * cos(lean)))
        for px, py in ellipse(0, 0, rx, ry)
    ]


HAIR_LONG = {
    "bob": Hair(
        back=(
            (
                outline(
                    "M64 130C56 78 88 50 121 50C156 50 184 80 176 130L180 176C181 194 166 197 154 192H86"
                    "C74 197 59 194 60 176Z"
                ),
                "dark",
            ),
        ),
        front=(
            (
                outline(
                    "M66 164C58 110 66 56 124 56C150 56 166 72 170 92C175 116 178 140 174 166"
                    "C168 160 163 146 162 128C161 112 156 102 148 94C124 108 100 108 88 102C82 112 80 128 80 142"
                    "C78 154 74 162 66 164Z"
                ),
                "base",
            ),
            (outline("M84 84C94 70 112 64 128 66C112 70 98 78 90 90Z"), "light"),
        ),
        covers_ears=True,
    ),
    "long": Hair(
        back=(
            (
                outline(
                    "M66 130C58 76 88 48 121 48C156 48 184 78 176 130C174 160 190 184 186 216"
                    "C184 236 164 240 150 232H92C76 240 56 236 54 216C50 184 68 160 66 130Z"
                ),
                "dark",
            ),
        ),
        front=(
            (
                outline(
                    "M68 150C58 98 74 54 122 54C166 54 184 96 173 150C169 138 166 122 161 110"
                    "C150 106 132 94 125 76C114 98 92 108 80 112C75 124 72 138 68 150Z"
                ),
                "base",
            ),
            (outline("M137 62C154 66 166 82 168 104C160 92 148 80 134 72Z"), "light"),
        ),
        over_clothes=(
            (outline("M68 140C64 166 48 190 56 222C60 238 84 240 88 224C92 206 76 190 78 160Z"), "base"),
            (outline("M172 140C176 166 192 190 184 222C180 238 156 240 152 224C148 206 164 190 162 160Z"), "base"),
            (outline("M62 214C60 200 66 186 71 172C70 190 66 202 68 220Z"), "light"),
        ),
        covers_ears=True,
    ),
    "waves": Hair(
        back=(
            (
                outline(
                    "M64 124C56 82 82 48 122 48C160 48 186 82 176 124C186 148 182 172 168 180"
                    "C158 186 150 182 146 176H94C90 182 82 186 72 180C58 172 54 148 64 124Z"
                ),
                "dark",
            ),
        ),
        front=(
            (
                outline(
                    "M84 182C68 190 52 176 58 156C50 142 54 124 62 114C58 78 84 47 122 47C160 47 184 78 178 114"
                    "C186 124 190 142 182 156C188 176 172 190 156 182C162 168 165 152 164 138"
                    "C164 120 160 104 152 92C140 96 128 90 122 82C114 96 96 102 84 104C78 114 76 124 76 138"
                    "C75 152 78 168 84 182Z"
                ),
                "base",
            ),
            (outline("M84 84C94 68 108 60 120 59C108 69 98 80 92 94Z"), "light"),
            (outline("M146 61C160 70 168 84 169 98C162 88 154 80 143 73Z"), "light"),
            (outline("M61 158C68 154 72 146 72 136C76 148 74 160 66 168C63 166 61 162 61 158Z"), "light"),
            (outline("M179 158C172 154 168 146 168 136C164 148 166 160 174 168C177 166 179 162 179 158Z"), "light"),
        ),
        covers_ears=True,
    ),
    "braid": Hair(
        back=(
            (
                outline(
                    "M68 126C60 78 88 52 120 52C152 52 180 78 172 126C174 160 180 176 172 190L140 180"
                    "C120 176 100 178 90 172C78 164 70 146 68 126Z"
                ),
                "dark",
            ),
        ),
        front=(
            (
                outline(
                    "M72 136C62 88 82 54 120 54C158 54 178 88 168 136C165 126 163 116 160 108"
                    "C144 104 128 92 120 74C112 92 96 104 80 108C77 116 75 126 72 136Z"
                ),
                "base",
            ),
            (outline("M82 92C88 74 102 64 116 62C106 74 98 84 92 98Z"), "light"),
        ),
        over_clothes=_braid(166, 176, links=5),
    ),
    # A head scarf: the face shows in its opening, the cloth crosses under the chin and lies on the shoulders.
    "scarf": Hair(
        back=(
            (
                outline(
                    "M120 46C74 46 58 84 61 128C62 160 60 190 44 226H196C180 190 178 160 179 128C182 84 166 46 120 46Z"
                ),
                "base",
            ),
        ),
        over_clothes=(
            (
                outline(
                    "M66 140C66 176 62 200 34 238C60 262 104 268 132 262C170 262 192 250 206 236"
                    "C180 204 174 176 174 140L120 190Z"
                ),
                "base",
            ),
            (
                outline(
                    "M82 176C88 206 120 222 168 214C186 226 196 232 206 236C192 250 170 262 132 262"
                    "C104 244 82 214 76 186Z"
                ),
                "light",
            ),
            (outline("M96 200C112 226 142 240 184 248C150 248 116 238 96 200Z"), "dark"),
        ),
        front=(
            (
                outline(
                    "M120 46C74 46 56 88 62 132C63 156 70 176 84 188C77 168 78 146 79 130C79 102 92 84 120 84"
                    "C148 84 161 102 161 130C162 146 163 168 156 188C170 176 177 156 178 132C184 88 166 46 120 46"
                    "Z"
                ),
                "base",
            ),
            (
                outline("M79 124C79 98 94 80 120 80C146 80 161 98 161 124C158 104 146 88 120 88C94 88 82 104 79 124Z"),
                "accent",
            ),
            (outline("M72 104C76 78 94 60 116 57C98 66 84 82 80 106Z"), "light"),
        ),
        covers_ears=True,
        covers_neck=True,
    ),
}
