"""Curves: in how few regions the unrecorded people live."""

from __future__ import annotations

from collections.abc import Sequence

import seaborn as sns
from matplotlib.axes import Axes

from cakupan import look
from cakupan.blocks import Figure
from cakupan.indicators import Position
from cakupan.tables import sources_line
from cakupan.words.numbers import plain
from cakupan.words.sentences import Speaker, count, date, percent, say


@look.themed
def concentration_curve(speaker: Speaker, position: Position) -> Figure:
    """Cumulative share of unrecorded people over regencies, largest gap first, with the quarter, half and 80 percent marked."""
    gaps = sorted((max(0, f.gap) for f in position.parts if f.gap is not None), reverse=True)
    total = sum(gaps)
    running, sums = 0, [0.0]
    for gap in gaps:
        running += gap
        sums.append(100 * running / total if total else 0.0)
    drawing, axes = look.new_figure(look.TEXT_WIDTH_MM, 63.0, left_mm=13.0, right_mm=6.0, top_mm=4.0, bottom_mm=11.0)
    sns.lineplot(x=range(len(sums)), y=sums, color=look.BLUE, errorbar=None, ax=axes)
    half = [_mark(speaker, axes, sums, share) for share in (25, 50, 80)][1]
    axes.set(
        xlim=(0, len(gaps)),
        ylim=(0, 104),
        xlabel=speaker.word("Regencies and cities, largest gap first"),
        ylabel=speaker.word("Share of unrecorded people, %"),
    )
    for axis, end in ((axes.xaxis, len(gaps)), (axes.yaxis, 100)):
        ticks = [tick for tick in axis.get_majorticklocs() if 0 <= tick <= end]
        look.number_ticks(axis, ticks, lambda tick: (speaker.format.count(round(tick)),))
    axes.grid(axis="y")
    day = next(f.recorded.as_of for f in position.parts if f.recorded)
    return Figure(
        svg=look.to_svg(drawing),
        alt=speaker(
            say(
                "Cumulative curve of unrecorded people over {total} regencies and cities, {day}: half live in {n} of them.",
                total=count(len(gaps)),
                day=date(day),
                n=count(half),
            )
        ),
        title=speaker(
            say(
                "Half of the unrecorded people live in {n} of {total} regencies and cities",
                n=count(half),
                total=count(len(gaps)),
            )
        ),
        caption=speaker(
            say(
                "Unrecorded people cumulated over regencies and cities, {day}. Those at the cap of 100 percent count as zero.",
                day=date(day),
            )
        ),
        source=sources_line(
            speaker, [row.source for f in position.parts for row in (f.recorded, f.wajib_ktp) if row is not None]
        ),
        region=position.code,
    )


def _mark(speaker: Speaker, axes: Axes, sums: Sequence[float], share: int) -> int:
    """Mark where a cumulated share is reached; return by how many regions."""
    n = next(index for index, value in enumerate(sums) if value >= share)
    axes.plot([n], [sums[n]], "o", color=look.BLUE)
    label = speaker(
        say("{share} percent in {n} of {total}", share=percent(share, 0), n=count(n), total=count(len(sums) - 1))
    )
    artist = axes.annotate(
        plain(label), (n, sums[n]), (7, -4), textcoords="offset points", fontsize=look.LABEL_PT, color=look.INK
    )
    look.remember(artist, label)
    return n
