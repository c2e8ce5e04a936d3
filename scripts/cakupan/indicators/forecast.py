"""What a series leads to, as arithmetic: pace needed, months to a target that moves along, and 80 percent ranges of both.

Which figures go in, and when to refuse, is decided in `indicators.pace`; the pace now is in `series`, how a base grows in `growth`,
what may come in `outcomes`. Source: data/definitions.md, pace and projection.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from cakupan.indicators.growth import Growth, growth
from cakupan.indicators.outcomes import HORIZON, SEED, Floats, Outcomes, outcomes
from cakupan.indicators.series import (
    DAYS_A_MONTH,
    FEWEST_FOR_DATE,
    FEWEST_FOR_PACE,
    JUMP_MADS,
    SMALLEST_JUMP,
    WINDOW,
    Series,
    add_months,
    falls,
    is_month_end,
    jumps,
    median,
    months_between,
    pace,
    theil_sen,
)  # fmt: skip

__all__ = [
    "DAYS_A_MONTH", "FEWEST_FOR_DATE", "FEWEST_FOR_PACE", "HORIZON", "JUMP_MADS", "SMALLEST_JUMP", "WINDOW", "Floats", "Growth",
    "Projection", "Range", "Series", "add_months", "falls", "growth", "is_month_end", "jumps", "log_gap_months", "logistic_months",
    "median", "months_along", "months_between", "months_to_target", "outcomes", "pace", "pace_range", "project", "required_pace",
    "resampled_range", "theil_sen",
]  # fmt: skip


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


def months_along(reached: int, pace: Fraction, share: Fraction, base: int, grown: Growth) -> Fraction | None:
    """Months until reached + pace·h is the share of a base that grows month by month, January by itself.

    The first such moment, within a month by a straight line; None when the target runs away; 0 when it is reached. Beyond the
    horizon of 60 months the mean growth of a year is carried on.
    """
    if grown.january is None:
        return months_to_target(reached, pace, share, base, grown.ordinary)
    lacking = Fraction(math.ceil(share * base) - reached)
    if lacking <= 0:
        return Fraction(0)
    for month in range(1, HORIZON + 1):
        then = share * (base + grown.over(month)) - reached - pace * month
        if then <= 0:
            return month - 1 + lacking / (lacking - then)
        lacking = then
    closing = pace - share * grown.a_month
    return HORIZON + lacking / closing if closing > 0 else None


@dataclass(frozen=True)
class Range:
    """The 80 percent range of months to the target; None stands for "never at this pace"."""

    early: float | None
    late: float | None


def resampled_range(numerator: Series, base: Series, share: Fraction, *, seed: int = SEED) -> Range | None:
    """The 10th and 90th percentile of months to the target over the drawn outcomes; the projection itself lies inside.

    None from fewer than six increments, or from series that are not monthly over the same dates.
    """
    drawn = outcomes(numerator, base, seed=seed)
    if drawn is None:
        return None
    if math.ceil(share * base.values[-1]) <= numerator.values[-1]:
        return Range(0.0, 0.0)
    grown = growth(base)
    first = _first_months(numerator, base, float(share), drawn, float(share * grown.a_month))
    early, late = (float(edge) for edge in np.quantile(first, [0.1, 0.9], method="inverted_cdf"))
    months = months_along(numerator.values[-1], drawn.pace, share, base.values[-1], grown)
    point = math.inf if months is None else float(months)
    return Range(*(edge if math.isfinite(edge) else None for edge in (min(early, point), max(late, point))))


def _first_months(numerator: Series, base: Series, share: float, drawn: Outcomes, target_pace: float) -> Floats:
    """When each drawn outcome first reaches the share, in months and parts of one; infinite where it never does.

    Beyond the horizon the drawn pace and the mean growth of the target are carried on.
    """
    lacking = share * drawn.base - drawn.numerator
    start = np.full((len(lacking), 1), share * base.values[-1] - numerator.values[-1])
    lacking = np.hstack([np.maximum(start, 1e-9), lacking])
    reached = lacking[:, 1:] <= 0
    within = reached.any(axis=1)
    month = reached.argmax(axis=1)
    rows = np.arange(len(lacking))
    before, then = lacking[rows, month], lacking[rows, month + 1]
    closing = drawn.paces - target_pace
    beyond = np.where(closing > 0, HORIZON + lacking[:, -1] / np.maximum(closing, 1e-12), np.inf)
    return np.where(within, month + before / np.where(within, before - then, 1.0), beyond)


def pace_range(numerator: Series, base: Series, *, seed: int = SEED) -> tuple[float, float] | None:
    """The 10th and 90th percentile of the pace now, had other months of the same series been the last six; it lies inside."""
    drawn = outcomes(numerator, base, seed=seed)
    if drawn is None:
        return None
    low, high = (float(edge) for edge in np.quantile(drawn.paces, [0.1, 0.9], method="inverted_cdf"))
    return min(low, float(drawn.pace)), max(high, float(drawn.pace))


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
    """Months until the numerator is `share` of the base, at its pace while the base grows as in its last years (K14).

    None from fewer than six increments: no date and no range can be defended then.
    """
    own = pace(numerator)
    if len(numerator.increments) < FEWEST_FOR_DATE or own is None:
        return None
    months = months_along(numerator.values[-1], own, share, base.values[-1], growth(base))
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
