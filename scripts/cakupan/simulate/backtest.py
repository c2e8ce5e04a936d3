"""Projections made in the past of a simulated panel, against what came: bias, and how often 80 percent ranges held.

Figures about the rules, on data that is not real; `scripts/bench.py --backtest` makes the table of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from cakupan.indicators import forecast
from cakupan.indicators.forecast import Series
from cakupan.simulate.panel import Panel

Numerator = Literal["recorded", "ikd_active"]
FIRST_ORIGIN = 13
"""Figures known at the first origin: a year of steps, so that a January was seen."""


@dataclass(frozen=True)
class Case:
    """One projection `horizon` months ahead: its error in percent points, and whether its ranges held what came.

    date: whether the range of the month held the month in which that share was first reached, None where it had been reached
    before; early: the month came before the range.
    """

    error: float
    people: bool
    share: bool
    date: bool | None
    early: bool


@dataclass(frozen=True)
class Backtest:
    """All projections of one numerator over one horizon."""

    numerator: Numerator
    horizon: int
    projections: tuple[Case, ...]

    @property
    def bias(self) -> float:
        """Mean error of the projected share of wajib KTP, in percent points; above zero: too high."""
        return sum(case.error for case in self.projections) / len(self.projections)

    @property
    def people(self) -> Fraction:
        """Part of the ranges of people (the fan that is drawn) that held what came."""
        return _part([case.people for case in self.projections])

    @property
    def share(self) -> Fraction:
        """Part of the ranges of the share that held what came."""
        return _part([case.share for case in self.projections])

    @property
    def cases(self) -> int:
        """Projections of a month: those in which the share had not been reached before."""
        return len(self._dates)

    @property
    def inside(self) -> int:
        """Months that came within their range."""
        return sum(self._dates)

    @property
    def early(self) -> int:
        """Months that came before their range."""
        return sum(case.early for case in self.projections)

    @property
    def late(self) -> int:
        """Months that came after their range."""
        return self.cases - self.inside - self.early

    @property
    def coverage(self) -> Fraction:
        """Part of the ranges of the month that held it; 0.8 is what a range promises."""
        return _part(self._dates)

    @property
    def _dates(self) -> list[bool]:
        return [case.date for case in self.projections if case.date is not None]


def _part(held: list[bool]) -> Fraction:
    return Fraction(sum(held), len(held))


def backtest(
    panel: Panel, horizon: int = 12, every: int = 3, codes: Collection[str] | None = None, numerator: Numerator = "ikd_active"
) -> Backtest:  # fmt: skip
    """Go back to months of the past, project `horizon` months ahead, and compare with what came.

    Origins are `every` months apart, from the thirteenth figure on. They overlap, and months move regions together, so the cases
    are far from independent. Regions with holes are left out, and all but `codes` where given. Raises ValueError when no case is left.
    """
    projections = tuple(_cases(panel, horizon, every, codes, numerator))
    if not projections:
        raise ValueError("no region has a complete series long enough to hold months back from")
    return Backtest(numerator, horizon, projections)


def _cases(
    panel: Panel, horizon: int, every: int, codes: Collection[str] | None, numerator: Numerator
) -> Iterator[Case]:  # fmt: skip
    for row, code in enumerate(panel.codes):
        if not panel.present[row].all() or (codes is not None and code not in codes):
            continue
        people = tuple(int(value) for value in panel.values[numerator][row])
        base = tuple(int(value) for value in panel.values["wajib_ktp"][row])
        for known in range(FIRST_ORIGIN, len(panel.days) - horizon + 1, every):
            yield _case(panel, people, base, known, horizon)


def _case(panel: Panel, people: tuple[int, ...], base: tuple[int, ...], known: int, horizon: int) -> Case:
    days = panel.days[:known]
    above, below = Series(days, people[:known]), Series(days, base[:known])
    drawn = forecast.outcomes(above, below)
    assert drawn is not None
    came = Fraction(people[known - 1 + horizon], base[known - 1 + horizon])
    point = (above.values[-1] + drawn.pace * horizon) / (below.values[-1] + forecast.growth(below).over(horizon))
    low, high = drawn.fan(horizon)
    lowest, highest = drawn.shares(horizon, float(point))
    first = all(Fraction(people[i], base[i]) < came for i in range(known - 1, known - 1 + horizon))
    spread = forecast.resampled_range(above, below, came) if first else None
    early = spread is not None and (spread.early is None or spread.early > horizon)
    late = spread is not None and spread.late is not None and spread.late < horizon
    return Case(
        float(point - came) * 100,
        low <= people[known - 1 + horizon] <= high,
        lowest <= came <= highest,
        None if spread is None else not early and not late,
        early,
    )
