"""The charts of the briefings: each takes a position and returns a figure block, with message title and alt text from the data.

The look (type, colours, millimetres, SVG) is in `figure`; which figures are drawn is decided by `indicators`.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from cakupan import figure as look
from cakupan.blocks import Figure
from cakupan.indicators import Figures, Indicator, Position
from cakupan.numbers import plain
from cakupan.prose import PARTS
from cakupan.regions import NATION
from cakupan.sentences import Sentence, Speaker, count, date, percent, place, say, word
from cakupan.tables import sources_line

CLASS_BOUNDS = (Fraction(80), Fraction(95), Fraction("97.5"), Fraction("99.4"))
"""Fixed classes of coverage in percent: <80, 80–<95, 95–<97.5, 97.5–<99.4, ≥99.4. Source: domain guide, section 7."""

ROW_MM = 4.5
HALO = {"facecolor": look.PAPER, "edgecolor": "none", "pad": 0.6}
TILE_ROWS, TILE_COLUMNS = 8, 18


def coverage_class(coverage: Fraction) -> int:
    """The class of a coverage, 0 (lowest) to 4."""
    return sum(1 for bound in CLASS_BOUNDS if coverage >= bound)


# --- the nation as tiles ---


@look.themed
def tile_map(speaker: Speaker, position: Position) -> Figure:
    """Coverage of all provinces as a tile grid, five fixed classes, value printed in the tile, the own province outlined."""
    provinces = [position.figures(region.code) for region in position.regions.provinces if region.tile]
    drawing, axes = look.new_figure(look.TEXT_WIDTH_MM, 88.0, left_mm=0.5, right_mm=0.5, top_mm=0.5, bottom_mm=8.0)
    axes.set(xlim=(0, TILE_COLUMNS), ylim=(TILE_ROWS, 0))
    axes.axis("off")
    for found in provinces:
        _tile(speaker, axes, found, own=found.region.code == position.code)
    _tile_legend(speaker, drawing, capped=any(_at_cap(f) for f in provinces))
    known = [f for f in provinces if f.coverage is not None]
    lowest = min(known, key=lambda f: (f.coverage or 0, f.region.code)) if known else None
    day = next((f.recorded.as_of for f in known if f.recorded), "")
    below = sum(1 for f in known if (f.coverage or 0) < CLASS_BOUNDS[0])
    title = say(
        "{n} of {total} provinces are below {bound} percent",
        "{n} of {total} provinces are below {bound} percent",
        below,
        n=count(below),
        total=count(len(known)),
        bound=percent(CLASS_BOUNDS[0], 0),
    )
    alt = say("Tile map of recording coverage of {n} provinces.", n=count(len(known)))
    if lowest is not None and lowest.coverage is not None:
        alt = say(
            "Tile map of recording coverage of {n} provinces, {day}; lowest {where} with {share} percent.",
            n=count(len(known)),
            day=date(day),
            where=place(lowest.region.code),
            share=percent(lowest.coverage),
        )
    return Figure(
        svg=look.to_svg(drawing),
        alt=speaker.text(alt),
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


def _at_cap(found: Figures) -> bool:
    return found.coverage == 100 and found.recorded is not None and found.recorded.capped


def _tile(speaker: Speaker, axes: Axes, found: Figures, *, own: bool) -> None:
    assert found.region.tile is not None
    row, column = found.region.tile
    left, top = column - 1 + 0.04, row - 1 + 0.04
    if found.coverage is None:
        axes.add_patch(
            Rectangle((left, top), 0.92, 0.92, facecolor="none", edgecolor=look.MUTED, linewidth=0.6, hatch="xxxx")
        )
        value, ink = "–", look.INK
    else:
        grade = coverage_class(found.coverage)
        hatch = "////" if _at_cap(found) or found.coverage > 100 else None
        axes.add_patch(
            Rectangle((left, top), 0.92, 0.92, facecolor=look.BLUES[grade], edgecolor=look.MUTED, linewidth=0.6)
        )
        if hatch:
            axes.add_patch(
                Rectangle(
                    (left + 0.72, top), 0.2, 0.2, facecolor="none", edgecolor=look.ON_DARK, linewidth=0, hatch="//////"
                )
            )
        value = plain((speaker.format.percent(found.coverage, 1),))
        if _at_cap(found):
            value = "≥100"
        ink = look.ON_DARK if grade >= 3 else look.ON_LIGHT
    if own:
        axes.add_patch(
            Rectangle((left - 0.02, top - 0.02), 0.96, 0.96, facecolor="none", edgecolor=look.VERMILLION, linewidth=2.2)
        )
    axes.text(
        left + 0.46, top + 0.33, found.region.abbr, ha="center", va="center", fontsize=7.5, fontweight=600, color=ink
    )
    axes.text(left + 0.46, top + 0.69, value, ha="center", va="center", fontsize=6.6, color=ink)


def _tile_legend(speaker: Speaker, drawing: object, *, capped: bool) -> None:
    axes = look.add_axes(drawing, 0.5, 0.5, look.TEXT_WIDTH_MM - 1, 6.0)  # type: ignore[arg-type]
    axes.set(xlim=(0, look.TEXT_WIDTH_MM - 1), ylim=(0, 6))
    axes.axis("off")
    form = speaker.format
    bounds = [plain((form.decimal(bound, 1 if bound.denominator > 1 else 0),)) for bound in CLASS_BOUNDS]
    labels = [
        f"< {bounds[0]} %",
        *(f"{low} – < {high} %" for low, high in pairwise(bounds)),
        f"≥ {bounds[-1]} %",
    ]
    left = 0.0
    for grade, label in enumerate(labels):
        axes.add_patch(
            Rectangle((left, 1.2), 4.2, 3.4, facecolor=look.BLUES[grade], edgecolor=look.MUTED, linewidth=0.6)
        )
        axes.text(left + 5.4, 2.9, label, va="center", fontsize=look.SMALL_PT, color=look.INK)
        left += 5.4 + look.label_mm(label, look.SMALL_PT) + 5.0
    if capped:
        label = speaker.word("≥100: capped, gaps hidden")
        axes.text(left, 2.9, label, va="center", fontsize=look.SMALL_PT, color=look.MUTED)


# --- the regions inside, side by side ---


@look.themed
def regions_panel(
    speaker: Speaker, position: Position, figures: tuple[Figures, ...], found: dict[str, Indicator]
) -> Figure:
    """Unrecorded people, unrecorded share and IKD rate of the regions inside, one row each, most unrecorded first."""
    ordered = sorted(
        figures,
        key=lambda f: (
            f.gap is None,
            -(f.gap or 0),
            -float(f.ikd_rate(position.settings.ikd_base) or 0),
            f.region.code,
        ),
    )
    names = [f.region.short(speaker.lang) for f in ordered]
    name_mm = min(38.0, look.widest_mm(names, look.LABEL_PT) + 2.5)
    top, bottom = 7.0, 1.5
    height = top + bottom + ROW_MM * len(ordered)
    drawing = look.blank_figure(look.TEXT_WIDTH_MM, height)
    space = look.TEXT_WIDTH_MM - name_mm
    widths = (space * 0.36, space * 0.30, space * 0.34)
    left = name_mm
    panels: list[Axes] = []
    for width in widths:
        axes = look.add_axes(drawing, left, bottom, width - 5.0, ROW_MM * len(ordered))
        axes.set(ylim=(len(ordered) - 0.5, -0.5), yticks=[])
        axes.spines["left"].set_visible(False)
        axes.spines["bottom"].set_visible(False)
        axes.tick_params(bottom=False, labelbottom=False)
        panels.append(axes)
        left += width
    panels[0].set_yticks(range(len(ordered)), [look.shorten(name, name_mm - 2.0) for name in names])
    for axes in panels:
        for row in range(len(ordered) - 1):
            axes.axhline(row + 0.5, color=look.GRID, linewidth=0.5, zorder=0)
    _people_bars(speaker, panels[0], ordered)
    _share_dots(speaker, panels[1], ordered, position)
    _ikd_bars(speaker, panels[2], ordered, position)
    return Figure(
        svg=look.to_svg(drawing),
        alt=speaker.text(_panel_alt(position, ordered)),
        title=speaker(_panel_title(position, found)),
        caption=speaker.together(_panel_caption(position, ordered)),
        source=sources_line(speaker, _panel_sources(ordered)),
        region=position.code,
    )


def _heading(axes: Axes, text: str, left: float = 0.0) -> None:
    axes.annotate(
        text, (left, 1), (0, 4), xycoords="axes fraction", textcoords="offset points", va="bottom", ha="left",
        fontsize=look.LABEL_PT, fontweight=600, color=look.INK, annotation_clip=False,
    )  # fmt: skip


def _people_bars(speaker: Speaker, axes: Axes, ordered: list[Figures]) -> None:
    gaps = [max(0, f.gap or 0) for f in ordered]
    limit = max(gaps) or 1
    sns.barplot(
        x=gaps,
        y=list(range(len(gaps))),
        orient="h",
        color=look.BLUE,
        saturation=1,
        width=0.62,
        errorbar=None,
        legend=False,
        ax=axes,
    )
    axes.set(xlim=(0, limit * 1.42), xlabel="", ylabel="")
    for row, found in enumerate(ordered):
        label = "–" if found.gap is None else plain((speaker.format.count(found.gap),))
        if found.stands_at_cap:
            label = speaker.word("0 shown (capped)")
        axes.text(
            max(0, found.gap or 0) + limit * 0.02,
            row,
            label,
            va="center",
            fontsize=look.SMALL_PT,
            color=look.INK if found.gap else look.MUTED,
        )
    _heading(axes, speaker.word("Unrecorded people"))


def _share_dots(speaker: Speaker, axes: Axes, ordered: list[Figures], position: Position) -> None:
    shares = [None if f.coverage is None else float(100 - f.coverage) for f in ordered]
    known = [share for share in shares if share is not None]
    lines = _reference_shares(position)
    limit = max([*known, *(share for share, _ in lines)], default=1.0) * 1.3 or 1.0
    low = min(0.0, *known) if known else 0.0
    axes.set(xlim=(low * 1.15 - limit * 0.03, limit))
    for share, dashes in lines:
        axes.axvline(share, color=look.MUTED, linewidth=0.9, linestyle=dashes, zorder=1)
    for row, (found, value) in enumerate(zip(ordered, shares, strict=True)):
        if value is None or found.coverage is None:
            continue
        hollow = found.stands_at_cap
        axes.plot(
            [value],
            [row],
            "o",
            color="none" if hollow else look.BLUE,
            markeredgecolor=look.BLUE,
            markeredgewidth=1.0,
            zorder=3,
        )
        text = plain((speaker.format.decimal(100 - found.coverage, 2),))
        axes.text(
            value + (limit - low) * 0.035,
            row,
            text,
            va="center",
            fontsize=look.SMALL_PT,
            color=look.MUTED if hollow else look.INK,
            bbox=HALO,
        )
    _heading(axes, speaker.word("Unrecorded share, %"))


def _reference_shares(position: Position) -> list[tuple[float, str]]:
    """(unrecorded share in percent, dash) of the lines to compare with: the region solid, the nation dashed."""
    lines = []
    if position.own.coverage is not None:
        lines.append((float(100 - position.own.coverage), "-"))
    if position.code != NATION and position.nation_like_own.coverage is not None:
        lines.append((float(100 - position.nation_like_own.coverage), "--"))
    return lines


def _ikd_bars(speaker: Speaker, axes: Axes, ordered: list[Figures], position: Position) -> None:
    base = position.settings.ikd_base
    rates = [float(f.ikd_rate(base) or 0) for f in ordered]
    own = position.own.ikd_rate(base)
    lines = [(float(own), "-")] if own is not None else []
    national = position.nation_like_own.ikd_rate(base)
    if position.code != NATION and national is not None:
        lines.append((float(national), "--"))
    limit = max([*rates, *(value for value, _ in lines)], default=1.0) * 1.25 or 1.0
    axes.barh(range(len(rates)), rates, height=0.62, color=look.FILL)
    axes.set(xlim=(0, limit))
    for value, dashes in lines:
        axes.axvline(value, color=look.MUTED, linewidth=0.9, linestyle=dashes, zorder=1)
    for row, found in enumerate(ordered):
        rate = found.ikd_rate(base)
        label = "–" if rate is None else plain((speaker.format.percent(rate),))
        axes.text(
            float(rate or 0) + limit * 0.02, row, label, va="center", fontsize=look.SMALL_PT, color=look.INK, bbox=HALO
        )
    _heading(axes, speaker.word("IKD rate, %"))


def _panel_title(position: Position, found: dict[str, Indicator]) -> Sentence:
    where = found["K22"]
    if where.value is None:
        return say(
            "No gap is shown in any of the {n} {parts}",
            n=count(len(position.parts or position.children)),
            parts=word(PARTS[position.region.level]),
        )
    total, people = where.detail["total"], where.detail["people"]
    assert isinstance(total, int) and isinstance(people, int)
    return say(
        "{n} of {of} {parts} hold {share} percent of the unrecorded people",
        "{n} of {of} {parts} hold {share} percent of the unrecorded people",
        int(where.number),
        n=count(int(where.number)),
        of=count(_int(where.detail["of"])),
        parts=word(PARTS[position.region.level]),
        share=percent(Fraction(100 * people, total), 1),
    )


def _panel_alt(position: Position, ordered: list[Figures]) -> Sentence:
    first = ordered[0]
    if not first.gap:
        return say(
            "Bars and dots for {n} regions in {where}: no unrecorded people are shown, all stand at the cap.",
            n=count(len(ordered)),
            where=place(position.code),
        )
    return say(
        "Bars and dots for {n} regions in {where}: unrecorded people, unrecorded share, IKD rate; most unrecorded in {first}, {gap} people.",
        n=count(len(ordered)),
        where=place(position.code),
        first=place(first.region.code),
        gap=count(first.gap),
    )


def _panel_caption(position: Position, ordered: list[Figures]) -> list[Sentence]:
    recorded = next((f.recorded for f in ordered if f.recorded), None)
    active = next((f.ikd_active for f in ordered if f.ikd_active), None)
    said = []
    if recorded:
        said.append(say("Unrecorded people and their share of wajib KTP, {day}.", day=date(recorded.as_of)))
    if active:
        said.append(say("IKD activations over wajib KTP, {day}.", day=date(active.as_of)))
    if position.code == NATION:
        said.append(say("Solid line: {where}.", where=place(NATION)))
    else:
        said.append(say("Solid line: {where}; dashed: {nation}.", where=place(position.code), nation=place(NATION)))
    if any(f.stands_at_cap for f in ordered):
        said.append(say("Hollow dots stand at exactly 100 percent, a cap of the source."))
    return said


def _panel_sources(ordered: list[Figures]) -> list[str]:
    return [row.source for f in ordered for row in (f.recorded, f.wajib_ktp, f.ikd_active) if row is not None]


# --- IKD against its target ---


@look.themed
def ikd_bullet(speaker: Speaker, position: Position, found: dict[str, Indicator]) -> Figure:
    """The IKD rate against the target share, on both bases, beside the nation's rate."""
    rate, attained = found["K06"], found["K08"]
    target = position.ikd_target
    rows = _bullet_rows(position)
    names = [speaker.text(name) for name, _, _ in rows]
    left = look.widest_mm(names, look.LABEL_PT) + 3.0
    drawing, axes = look.new_figure(
        look.TEXT_WIDTH_MM, 9.0 + 7.0 * len(rows), left_mm=left, right_mm=14.0, top_mm=2.0, bottom_mm=7.0
    )
    goal = float(target.share * 100) if target else 0.0
    limit = max([goal, *(float(value) for _, value, _ in rows)]) * 1.08
    axes.axvspan(0, goal, color=look.GRID, linewidth=0, zorder=0)
    for row, (_name, value, colour) in enumerate(rows):
        axes.barh(row, float(value), height=0.5, color=colour, zorder=2)
        axes.text(
            float(value) + limit * 0.008,
            row,
            plain((speaker.format.percent(value),)),
            va="center",
            fontsize=look.SMALL_PT,
            color=look.INK,
        )
    if target:
        axes.axvline(goal, color=look.VERMILLION, linewidth=1.6, zorder=3)
        label = speaker.text(say("target {share} %", share=percent(target.share * 100, 0)))
        axes.text(
            goal + limit * 0.008,
            len(rows) - 1,
            label,
            va="center",
            fontsize=look.SMALL_PT,
            color=look.VERMILLION,
            fontweight=600,
        )
    axes.set(xlim=(0, limit), ylim=(len(rows) - 0.5, -0.5), xlabel="")
    axes.set_yticks(range(len(rows)), names)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_formatter(
        lambda x, _pos: f"{plain((speaker.format.decimal(Fraction(round(x * 10), 10), 0),))} %"
    )
    title = (
        say("{share} percent of the IKD target is reached", share=percent(Fraction(attained.number), 1))
        if attained.value is not None
        else say("IKD activation rate")
    )
    day = rate.as_of.get("ikd_active", "")
    return Figure(
        svg=look.to_svg(drawing),
        alt=speaker.text(
            say(
                "Bar chart of the IKD activation rate of {where}, {day}: {rate} percent of wajib KTP or recorded people, by base, against the target.",
                where=place(position.code),
                day=date(day),
                rate=percent(Fraction(rate.number)),
            )
        ),
        title=speaker(title),
        caption=speaker(
            say(
                "IKD activations of {day} over wajib KTP; in grey over recorded people. A rate is not an attainment of the target.",
                day=date(day),
            )
        ),
        source=sources_line(speaker, attained.sources or rate.sources),
        region=position.code,
    )


def _bullet_rows(position: Position) -> list[tuple[Sentence, Fraction, str]]:
    base, other = position.settings.ikd_base, position.settings.other_ikd_base
    names = {"wajib_ktp": say("of wajib KTP"), "recorded": say("of recorded people")}
    rows: list[tuple[Sentence, Fraction, str]] = []
    for basis, colour in ((base, look.BLUE), (other, look.FILL)):
        value = position.own.ikd_rate(basis)
        if value is not None:
            rows.append((say("{where}, {base}", where=place(position.code), base=names[basis]), value, colour))
    national = position.nation_like_own.ikd_rate(base)
    if position.code != NATION and national is not None:
        rows.append((say("{where}, {base}", where=place(NATION), base=names[base]), national, look.MUTED))
    return rows


# --- where the nation's unrecorded people live ---


@look.themed
def concentration_curve(speaker: Speaker, position: Position) -> Figure:
    """Cumulative share of unrecorded people over regencies, largest gap first, with the quarter, half and 80 percent marked."""
    gaps = sorted((max(0, f.gap) for f in position.parts if f.gap is not None), reverse=True)
    total = sum(gaps)
    running, sums = 0, [0.0]
    for gap in gaps:
        running += gap
        sums.append(100 * running / total if total else 0.0)
    drawing, axes = look.new_figure(look.TEXT_WIDTH_MM, 62.0, left_mm=13.0, right_mm=6.0, top_mm=4.0, bottom_mm=10.0)
    sns.lineplot(x=range(len(sums)), y=sums, color=look.BLUE, errorbar=None, ax=axes)
    marks = []
    for share in (25, 50, 80):
        n = next(index for index, value in enumerate(sums) if value >= share)
        marks.append((share, n))
        axes.plot([n], [sums[n]], "o", color=look.BLUE)
        label = speaker.text(
            say("{share} percent in {n} of {total}", share=percent(share, 0), n=count(n), total=count(len(gaps)))
        )
        axes.annotate(label, (n, sums[n]), (7, -4), textcoords="offset points", fontsize=look.LABEL_PT, color=look.INK)
    axes.set(
        xlim=(0, len(gaps)),
        ylim=(0, 104),
        xlabel=speaker.word("Regencies and cities, largest gap first"),
        ylabel=speaker.word("Share of unrecorded people, %"),
    )
    axes.grid(axis="y")
    half = dict(marks)[50]
    day = next(f.recorded.as_of for f in position.parts if f.recorded)
    return Figure(
        svg=look.to_svg(drawing),
        alt=speaker.text(
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
        source=sources_line(speaker, _panel_sources(list(position.parts))),
        region=position.code,
    )


def _int(value: object) -> int:
    assert isinstance(value, int)
    return value
