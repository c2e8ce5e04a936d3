"""The way to a target: figures so far, what the current pace leads to with its range, and the target that moves along.

When no pace or date can be defended, nothing is drawn; that is decided in `indicators.pace`.
"""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.dates import date2num

from cakupan import look
from cakupan.blocks import Figure
from cakupan.charts.over_time import date_ticks, number_axis, people_unit
from cakupan.indicators import Position
from cakupan.indicators.forecast import HORIZON, add_months
from cakupan.indicators.pace import Outlook
from cakupan.tables import sources_line
from cakupan.words.sentences import Sentence, Speaker, count, date, decimal, percent, place, say

AHEAD = 24
"""Months drawn ahead when no date within the horizon is projected."""


@look.themed
def pace_fan(speaker: Speaker, position: Position, outlook: Outlook, sources: tuple[str, ...]) -> Figure:
    """Counts so far, the line at the current pace with its 80 percent fan, and the target count, in people."""
    assert outlook.pace is not None and outlook.share is not None and outlook.growth is not None
    last, values = outlook.series.days[-1], outlook.series.values
    ahead = _months_ahead(outlook)
    dates = [add_months(last, month) for month in range(ahead + 1)]
    days, future = [date2num(day) for day in outlook.series.days], [date2num(day) for day in dates]
    unit, name = people_unit(
        max(values[-1] + int(outlook.pace * ahead), int(outlook.share * outlook.base_series.values[-1]))
    )
    drawing, axes = look.new_figure(look.TEXT_WIDTH_MM, 66.0, left_mm=16.0, right_mm=38.0, top_mm=4.0, bottom_mm=9.0)
    axes.plot(days, [value / unit for value in values], color=look.BLUE, marker="o" if len(days) <= 12 else None)
    if (drawn := outlook.outcomes) is not None:
        fan = [drawn.fan(month) for month in range(1, ahead + 1)]
        low, high = ([edges[side] / unit for edges in fan] for side in (0, 1))
        axes.fill_between(future[1:], low, high, color=look.FILL, linewidth=0)
    line = [(values[-1] + float(outlook.pace) * month) / unit for month in range(ahead + 1)]
    axes.plot(future, line, color=look.BLUE, linestyle="--")
    base = outlook.base_series.values[-1]
    goal = [float(outlook.share * (base + outlook.growth.over(month))) / unit for month in range(ahead + 1)]
    axes.plot(future, goal, color=look.VERMILLION)
    if outlook.deadline is not None and outlook.series.days[0] <= outlook.deadline <= dates[-1]:
        axes.axvline(date2num(outlook.deadline), color=look.AXIS, linewidth=0.9)
    _end_labels(speaker, axes, future[-1], goal[-1], line[-1], outlook)
    axes.set(ylim=(0, max([*goal, *line, *(v / unit for v in values)]) * 1.12), ylabel=speaker.word(name))
    axes.grid(axis="y")
    date_ticks(speaker, axes, [outlook.series.days[0], *dates[:: max(1, ahead // 3)]], outlook.key(""))
    number_axis(speaker, axes)
    return Figure(
        svg=look.to_svg(drawing),
        alt=speaker(
            say(
                "Line chart of {where}: figures to {day}, then the current pace of {pace} people a month with its 80 percent range, and the target.",
                where=place(position.code),
                day=date(last.isoformat(), outlook.key("last")),
                pace=decimal(outlook.pace, 0, outlook.key("now")),
            )
        ),
        title=speaker(_title(outlook)),
        caption=speaker(_caption(outlook)),
        source=sources_line(speaker, sources),
        region=position.code,
    )


def _months_ahead(outlook: Outlook) -> int:
    months = outlook.projection.months if outlook.projection else None
    wanted = AHEAD if months is None or months > HORIZON else int(months) + 6
    return max(12, min(HORIZON, wanted))


def _end_labels(speaker: Speaker, axes: Axes, day: float, goal: float, line: float, outlook: Outlook) -> None:
    assert outlook.share is not None
    share = outlook.share * 100
    apart = 7 if abs(goal - line) < 0.12 * max(goal, line) else 0
    target = speaker(say("target {share} %", share=percent(share, 1 if share % 1 else 0, outlook.key("share"))))
    for words, height, shift, colour in (
        (target, goal, apart if goal >= line else -apart, look.VERMILLION),
        ((speaker.word("current pace"),), line, -apart if goal >= line else apart, look.BLUE),
    ):
        artist = axes.annotate(
            "".join(str(part) for part in words), (day, height), (5, shift), textcoords="offset points", va="center",
            color=colour, annotation_clip=False,
        )  # fmt: skip
        look.remember(artist, words)


def _caption(outlook: Outlook) -> Sentence:
    assert outlook.growth is not None
    day = date(outlook.series.days[-1].isoformat(), outlook.key("last"))
    line = say("Solid: figures to {day}; dashed: the median pace carried on.", day=day)
    if outlook.outcomes is not None:
        line = say("{line} Band: from next month on, 80 percent of what may come as months swing.", line=line)
    if outlook.growth.covers_a_year:
        return say("{line} The target grows with its base, as in the last years: most in January.", line=line)
    return say(
        "{line} The target grows with its base, without the January of those who turn 17: it is not known.", line=line
    )


def _title(outlook: Outlook) -> Sentence:
    assert outlook.pace is not None
    if outlook.projection is None or outlook.projection.months is None:
        return say(
            "At {pace} people a month the target is not reached", pace=decimal(outlook.pace, 0, outlook.key("now"))
        )
    if outlook.is_reached:
        return say(
            "The target is reached already; {pace} people a month are added",
            pace=decimal(outlook.pace, 0, outlook.key("now")),
        )
    month = outlook.month(outlook.projection.months)
    if outlook.projection.beyond_horizon:
        return say(
            "At {pace} people a month the target is more than {horizon} months away",
            pace=decimal(outlook.pace, 0, outlook.key("now")),
            horizon=count(HORIZON, outlook.key("horizon")),
        )
    return say(
        "At {pace} people a month the target is reached in {month}",
        pace=decimal(outlook.pace, 0, outlook.key("now")),
        month=date(month, outlook.key("month")),
    )
