"""Charts of a frame, in seaborn's manner: data first, then columns. Each draws in the house style and returns its axes.

They know no region and no indicator: what is drawn is a column, what the chart says is its title, and `report.chart` makes a block of it.
Any of them can be copied into a notebook and changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Rectangle

from cakupan import look

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
    colours = [look.ACCENT if name == own else look.BLUE for name in known[y]]
    if len(known):
        sns.barplot(
            x=_numbers(known, x),
            y=known[y].tolist(),
            hue=known[y].tolist(),
            palette=colours,
            legend=False,
            errorbar=None,
            ax=ax,
        )
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
    _label_rows(ax, _numbers(known, x))
    for number, (label, value) in enumerate((lines or {}).items()):
        colour = (look.VERMILLION, look.MUTED, look.GREEN)[number % 3]
        ax.axvline(value, color=colour, linewidth=1.2, linestyle=("-", "--", ":")[number % 3], label=label, zorder=1)
    if lines:
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3)
    ax.set(xlabel=x, ylabel="")
    ax.grid(axis="y")
    ax.margins(x=0.15)
    return ax


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
    ax = _axes(ax, 65.0)
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
    fits = (
        look.widest_mm([f"≥{value:,.0f}" for value in _numbers(frame, column) if value == value], 6.5)
        < 0.92 * look.TEXT_WIDTH_MM / 18
    )
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
        ax.text(place - 0.5, row - 0.67, short, fontsize=7.5, fontweight=600, **style)
        if value != value or fits:
            ax.text(place - 0.5, row - 0.3, "–" if value != value else _print(value), fontsize=6.5, **style)
    ax.set(xlim=(0, 18), ylim=(8, 0))
    ax.axis("off")
    return ax


@look.themed
def cartogram(
    frame: pd.DataFrame,
    size: str,
    column: str,
    classes: Sequence[float] = (80, 95, 97.5, 99.4),
    *,
    own: str = "",
    ax: Axes | None = None,
) -> Axes:
    """The provinces as circles near their places, area as people, dark where the value is high; circles that meet push each other away."""
    grid: Mapping[str, Sequence[Any]] = frame.attrs.get("tiles", {})
    known = frame[frame.index.isin(list(grid))].dropna(subset=[size, column])
    people, values = _numbers(known, size), _numbers(known, column)
    radii = [1.6 * (value / max(people)) ** 0.5 for value in people]
    places = _apart([[float(grid[code][1]), float(grid[code][0])] for code in known.index], radii)
    ax = _axes(ax, 100.0)
    for code, (left, top), radius, value in zip(known.index, places, radii, values, strict=True):
        grade = sum(value >= bound for bound in classes)
        edge: dict[str, Any] = (
            {"edgecolor": look.VERMILLION, "linewidth": 2.2}
            if code == own
            else {"edgecolor": look.MUTED, "linewidth": 0.6}
        )
        ax.add_patch(Circle((left, top), radius, facecolor=look.BLUES[grade], **edge))
        if radius > 0.4:
            ink = look.ON_DARK if grade >= 3 else look.ON_LIGHT
            ax.text(left, top, grid[code][2], ha="center", va="center", fontsize=7.5, fontweight=600, color=ink)
    sides = [
        (left - radius, left + radius, top - radius, top + radius)
        for (left, top), radius in zip(places, radii, strict=True)
    ]
    if sides:
        first, last, upper, lower = zip(*sides, strict=True)
        ax.set(xlim=(min(first) - 0.1, max(last) + 0.1), ylim=(max(lower) + 0.1, min(upper) - 0.1), aspect="equal")
    ax.axis("off")
    return ax


def _apart(places: list[list[float]], radii: Sequence[float], rounds: int = 120) -> list[list[float]]:
    """Places moved until no two circles overlap, or the rounds are over; each pair moves half of what it lacks."""
    for _ in range(rounds):
        for one in range(len(places)):
            for other in range(one):
                across, down = places[one][0] - places[other][0], places[one][1] - places[other][1]
                distance = (across**2 + down**2) ** 0.5 or 0.01
                lack = radii[one] + radii[other] + 0.04 - distance
                if lack > 0:
                    for place, sign in ((places[one], 0.5), (places[other], -0.5)):
                        place[0] += sign * lack * across / distance
                        place[1] += sign * lack * down / distance
    return places
