"""Charts of a frame, in seaborn's manner: data first, then columns. Each draws in the house style and returns its axes.

They know no region and no indicator: what is drawn is a column, what the chart says is its title, and `report.chart` makes a block of it.
Any of them can be copied into a notebook and changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from cakupan import look
from cakupan.charts.naming import MANY, Mark, arranged, draw, room_for
from cakupan.look.packing import Box, packed

if TYPE_CHECKING:
    import pandas as pd

ROW_MM, HEAD_MM = 6.0, 14.0
"""Height of a row of a ranked chart, and of what stands around the rows."""
SHARES = (25, 50, 80)
"""Shares that a concentration curve marks, in percent."""


def _axes(ax: Axes | None, height_mm: float) -> Axes:
    """The given axes, or new ones of the width of the page."""
    if ax is not None:
        return ax
    return look.blank_figure(look.TEXT_WIDTH_MM, min(max(height_mm, 45.0), 230.0)).add_subplot()


def _numbers(frame: pd.DataFrame, column: str) -> list[float]:
    return [float(value) for value in frame[column].to_numpy(dtype="float64", na_value=float("nan"))]


def _print(value: float) -> str:
    """A value as a label of a drawing, which the block turns into the language of the report."""
    return f"{value:.0f}" if value == int(value) and abs(value) != 100 else f"{value:.2f}"


@look.themed
def bars(
    frame: pd.DataFrame, x: str, y: str = "name", *, own: str = "", target: float | None = None, ax: Axes | None = None
) -> Axes:
    """Ranked bars in the order of the frame, each with its value. own: the row in the colour of the report; target: a line across.

    >>> charts.bars(regions.nlargest(8, "unrecorded"), x="unrecorded")  # doctest: +SKIP
    """
    known = frame.dropna(subset=[x])
    ax = _axes(ax, HEAD_MM + ROW_MM * len(known))
    if len(known):
        sns.barplot(
            x=_numbers(known, x), y=known[y].tolist(), color=look.BLUE, saturation=1, errorbar=None, legend=False, ax=ax
        )
    for name, bar in zip(known[y], ax.patches, strict=False):
        if name == own:
            bar.set_facecolor(look.ACCENT)
    _label_rows(ax, _numbers(known, x))
    if target is not None:
        ax.axvline(target, color=look.VERMILLION, linewidth=1.6, zorder=3)
    ax.set(xlabel=x, ylabel="")
    ax.margins(x=0.12)
    return ax


def _label_rows(ax: Axes, values: Sequence[float]) -> None:
    """The value of each row behind its mark."""
    for row, value in enumerate(values):
        ax.annotate(
            _print(value),
            (value, row),
            (5, 0),
            textcoords="offset points",
            va="center",
            fontsize=look.SMALL_PT,
            color=look.INK,
        )


@look.themed
def dots(
    frame: pd.DataFrame,
    x: str,
    y: str = "name",
    *,
    own: str = "",
    lines: Mapping[str, float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Dots in the order of the frame, for shares that need no zero, with lines of reference: {"Indonesia": 97.19}.

    >>> charts.dots(regions, x="coverage", lines={"target": 99.4})  # doctest: +SKIP
    """
    known = frame.dropna(subset=[x])
    ax = _axes(ax, HEAD_MM + ROW_MM * len(known))
    colours = [look.ACCENT if name == own else look.BLUE for name in known[y]]
    if len(known):
        sns.stripplot(
            x=_numbers(known, x),
            y=known[y].tolist(),
            hue=known[y].tolist(),
            palette=colours,
            jitter=False,
            size=6,
            legend=False,
            ax=ax,
        )
    _label_column(ax, _numbers(known, x), list((lines or {}).values()))
    for number, (label, value) in enumerate((lines or {}).items()):
        colour = (look.VERMILLION, look.MUTED, look.GREEN)[number % 3]
        ax.axvline(value, color=colour, linewidth=1.2, linestyle=("-", "--", ":")[number % 3], label=label, zorder=1)
    if lines:
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3)
    ax.set(xlabel=x, ylabel="")
    ax.grid(axis="y")
    return ax


def _label_column(ax: Axes, values: Sequence[float], lines: Sequence[float]) -> None:
    """The value of each row in a column at the right, where neither dots nor lines of reference stand."""
    if not values:
        return
    low, high = min([*values, *lines]), max([*values, *lines])
    span = (high - low) or 1.0
    ax.set_xlim(low - 0.04 * span, high + 0.17 * span)
    for row, value in enumerate(values):
        style: dict[str, Any] = {"ha": "right", "va": "center", "fontsize": look.SMALL_PT, "color": look.INK}
        ground = {"facecolor": look.PAPER, "edgecolor": "none", "pad": 1.2}  # the line of the row ends before its value
        ax.text(1.0, row, _print(value), transform=ax.get_yaxis_transform(), bbox=ground, **style)


@look.themed
def bullet(
    frame: pd.DataFrame, x: str, y: str = "name", *, target: float | None = None, ax: Axes | None = None
) -> Axes:
    """A rate or more against one target: a broad band up to the target, a bar a row, the first in colour.

    >>> charts.bullet(rates, x="ikd_rate", y="base", target=30)  # doctest: +SKIP
    """
    known = frame.dropna(subset=[x])
    ax = _axes(ax, HEAD_MM + 8.0 * len(known))
    values = _numbers(known, x)
    if target is not None:
        ax.axvspan(0, target, color=look.GRID, linewidth=0, zorder=0)
        ax.axvline(target, color=look.VERMILLION, linewidth=1.6, zorder=3)
    if values:
        colours = [look.BLUE, *[look.FILL] * (len(values) - 1)]
        names = known[y].tolist()
        sns.barplot(
            x=values, y=names, hue=names, palette=colours, legend=False, errorbar=None, width=0.5, zorder=2, ax=ax
        )
    _label_rows(ax, values)
    ax.set(xlabel=x, ylabel="", xlim=(0, 1.1 * max([*values, target or 0.0, 1.0])))
    return ax


@look.themed
def trend(frame: pd.DataFrame, x: str, y: str, *, hue: str | None = None, ax: Axes | None = None) -> Axes:
    """Lines over time, a point a figure; only figures of one system belong into one line.

    >>> charts.trend(series[series["comparable"]], x="day", y="value", hue="measure")  # doctest: +SKIP
    """
    ax = _axes(ax, 75.0)
    sns.lineplot(frame, x=x, y=y, hue=hue, marker="o", markeredgecolor="none", errorbar=None, ax=ax)
    ax.grid(axis="y")
    ax.set(xlabel="", ylabel=y)
    ax.margins(x=0.06, y=0.15)
    return ax


@look.themed
def decomposition(frame: pd.DataFrame, x: str, y: str, *, ax: Axes | None = None) -> Axes:
    """What a change is made of, step by step from zero: gains in blue, losses in orange, the last row is their sum.

    >>> charts.decomposition(effects, x="points", y="effect")  # doctest: +SKIP
    """
    ax = _axes(ax, HEAD_MM + 8.0 * len(frame))
    start = 0.0
    values = _numbers(frame, x)
    for row, value in enumerate(values):
        left = 0.0 if row == len(values) - 1 else start
        colour = look.ACCENT if row == len(values) - 1 else look.BLUE if value >= 0 else look.VERMILLION
        ax.barh(row, value, left=left, height=0.55, color=colour, zorder=2)
        ax.annotate(
            f"{value:+.2f}",
            (max(left, left + value), row),
            (5, 0),
            textcoords="offset points",
            va="center",
            fontsize=look.SMALL_PT,
        )
        start += value
    ax.axvline(0, color=look.AXIS, linewidth=0.8)
    ax.set_yticks(range(len(values)), frame[y].tolist())
    ax.set(xlabel=x, ylim=(len(values) - 0.5, -0.5))
    ax.margins(x=0.15)
    return ax


@look.themed
def concentration(frame: pd.DataFrame, x: str, *, ax: Axes | None = None) -> Axes:
    """In how few rows most of a count lies: its cumulative share, largest first, with a quarter, half and 80 percent marked.

    >>> charts.concentration(nation, x="unrecorded")  # doctest: +SKIP
    """
    values = sorted((max(0.0, value) for value in _numbers(frame.dropna(subset=[x]), x)), reverse=True)
    total = sum(values) or 1.0
    sums = [0.0, *(100 * sum(values[: n + 1]) / total for n in range(len(values)))]
    ax = _axes(ax, 48.0)
    sns.lineplot(x=range(len(sums)), y=sums, color=look.BLUE, errorbar=None, ax=ax)
    for share in SHARES:
        n = next((at for at, value in enumerate(sums) if value >= share), None)
        if n is not None:
            ax.plot([n], [sums[n]], "o", color=look.BLUE)
            ax.annotate(f"{share} %: {n}", (n, sums[n]), (7, -4), textcoords="offset points")
    ax.set(xlim=(0, None), ylim=(0, 104), xlabel="", ylabel="%")
    ax.grid(axis="y")
    return ax


@look.themed
def fan(
    frame: pd.DataFrame, x: str, y: str, low: str, high: str, *, target: float | None = None, ax: Axes | None = None
) -> Axes:
    """A line with the range that it may lie in. frame: what is known has the same low and high; what is expected, a wider range.

    >>> charts.fan(months, x="day", y="expected", low="low", high="high", target=858441)  # doctest: +SKIP
    """
    ax = _axes(ax, 75.0)
    ax.fill_between(frame[x], _numbers(frame, low), _numbers(frame, high), color=look.BLUE, alpha=0.2, linewidth=0)
    sns.lineplot(frame, x=x, y=y, color=look.BLUE, errorbar=None, ax=ax)
    if target is not None:
        ax.axhline(target, color=look.VERMILLION, linewidth=1.4)
    ax.set(xlabel="", ylabel=y)
    ax.grid(axis="y")
    return ax


@look.themed
def tiles(
    frame: pd.DataFrame,
    column: str,
    classes: Sequence[float] = (80, 95, 97.5, 99.4),
    *,
    own: str = "",
    ax: Axes | None = None,
) -> Axes:
    """The provinces as tiles, roughly where they lie, dark where the value is high. frame: `report.frame("province", within="ID")`.

    classes: four bounds, lowest first. own: code of the tile to outline. A province without a figure is crossed out; values too wide for a
    tile are left to the colour.
    """
    grid: Mapping[str, Sequence[Any]] = frame.attrs.get("tiles", {})
    ax = _axes(ax, 88.0)
    # Counts of many people are wider than a tile: then the colour tells, and the table.
    labels = [_in_a_tile(value, classes) for value in _numbers(frame, column) if value == value]
    fits = look.widest_mm(labels, look.SMALL_PT) < 0.92 * look.TEXT_WIDTH_MM / 18
    for code, value in zip(frame.index, _numbers(frame, column), strict=True):
        if code not in grid:
            continue
        row, place, short = grid[code]
        grade = sum(value >= bound for bound in classes)
        unknown: dict[str, Any] = {"facecolor": "none", "hatch": "xxxx"}
        look_of = unknown if value != value else {"facecolor": look.BLUES[grade]}
        edge: dict[str, Any] = (
            {"edgecolor": look.VERMILLION, "linewidth": 2.2, "zorder": 3} if code == own else {"edgecolor": look.MUTED}
        )
        ax.add_patch(Rectangle((place - 0.96, row - 0.96), 0.92, 0.92, **{"linewidth": 0.6, **look_of, **edge}))
        ink = look.ON_DARK if value == value and grade >= 3 else look.ON_LIGHT
        style: dict[str, Any] = {"ha": "center", "va": "center", "color": ink, "zorder": 4}
        ax.text(place - 0.5, row - 0.7, short, fontsize=look.SMALL_PT, fontweight=600, **style)
        if value != value or fits:
            printed = "–" if value != value else _in_a_tile(value, classes)
            ax.text(place - 0.5, row - 0.3, printed, fontsize=look.SMALL_PT, **style)
    ax.set(xlim=(0, 18), ylim=(8, 0))
    ax.axis("off")
    return ax


def _in_a_tile(value: float, classes: Sequence[float]) -> str:
    """A value with one decimal, or with two where one would be of another class than the tile's colour."""
    shown = f"{value:.1f}"
    same = sum(float(shown) >= bound for bound in classes) == sum(value >= bound for bound in classes)
    return shown if same else f"{value:.2f}"


@look.themed
def cartogram(
    frame: pd.DataFrame,
    size: str = "wajib_ktp",
    column: str = "coverage",
    classes: Sequence[float] = (80, 95, 97.5, 99.4),
    *,
    own: str = "",
    values: bool = True,
    height_mm: float = 62.0,
    ax: Axes | None = None,
) -> Axes:
    """The regions of a frame as circles near their places: area as `size`, dark where `column` is high, hatched where it is a lower bound.

    frame: `report.frame()`, or some of its rows; it brings the places along (`frame.attrs["places"]`), and a row without a place or
    size is left out. size: a column of counts. column: a column of shares; one whose `coverage_high` is missing is a lower bound.
    classes: four bounds, lowest first. own: code of the circle to outline. values: print them too. A row without a value is crossed out.

    The circles lie the same on every machine: each begins at its place, those that meet push each other away in a fixed number of rounds.

    >>> axes = charts.cartogram(report.frame())  # doctest: +SKIP
    >>> axes = charts.cartogram(report.frame("regency", within="ID"), column="ikd_rate", classes=(5, 10, 20, 30))  # doctest: +SKIP
    """
    spots: Mapping[str, Sequence[float]] = frame.attrs.get("places", {})
    shown = frame[frame.index.isin(list(spots)) & (frame[size].fillna(0) > 0)]
    places = [(float(spots[code][0]), float(spots[code][1])) for code in shown.index]
    people = [int(value) for value in shown[size]]
    circles, high = packed(places, people, look.TEXT_WIDTH_MM - 2.0, height_mm, **room_for(len(people)))
    bounded = f"{column}_high" if f"{column}_high" in shown else ""
    marks = []
    for code, name, value in zip(shown.index, shown["name"], _numbers(shown, column), strict=True):
        known = value == value
        grade = sum(value >= bound for bound in classes) if known else None
        lower = bool(known and bounded and shown[bounded].isna()[code])
        printed = () if not values else (_print(value),) if known else ("–",)
        marks.append(Mark(name, printed, grade, lower, code == own, named=len(people) <= MANY))
    texts = arranged(circles, marks, Box(0, 0, look.TEXT_WIDTH_MM - 2.0, high))
    ax = _axes(ax, high + texts.key_mm + 2.0)
    ax.set(xlim=(0, look.TEXT_WIDTH_MM - 2.0), ylim=(-texts.key_mm, max(high, 1.0)), aspect="equal")
    draw(ax, circles, marks, texts, key_from=-0.5)
    ax.axis("off")
    return ax
