"""What a data-quality flag is, with what a rule may be set to, and the figures of a region that rules look at.

The rules themselves are in `levels`, `series`, `sums`, `printed` and `incoming`. Source: data/flags.toml.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import Literal

from cakupan.indicators.forecast import JUMP_MADS, SMALLEST_JUMP
from cakupan.observations import Observation, Observations
from cakupan.observations.observation import REGISTER_SYSTEMS
from cakupan.settings import Settings
from cakupan.words.sentences import Sentence, english

Severity = Literal["info", "warn", "error", "stop"]
ORDER: tuple[Severity, ...] = ("stop", "error", "warn", "info")


@dataclass(frozen=True)
class Flag:
    """One doubt about the figures of one region. `dates`: the reference dates concerned; `rows`: the figures behind it."""

    flag: str
    region: str
    severity: Severity
    message: Sentence
    dates: tuple[str, ...] = ()
    rows: tuple[Observation, ...] = ()


@dataclass(frozen=True)
class Thresholds:
    """What the rules are set to; percentages and percentage points as whole numbers or fractions.

    base_fall: percent a month (F03). coverage_jump: percentage points a month (F04). jump_mads: multiples of the median absolute
    deviation; smallest_jump: people a month (F04). adult_share: percent of the population (F07). listed: the share of the
    regions inside that must be listed for a shorter list to be measured against the total (F06).
    """

    over: Fraction = Fraction(100)
    far_over: Fraction = Fraction(110)
    base_fall: Fraction = Fraction(1, 2)
    coverage_jump: Fraction = Fraction(3)
    jump_mads: Fraction = Fraction(JUMP_MADS)
    smallest_jump: int = SMALLEST_JUMP
    adult_share: tuple[Fraction, Fraction] = (Fraction(60), Fraction(80))
    listed: Fraction = Fraction(4, 5)


@dataclass(frozen=True)
class Case:
    """One region under examination, its figures up to an edition."""

    observations: Observations
    code: str
    edition: dt.date
    settings: Settings
    thresholds: Thresholds

    def all(self, measure: str) -> list[Observation]:
        """Every figure of a measure up to the edition, doubtful ones too, oldest first."""
        return [row for row in self.observations.all(self.code, measure) if row.day <= self.edition]

    def sound(self, measure: str) -> list[Observation]:
        """The undisputed, unrounded figures of today's area since the last break."""
        return [row for row in self.all(measure) if row.status == "ok" and not row.area and not row.rounded]

    @cached_property
    def edges(self) -> tuple[dt.date, ...]:
        """The dates of breaks by the edition."""
        return tuple(day for day, _ in self.observations.breaks.get(self.code, ()) if day <= self.edition)

    def broken(self, start: dt.date, end: dt.date) -> bool:
        """Whether a break lies between two dates."""
        return any(start < edge <= end for edge in self.edges)

    def series(self, measure: str) -> Iterator[list[Observation]]:
        """The sound figures of a measure system by system, one a date, oldest first."""
        rows = sorted(self.sound(measure), key=lambda row: (row.system, row.day))
        for _, of_system in groupby(rows, key=lambda row: row.system):
            yield list({row.day: row for row in of_system}.values())

    def pairs(self, measure: str, base: str) -> list[tuple[Observation, Observation]]:
        """Figures of two measures of one date and system; outside the register also of one source."""
        below: dict[tuple[dt.date, str], Observation] = {}
        for row in self.sound(base):
            below[row.day, _origin(row)] = row
        pairs = {
            (row.day, row.system): (row, below[row.day, _origin(row)])
            for row in self.sound(measure)
            if (row.day, _origin(row)) in below
        }
        return sorted(pairs.values(), key=lambda pair: (pair[0].system, pair[0].day))


def _origin(row: Observation) -> str:
    """What two figures must share to be of one kind: the system of a register, else the source."""
    return row.system if row.system in REGISTER_SYSTEMS else row.source


def runs(pairs: Iterable[tuple[Observation, Observation]]) -> tuple[tuple[str, ...], tuple[Observation, ...]]:
    """The dates and the rows of some pairs."""
    held = list(pairs)
    return tuple(dict.fromkeys(row.as_of for row, _ in held)), tuple(row for pair in held for row in pair)


def to_json(flags: Iterable[Flag]) -> list[dict[str, str]]:
    """Flags as the command contract prints them, messages in English."""
    return [{"flag": f.flag, "region": f.region, "severity": f.severity, "message": english(f.message)} for f in flags]
