"""The look of every chart: typeface, sizes, colours, axes placed in millimetres, and a clean SVG of the result.

Nothing here knows what a chart shows; charts live in `cakupan.charts`, their captions in `cakupan.blocks`.
"""

from __future__ import annotations

import functools
import hashlib
import html
import io
import re
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any, Literal, ParamSpec, TypeVar

import matplotlib
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontEntry, fontManager
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.text import Text

from cakupan.fonts import FALLBACKS, FAMILY, FONT_DIR
from cakupan.numbers import RichText, machine_values, plain

# --- colours (source: domain guide, section 7; contrast against white in brackets) ---
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
STATUS = {"better": (BLUE, "▲"), "similar": (MUTED, "●"), "worse": (VERMILLION, "▼")}

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

# --- sizes ---
TEXT_WIDTH_MM = 170.0  # text column of the A4 page; HTML scales the same drawing
HALF_WIDTH_MM = 82.0
LABEL_PT, SMALL_PT = 8.5, 7.5
MM_PER_INCH, POINTS_PER_INCH = 25.4, 72.0

RC: dict[Any, Any] = {
    "font.family": [FAMILY, *FALLBACKS],
    "font.size": LABEL_PT,
    "axes.titlesize": LABEL_PT,
    "axes.titleweight": 600,
    "axes.titlelocation": "left",
    "axes.labelsize": SMALL_PT,
    "axes.labelpad": 2.5,
    "xtick.labelsize": SMALL_PT,
    "ytick.labelsize": LABEL_PT,
    "legend.fontsize": SMALL_PT,
    "legend.frameon": False,
    "text.color": INK,
    "text.parse_math": False,
    "axes.labelcolor": MUTED,
    "xtick.labelcolor": MUTED,
    "ytick.labelcolor": INK,
    "axes.edgecolor": AXIS,
    "xtick.color": AXIS,
    "ytick.color": AXIS,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.facecolor": "none",
    "axes.unicode_minus": True,
    "axes.prop_cycle": cycler(color=[ACCENT, BLUE, VERMILLION, GREEN, PURPLE, MUTED]),
    "axes.xmargin": 0.0,
    "xtick.major.size": 2.5,
    "xtick.major.pad": 2.5,
    "ytick.major.size": 0.0,
    "xtick.major.width": 0.6,
    "ytick.major.pad": 4.0,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "lines.linewidth": 1.6,
    "lines.markersize": 4.5,
    "patch.linewidth": 0.0,
    "hatch.linewidth": 0.6,
    "figure.facecolor": "none",
    "figure.frameon": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "cakupan",
    "svg.image_inline": True,
    "path.simplify": True,
}

P = ParamSpec("P")
R = TypeVar("R")
Weight = Literal["regular", "semibold"]
_FILES: dict[Weight, str] = {"regular": "IBMPlexSans-Regular.ttf", "semibold": "IBMPlexSans-SemiBold.ttf"}


@functools.lru_cache(maxsize=1)
def register_fonts() -> None:
    """Make matplotlib know the shipped typefaces; once per process."""
    shipped = [
        (_FILES["regular"], FAMILY, "normal", (400,)),
        (_FILES["semibold"], FAMILY, "normal", (600,)),
        ("IBMPlexSans-Italic.ttf", FAMILY, "italic", (400,)),
        # The fallbacks have one weight; entered for both, so that matplotlib does not warn at every bold label.
        ("CakupanSymbols.ttf", FALLBACKS[0], "normal", (400, 600)),
        ("IBMPlexSansArabic-Regular.ttf", FALLBACKS[1], "normal", (400, 600)),
        ("IBMPlexSansHebrew-Regular.ttf", FALLBACKS[2], "normal", (400, 600)),
    ]
    for file, name, style, weights in shipped:
        for weight in weights:
            # addfont() would file the semibold under the family "IBM Plex Sans SemiBold".
            entry = FontEntry(str(FONT_DIR / file), 0, name, style, "normal", weight, "normal", "scalable")
            fontManager.ttflist.insert(0, entry)


def theme() -> AbstractContextManager[None]:
    """The look, for everything that is drawn inside `with theme():`; nothing outside changes.

    Use it also as a decorator of a drawing function: `@themed`.
    """
    register_fonts()
    return matplotlib.rc_context(RC)


def themed(draw: Callable[P, R]) -> Callable[P, R]:
    """Decorate a function so that all it draws has the look."""

    @functools.wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> R:
        with theme():
            return draw(*args, **kwargs)

    return drawn


# --- figures and axes, placed in millimetres ---


def new_figure(
    width_mm: float = TEXT_WIDTH_MM,
    height_mm: float = 70.0,
    *,
    left_mm: float = 12.0,
    right_mm: float = 4.0,
    top_mm: float = 3.0,
    bottom_mm: float = 10.0,
) -> tuple[Figure, Axes]:
    """A figure with one axes inside the given margins.

    No layout engine runs: it would cost three times the drawing. Measure the longest label with `label_mm` and make the
    margin that wide. Call inside `theme()`.
    """
    figure = blank_figure(width_mm, height_mm)
    axes = add_axes(figure, left_mm, bottom_mm, width_mm - left_mm - right_mm, height_mm - top_mm - bottom_mm)
    return figure, axes


def blank_figure(width_mm: float, height_mm: float) -> Figure:
    """A figure without axes, free of pyplot (so that no notebook draws it a second time)."""
    register_fonts()
    figure = Figure(figsize=(width_mm / MM_PER_INCH, height_mm / MM_PER_INCH), dpi=POINTS_PER_INCH)
    FigureCanvasSVG(figure)
    return figure


def add_axes(
    figure: Figure, left_mm: float, bottom_mm: float, width_mm: float, height_mm: float, **keywords: Any
) -> Axes:
    """Axes whose plot area is exactly this rectangle, measured from the lower left corner of the figure."""
    full_width, full_height = (inch * MM_PER_INCH for inch in figure.get_size_inches())
    if (
        left_mm < 0
        or bottom_mm < 0
        or left_mm + width_mm > full_width + 0.01
        or bottom_mm + height_mm > full_height + 0.01
    ):
        raise ValueError(
            f"axes of {width_mm:g} × {height_mm:g} mm at ({left_mm:g}, {bottom_mm:g}) do not fit into a figure of "
            f"{full_width:.0f} × {full_height:.0f} mm"
        )
    rectangle = (left_mm / full_width, bottom_mm / full_height, width_mm / full_width, height_mm / full_height)
    return figure.add_axes(rectangle, **keywords)


# --- labels that know their numbers ---

_NUMBERS = "ck-numbers "


def write(axes: Axes, x: float, y: float, words: RichText, **keywords: Any) -> Text:
    """A label at data coordinates whose numbers keep their values: `data-numbers` in the SVG, for whoever checks the drawing."""
    return remember(axes.text(x, y, plain(words), **keywords), words)


def remember(label: Text, words: RichText) -> Text:
    """Let a label know the numbers that it shows."""
    numbers = machine_values(words)
    if numbers:
        label.set_gid(_NUMBERS + numbers)
    return label


def number_ticks(axis: Axis, ticks: Iterable[float], words: Callable[[float], RichText]) -> None:
    """Fixed ticks whose labels keep their values."""
    places = list(ticks)
    labels = [words(place) for place in places]
    axis.set_ticks(places, labels=[plain(label) for label in labels])
    for tick, label in zip(axis.get_major_ticks(), labels, strict=True):
        remember(tick.label1, label)


# --- widths of words ---


@functools.lru_cache(maxsize=2)
def _face(weight: Weight) -> FT2Font:
    face = FT2Font(str(FONT_DIR / _FILES[weight]))
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


def wrap(text: str, width_mm: float, size_pt: float = LABEL_PT, weight: Weight = "regular", *, lines: int = 2) -> str:
    """The text on at most `lines` lines, each at most `width_mm` wide; what does not fit is cut with "…"."""
    done: list[str] = []
    line = ""
    words = text.split(" ")
    for index, word in enumerate(words):
        longer = f"{line} {word}".strip()
        if not line or label_mm(longer, size_pt, weight) <= width_mm:
            line = longer
        elif len(done) == lines - 1:
            line = " ".join([line, *words[index:]])
            break
        else:
            done.append(line)
            line = word
    return "\n".join(shorten(part, width_mm, size_pt, weight) for part in [*done, line])


# --- SVG ---

_TAG = re.compile(r"<[^>]*>")
_ATTRIBUTE = re.compile(r'([\w:-]+)="([^"]*)"')
_LONG_DECIMAL = re.compile(r"-?\d+\.\d{3,}")
_REFERENCE = re.compile(r'(?:url\(#|href="#)([\w.-]+)')
_DROPPED = re.compile(
    r"<metadata>.*?</metadata>|<!--.*?-->|<defs>\s*<style.*?</style>\s*</defs>|"
    r'<g id="[^"]*">\s*<path d="[^"]*" style="fill: none"/>\s*</g>',
    re.DOTALL,
)
_HEX = re.compile(r'="(#[0-9a-fA-F]{6})"')


def to_svg(figure: Figure) -> str:
    """The figure as an SVG element for HTML and PDF: text as text, no dates, no style sheet, ids that are its own.

    Colours become attributes, since the page's security policy forbids inline styles and the page's dark mode selects by
    them; ids begin with a hash of the drawing, so that two figures on one page never share one. Equal figures give equal
    text.
    """
    register_fonts()
    buffer = io.StringIO()
    with matplotlib.rc_context({key: RC[key] for key in ("svg.fonttype", "svg.hashsalt", "svg.image_inline")}):
        canvas: Any = FigureCanvasSVG(figure)  # matplotlib's canvases are typed in some settings only
        canvas.print_svg(buffer, metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return clean_svg(buffer.getvalue())


def clean_svg(svg: str) -> str:
    """Matplotlib's SVG without prolog, metadata, style sheet, inline styles and idle groups."""
    svg = _DROPPED.sub("", svg[svg.index("<svg") :])
    used = set(_REFERENCE.findall(svg))
    out: list[str] = []
    groups: list[bool] = []  # for every open <g>, whether it was kept
    position = 0
    for match in _TAG.finditer(svg):
        between, tag = svg[position : match.start()], match.group()
        position = match.end()
        if between and not between.isspace():
            out.append(between)
        if tag.startswith("<svg"):
            out.append(_root(tag))
        elif tag == "</g>":
            if groups.pop():
                out.append(tag)
        else:
            tag = _clean_tag(tag, used)
            if tag == "<g/>":
                continue
            if tag.startswith("<g"):
                groups.append(tag != "<g>")
                if tag == "<g>":
                    continue
            out.append(tag)
    body = "".join(out)
    digest = hashlib.sha256(body.encode()).hexdigest()[:8]
    for number, name in enumerate(sorted(used, key=body.index)):
        body = re.sub(rf'((?:id="|#)){re.escape(name)}(?=["\)])', rf"\g<1>ck{digest}-{number}", body)
    return body


def _root(tag: str) -> str:
    given = {key: _LONG_DECIMAL.sub(_short_decimal, value) for key, value in _ATTRIBUTE.findall(tag)}
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="{given["viewBox"]}" '
        f'width="{given["width"]}" height="{given["height"]}" font-family="{", ".join((FAMILY, *FALLBACKS, "sans-serif"))}" '
        'stroke-linejoin="round" stroke-linecap="butt">'
    )


def _clean_tag(tag: str, used: set[str]) -> str:
    if "=" not in tag:
        return tag
    name = tag[1 : tag.index(" ")]
    attributes: dict[str, str] = {}
    for key, value in _ATTRIBUTE.findall(tag):
        if key == "style":
            attributes.update(_declarations(value))
        elif key == "id" and value.startswith(_NUMBERS):
            attributes["data-numbers"] = value.removeprefix(_NUMBERS)
        elif (key == "id" and value not in used) or (key == "transform" and value.startswith("rotate(-0 ")):
            continue
        else:
            attributes[key] = (
                _LONG_DECIMAL.sub(_short_decimal, " ".join(value.split())) if key != "xlink:href" else value
            )
    if FAMILY in attributes.get("font-family", ""):
        del attributes["font-family"]  # the root has it
    joined = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{joined}{'/' if tag.endswith('/>') else ''}>"


def _declarations(style: str) -> dict[str, str]:
    pairs = (declaration.split(":", 1) for declaration in style.split(";") if ":" in declaration)
    return {key.strip(): value.strip().replace('"', "'") for key, value in pairs}


def _short_decimal(match: re.Match[str]) -> str:
    return f"{float(match.group()):.2f}".rstrip("0").rstrip(".")


_TEXT = re.compile(r"<text([^>]*)>([^<]*)</text>")


def clipped_labels(svg: str) -> list[str]:
    """The labels of a `to_svg` drawing that reach beyond its edge: a check for tests, since no layout engine runs.

    Turned labels are checked by their anchor only.
    """
    _, _, width, height = (float(part) for part in svg.partition('viewBox="')[2].partition('"')[0].split())
    clipped = []
    for raw, text in _TEXT.findall(svg):
        given = dict(_ATTRIBUTE.findall(raw))
        size = float(given.get("font-size", "10px").removesuffix("px"))
        place = re.match(r"translate\(([-\d.]+) ([-\d.]+)\)", given.get("transform", ""))
        x, y = (float(value) for value in (place.groups() if place else (given["x"], given["y"])))
        words = html.unescape(text)
        weight: Weight = "semibold" if given.get("font-weight") == "600" else "regular"
        long = (
            0.0
            if "rotate" in given.get("transform", "")
            else label_mm(words, size, weight) * POINTS_PER_INCH / MM_PER_INCH
        )
        start = x - {"middle": long / 2, "end": long}.get(given.get("text-anchor", ""), 0.0)
        if start < -0.5 or start + long > width + 0.5 or y - 0.7 * size < -0.5 or y + 0.2 * size > height + 0.5:
            clipped.append(words)
    return clipped


def foreign_colours(svg: str) -> set[str]:
    """Colours of an SVG that are not in the palette: dark mode would leave them as they are."""
    known = {*DARK, *BLUES, ON_LIGHT, ON_DARK}
    return {colour.lower() for colour in _HEX.findall(svg)} - known
