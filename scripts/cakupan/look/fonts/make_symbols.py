"""Draws the font "Cakupan Symbols": the few geometric signs that IBM Plex Sans or its web subsets do not have.

Run by hand when a sign is added (needs fonttools and brotli); nothing else lives here.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]
from fontTools.ttLib.tables._g_l_y_f import Glyph  # type: ignore[import-untyped]

HERE = Path(__file__).parent
EM, ADVANCE, LEFT, SIZE, CAP = 1000, 700, 60, 580, 698
EPOCH = 3_800_000_000  # any fixed moment: fonts count seconds from 1904
Points = list[tuple[float, float]]

UP: Points = [(LEFT, 40), (LEFT + SIZE / 2, CAP - 60), (LEFT + SIZE, 40)]
DOWN: Points = [(LEFT, CAP - 60), (LEFT + SIZE, CAP - 60), (LEFT + SIZE / 2, 40)]
SQUARE: Points = [(LEFT + 20, 60), (LEFT + 20, 600), (LEFT + 560, 600), (LEFT + 560, 60)]
DIAMOND: Points = [(LEFT, 330), (350, 650), (LEFT + SIZE, 330), (350, 10)]
CIRCLE: Points = [(350 - 280 * math.cos(k * math.tau / 48), 340 + 280 * math.sin(k * math.tau / 48)) for k in range(48)]


def scaled(points: Points, factor: float) -> Points:
    """The same shape about its own centre, drawn backwards, so that it cuts a hole."""
    x, y = (sum(point[axis] for point in points) / len(points) for axis in (0, 1))
    return [(x + (px - x) * factor, y + (py - y) * factor) for px, py in reversed(points)]


def glyph(*outlines: Points) -> Glyph:
    """A glyph of straight outlines."""
    pen = TTGlyphPen(None)
    for outline in outlines:
        pen.moveTo(tuple(map(round, outline[0])))
        for point in outline[1:]:
            pen.lineTo(tuple(map(round, point)))
        pen.closePath()
    return pen.glyph()


GLYPHS: dict[str, tuple[str, Callable[[], Glyph]]] = {
    "▲": ("uptriangle", lambda: glyph(UP)),
    "▼": ("downtriangle", lambda: glyph(DOWN)),
    "△": ("uptriangle.open", lambda: glyph(UP, scaled(UP, 0.62))),
    "▽": ("downtriangle.open", lambda: glyph(DOWN, scaled(DOWN, 0.62))),
    "●": ("disc", lambda: glyph(CIRCLE)),
    "○": ("circle", lambda: glyph(CIRCLE, scaled(CIRCLE, 0.78))),
    "■": ("square", lambda: glyph(SQUARE)),
    "□": ("square.open", lambda: glyph(SQUARE, scaled(SQUARE, 0.8))),
    "◆": ("diamond", lambda: glyph(DIAMOND)),
    "Δ": (
        "delta",
        lambda: glyph(
            [(LEFT, 0), (350, CAP), (LEFT + SIZE, 0)], scaled([(LEFT, 0), (350, CAP), (LEFT + SIZE, 0)], 0.7)
        ),
    ),
}


def main() -> None:
    """Write the font as TTF and WOFF2, without any date in it."""
    names = [".notdef", *(name for name, _ in GLYPHS.values())]
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(char): name for char, (name, _) in GLYPHS.items()})
    builder.setupGlyf(
        {".notdef": glyph(SQUARE, scaled(SQUARE, 0.8)), **{name: draw() for name, draw in GLYPHS.values()}}
    )
    builder.setupHorizontalMetrics(dict.fromkeys(names, (ADVANCE, LEFT)))
    builder.setupHorizontalHeader(ascent=1025, descent=-275)
    builder.setupNameTable(
        {"familyName": "Cakupan Symbols", "styleName": "Regular", "psName": "CakupanSymbols-Regular"}
    )
    builder.setupOS2(sTypoAscender=780, sTypoDescender=-220, usWinAscent=1025, usWinDescent=275)
    builder.setupPost()
    builder.updateHead(created=EPOCH, modified=EPOCH)
    builder.font.recalcTimestamp = False
    builder.save(HERE / "CakupanSymbols.ttf")
    builder.font.flavor = "woff2"
    builder.font.save(HERE / "web" / "CakupanSymbols.woff2")


if __name__ == "__main__":
    main()
