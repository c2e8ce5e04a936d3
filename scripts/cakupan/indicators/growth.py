"""How a base of people grows: an ordinary month, and January, when those who turn 17 in the year come in.

What is reached against a growing base is in `forecast`. A base that is known for less than a year shows no January, and says so.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from cakupan.indicators.series import WINDOW, Series, add_months, median, months_between, pace

JANUARY = 1
YEAR = 12
YEARS = 2
"""Whole years that growth is read from where they are known: an edition of the register may revise one June or December."""


@dataclass(frozen=True)
class Growth:
    """People a month that a base grows by from its last figure on.

    ordinary: in any month but January, or in every month where `january` is None. seen: months that it was read from; 0: none.
    """

    start: dt.date
    ordinary: Fraction
    january: Fraction | None = None
    seen: Fraction | int = 0

    @property
    def covers_a_year(self) -> bool:
        """Whether the January cohort is in it."""
        return self.seen >= YEAR

    @property
    def a_month(self) -> Fraction:
        """The mean over the months of a year."""
        return self.ordinary if self.january is None else (11 * self.ordinary + self.january) / YEAR

    def over(self, months: Fraction | int) -> Fraction:
        """People added in so many months from the last figure on, of the last month its part.

        >>> january = Growth(dt.date(2024, 11, 30), Fraction(100), Fraction(700), 12)
        >>> int(january.over(2)), int(january.over(Fraction(5, 2)))
        (800, 850)
        """
        if self.january is None or months <= 0:
            return self.ordinary * months
        whole = int(months)
        januaries = (self.start.month - JANUARY + whole) // YEAR
        part = self._step(whole + 1) * (months - whole)
        return self.ordinary * (whole - januaries) + self.january * januaries + part

    def _step(self, month: int) -> Fraction:
        """What one month adds, the first being 1."""
        assert self.january is not None
        return self.january if add_months(self.start, month).month == JANUARY else self.ordinary


def growth(base: Series) -> Growth:
    """How a base grows, from its last one or two whole years: January by itself, the other months by their mean.

    From irregular figures of a year or more, their mean over at least the last twelve months; from less, the pace of the last
    months, which has no January in it; from one figure, none.
    """
    if not base.days:
        raise ValueError("no figures tell no growth")
    for years in range(YEARS, 0, -1):
        whole = base.last(YEAR * years)
        if len(whole.increments) == YEAR * years and whole.monthly:
            return _of_whole_years(whole)
    last = base.days[-1]
    earlier = [place for place, day in enumerate(base.days) if months_between(day, last) >= YEAR]
    if earlier:
        start = earlier[-1]
        months = months_between(base.days[start], last)
        return Growth(last, (base.values[-1] - base.values[start]) / months, None, months)
    recent = pace(base)
    if recent is None:
        return Growth(last, Fraction(0))
    return Growth(last, recent, None, months_between(base.last(WINDOW).days[0], last))


def _of_whole_years(recent: Series) -> Growth:
    steps = recent.increments
    januaries = [step for day, step in zip(recent.days[1:], steps, strict=True) if day.month == JANUARY]
    ordinary = Fraction(sum(steps) - sum(januaries)) / (len(steps) - len(januaries))
    return Growth(recent.days[-1], ordinary, median(januaries), len(steps))
