"""Pace and projection as pure arithmetic on series of counts: median pace, required pace, date reached with a resampled range.

Which figures go in, and when to refuse, is decided in `indicators.pace`. Source: domain guide, sections 3 and 3.1.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

DAYS_A_MONTH = Fraction("30.4375")
WINDOW = 6
"""Increments that the current pace is the median of."""
FEWEST_FOR_PACE = 4
FEWEST_FOR_DATE = 6
FEWEST_FOR_BLOCKS = 12
DRAWS = 2_000
SEED = 20_240_630
HORIZON = 60
"""Months beyond which no date is named."""
JUMP_MADS = 5
"""Median absolute deviations from the median increment beyond which an increment is a jump (F04)."""
SMALLEST_JUMP = 10
"""People a month below which no deviation is called a jump: counts under 10 are not read at all."""

Floats = NDArray[np.float64]


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


def required_pace(reached: int, share: Fraction, base: int, base_pace: Fraction, months: Fraction) -> Fraction | None:
    """People a month needed to reach ⌈share·base⌉ in `months` while the base grows by `base_pace` a month (K12).

    None when no time is left; 0 when the target is reached already and stays so.

    >>> float(required_pace(156639, Fraction(30, 100), 2860701, Fraction(0), Fraction(2)))
    350786.0
    """
    if months <= 0:
        return None
    target = math.ceil(share * (base + base_pace * months))
    return max(Fraction(0), Fraction(target - reached) / months)


def months_to_target(reached: int, pace: Fraction, share: Fraction, base: int, base_pace: Fraction) -> Fraction | None:
    """Months until reached + pace·h = share·(base + base_pace·h); None when the target runs away; 0 when it is reached.

    >>> float(months_to_target(156639, Fraction(61659, 10), Fraction(30, 100), 2860701, Fraction(0)))
    113.7825...
    """
    missing = math.ceil(share * base) - reached
    if missing <= 0:
        return Fraction(0)
    closing = pace - share * base_pace
    return missing / closing if closing > 0 else None


@dataclass(frozen=True)
class Range:
    """The 80 percent range of months to the target; None stands for "never at this pace"."""

    early: float | None
    late: float | None


def resampled_paces(numerator: Series, base: Series, *, seed: int = SEED) -> Floats | None:
    """Paces of numerator and base a month, shape (2, 2,000), when their observed monthly increments are drawn anew.

    Each draw takes as many increments as were observed, with replacement (in blocks of two where there are twelve or more), of
    numerator and base together, and applies the median pace to them. None from fewer than six increments, or from series
    that are not monthly over the same dates.
    """
    n = len(numerator.increments)
    if n < FEWEST_FOR_DATE or not numerator.monthly:
        return None
    base = base.since(numerator.days[0])
    if base.days != numerator.days:
        return None
    steps = np.diff(np.array([numerator.values, base.values], dtype=np.float64), axis=1)
    return _median_of_draws(steps, 2 if n >= FEWEST_FOR_BLOCKS else 1, np.random.default_rng(seed))


def resampled_range(numerator: Series, base: Series, share: Fraction, *, seed: int = SEED) -> Range | None:
    """The 10th and 90th percentile of months to the target over the resampled paces."""
    paces = resampled_paces(numerator, base, seed=seed)
    if paces is None:
        return None
    missing = math.ceil(share * base.values[-1]) - numerator.values[-1]
    if missing <= 0:
        return Range(0.0, 0.0)
    closing = paces[0] - float(share) * paces[1]
    months = np.where(closing > 0, missing / np.maximum(closing, 1e-12), np.inf)
    early, late = np.quantile(months, [0.1, 0.9], method="inverted_cdf")
    return Range(*(float(m) if math.isfinite(m) else None for m in (early, late)))


def _median_of_draws(steps: Floats, block: int, generator: np.random.Generator) -> Floats:
    """The median pace of each draw: shape (series, draws).

    Only the last six of a draw enter its median, and draws are exchangeable, so only six are made.
    """
    n = steps.shape[1]
    blocks = -(-WINDOW // block) if n >= WINDOW else -(-n // block)
    starts = generator.integers(0, n - block + 1, size=(DRAWS, blocks))
    places = (starts[:, :, None] + np.arange(block)).reshape(DRAWS, -1)[:, : min(n, WINDOW)]
    drawn: Floats = np.median(steps[:, places], axis=2)
    return drawn


@dataclass(frozen=True)
class Projection:
    """When a target is reached: months from the last figure; None of `months` means never at this pace."""

    months: Fraction | None
    range: Range | None

    @property
    def beyond_horizon(self) -> bool:
        """Whether no date is to be named: never, or more than 60 months away."""
        return self.months is None or self.months > HORIZON


def project(numerator: Series, base: Series, share: Fraction, *, seed: int = SEED) -> Projection | None:
    """Months until the numerator is `share` of the base, both moving on at their pace, with an 80 percent range (K14).

    None from fewer than six increments: no date and no range can be defended then.
    """
    if len(numerator.increments) < FEWEST_FOR_DATE:
        return None
    own, below = pace(numerator), pace(base)
    if own is None:
        return None
    months = months_to_target(numerator.values[-1], own, share, base.values[-1], below or Fraction(0))
    return Projection(months, resampled_range(numerator, base, share, seed=seed))


def logistic_months(shares: Sequence[float], target: float, ceiling: float = 1.0) -> float | None:
    """Months to a target share by a straight line through ln(p/(c−p)) of monthly shares: a sensitivity, never a headline.

    At a few percent it is almost exponential and gives optimistic dates. None where the line does not rise or a share is
    outside (0, ceiling).
    """
    if len(shares) < FEWEST_FOR_DATE or not all(0 < p < ceiling for p in (*shares, target)):
        return None
    line = _line([math.log(p / (ceiling - p)) for p in shares])
    if line is None or line[0] <= 0:
        return None
    return max(0.0, (math.log(target / (ceiling - target)) - line[1]) / line[0])


def log_gap_months(gaps: Sequence[int], target_gap: int) -> float | None:
    """Months until a gap shrinks to `target_gap` by a straight line through ln(gap): recording near saturation.

    None unless every gap is above zero and the line falls.
    """
    if len(gaps) < FEWEST_FOR_DATE or not all(gap > 0 for gap in (*gaps, target_gap)):
        return None
    line = _line([math.log(gap) for gap in gaps])
    if line is None or line[0] >= 0:
        return None
    return max(0.0, (math.log(target_gap) - line[1]) / line[0])


def _line(values: Sequence[float]) -> tuple[float, float] | None:
    """Slope a month, and height at the last value, of the least-squares line through monthly values."""
    n = len(values)
    middle, mean = (n - 1) / 2, math.fsum(values) / n
    spread = math.fsum((x - middle) ** 2 for x in range(n))
    if spread == 0:
        return None
    slope = math.fsum((x - middle) * (y - mean) for x, y in enumerate(values)) / spread
    return slope, mean + slope * middle
