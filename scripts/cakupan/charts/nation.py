"""The nation as a grid of tiles, one a province. Classes are fixed, so that months can be compared."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from cakupan import look
from cakupan.blocks import Figure
from cakupan.indicators import Figures, Position
from cakupan.indicators.caps import coverage_bound
from cakupan.regions import NATION
from cakupan.tables import sources_line
from cakupan.words.bounds import SIGNS, Bound
from cakupan.words.numbers import RichText, plain, round_half_up
from cakupan.words.sentences import Speaker, count, date, percent, place, say

CLASS_BOUNDS = (Fraction(80), Fraction(95), Fraction("97.5"), Fraction("99.4"))
"""Fixed classes of coverage in percent: <80, 80–<95, 95–<97.5, 97.5–<99.4, ≥99.4. Source: data/definitions.md, classes of maps."""

TILE_ROWS, TILE_COLUMNS = 8, 18


def coverage_class(coverage: Fraction) -> int:
    """The class of a coverage, 0 (lowest) to 4."""
    return sum(1 for bound in CLASS_BOUNDS if coverage >= bound)


def places_that_keep_the_class(value: Fraction, class_of: Callable[[Fraction], int]) -> int:
    """How many decimals a value in a coloured box needs so that it does not read as of another class than its colour: 1, or 2.

    >>> places_that_keep_the_class(Fraction("99.386"), coverage_class), places_that_keep_the_class(Fraction("99.2"), coverage_class)
    (2, 1)
    """
    return 1 if class_of(Fraction(round_half_up(value, 1))) == class_of(value) else 2


@look.themed
def tile_map(speaker: Speaker, position: Position) -> Figure:
    """Coverage of all provinces as a tile grid, five fixed classes, value printed in the tile, the own province outlined."""
    provinces = [position.figures(region.code) for region in position.regions.provinces if region.tile]
    drawing, axes = look.new_figure(look.TEXT_WIDTH_MM, 88.0, left_mm=0.5, right_mm=0.5, top_mm=0.5, bottom_mm=8.0)
    axes.set(xlim=(0, TILE_COLUMNS), ylim=(TILE_ROWS, 0))
    axes.axis("off")
    for figures in provinces:
        bound = coverage_bound(position, figures.region.code)
        _tile(speaker, axes, figures, bound, own=figures.region.code == position.code)
    _tile_legend(speaker, drawing, capped=any(coverage_bound(position, f.region.code) for f in provinces))
    known = [f for f in provinces if f.coverage is not None]
    lowest = min(known, key=lambda f: (f.coverage or 0, f.region.code)) if known else None
    day = next((f.recorded.as_of for f in known if f.recorded), "")
    below = sum(1 for f in known if (f.coverage or 0) < CLASS_BOUNDS[0])
    title = say(
        "{n} of {total} provinces are below {bound} percent",
        "{n} of {total} provinces are below {bound} percent",
        below,
        n=count(below, f"{NATION}:below"),
        total=count(len(known), f"{NATION}:provinces"),
        bound=percent(CLASS_BOUNDS[0], 0),
    )
    alt = say("Tile map of recording coverage of {n} provinces.", n=count(len(known), f"{NATION}:provinces"))
    if lowest is not None and lowest.coverage is not None:
        alt = say(
            "Tile map of recording coverage of {n} provinces, {day}; lowest {where} with {share} percent.",
            n=count(len(known), f"{NATION}:provinces"),
            day=date(day),
            where=place(lowest.region.code),
            share=percent(lowest.coverage, key=f"{lowest.region.code}:K01"),
        )
    return Figure(
        svg=look.to_svg(drawing),
        alt=speaker(alt),
        title=speaker(title),
        caption=speaker(
            say(
                "Recording coverage in percent of wajib KTP, {day}; each tile a province, roughly where it lies.",
                day=date(day),
            )
        )
        if day
        else "",
        source=sources_line(speaker, [f.recorded.source for f in known if f.recorded]),
        region=position.code,
    )


def _tile(speaker: Speaker, axes: Axes, figures: Figures, bound: Bound, *, own: bool) -> None:
    assert figures.region.tile is not None
    row, column = figures.region.tile
    left, top = column - 1 + 0.04, row - 1 + 0.04
    if figures.coverage is None:
        axes.add_patch(
            Rectangle((left, top), 0.92, 0.92, facecolor="none", edgecolor=look.MUTED, linewidth=0.6, hatch="xxxx")
        )
        value: RichText = ("–",)
        ink = look.INK
    else:
        grade = coverage_class(figures.coverage)
        axes.add_patch(
            Rectangle((left, top), 0.92, 0.92, facecolor=look.BLUES[grade], edgecolor=look.MUTED, linewidth=0.6)
        )
        key = f"{figures.region.code}:K01"
        places = places_that_keep_the_class(figures.coverage, coverage_class)
        value = (speaker.format.percent(figures.coverage, places, key=key),)
        ink = look.ON_DARK if grade >= 3 else look.ON_LIGHT
    if own:
        axes.add_patch(
            Rectangle((left - 0.02, top - 0.02), 0.96, 0.96, facecolor="none", edgecolor=look.VERMILLION, linewidth=2.2)
        )
    style: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": look.SMALL_PT, "color": ink}
    short = f"{figures.region.abbr} {SIGNS[bound]}" if figures.coverage is not None else figures.region.abbr
    axes.text(left + 0.46, top + 0.27, short.strip(), fontweight=600, **style)
    look.write(axes, left + 0.46, top + 0.68, value, **style)


def _tile_legend(speaker: Speaker, drawing: object, *, capped: bool) -> None:
    axes = look.add_axes(drawing, 0.5, 0.5, look.TEXT_WIDTH_MM - 1, 6.0)  # type: ignore[arg-type]
    axes.set(xlim=(0, look.TEXT_WIDTH_MM - 1), ylim=(0, 6))
    axes.axis("off")
    form = speaker.format
    bounds = [form.decimal(bound, 1 if bound.denominator > 1 else 0) for bound in CLASS_BOUNDS]
    labels: list[RichText] = [
        ("< ", bounds[0], " %"),
        *((low, " – < ", high, " %") for low, high in pairwise(bounds)),
        ("≥ ", bounds[-1], " %"),
    ]
    left = 0.0
    for grade, label in enumerate(labels):
        axes.add_patch(
            Rectangle((left, 1.2), 4.2, 3.4, facecolor=look.BLUES[grade], edgecolor=look.MUTED, linewidth=0.6)
        )
        look.write(axes, left + 5.4, 2.9, label, va="center", fontsize=look.SMALL_PT, color=look.INK)
        left += 5.4 + look.label_mm(plain(label), look.SMALL_PT) + 5.0
    if capped:
        capped_label = speaker.word("≥: parts at the cap of 100")
        axes.text(left, 2.9, capped_label, va="center", fontsize=look.SMALL_PT, color=look.MUTED)
