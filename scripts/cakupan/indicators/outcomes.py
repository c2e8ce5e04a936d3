"""What may come of a series and its base: outcomes drawn from the months that were, with a fixed seed, for 80 percent ranges.

Nothing is drawn where months are too few or dates irregular. How often the ranges hold is measured by `scripts/bench.py --backtest`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cakupan.indicators.growth import JANUARY, YEAR, YEARS, growth
from cakupan.indicators.series import FEWEST_FOR_DATE, WINDOW, Series, pace

Floats = NDArray[np.float64]

DRAWS = 2_000
SEED = 20_240_630
HORIZON = 60
"""Months beyond which no date is named."""
FEWEST_FOR_BLOCKS = 12
"""Increments from which on they are drawn in pairs of neighbours."""
OWN_STEPS, BASE_STEPS = 1.15, 1.9
"""How much further months to come swing than those seen, in numerator and base: those seen also set the middle. Found on simulated
panels of the seeds 1 to 8; the table in the bench's README is of other seeds."""
HALF_YEAR = 6
"""Months over which surprises of a base add up: the next edition of the register replaces what the last one revised."""


@dataclass(frozen=True)
class Outcomes:
    """Numerator and base in each month ahead, shape (2,000, 60); `paces`: the drawn paces, around the pace now."""

    last: int
    pace: Fraction
    paces: Floats
    numerator: Floats
    base: Floats

    def fan(self, months: int) -> tuple[float, float]:
        """The 80 percent range of the numerator so many months ahead, from 1 on; the pace carried on lies inside."""
        return _around(float(self.last + self.pace * months), self.numerator[:, months - 1])

    def shares(self, months: int, point: float) -> tuple[float, float]:
        """The 80 percent range of numerator ÷ base so many months ahead; the projected share lies inside."""
        return _around(point, self.numerator[:, months - 1] / self.base[:, months - 1])


def _around(point: float, drawn: Floats) -> tuple[float, float]:
    low, high = (float(edge) for edge in np.quantile(drawn, [0.1, 0.9], method="inverted_cdf"))
    return min(low, point), max(high, point)


@lru_cache(maxsize=8)
def outcomes(numerator: Series, base: Series, *, seed: int = SEED) -> Outcomes | None:
    """Draw 2,000 outcomes of the next 60 months.

    The pace is that of the last six months, moved by as much as the medians of six drawn months differ from the middle of all; each
    month adds what a drawn month differed from that middle. The base grows as in `growth`, moved by what half a year of it differed.
    None from fewer than six increments, or from series that are not monthly over the same dates.
    """
    own = pace(numerator)
    if own is None or len(numerator.increments) < FEWEST_FOR_DATE or not numerator.monthly:
        return None
    if base.since(numerator.days[0]).days != numerator.days:
        return None
    generator = np.random.default_rng(seed)
    steps = np.array(numerator.last(YEAR * YEARS).increments, dtype=np.float64)
    middle = float(np.median(steps))
    paces = float(own) + np.median(_drawn(steps, WINDOW, generator), axis=1) - middle
    surprises = np.cumsum(_drawn(steps - middle, HORIZON, generator), axis=1) * OWN_STEPS
    months = np.arange(1, HORIZON + 1)
    last = numerator.values[-1]
    return Outcomes(last, own, paces, last + paces[:, None] * months + surprises, _bases(base, generator))


def _drawn(steps: Floats, months: int, generator: np.random.Generator) -> Floats:
    """Months drawn from steps with replacement, in pairs of neighbours where there are twelve or more: shape (draws, months)."""
    block = 2 if len(steps) >= FEWEST_FOR_BLOCKS else 1
    starts = generator.integers(0, len(steps) - block + 1, size=(DRAWS, -(-months // block)))
    drawn: Floats = steps[(starts[:, :, None] + np.arange(block)).reshape(DRAWS, -1)[:, :months]]
    return drawn


def _bases(base: Series, generator: np.random.Generator) -> Floats:
    """The base in each month ahead, with the surprises of the same half of an earlier year, larger or smaller, up or down."""
    grown = growth(base)
    path = np.array([float(base.values[-1] + grown.over(month)) for month in range(1, HORIZON + 1)])
    recent = base.last(YEAR * YEARS)
    off = np.array(
        [
            0.0 if grown.january is not None and day.month == JANUARY else float(step - grown.ordinary)
            for day, step in zip(recent.days[1:], recent.increments, strict=True)
        ]
    )
    years = len(off) // YEAR
    starts = (
        len(off) - YEAR * generator.integers(1, years + 1, size=(DRAWS, 1))
        if years
        else np.zeros((DRAWS, 1), dtype=np.int64)
    )
    swing = BASE_STEPS * generator.standard_normal((DRAWS, 1))
    surprises = swing * np.cumsum(off[(starts + np.arange(HALF_YEAR)) % len(off)], axis=1)
    months = np.minimum(np.arange(HORIZON), HALF_YEAR - 1)
    drawn: Floats = path + surprises[:, months]
    return drawn
