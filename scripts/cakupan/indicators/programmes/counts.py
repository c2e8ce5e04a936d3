"""Who has it and of whom: the figures of a programme in a region, and over time. Arithmetic on them is in `kinds`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from cakupan.indicators import formulas
from cakupan.indicators.figures import Position
from cakupan.observations import Observation
from cakupan.programmes import Programme
from cakupan.regions import NATION


@dataclass(frozen=True)
class Counts:
    """Who has it and of whom, in one region: the newest figures, of one date where there is one."""

    region: str
    numerator: Observation | None
    base: Observation | None

    @property
    def coverage(self) -> Fraction | None:
        """The share of the base in percent, uncapped."""
        if self.numerator is None or self.base is None:
            return None
        return formulas.percentage(self.numerator.count, self.base.count)

    @property
    def gap(self) -> int | None:
        """People of the base who lack it; negative where more have it than the base counts."""
        if self.numerator is None or self.base is None:
            return None
        return self.base.count - self.numerator.count


def counts_of(position: Position, programme: Programme, code: str = "") -> Counts:
    """Return the newest figures of a programme in a region: the base of the numerator's date where there is one."""
    code, newest, edition = code or position.code, position.observations.newest, position.edition
    numerator = newest(code, programme.numerator, edition)
    return Counts(code, numerator, newest(code, programme.base, edition, numerator.day if numerator else None))


def nation_like(position: Position, programme: Programme, own: Counts) -> Counts:
    """Return the nation's figures of the very dates that a region's own have; None where the nation has none of that date."""

    def like(measure: str, mine: Observation | None) -> Observation | None:
        if mine is None:
            return None
        row = position.observations.newest(NATION, measure, position.edition, mine.day)
        return row if row is not None and row.day == mine.day else None

    return Counts(NATION, like(programme.numerator, own.numerator), like(programme.base, own.base))


def regencies_of(position: Position) -> tuple[str, ...]:
    level = position.region.level
    if level == "national":
        return tuple(region.code for region in position.regions.regencies)
    return tuple(region.code for region in position.regions.children(position.code)) if level == "province" else ()


def series(position: Position, programme: Programme, code: str = "") -> tuple[tuple[Observation, Observation], ...]:
    """Return numerator and base of a region on every date that has both, comparable ones only, oldest first; the last published."""
    code = code or position.code
    edges = [day for day, _ in position.observations.breaks.get(code, ()) if day <= position.edition]
    start = max(edges, default=dt.date.min)

    def by_day(measure: str) -> dict[dt.date, Observation]:
        if code == NATION:
            return _national_days(position, measure)
        rows = position.observations.all(code, measure)
        return {row.day: row for row in rows if row.comparable and start <= row.day <= position.edition}

    numerators, bases = by_day(programme.numerator), by_day(programme.base)
    return tuple((numerators[day], bases[day]) for day in sorted(numerators.keys() & bases.keys()))


def _national_days(position: Position, measure: str) -> dict[dt.date, Observation]:
    """The nation's figures by date: its own, or the sum of its provinces where all have one of that date."""
    observations, edition = position.observations, position.edition
    codes = (NATION, *(region.code for region in position.regions.provinces))
    days = {
        row.day for code in codes for row in observations.all(code, measure) if row.comparable and row.day <= edition
    }
    rows = {day: observations.newest(NATION, measure, edition, day) for day in sorted(days)}
    return {day: row for day, row in rows.items() if row is not None and row.day == day}
