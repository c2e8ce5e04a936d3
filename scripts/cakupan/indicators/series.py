"""Series of counts on rising dates as exact arithmetic: months between dates, increments, falls, jumps, and the pace now.

What a series leads to is in `forecast`, how a base grows in `growth`. Source: data/definitions.md, pace and projection.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, pairwise

DAYS_A_MONTH = Fraction("30.4375")
WINDOW = 6
"""Increments that the current pace is the median of."""
FEWEST_FOR_PACE = 4
FEWEST_FOR_DATE = 6
JUMP_MADS = 5
"""Median absolute deviations from the median increment beyond which an increment is a jump (F04)."""
SMALLEST_JUMP = 10
"""People a month below which no deviation is called a jump: counts under 10 are not read at all."""


def is_month_end(day: dt.date) -> bool:
    """Whether a date is the last of its month."""
    return day.day == calendar.monthrange(day.year, day.month)[1]


@lru_cache(maxsize=4096)
def months_between(start: dt.date, end: dt.date) -> Fraction:
    """Months from one date to another: whole between two month ends or equal days, else days ÷ 30.4375.

    >>> months_between(dt.date(2023, 12, 31), dt.date(2024, 10, 31))
    Fraction(10, 1)
    """
    if (is_month_end(start) and is_month_end(end)) or start.day == end.day:
        return Fraction(12 * (end.year - start.year) + end.month - start.month)
    return Fraction((end - start).days) / DAYS_A_MONTH


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day some months later; a month end stays a month end.

    >>> add_months(dt.date(2024, 6, 30), 2)
    datetime.date(2024, 8, 31)
    """
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, last if is_month_end(day) else min(day.day, last))


@dataclass(frozen=True)
class Series:
    """Counts on rising dates; `days` and `values` are equally long."""

    days: tuple[dt.date, ...]
    values: tuple[int, ...]

    @property
    def increments(self) -> tuple[Fraction, ...]:
        """The change from each figure to the next, per month."""
        return tuple((later - earlier) / months_between(start, end) for (start, earlier), (end, later) in _steps(self))

    @property
    def monthly(self) -> bool:
        """Whether every step is exactly one month."""
        return all(months_between(start, end) == 1 for start, end in pairwise(self.days))

    @property
    def moving(self) -> Series:
        """Without the figures that only repeat the one before: a stale report is no month without recordings."""
        places = [i for i in range(len(self.values)) if i == 0 or self.values[i] != self.values[i - 1]]
        return Series(tuple(self.days[i] for i in places), tuple(self.values[i] for i in places))

    def since(self, day: dt.date) -> Series:
        """The figures from a date on."""
        first = next((i for i, other in enumerate(self.days) if other >= day), len(self.days))
        return Series(self.days[first:], self.values[first:])

    def last(self, increments: int) -> Series:
        """The end of the series with that many increments."""
        return Series(self.days[-increments - 1 :], self.values[-increments - 1 :])


def median(values: Sequence[Fraction]) -> Fraction:
    """The middle value, or the mean of the two middle ones. Raises ValueError for none."""
    if not values:
        raise ValueError("no values have no median")
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def falls(series: Series) -> tuple[dt.date, ...]:
    """The dates on which a running total is lower than before (F02)."""
    moving = series.moving
    return tuple(day for (_, before), (day, after) in _steps(moving) if after < before)


def jumps(series: Series, mads: Fraction | int = JUMP_MADS, smallest: int = SMALLEST_JUMP) -> tuple[dt.date, ...]:
    """The dates whose monthly increment is further than `mads` MAD from the median increment (F04)."""
    moving = series.moving
    increments = moving.increments
    if len(increments) < FEWEST_FOR_DATE:
        return ()
    middle = median(increments)
    limit = max(mads * median([abs(step - middle) for step in increments]), Fraction(smallest))
    return tuple(day for day, step in zip(moving.days[1:], increments, strict=True) if abs(step - middle) > limit)


def _steps(series: Series) -> Iterator[tuple[tuple[dt.date, int], tuple[dt.date, int]]]:
    return pairwise(zip(series.days, series.values, strict=True))


def theil_sen(series: Series) -> Fraction:
    """The median slope over all pairs of figures, per month: robust for irregular dates."""
    figures = list(zip(series.days, series.values, strict=True))
    return median([(y1 - y0) / months_between(d0, d1) for (d0, y0), (d1, y1) in combinations(figures, 2)])


def pace(series: Series) -> Fraction | None:
    """People a month now (K11): the median of the last six monthly increments, or Theil–Sen where dates are irregular.

    None from fewer than four increments.
    """
    if len(series.increments) < FEWEST_FOR_PACE:
        return None
    recent = series.last(WINDOW)
    return median(recent.increments) if recent.monthly else theil_sen(recent)
