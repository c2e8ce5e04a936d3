"""Colours of charts and pages, and what each becomes on a dark page. Which class a figure falls into is not decided here."""

from __future__ import annotations

# --- colours (source: data/definitions.md, classes of maps and colours; contrast against white in brackets) ---
INK = "#1a2733"  # text [15.2]
MUTED = "#595959"  # secondary text, outlines of tiles, "similar" [7.0]
AXIS = "#8a949e"  # axis lines, ticks [3.1]
GRID = "#dfe4e8"  # grid lines, decorative
FILL = "#c5ced6"  # bars that are not the subject; give them direct labels
PAPER = "#fefefe"  # "as the page": gaps between bars, halos; follows the page into dark mode
ACCENT = "#0b3c5d"  # the region of the report [11.2]
BLUE, VERMILLION, GREEN, PURPLE = "#0072b2", "#d55e00", "#009e73", "#cc79a7"  # [5.2, 3.9, 3.4, 3.1]
BLUES = ("#f7fbff", "#c6dbef", "#6baed6", "#2171b5", "#08306b")  # five classes, light to dark; outline in MUTED
ON_LIGHT, ON_DARK = "#0a0a0a", "#ffffff"  # text that lies on a filled area; the same in dark mode

DARK: dict[str, str] = {
    INK: "#e6ebf0",
    "#000000": "#e6ebf0",
    MUTED: "#a9b4bf",
    AXIS: "#75828e",
    GRID: "#2b3640",
    FILL: "#43515e",
    PAPER: "#12181e",
    ACCENT: "#86bbe3",
    BLUE: "#3f9bd8",
    VERMILLION: "#ee8445",
    GREEN: "#35bd94",
    PURPLE: "#dc98bf",
}
"""What each colour becomes on a dark page; colours not named here (BLUES, ON_LIGHT, ON_DARK) stay."""
