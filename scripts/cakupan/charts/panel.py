"""The regions inside a region, one row each: unrecorded people, unrecorded share, IKD rate side by side."""

from __future__ import annotations

from fractions import Fraction

import seaborn as sns
from matplotlib.axes import Axes

from cakupan import look
from cakupan.blocks import Figure
from cakupan.indicators import Figures, Indicator, Position
from cakupan.privacy.suppression import Withheld
from cakupan.prose import PARTS
from cakupan.regions import NATION
from cakupan.tables import share_cell, sources_line, unrecorded_cell
from cakupan.tables.parts import withheld_text
from cakupan.words.language import marked
from cakupan.words.numbers import RichText, plain
from cakupan.words.sentences import Sentence, Speaker, count, date, percent, place, say, word

ROW_MM = 4.5
PARTS_TITLES = {
    "regency": marked("Unrecorded people of {where} by district"),
    "district": marked("Unrecorded people of {where} by village"),
}
NAME_MM = 52.0
"""Room for names at most: "Kepulauan Siau Tagulandang Biaro" stands whole."""
LABEL_COLUMN = 0.78
"""Share of a panel that bars and dots may use at most; the rest is for their values."""


@look.themed
def regions_panel(
    speaker: Speaker,
    position: Position,
    figures: tuple[Figures, ...],
    indicators: dict[str, Indicator],
    withheld: Withheld | None = None,
    most: int | None = None,
) -> Figure:
    """Unrecorded people, unrecorded share and IKD rate of the regions inside, one row each, most unrecorded first.

    most: only so many rows, from the top.

    withheld: rows whose counts are not shown; they come last, by code, for their place would tell about them. Without any IKD figure
    the third panel is left out.
    """
    hidden = withheld or Withheld()
    figures = tuple(sorted(figures, key=lambda f: f.region.code))
    ordered = sorted(
        (f for f in figures if f.region.code not in hidden),
        key=lambda f: (
            f.gap is None,
            -(f.gap or 0),
            -float(f.ikd_rate(position.settings.ikd_base) or 0),
            f.region.code,
        ),
    )
    ordered += [f for f in figures if f.region.code in hidden]
    known = len(ordered)
    ordered = ordered[:most]
    with_ikd = any(f.ikd_active is not None for f in ordered)
    names = [f.region.short(speaker.lang) for f in ordered]
    name_mm = min(NAME_MM, look.widest_mm(names, look.LABEL_PT) + 2.5)
    top, bottom = 7.0, 1.5
    height = top + bottom + ROW_MM * len(ordered)
    drawing = look.blank_figure(look.TEXT_WIDTH_MM, height)
    space = look.TEXT_WIDTH_MM - name_mm
    widths = (space * 0.36, space * 0.30, space * 0.34) if with_ikd else (space * 0.56, space * 0.44)
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
        between = [row + 0.5 for row in range(len(ordered) - 1)]
        axes.hlines(between, 0, 1, transform=axes.get_yaxis_transform(), color=look.GRID, linewidth=0.5, zorder=0)
    _people_bars(speaker, panels[0], position, ordered, hidden)
    _share_dots(speaker, panels[1], ordered, position, hidden)
    if with_ikd:
        _ikd_bars(speaker, panels[2], ordered, position)
    return Figure(
        svg=look.to_svg(drawing),
        alt=speaker(_panel_alt(position, ordered, hidden)),
        title=speaker(_panel_title(position, indicators)),
        caption=speaker.together([*_panel_caption(position, ordered), *_left_out(len(ordered), known)]),
        source=sources_line(speaker, panel_sources(ordered)),
        region=position.code,
    )


def _heading(axes: Axes, text: str, left: float = 0.0) -> None:
    axes.annotate(
        text, (left, 1), (0, 4), xycoords="axes fraction", textcoords="offset points", va="bottom", ha="left",
        fontsize=look.LABEL_PT, fontweight=600, color=look.INK, annotation_clip=False,
    )  # fmt: skip


def _column_label(axes: Axes, row: int, words: RichText, colour: str) -> None:
    """A value at the right edge of its panel, so that values stand in a column and never on a reference line."""
    look.write(
        axes,
        1.0,
        row,
        words,
        transform=axes.get_yaxis_transform(),
        ha="right",
        va="center",
        fontsize=look.SMALL_PT,
        color=colour,
    )


def _people_bars(speaker: Speaker, axes: Axes, position: Position, ordered: list[Figures], hidden: Withheld) -> None:
    gaps = [0 if f.region.code in hidden else max(0, f.gap or 0) for f in ordered]
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
    for row, figures in enumerate(ordered):
        label: RichText = ("–",)
        if figures.gap is not None:
            label = unrecorded_cell(speaker, position, figures)
        if figures.region.code in hidden:
            label = withheld_text(speaker, figures.region.code, hidden)
        look.write(
            axes,
            gaps[row] + limit * 0.02,
            row,
            label,
            va="center",
            fontsize=look.SMALL_PT,
            color=look.INK if figures.gap else look.MUTED,
        )
    _heading(axes, speaker.word("Unrecorded people"))


def _share_dots(speaker: Speaker, axes: Axes, ordered: list[Figures], position: Position, hidden: Withheld) -> None:
    shares = [None if f.coverage is None or f.region.code in hidden else float(100 - f.coverage) for f in ordered]
    known = [share for share in shares if share is not None]
    lines = _reference_shares(position)
    high = max([*known, *(share for share, _ in lines)], default=0.0) or 1.0
    low = min(0.0, *known) if known else 0.0
    margin = (high - low) * 0.03
    labels = [plain(share_cell(speaker, position, f)) for f in ordered]
    room = (look.widest_mm(labels, look.SMALL_PT) + 3.0) / (axes.get_position().width * look.TEXT_WIDTH_MM)
    axes.set(xlim=(low - margin, low + (high + margin - low) / min(LABEL_COLUMN, 1 - room)))
    for share, dashes in lines:
        axes.axvline(share, color=look.MUTED, linewidth=0.9, linestyle=dashes, zorder=1)
    for hollow, face in ((False, look.BLUE), (True, "none")):
        dots = [
            (value, row)
            for row, (figures, value) in enumerate(zip(ordered, shares, strict=True))
            if value is not None and figures.stands_at_cap is hollow
        ]
        values, rows = zip(*dots, strict=True) if dots else ((), ())
        axes.plot(
            values, rows, "o", color=face, markeredgecolor=look.BLUE, markeredgewidth=1.0, zorder=3, clip_on=False
        )
    for row, (figures, value) in enumerate(zip(ordered, shares, strict=True)):
        if value is not None:
            ink = look.MUTED if figures.stands_at_cap else look.INK
            _column_label(axes, row, share_cell(speaker, position, figures), ink)
    _heading(axes, speaker.word("Unrecorded share, %"))


def _left_out(shown: int, known: int) -> list[Sentence]:
    """That the chart shows the first rows only."""
    if shown == known:
        return []
    return [say("The {n} with most unrecorded of {of}; all are in the table.", n=count(shown), of=count(known))]


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
    limit = max([*rates, *(value for value, _ in lines)], default=0.0) or 1.0
    axes.barh(range(len(rates)), rates, height=0.62, color=look.FILL)
    axes.set(xlim=(0, limit / LABEL_COLUMN))
    for value, dashes in lines:
        axes.axvline(value, color=look.MUTED, linewidth=0.9, linestyle=dashes, zorder=1)
    for row, figures in enumerate(ordered):
        rate = figures.ikd_rate(base)
        label = "–" if rate is None else speaker.format.percent(rate, key=f"{figures.region.code}:K06")
        _column_label(axes, row, (label,), look.INK)
    _heading(axes, speaker.word("IKD rate, %"))


def _panel_title(position: Position, indicators: dict[str, Indicator]) -> Sentence:
    where = indicators["K22"]
    inside = position.parts or position.children
    if where.value is None and all(f.gap is not None and f.gap <= 0 for f in inside):
        return say(
            "No gap is shown in any of the {n} {parts}",
            n=count(len(inside)),
            parts=word(PARTS[position.region.level]),
        )
    if where.value is None and position.region.level in PARTS_TITLES:
        return say(PARTS_TITLES[position.region.level], where=place(position.code))
    if where.value is None:
        return say("Recording and IKD of the regions inside")
    total, people, of = where.detail["total"], where.detail["people"], where.detail["of"]
    assert isinstance(total, int) and isinstance(people, int) and isinstance(of, int)
    return say(
        "{n} of {of} {parts} hold {share} percent of the people shown as unrecorded",
        "{n} of {of} {parts} hold {share} percent of the people shown as unrecorded",
        int(where.number),
        n=count(int(where.number), f"{position.code}:K22"),
        of=count(of, f"{position.code}:K22:of"),
        parts=word(PARTS[position.region.level]),
        share=percent(Fraction(100 * people, total), 1, f"{position.code}:K22:share"),
    )


def _panel_alt(position: Position, ordered: list[Figures], hidden: Withheld) -> Sentence:
    first = ordered[0]
    if first.region.code in hidden or not any(f.ikd_active is not None for f in ordered):
        return _districts_alt(position, first, len(ordered), hidden)
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
        gap=count(first.gap, f"{first.region.code}:K02"),
    )


def _districts_alt(position: Position, first: Figures, n: int, hidden: Withheld) -> Sentence:
    """What is seen of districts, of which no activations are known."""
    if first.gap and first.region.code not in hidden:
        return say(
            "Bars and dots for {n} {parts} of {where}: unrecorded people and their share of wajib KTP; most unrecorded in {first}, {gap} people.",
            n=count(n),
            parts=word(PARTS[position.region.level]),
            where=place(position.code),
            first=place(first.region.code),
            gap=count(first.gap, f"{first.region.code}:K02"),
        )
    return say(
        "Bars and dots for {n} {parts} of {where}: unrecorded people and their share of wajib KTP; no gap is shown.",
        n=count(n),
        parts=word(PARTS[position.region.level]),
        where=place(position.code),
    )


def _panel_caption(position: Position, ordered: list[Figures]) -> list[Sentence]:
    recorded = next((f.recorded for f in ordered if f.recorded), None)
    active = next((f.ikd_active for f in ordered if f.ikd_active), None)
    sentences = []
    if recorded:
        sentences.append(say("Unrecorded people and their share of wajib KTP, {day}.", day=date(recorded.as_of)))
    if active:
        sentences.append(say("IKD activations over wajib KTP, {day}.", day=date(active.as_of)))
    if position.code == NATION:
        sentences.append(say("Solid line: {where}.", where=place(NATION)))
    elif position.own.coverage is None and not active:
        sentences.append(say("Dashed line: {nation}.", nation=place(NATION)))
    else:
        sentences.append(
            say("Solid line: {where}; dashed: {nation}.", where=place(position.code), nation=place(NATION))
        )
    if any(f.stands_at_cap for f in ordered):
        sentences.append(say("Hollow dots stand at exactly 100 percent, a cap of the source."))
    return sentences


def panel_sources(ordered: list[Figures]) -> list[str]:
    return [row.source for f in ordered for row in (f.recorded, f.wajib_ktp, f.ikd_active) if row is not None]
