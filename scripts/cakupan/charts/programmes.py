"""Charts of all programmes: one region's side by side, all provinces as a grid of classes, and coverage over time."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from cakupan import look
from cakupan.blocks import Figure
from cakupan.charts.nation import places_that_keep_the_class
from cakupan.charts.over_time import date_ticks
from cakupan.indicators import Position
from cakupan.indicators.programmes import Summary, counts_of, is_lower_bound, series
from cakupan.programmes import Programme
from cakupan.tables import CAP_MARK, sources_line
from cakupan.words.bounds import signed_bound
from cakupan.words.numbers import RichText, plain, rich
from cakupan.words.sentences import Sentence, Speaker, Value, date, listed, named, percent, place, say, verbatim

ROW_MM = 7.0


@look.themed
def programmes_bars(speaker: Speaker, position: Position, rows: tuple[Summary, ...]) -> Figure:
    """The rate of each programme as a bar, its target as a tick, the nation's rate as a dot. Rows need a coverage."""
    names = [row.programme.short[speaker.lang] for row in rows]
    left = look.widest_mm(names) + 4.0
    drawing, axes = look.new_figure(
        look.TEXT_WIDTH_MM, 12.0 + ROW_MM * len(rows), left_mm=left, right_mm=20.0, top_mm=2.0, bottom_mm=10.0
    )
    rates = [float(row.coverage.number) for row in rows]
    frame = pd.DataFrame({"programme": names, "rate": rates})
    sns.barplot(frame, x="rate", y="programme", color=look.BLUE, saturation=1, width=0.5, errorbar=None, ax=axes)
    high = max(100.0, *rates, *(float(row.target or 0) for row in rows), *(float(row.nation or 0) for row in rows))
    axes.set(xlim=(0, high), xlabel="", ylabel="")
    for at, row in enumerate(rows):
        _rate_label(speaker, axes, position, row, at, high)
        if row.nation is not None:
            axes.plot(
                [float(row.nation)],
                [at],
                "o",
                color=look.PAPER,
                markeredgecolor=look.INK,
                markeredgewidth=1.2,
                zorder=4,
            )
        if row.target is not None:
            axes.plot([float(row.target)] * 2, [at - 0.38, at + 0.38], color=look.VERMILLION, linewidth=2.0, zorder=3)
    look.number_ticks(
        axes.xaxis, [0, 20, 40, 60, 80, 100], lambda x: (speaker.format.decimal(Fraction(int(x)), 0), " %")
    )
    _bars_legend(speaker, drawing, nation=any(row.nation is not None for row in rows))
    return Figure(
        svg=look.to_svg(drawing),
        alt=speaker(_bars_alt(position, rows)),
        title=speaker(_bars_title(rows)),
        caption=speaker.together(_bars_caption(rows)),
        source=sources_line(speaker, [key for row in rows for key in row.coverage.sources]),
        region=position.code,
    )


def _bars_caption(rows: tuple[Summary, ...]) -> list[Sentence]:
    sentences = [say("Each programme in percent of its own base, of its own date; see the table.")]
    if any(row.coverage.bound and row.target is not None and row.coverage.number >= row.target for row in rows):
        sentences.append(
            say("At a cap of 100 percent a target is reached as a ratio: whom it still lacks the source does not show.")
        )
    return sentences


def _rate_label(speaker: Speaker, axes: Axes, position: Position, row: Summary, at: int, high: float) -> None:
    number = speaker.format.percent(Fraction(row.coverage.number), key=f"{position.code}:{row.coverage.id}")
    label = rich(signed_bound(row.coverage.bound, number), " %")
    look.write(axes, high * 1.012, at, label, va="center", fontsize=look.LABEL_PT, color=look.INK, fontweight=600)


def _bars_legend(speaker: Speaker, drawing: object, *, nation: bool) -> None:
    axes = look.add_axes(drawing, 0.5, 0.2, look.TEXT_WIDTH_MM - 1, 4.0)  # type: ignore[arg-type]
    axes.set(xlim=(0, look.TEXT_WIDTH_MM - 1), ylim=(0, 4))
    axes.axis("off")
    left = 2.0
    marks = [(speaker.word("Target of the year"), look.VERMILLION, "|")]
    if nation:
        marks.append((speaker.word("Indonesia, same date"), look.INK, "o"))
    for label, colour, mark in marks:
        axes.plot(
            [left], [2], mark, color=look.PAPER if mark == "o" else colour, markeredgecolor=colour, markeredgewidth=1.4, markersize=6
        )  # fmt: skip
        axes.text(left + 3, 2, label, va="center", fontsize=look.SMALL_PT, color=look.MUTED)
        left += 3 + look.label_mm(label, look.SMALL_PT) + 8


def _bars_title(rows: tuple[Summary, ...]) -> Sentence:
    """Which programmes have reached the target of the year; a lower bound below it proves nothing."""
    with_target = [row for row in rows if row.target is not None]
    reached = [row for row in with_target if row.coverage.number >= (row.target or 0)]
    others = [row for row in with_target if row not in reached]
    if not with_target:
        return say("All programmes side by side")
    if not reached:
        return say("No programme is shown to have reached the target of the year")
    if not others:
        return say("All programmes have reached the target of the year")
    return say(
        "Target of the year reached: {reached}; not shown for {others}",
        reached=_shorts(reached),
        others=_shorts(others),
    )


def _shorts(rows: list[Summary]) -> Value:
    return listed(tuple(named(row.programme.short) for row in rows))


def _bars_alt(position: Position, rows: tuple[Summary, ...]) -> Sentence:
    lowest = min(rows, key=lambda row: row.coverage.number)
    highest = max(rows, key=lambda row: row.coverage.number)
    return say(
        "Bars of the programmes of {where} against targets and the nation; highest {high} with {most} percent, lowest {low} with {least} percent.",
        where=place(position.code),
        high=named(highest.programme.short),
        most=percent(Fraction(highest.coverage.number), key=f"{position.code}:{highest.coverage.id}"),
        low=named(lowest.programme.short),
        least=percent(Fraction(lowest.coverage.number), key=f"{position.code}:{lowest.coverage.id}"),
    )


@look.themed
def programmes_grid(speaker: Speaker, position: Position, programmes: tuple[Programme, ...]) -> Figure:
    """All provinces against all programmes: a cell's shade is the class of the programme, its number the rate; two columns of provinces."""
    provinces = position.regions.provinces
    half = -(-len(provinces) // 2)
    names = [region.short(speaker.lang) for region in provinces]
    left, row_mm, head_mm = min(look.widest_mm(names, look.SMALL_PT) + 1.5, 42.0), 4.2, 7.8
    block = look.TEXT_WIDTH_MM / 2
    cell = (block - left - 3.0) / len(programmes)
    height = head_mm + half * row_mm + 1.0
    drawing, axes = look.new_figure(look.TEXT_WIDTH_MM, height, left_mm=0.5, right_mm=0.5, top_mm=0.5, bottom_mm=0.5)
    axes.set(xlim=(0, look.TEXT_WIDTH_MM), ylim=(height, 0))
    axes.axis("off")
    for side in (0, 1):
        for column, programme in enumerate(programmes):
            title = "\n".join(
                look.shorten(word, cell + 2.0, look.SMALL_PT) for word in programme.short[speaker.lang].split()
            )
            axes.text(
                side * block + left + (column + 0.5) * cell, head_mm - 0.8, title, ha="center", va="bottom", linespacing=1.0,
                fontsize=look.SMALL_PT, color=look.MUTED,
            )  # fmt: skip
    for at, (region, name) in enumerate(zip(provinces, names, strict=True)):
        side, row = divmod(at, half)
        top = head_mm + row * row_mm
        shown = look.shorten(name, left - 1.0, look.SMALL_PT)
        axes.text(side * block + 0.5, top + row_mm / 2, shown, va="center", fontsize=look.SMALL_PT, color=look.INK)
        for column, programme in enumerate(programmes):
            _cell(
                speaker,
                axes,
                position,
                programme,
                region.code,
                (side * block + left + column * cell, top, cell, row_mm),
            )
    return Figure(
        svg=look.to_svg(drawing),
        alt=speaker(
            say(
                "Grid of all provinces and programmes; the shade of a cell is the class of its programme, the number the rate in percent."
            )
        ),
        title=speaker(say("All provinces, all programmes")),
        caption=speaker(
            say(
                "Rate in percent; darker is higher, in the classes of each programme. {mark} marks a lower bound: the source shows nothing above 100.",
                mark=verbatim(CAP_MARK),
            )
        ),
        source=sources_line(speaker, _grid_sources(position, programmes)),
        region=position.code,
    )


def _grid_sources(position: Position, programmes: tuple[Programme, ...]) -> list[str]:
    codes = [region.code for region in position.regions.provinces]
    rows = [counts_of(position, programme, code).numerator for programme in programmes for code in codes]
    return [row.source for row in rows if row is not None]


def _cell(
    speaker: Speaker,
    axes: Axes,
    position: Position,
    programme: Programme,
    code: str,
    box: tuple[float, float, float, float],
) -> None:
    left, top, width, height = box
    counts = counts_of(position, programme, code)
    rate = counts.coverage
    if rate is None:
        label: RichText = ("–",)
        face, ink = "none", look.INK
    else:
        grade = programme.class_of(rate)
        face, ink = look.BLUES[grade], look.ON_DARK if grade >= 3 else look.ON_LIGHT
        capped = is_lower_bound(position, programme, counts)
        places = places_that_keep_the_class(rate, programme.class_of)
        number = speaker.format.percent(rate, places, key=f"{code}:{programme.address('coverage')}")
        label = signed_bound("lower" if capped else "", number)
    axes.add_patch(
        Rectangle(
            (left + 0.3, top + 0.3), width - 0.6, height - 0.6, facecolor=face, edgecolor=look.MUTED, linewidth=0.4
        )
    )
    look.write(
        axes, left + width / 2, top + height / 2, label, ha="center", va="center", fontsize=look.SMALL_PT, color=ink
    )


@look.themed
def programmes_trend(speaker: Speaker, position: Position, programmes: tuple[Programme, ...]) -> Figure | None:
    """Coverage over time of the programmes that have two comparable dates; None where none has."""
    lines = {one.id: points for one in programmes if len(points := series(position, one)) >= 2}
    if not lines:
        return None
    known = [one for one in programmes if one.id in lines]
    rows = [
        {
            "day": numerator.day,
            "rate": float(Fraction(100 * numerator.count, base.count)),
            "programme": one.short[speaker.lang],
        }
        for one in known
        for numerator, base in lines[one.id]
        if base.count
    ]
    days = sorted({pair[0].day for points in lines.values() for pair in points})
    frame = pd.DataFrame(rows)
    right = look.widest_mm([one.short[speaker.lang] for one in known]) + 24.0
    drawing, axes = look.new_figure(look.TEXT_WIDTH_MM, 58.0, left_mm=14.0, right_mm=right, top_mm=3.0, bottom_mm=9.0)
    colours = [look.BLUE, look.VERMILLION, look.GREEN, look.PURPLE, look.ACCENT]
    sns.lineplot(
        frame, x="day", y="rate", hue="programme", style="programme", markers=True, dashes=True, legend=False,
        palette=colours[: len(known)], errorbar=None, ax=axes,
    )  # fmt: skip
    axes.set(xlabel="", ylabel="")
    date_ticks(speaker, axes, days)
    low, high = axes.get_ylim()
    ticks = [tick for tick in axes.yaxis.get_majorticklocs() if low <= tick <= high]
    look.number_ticks(axes.yaxis, ticks, lambda y: (speaker.format.decimal(Fraction(round(y * 10), 10), 1), " %"))
    for one in known:
        numerator, base = lines[one.id][-1]
        rate = Fraction(100 * numerator.count, base.count)
        label = rich(
            one.short[speaker.lang],
            " ",
            speaker.format.percent(rate, key=f"{position.code}:{one.address('coverage')}"),
            " %",
        )
        remembered = axes.annotate(
            plain(label), (numerator.day, float(rate)), xytext=(5, 0), textcoords="offset points", va="center",
            fontsize=look.SMALL_PT, color=look.INK, annotation_clip=False,
        )  # fmt: skip
        look.remember(remembered, label)
    return Figure(
        svg=look.to_svg(drawing),
        alt=speaker(
            say(
                "Line chart of programmes of {where} on the dates that have numerator and base, {first} to {last}.",
                where=place(position.code),
                first=date(days[0].isoformat()),
                last=date(days[-1].isoformat()),
            )
        ),
        title=speaker(say("Coverage of other programmes over time")),
        caption=speaker(say("Comparable figures only; each in percent of its own base.")),
        source=sources_line(speaker, [row.source for points in lines.values() for pair in points for row in pair]),
        region=position.code,
    )
