"""The house style of every drawing: typeface, sizes, lines. Placing axes and writing SVG have modules of their own."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Literal, ParamSpec, TypeVar

import matplotlib
from cycler import cycler
from matplotlib.font_manager import FontEntry, fontManager

from cakupan.look.fonts import FALLBACKS, FAMILY, FONT_DIR
from cakupan.look.missing import take_missing
from cakupan.look.palette import ACCENT, AXIS, BLUE, GREEN, GRID, INK, MUTED, PURPLE, VERMILLION

TEXT_WIDTH_MM = 170.0  # text column of the A4 page; HTML scales the same drawing
PHONE_WIDTH_MM = 96.0  # on a phone of 390 pixels, letters of 8.5 pt are 11 pixels high then
LABEL_PT, SMALL_PT = 8.5, 8.5
MM_PER_INCH, POINTS_PER_INCH = 25.4, 72.0

RC: dict[Any, Any] = {
    "figure.figsize": (170.0 / 25.4, 85.0 / 25.4),
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

ROOMY: dict[Any, Any] = {"axes.xmargin": 0.05}
"""What drawings of one's own have beside the look: marks at the edge of the axes stay whole."""

P = ParamSpec("P")
R = TypeVar("R")
Weight = Literal["regular", "semibold"]
FILES: dict[Weight, str] = {"regular": "IBMPlexSans-Regular.ttf", "semibold": "IBMPlexSans-SemiBold.ttf"}


@functools.lru_cache(maxsize=1)
def register_fonts() -> None:
    """Make matplotlib know the shipped typefaces; once per process."""
    shipped = [
        (FILES["regular"], FAMILY, "normal", (400,)),
        (FILES["semibold"], FAMILY, "normal", (600,)),
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


UNTOUCHED = frozenset(
    {"backend", "backend_fallback", "interactive", "toolbar", "savefig.directory", "figure.max_open_warning"}
)
"""Settings that say where drawings are shown, not how they look."""


class Theme:
    """The look, from the moment that it is made; as `with theme():` only for what is drawn inside.

    It begins with matplotlib's own defaults: what a matplotlibrc or a session has set before does not show.
    """

    def __init__(self, **more: Any) -> None:
        register_fonts()
        self._before = {name: value for name, value in matplotlib.rcParams.copy().items() if name != "backend"}
        raw: dict[Any, Any] = matplotlib.rcParams  # what was read from there needs no second check
        dict.update(raw, _defaults())
        settings: dict[Any, Any] = RC | more
        matplotlib.rcParams.update(settings)

    def __enter__(self) -> Theme:
        return self

    def __exit__(self, *_: object) -> None:
        raw: dict[Any, Any] = matplotlib.rcParams  # what was read from there needs no second check
        dict.update(raw, self._before)


@functools.lru_cache(maxsize=1)
def _defaults() -> dict[Any, Any]:
    """Matplotlib's own defaults, as they are in a session that has read no file of settings."""
    given: dict[Any, Any] = matplotlib.rcParamsDefault
    return {name: value for name, value in dict.items(given) if name not in UNTOUCHED}


def theme() -> Theme:
    """Give a drawing of one's own the look: `look.theme()` for all that follows, `with look.theme():` for what is drawn inside.

    Use `@themed` for a function that draws.
    """
    return Theme()


def house_style() -> None:
    """Give a session the look and nothing else: what a user's matplotlibrc has set is set back. Opening a briefing does this.

    Intervals that seaborn estimates by chance are the same each time, since equal inputs must give equal documents; and it takes
    columns with missing figures, as frames have them.
    """
    matplotlib.rcdefaults()
    theme()
    matplotlib.rcParams.update(ROOMY)
    _steady_chance()
    take_missing()


def _steady_chance() -> None:
    """Let what seaborn draws by chance, intervals and jitter, begin with the same seed where none is given."""
    import numpy as np
    import seaborn._statistics as untyped_statistics
    import seaborn.algorithms as untyped

    algorithms: Any = untyped
    statistics: Any = untyped_statistics
    np.random.seed(0)
    given = algorithms.bootstrap
    if not hasattr(given, "steady"):

        @functools.wraps(given)
        def bootstrap(*data: Any, **options: Any) -> Any:
            seed = options.pop("seed", None)
            return given(*data, seed=0 if seed is None else seed, **options)

        bootstrap.steady = True  # type: ignore[attr-defined]
        algorithms.bootstrap = statistics.bootstrap = bootstrap


def themed(draw: Callable[P, R]) -> Callable[P, R]:
    """Decorate a function so that all it draws has the look."""

    @functools.wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> R:
        with theme():
            return draw(*args, **kwargs)

    return drawn
