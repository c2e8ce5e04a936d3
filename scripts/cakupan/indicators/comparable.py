"""Which figures of a region can be compared over time, and which cannot, each of those with the reason.

Nothing is subtracted here: changes are in `change`, pace in `pace`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from cakupan.indicators.figures import Position
from cakupan.observations import Observation
from cakupan.observations.observation import REGISTER_SYSTEMS
from cakupan.regions import NATION
from cakupan.words.language import marked
from cakupan.words.sentences import Sentence, date, say

How = Literal["published", "difference", "sum"]


@dataclass(frozen=True)
class Point:
    """A comparable figure of a date. `how`: published; the difference of two figures of one source; or a sum of provinces."""

    day: dt.date
    as_of: str
    value: int
    how: How
    sources: tuple[str, ...]
    system: str
    capped: bool


@dataclass(frozen=True)
class LeftOut:
    """A published figure that makes no common line with the others, and why."""

    observation: Observation
    reason: Sentence


@dataclass(frozen=True)
class History:
    """The comparable figures of a measure, oldest first, and those left out."""

    measure: str
    points: tuple[Point, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class Pair:
    """Recorded and wajib KTP of one date."""

    recorded: Point
    base: Point

    @property
    def day(self) -> dt.date:
        """The date of both."""
        return self.base.day

    @property
    def coverage(self) -> Fraction | None:
        """Recorded over wajib KTP, percent; None for an empty base."""
        return Fraction(100 * self.recorded.value, self.base.value) if self.base.value else None

    @property
    def gap(self) -> int:
        """Wajib KTP less recorded."""
        return self.base.value - self.recorded.value


def last_break(position: Position) -> dt.date | None:
    """The newest change of boundary or rule of the region by the edition; nothing is compared across it."""
    days = [day for day, _ in position.observations.breaks.get(position.code, ()) if day <= position.edition]
    return max(days, default=None)


def rules_changed(position: Position, before: dt.date, after: dt.date) -> Sentence | None:
    """What must be said of a comparison over a change of the rules of counting; None where none is known."""
    if not any(before < day <= after for day, _ in position.observations.rules.get(position.code, ())):
        return None
    return say(
        "the rules of counting changed between {before} and {after}; how much of the change comes of that is not known",
        before=date(before.isoformat()),
        after=date(after.isoformat()),
    )


def history(position: Position, measure: str) -> History:
    """The comparable figures of a count (recorded, wajib_ktp, ikd_active, population) and those left out, with reasons."""
    rows = [row for row in position.observations.all(position.code, measure) if row.day <= position.edition]
    kept, left_out = _sort_out(position, rows)
    points = {row.day: _published(row) for row in kept}
    if measure == "recorded":
        for point in _differences(position):
            points.setdefault(point.day, point)
    if position.code == NATION:
        for point in _sums(position, measure):
            points.setdefault(point.day, point)
    return History(measure, tuple(points[day] for day in sorted(points)), tuple(left_out))


def _published(row: Observation) -> Point:
    return Point(row.day, row.as_of, row.count, "published", (row.source,), row.system, row.capped)


def _sort_out(position: Position, rows: Iterable[Observation]) -> tuple[list[Observation], list[LeftOut]]:
    """Split figures into those that may be compared, and the others with reasons."""
    edge = last_break(position)
    kept: list[Observation] = []
    left_out: list[LeftOut] = []
    for row in rows:
        reason = _why_not(row, edge)
        if reason is None:
            kept.append(row)
        else:
            left_out.append(LeftOut(row, reason))
    systems = {row.system for row in kept}
    if len(systems) > 1:
        newest = max(kept, key=lambda row: row.day).system
        left_out += [
            LeftOut(row, say("it comes from another register system than the newest figure"))
            for row in kept
            if row.system != newest
        ]
        kept = [row for row in kept if row.system == newest]
    return kept, left_out


def _why_not(row: Observation, edge: dt.date | None) -> Sentence | None:
    if row.area or (edge is not None and row.day < edge):
        if edge is None:
            return say("it is of another area than today's")
        return say("it is of the area or the rule before the change of {day}", day=date(edge.isoformat()))
    if row.status != "ok":
        return say(_STATUS_REASONS.get(row.status, "it is in doubt"))
    if row.system not in REGISTER_SYSTEMS:
        return say("it was reported on a date of its own, by no common rule with the register")
    if row.rounded:
        return say("it is printed rounded")
    return None


_STATUS_REASONS = {
    "contradicted": marked("it is contradicted, by its own source or by another"),
    "disputed": marked("it is disputed what it counts"),
    "suspect": marked("its definition is not known and its sum disagrees with the official one"),
}


def _differences(position: Position) -> list[Point]:
    """Recorded people as wajib KTP less unrecorded, exact where one source prints both for one date."""
    bases = {
        (row.day, row.source): row
        for row in position.observations.all(position.code, "wajib_ktp")
        if row.day <= position.edition
    }
    gaps, _ = _sort_out(position, position.observations.all(position.code, "unrecorded"))
    points = []
    for gap in gaps:
        base = bases.get((gap.day, gap.source))
        if base is not None and _why_not(base, last_break(position)) is None:
            value = base.count - gap.count
            points.append(Point(gap.day, gap.as_of, value, "difference", (gap.source,), gap.system, gap.capped))
    return points


def _sums(position: Position, measure: str) -> list[Point]:
    """The nation's figure on dates for which all provinces have one."""
    provinces = position.regions.provinces
    by_day: dict[dt.date, dict[str, Observation]] = {}
    for province in provinces:
        for row in position.observations.all(province.code, measure):
            if row.comparable and not row.rounded and row.day <= position.edition:
                by_day.setdefault(row.day, {})[province.code] = row
    return [
        Point(
            day,
            next(iter(parts.values())).as_of,
            sum(row.count for row in parts.values()),
            "sum",
            tuple(dict.fromkeys(row.source for row in parts.values())),
            next(iter(parts.values())).system,
            any(row.capped for row in parts.values()),
        )
        for day, parts in by_day.items()
        if len(parts) == len(provinces) and len({row.system for row in parts.values()}) == 1
    ]


def pairs(position: Position) -> tuple[Pair, ...]:
    """The dates, oldest first, for which both recorded and wajib KTP are comparable."""
    recorded = {point.day: point for point in history(position, "recorded").points}
    bases = {point.day: point for point in history(position, "wajib_ktp").points}
    return tuple(Pair(recorded[day], bases[day]) for day in sorted(recorded.keys() & bases.keys()))
