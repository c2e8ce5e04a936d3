"""Any drawing of matplotlib or seaborn brought into the house style: its size, its typeface, the ticks and texts that it has.

What the texts say and where their numbers come from is decided by who asks; drawings of our own are made in the style from the start.
"""

from __future__ import annotations

import datetime as dt
import math
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from matplotlib.axes import Axes
from matplotlib.axis import Axis, XAxis
from matplotlib.dates import AutoDateFormatter, ConciseDateFormatter, num2date
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import LogFormatter, ScalarFormatter

from cakupan.look.fonts import FALLBACKS, FAMILY
from cakupan.look.labels import NUMBERS, number_ticks
from cakupan.look.style import MM_PER_INCH, RC, ROOMY, SMALL_PT, TEXT_WIDTH_MM
from cakupan.look.widths import widest_mm
from cakupan.words.numbers import RichText, plain

LEAST_MM, MOST_MM = 45.0, 215.0
SMALLEST_PT, LARGEST_PT = 6.5, 11.0
SPACE_MM = 2.0
"""Least space between two labels of an axis."""
TickWords = Callable[[list[float]], list[RichText]]
DayWords = Callable[[list[dt.date]], list[RichText]]


def figure_of(drawing: Any) -> Figure:
    """Return the figure of axes, of a figure, of a grid of seaborn (`FacetGrid`, `lmplot`, `PairGrid`) or of a `seaborn.objects.Plot`.

    Raises TypeError with a sentence for anything else.
    """
    if isinstance(drawing, Figure):
        return drawing
    if type(drawing).__module__.startswith("seaborn._core") and hasattr(drawing, "plot"):
        return drawing.theme({**RC, **ROOMY}).plot()._figure  # type: ignore[no-any-return]
    if hasattr(drawing, "flat") or isinstance(drawing, list | tuple):
        first = next(iter(getattr(drawing, "flat", drawing)), None)
        return figure_of(first)
    figure = getattr(drawing, "figure", None)
    if isinstance(figure, Figure):
        return figure
    raise TypeError(
        f"{type(drawing).__name__} is no drawing; give the axes, the figure or the grid that matplotlib or seaborn returned"
    )


def finish(figure: Figure, numbers: TickWords, days: DayWords) -> None:
    """Bring a figure into the house style: width of the text column, shipped typeface, tick labels in the document's language.

    numbers, days: words for the places of ticks on an axis of numbers and on one of dates.
    """
    _resize(figure)
    for text in figure.findobj(Text):
        assert isinstance(text, Text)
        text.set_fontfamily([FAMILY, *FALLBACKS])
        text.set_fontsize(min(LARGEST_PT, max(SMALLEST_PT, float(text.get_fontsize()))))
        text.set_parse_math(False)
    figure.patch.set_visible(False)
    axes = [one for one in figure.get_axes() if isinstance(one, Axes)]
    scales = [(axis, _kind(axis)) for one in axes for axis in (one.xaxis, one.yaxis)]
    for axis, kind in scales:
        if kind:
            _label_ticks(axis, kind, numbers, days)
    _lay_out(figure)


def _resize(figure: Figure) -> None:
    width, height = figure.get_size_inches()
    tall = TEXT_WIDTH_MM * height / width
    figure.set_size_inches(TEXT_WIDTH_MM / MM_PER_INCH, min(MOST_MM, max(LEAST_MM, tall)) / MM_PER_INCH)


def _kind(axis: Axis) -> str:
    """What the ticks of an axis are: numbers, dates, or words of their own."""
    formatter = axis.get_major_formatter()
    if isinstance(formatter, AutoDateFormatter | ConciseDateFormatter):
        return "days"
    if isinstance(formatter, ScalarFormatter | LogFormatter):
        return "numbers"
    return ""


def _label_ticks(axis: Axis, kind: str, numbers: TickWords, days: DayWords) -> None:
    low, high = sorted(axis.get_view_interval())
    places = [float(place) for place in axis.get_majorticklocs() if low <= place <= high]
    shown = axis.get_tick_params(which="major")
    sides = ("labelbottom", "labeltop") if isinstance(axis, XAxis) else ("labelleft", "labelright")
    if not places or not any(shown.get(side, side in ("labelbottom", "labelleft")) for side in sides):
        return
    words = numbers(places) if kind == "numbers" else days([num2date(place).date() for place in places])
    if isinstance(axis, XAxis):
        every = _every(axis, [plain(label) for label in words], len(places))
        places, words = places[::every], words[::every]
    by_place = dict(zip(places, words, strict=True))
    number_ticks(axis, places, lambda place: by_place[place])


def _every(axis: Axis, labels: list[str], ticks: int) -> int:
    """Which ticks keep their label so that none runs into the next: 1 for each, 2 for each second one."""
    low, high = axis.get_view_interval()
    first, *_, last = axis.get_majorticklocs()
    if ticks < 2 or high == low or axis.get_scale() != "linear":
        return 1
    figure = axis.get_figure(root=True)
    assert isinstance(figure, Figure)
    room = axis.axes.get_window_extent().width / figure.bbox.width * TEXT_WIDTH_MM
    apart = room * abs(last - first) / (len(axis.get_majorticklocs()) - 1) / abs(high - low)
    return max(1, math.ceil((widest_mm(labels, SMALL_PT) + SPACE_MM) / apart)) if apart else 1


def _lay_out(figure: Figure) -> None:
    """Keep what stands beside the axes inside of the figure; a legend beside a grid gets a strip of its own."""
    if not figure.legends:
        figure.set_layout_engine("tight" if _is_laid_out_apart(figure) else "constrained")
        return
    figure.set_layout_engine("none")
    figure.canvas.draw()
    for (
        legend
    ) in figure.legends:  # `seaborn.objects` puts its own past the edge, for pictures that are cut to what is drawn
        if legend.get_window_extent().x1 > figure.bbox.x1:
            legend.set_loc("center right")
            legend.set_bbox_to_anchor((1, 0.55), transform=figure.transFigure)
    width = max(legend.get_window_extent().width for legend in figure.legends) / figure.bbox.width
    figure.tight_layout(rect=(0, 0, max(0.5, 1 - width - 0.02), 1))


def _is_laid_out_apart(figure: Figure) -> bool:
    """Whether axes stand in a grid that the "constrained" layout cannot take: of no figure, as in `jointplot`, or with rows or columns of no size,
    as a colour bar beside a heat map has them."""
    grids: list[Any] = [grid for axes in figure.get_axes() if (grid := axes.get_gridspec()) is not None]
    sizes = [
        size for grid in grids for ratios in (grid.get_height_ratios(), grid.get_width_ratios()) for size in ratios
    ]
    return 0 in sizes or any(grid.figure is None for grid in grids)


def rename(figure: Figure, names: Mapping[str, str]) -> None:
    """Give names for readers to the axes and legends that are called after a column."""
    for axes in figure.get_axes():
        for label in (axes.xaxis.label, axes.yaxis.label):
            label.set_text(names.get(label.get_text(), label.get_text()))
        for title in (axes.title, axes._left_title):  # type: ignore[attr-defined]
            _rename_facet(title, names)
    legends = [*figure.legends, *(legend for axes in figure.get_axes() if (legend := axes.get_legend()))]
    for legend in legends:
        legend.set_title(names.get(legend.get_title().get_text(), legend.get_title().get_text()))


def _rename_facet(title: Text, names: Mapping[str, str]) -> None:
    """A title as grids write it: "parent = 61"."""
    column, equals, value = title.get_text().partition(" = ")
    if equals and column in names:
        title.set_text(f"{names[column]}: {value}")


def texts_of(figure: Figure) -> Iterator[Text]:
    """Yield the texts of a figure that show anything and do not yet know their numbers."""
    for text in figure.findobj(Text):
        assert isinstance(text, Text)
        if text.get_visible() and text.get_text().strip() and not str(text.get_gid() or "").startswith(NUMBERS):
            yield text


def put_away(figure: Figure) -> None:
    """Let pyplot forget a figure, so that no notebook shows it a second time."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(figure)


SHOWN = "_cakupan_shown"


def watch_cells() -> None:
    """Remember of each drawing that a notebook shows at the end of a cell in which one: "12/0", cell 12, last picture of it.

    A cell that draws and another one that makes a block of it are common; a document shows the drawing once.
    """
    from IPython.core.getipython import get_ipython

    shell: Any = get_ipython()
    if shell is None or any(getattr(one, "watches", False) for one in shell.events.callbacks["post_execute"]):
        return

    def note() -> None:
        helpers: Any = sys.modules.get("matplotlib._pylab_helpers")
        # The shell counts on as a cell begins.
        managers = helpers.Gcf.get_all_fig_managers() if helpers else []
        for number, manager in enumerate(reversed(managers)):
            setattr(manager.canvas.figure, SHOWN, f"{shell.execution_count - 1}/{number}")

    note.watches = True  # type: ignore[attr-defined]
    shell.events.callbacks["post_execute"].insert(0, note)  # before the pictures are shown and the figures closed


def shown_in(figure: Figure) -> str:
    """Return where a notebook has shown a drawing as a picture; empty where nowhere."""
    return str(getattr(figure, SHOWN, ""))
