"""Charts over time: recorded people and wajib KTP with the share unrecorded, and what a change of coverage is made of.

Only comparable figures are joined; which these are is decided in `indicators.comparable`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction

import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.dates import date2num

from cakupan import look
from cakupan.blocks import Figure
from cakupan.indicators import Position
from cakupan.indicators.change import Comparison, Pair, ends_at_a_cap
from cakupan.indicators.comparable import rules_changed
from cakupan.tables import sources_line
from cakupan.words.bounds import Bound, bound_words, change_words, signed_bound
from cakupan.words.numbers import RichText, plain
from cakupan.words.sentences import Sentence, Speaker, count, date, decimal, percent, place, points, say

FEW = 8
"""Up to this many dates, each point is labelled; beyond it only the first and the last."""


@look.themed
def trend(speaker: Speaker, position: Position, pairs: Sequence[Pair]) -> Figure:
    """Recorded and wajib KTP above, the unrecorded share below, over the comparable dates (at least two)."""
    days = [pair.day for pair in pairs]
    first, last = pairs[0], pairs[-1]
    drawing = look.blank_figure(look.TEXT_WIDTH_MM, 72.0)
    above = look.add_axes(drawing, 14.0, 38.0, 128.0, 29.0)
    below = look.add_axes(drawing, 14.0, 9.0, 128.0, 19.0)
    _people(speaker, above, pairs)
    shares = [float(100 - (pair.coverage or 0)) for pair in pairs]
    _unrecorded(speaker, below, pairs, shares)
    for axes in (above, below):
        axes.margins(x=0.03)
        date_ticks(speaker, axes, days)
        number_axis(speaker, axes)
    capped = ends_at_a_cap(position, last.recorded)
    return Figure(
        svg=look.to_svg(drawing),
        alt=speaker(
            say(
                "Line chart of recorded people and wajib KTP in {where}, {first} to {last}; unrecorded {before} percent, then {after} percent.",
                where=place(position.code),
                first=date(first.base.as_of),
                last=date(last.base.as_of),
                before=percent(100 - (first.coverage or Fraction(0))),
                after=percent(100 - (last.coverage or Fraction(0))),
            )
        ),
        title=speaker(_direction(first, last, capped=capped)),
        caption=speaker.together(_trend_caption(position, pairs, capped=capped)),
        source=sources_line(speaker, [key for pair in pairs for key in (*pair.recorded.sources, *pair.base.sources)]),
        region=position.code,
    )


def _people(speaker: Speaker, above: Axes, pairs: Sequence[Pair]) -> None:
    """Recorded people and wajib KTP as lines, each named at its end."""
    days = [pair.day for pair in pairs]
    unit, name = people_unit(pairs[-1].base.value)
    for values, colour, label in (
        ([pair.base.value / unit for pair in pairs], look.MUTED, speaker.word("wajib KTP")),
        ([pair.recorded.value / unit for pair in pairs], look.BLUE, speaker.word("recorded people")),
    ):
        sns.lineplot(x=days, y=values, color=colour, marker="o", markeredgecolor="none", errorbar=None, ax=above)
        above.annotate(
            label,
            (days[-1], values[-1]),
            (6, 0),
            textcoords="offset points",
            va="center",
            color=colour,
            annotation_clip=False,
        )
    _separate(above)
    above.set(xlabel="", ylabel=speaker.word(name))
    above.grid(axis="y")


def _unrecorded(speaker: Speaker, below: Axes, pairs: Sequence[Pair], shares: Sequence[float]) -> None:
    """The unrecorded share as a line, with its numbers where there is room for them."""
    days = [pair.day for pair in pairs]
    sns.lineplot(x=days, y=shares, color=look.VERMILLION, marker="o", markeredgecolor="none", errorbar=None, ax=below)
    below.axhline(0, color=look.AXIS, linewidth=0.6)
    below.set(ylim=(min(0.0, *shares) * 1.2, max(*shares, 0.1) * 1.45), xlabel="", ylabel=speaker.word("unrecorded, %"))
    below.grid(axis="y")
    labelled = range(len(pairs)) if len(pairs) <= FEW else (0, len(pairs) - 1)
    for index in labelled:
        number = speaker.format.percent(100 - (pairs[index].coverage or Fraction(0)))
        artist = below.annotate(
            str(number),
            (days[index], shares[index]),
            (0, 6),
            textcoords="offset points",
            ha="center",
            fontsize=look.SMALL_PT,
        )
        look.remember(artist, (number,))


def _direction(first: Pair, last: Pair, *, capped: bool) -> Sentence:
    change = (last.coverage or Fraction(0)) - (first.coverage or Fraction(0))
    return (
        say(
            "Coverage rose by {change} percentage points since {day}",
            change=bound_words("lower" if capped else "", decimal(abs(change), 2)),
            day=date(first.base.as_of),
        )
        if change > 0
        else say(
            "Coverage fell by {change} percentage points since {day}",
            change=bound_words("upper" if capped else "", decimal(abs(change), 2)),
            day=date(first.base.as_of),
        )
        if change < 0
        else say("Coverage is as on {day}", day=date(first.base.as_of))
    )


def _waterfall_title(comparison: Comparison, *, capped: bool) -> Sentence:
    """Which of the two moved coverage more; capped: the later figure hides how many more were recorded."""
    if comparison.total < 0 < comparison.base and capped:
        return say("As far as the source shows, wajib KTP grew faster than recording")
    if comparison.total < 0 < comparison.base:
        return say("Wajib KTP grew faster than recording")
    if comparison.total > 0 and comparison.recorded > 0:
        return say(
            "Recording grew faster than wajib KTP" if comparison.base > 0 else "Recording grew, wajib KTP did not"
        )
    return say("What moved coverage: recording and wajib KTP")


def _trend_caption(position: Position, pairs: Sequence[Pair], *, capped: bool) -> list[Sentence]:
    sentences = [
        say(
            "Above recorded people and wajib KTP, below the unrecorded share on its own scale; {n} comparable dates, joined by lines.",
            n=count(len(pairs)),
        )
    ]
    if capped:
        sentences.append(
            say(
                "The last source shows nothing above 100 percent: it counts surpluses that the earlier ones may hold as none."
            )
        )
    changed = rules_changed(position, pairs[0].base.day, pairs[-1].base.day)
    if changed is not None:
        sentences.append(say("{note}.", note=changed))
    return sentences


def people_unit(largest: int) -> tuple[int, str]:
    """The unit of an axis of people: its size and its name."""
    if largest >= 10_000_000:
        return 1_000_000, "million people"
    if largest >= 10_000:
        return 1_000, "thousand people"
    return 1, "people"


def _separate(axes: Axes) -> None:
    """Keep two direct labels at the right apart when their lines end close together."""
    lower, upper = sorted(axes.texts, key=lambda text: text.xy[1])  # type: ignore[attr-defined]
    low, high = axes.get_ylim()
    if (upper.xy[1] - lower.xy[1]) / (high - low) < 0.12:  # type: ignore[attr-defined]
        upper.set_position((6, 5))
        lower.set_position((6, -5))


def date_ticks(speaker: Speaker, axes: Axes, days: Sequence[dt.date], ahead: str = "") -> None:
    """At most five dates under an axis: all of a few, else evenly chosen ones; never two that would touch. ahead: how the address of a month begins that no figure has."""
    chosen = list(days) if len(days) <= 5 else [days[round(i * (len(days) - 1) / 4)] for i in range(5)]
    apart = (days[-1] - days[0]).days * 0.12
    kept = [day for index, day in enumerate(chosen) if index == 0 or (day - chosen[index - 1]).days > apart]
    months = {
        date2num(day): speaker.format.date(day.isoformat()[:7], short=True, key=ahead and f"{ahead}{day:%Y-%m}")
        for day in kept
    }
    look.number_ticks(axes.xaxis, list(months), lambda tick: (months[tick],))


def number_axis(speaker: Speaker, axes: Axes) -> None:
    """The ticks of a vertical axis in the language's format, with as many decimals as they need."""
    low, high = axes.get_ylim()
    ticks = [float(tick) for tick in axes.get_yticks() if low <= tick <= high]
    places = _places(ticks)
    look.number_ticks(
        axes.yaxis, ticks, lambda tick: (speaker.format.decimal(Fraction(round(tick * 100), 100), places),)
    )


def _places(ticks: Sequence[float]) -> int:
    """The decimals, up to two, that ticks need to be printed exactly."""
    exact = [Fraction(round(tick * 100), 100) for tick in ticks]
    return next(n for n in (0, 1, 2) if n == 2 or all((tick * 10**n).denominator == 1 for tick in exact))


@look.themed
def waterfall(speaker: Speaker, position: Position, before: Pair, after: Pair, comparison: Comparison) -> Figure:
    """Coverage before, the effect of recording, the effect of the base, coverage after; with the signs of bounds where it ends at a cap."""
    later: Bound = "lower" if ends_at_a_cap(position, after.recorded) else ""
    bounds: tuple[Bound, ...] = ("", later, ("upper" if comparison.base >= 0 else "lower") if later else "", later)
    steps = _steps(speaker, before, after, comparison)
    drawing, axes = look.new_figure(look.TEXT_WIDTH_MM, 44.0, left_mm=42.0, right_mm=20.0, top_mm=2.0, bottom_mm=7.0)
    ends = [float(comparison.before), float(comparison.after), float(comparison.before + comparison.effect_recording)]
    low, high = min(ends), max(ends)
    room = max(high - low, 0.05)
    left = low - room * 0.35
    for row, step in enumerate(steps):
        _draw_step(speaker, axes, row, step, bounds[row])
    axes.set(xlim=(left, high + room * 0.05), ylim=(len(steps) - 0.5, -0.5))
    look.number_ticks(axes.yaxis, list(range(len(steps))), lambda row: steps[round(row)][0])
    axes.spines["left"].set_visible(False)
    ticks = [float(tick) for tick in axes.get_xticks() if left <= tick <= high + room * 0.05]
    places = _places(ticks)
    look.number_ticks(
        axes.xaxis, ticks, lambda tick: (speaker.format.decimal(Fraction(round(tick * 100), 100), places), " %")
    )
    return Figure(
        svg=look.to_svg(drawing),
        alt=speaker(
            say(
                "Bars that split the change of coverage in {where}: recording {recording}, change of wajib KTP {base} percentage points.",
                where=place(position.code),
                recording=change_words(bounds[1], points(comparison.effect_recording)),
                base=change_words(bounds[2], points(comparison.effect_base)),
            )
        ),
        title=speaker(_waterfall_title(comparison, capped=bool(bounds[1]))),
        caption=speaker(
            say(
                "Coverage in percent, {first} to {last}; the scale does not begin at zero. The two effects add up to the change exactly.",
                first=date(before.base.as_of),
                last=date(after.base.as_of),
            )
        ),
        source=sources_line(
            speaker, [key for pair in (before, after) for key in (*pair.recorded.sources, *pair.base.sources)]
        ),
        region=position.code,
    )


Step = tuple[RichText, Fraction, Fraction, str, bool]
"""A row of the waterfall: what, from where, how far, its colour, and whether it is an effect."""


def _steps(speaker: Speaker, before: Pair, after: Pair, comparison: Comparison) -> tuple[Step, ...]:
    return (
        (
            speaker(say("coverage {day}", day=date(before.base.as_of))),
            Fraction(0),
            comparison.before,
            look.MUTED,
            False,
        ),
        ((speaker.word("recording"),), comparison.before, comparison.effect_recording, look.BLUE, True),
        (
            (speaker.word("change of wajib KTP"),),
            comparison.before + comparison.effect_recording,
            comparison.effect_base,
            look.VERMILLION,
            True,
        ),
        (speaker(say("coverage {day}", day=date(after.base.as_of))), Fraction(0), comparison.after, look.MUTED, False),
    )


def _draw_step(speaker: Speaker, axes: Axes, row: int, step: Step, bound: Bound) -> None:
    """A coverage as a dot, an effect as a bar, each with its number."""
    _label, start, size, colour, is_effect = step
    if is_effect:
        axes.barh(row, float(size), left=float(start), height=0.55, color=colour)
        number, edge = (
            signed_bound(bound, speaker.format.points(size)),
            max(float(start), float(start + size)),
        )
    else:
        axes.plot([float(size)], [row], "o", color=colour, markersize=6)
        number, edge = signed_bound(bound, speaker.format.percent(size)), float(size)
    label = axes.annotate(
        plain(number), (edge, row), (5, 0), textcoords="offset points", va="center", annotation_clip=False
    )
    look.remember(label, number)
