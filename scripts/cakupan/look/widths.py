"""How wide words are, read from the very typefaces that page and PDF use; and words cut to a width."""

from __future__ import annotations

import functools

from matplotlib.ft2font import FT2Font, LoadFlags

from cakupan.look.fonts import FONT_DIR
from cakupan.look.style import FILES, LABEL_PT, MM_PER_INCH, POINTS_PER_INCH, Weight


@functools.lru_cache(maxsize=2)
def _face(weight: Weight) -> FT2Font:
    face = FT2Font(str(FONT_DIR / FILES[weight]))
    face.set_size(100, POINTS_PER_INCH)
    return face


def forget_faces() -> None:
    """Close the font files that widths were read from; a forked process must not share their read positions."""
    _face.cache_clear()


@functools.lru_cache(maxsize=4096)
def _advance(char: str, weight: Weight) -> float:
    """Advance of a character in em, from the very file that page and PDF use (no hinting, no kerning)."""
    face = _face(weight)
    if not face.get_char_index(ord(char)):
        return 1.0  # another typeface shows it, at most this wide
    return float(face.load_char(ord(char), flags=LoadFlags.NO_HINTING).linearHoriAdvance) / 65536 / 100


def label_mm(text: str, size_pt: float = LABEL_PT, weight: Weight = "regular") -> float:
    """Width of one line of text in millimetres."""
    return sum(_advance(char, weight) for char in text) * size_pt * MM_PER_INCH / POINTS_PER_INCH


def widest_mm(texts: list[str], size_pt: float = LABEL_PT, weight: Weight = "regular") -> float:
    """Width of the longest of several labels in millimetres; 0 for none."""
    return max((label_mm(text, size_pt, weight) for text in texts), default=0.0)


def shorten(text: str, width_mm: float, size_pt: float = LABEL_PT, weight: Weight = "regular") -> str:
    """The text, cut with "…" where it would be wider than `width_mm`."""
    if label_mm(text, size_pt, weight) <= width_mm:
        return text
    kept = text
    while kept and label_mm(kept.rstrip() + "…", size_pt, weight) > width_mm:
        kept = kept[:-1]
    return kept.rstrip() + "…"
