"""The IKD rate against its target, on both bases."""

from __future__ import annotations

from fractions import Fraction

from matplotlib.axes import Axes

from cakupan import look
from cakupan.blocks import Figure
from cakupan.indicators import Indicator, Position
from cakupan.prose import BASE_NAMES
from cakupan.regions import NATION
from cakupan.tables import sources_line
from cakupan.words.numbers import RichText
from cakupan.words.sentences import Sentence, Speaker, date, percent, place, say, word


@look.themed
def ikd_bullet(speaker: Speaker, position: Position, indicators: dict[str, Indicator]) -> Figure:
    """The IKD rate against the target share, on both bases, beside the nation's rate."""
    rate, attained = indicators["K06"], indicators["K08"]
    target = position.ikd_target
    rows = _bullet_rows(position)
    names = [speaker.text(name) for name, _, _, _ in rows]
    left = look.widest_mm(names, look.LABEL_PT) + 3.0
    drawing, axes = look.new_figure(
        look.TEXT_WIDTH_MM, 9.0 + 7.0 * len(rows), left_mm=left, right_mm=14.0, top_mm=2.0, bottom_mm=7.0
    )
    goal = float(target.share * 100) if target else 0.0
    limit = max([goal, *(float(value) for _, value, _, _ in rows)]) * 1.08
    axes.axvspan(0, goal, color=look.GRID, linewidth=0, zorder=0)
    for row, (_name, value, colour, key) in enumerate(rows):
        axes.barh(row, float(value), height=0.5, color=colour, zorder=2)
        look.write(
            axes,
            float(value) + limit * 0.008,
            row,
            (speaker.format.percent(value, key=key),),
            va="center",
            fontsize=look.SMALL_PT,
            color=look.INK,
        )
    if target:
        share = percent(target.share * 100, 0, f"{position.code}:K08:target_percent")
        _target_line(axes, goal, (goal + limit * 0.008, len(rows) - 1), speaker(say("target {share} %", share=share)))
    axes.set(xlim=(0, limit), ylim=(len(rows) - 0.5, -0.5), xlabel="")
    axes.set_yticks(range(len(rows)), names)
    axes.spines["left"].set_visible(False)
    ticks = [tick for tick in axes.xaxis.get_majorticklocs() if 0 <= tick <= limit]
    look.number_ticks(axes.xaxis, ticks, lambda x: (speaker.format.decimal(Fraction(round(x * 10), 10), 0), " %"))
    day = rate.as_of.get("ikd_active", "")
    return Figure(
        svg=look.to_svg(drawing),
        alt=speaker(
            say(
                "Bar chart of the IKD activation rate of {where}, {day}: {rate} percent of {base}, beside other bases and the target.",
                where=place(position.code),
                day=date(day),
                rate=percent(Fraction(rate.number), key=f"{position.code}:K06"),
                base=word(BASE_NAMES[rate.base]),
            )
        ),
        title=speaker(_title(position, attained)),
        caption=speaker(
            say(
                "IKD activations of {day} over wajib KTP; in grey over recorded people. A rate is not an attainment of the target.",
                day=date(day),
            )
        ),
        source=sources_line(speaker, attained.sources or rate.sources),
        region=position.code,
    )


def _title(position: Position, attained: Indicator) -> Sentence:
    if attained.value is None:
        return say("IKD activation rate")
    return say(
        "{share} percent of the IKD target is reached",
        share=percent(Fraction(attained.number), 1, f"{position.code}:K08"),
    )


def _target_line(axes: Axes, goal: float, place: tuple[float, float], label: RichText) -> None:
    """The target as a line, named beside it in the last row."""
    axes.axvline(goal, color=look.VERMILLION, linewidth=1.6, zorder=3)
    look.write(axes, *place, label, va="center", fontsize=look.SMALL_PT, color=look.VERMILLION, fontweight=600)


def _bullet_rows(position: Position) -> list[tuple[Sentence, Fraction, str, str]]:
    """(name, rate, colour, key) of each bar."""
    base, other = position.settings.ikd_base, position.settings.other_ikd_base
    names = {"wajib_ktp": say("of wajib KTP"), "recorded": say("of recorded people")}
    rows: list[tuple[Sentence, Fraction, str, str]] = []
    for basis, colour in ((base, look.BLUE), (other, look.FILL)):
        value = position.own.ikd_rate(basis)
        if value is not None:
            name = say("{where}, {base}", where=place(position.code), base=names[basis])
            rows.append((name, value, colour, f"{position.code}:K06:{basis}"))
    national = position.nation_like_own.ikd_rate(base)
    if position.code != NATION and national is not None:
        name = say("{where}, {base}", where=place(NATION), base=names[base])
        rows.append((name, national, look.MUTED, f"{NATION}:K06:{base}"))
    return rows
