"""Who contributed: the change of a nation or province taken apart over the regions inside, for recorded people and for wajib KTP.

The causes of the region's own change are in `change`; which figures are comparable is decided in `comparable`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from cakupan.indicators.bounds import Sign
from cakupan.indicators.caps import coverage_bound
from cakupan.indicators.comparable import Point, history
from cakupan.indicators.figures import Position
from cakupan.indicators.forecast import months_between
from cakupan.words.sentences import Sentence, date, say

YEAR = 12
"""Months that a change is told over where there is a choice: a year has each month once, January too."""


@dataclass(frozen=True)
class Part:
    """What one region inside has changed by, in people; `base` is None where wajib KTP has not both dates.

    recording, of_base: its parts of the change of the whole's coverage, in percentage points, which add up exactly. bound: "lower"
    where its later figure stands at a cap, so that it rose by at least so much.
    """

    code: str
    recorded: int
    base: int | None = None
    recording: Fraction | None = None
    of_base: Fraction | None = None
    bound: Sign = ""


@dataclass(frozen=True)
class Contributions:
    """The parts of one change, largest first; their people add up to `recorded` and `base`.

    earlier: recorded people of the earlier date, by code, the whole's too.
    """

    code: str
    before: str
    after: str
    recorded: int
    base: int | None
    parts: tuple[Part, ...]
    earlier: Mapping[str, int]
    sources: tuple[str, ...]

    @property
    def bound(self) -> Sign:
        """Whether the whole rose by at least so much."""
        return "lower" if any(part.bound for part in self.parts) else ""


def contributions(position: Position) -> Contributions | Sentence:
    """The change of recorded people (and wajib KTP) over the newest comparable dates of all regions inside, or why there is none.

    The later date is the newest that all have; the earlier the one nearest to a year before. Only of the nation and of provinces:
    changes of districts and villages would tell small counts.
    """
    if position.region.level not in ("national", "province"):
        return say("changes of districts and villages are not told, for they may be of a few people")
    codes = [region.code for region in position.regions.children(position.code)]
    of_parts = {code: _points(position, code, "recorded") for code in codes}
    common = sorted(set.intersection(*(set(points) for points in of_parts.values()))) if of_parts else []
    if len(common) < 2:
        return say("not all regions inside have comparable figures of recorded people on two dates")
    after = common[-1]
    before = min(common[:-1], key=lambda day: (abs(months_between(day, after) - YEAR), day))
    changes = {code: points[after].value - points[before].value for code, points in of_parts.items()}
    whole = _points(position, position.code, "recorded")
    if not {before, after} <= whole.keys() or whole[after].value - whole[before].value != sum(changes.values()):
        return say(
            "the changes of the regions inside from {before} to {after} do not add up to the region's own",
            before=date(before.isoformat()), after=date(after.isoformat()),
        )  # fmt: skip
    bases = _base_changes(position, codes, before, after)
    effects = _effects(position, before, after) if bases is not None else None
    parts = [_part(position, code, after, change, bases, effects) for code, change in changes.items()]
    ends = [points[day] for points in of_parts.values() for day in (before, after)]
    return Contributions(
        position.code, whole[before].as_of, whole[after].as_of, sum(changes.values()),
        sum(bases.values()) if bases is not None else None,
        tuple(sorted(parts, key=lambda part: (-part.recorded, part.code))),
        {code: points[before].value for code, points in {**of_parts, position.code: whole}.items()},
        tuple(dict.fromkeys(source for point in ends for source in point.sources)),
    )  # fmt: skip


def _part(
    position: Position, code: str, after: dt.date, change: int, bases: Mapping[str, int] | None,
    effects: tuple[Fraction, Fraction] | None,
) -> Part:  # fmt: skip
    own = position.figures(code)
    ends_at_cap = own.recorded is not None and own.recorded.day == after and coverage_bound(position, code) == "lower"
    base = bases[code] if bases is not None else None
    return Part(
        code, change, base,
        None if effects is None else effects[0] * change,
        None if effects is None or base is None else effects[1] * base,
        "lower" if ends_at_cap else "",
    )  # fmt: skip


def _points(position: Position, code: str, measure: str) -> dict[dt.date, Point]:
    own = (
        position
        if code == position.code
        else Position(position.observations, code, position.edition, position.settings)
    )
    return {point.day: point for point in history(own, measure).points}


def _base_changes(position: Position, codes: list[str], before: dt.date, after: dt.date) -> dict[str, int] | None:
    """What wajib KTP of each region inside has changed by; None unless all and the whole have both dates, and they add up."""
    known = {code: _points(position, code, "wajib_ktp") for code in (position.code, *codes)}
    if not all({before, after} <= points.keys() for points in known.values()):
        return None
    changes = {code: points[after].value - points[before].value for code, points in known.items()}
    return changes if changes.pop(position.code) == sum(changes.values()) else None


def _effects(position: Position, before: dt.date, after: dt.date) -> tuple[Fraction, Fraction] | None:
    """Percentage points of the whole's coverage that a person more recorded, and one more in the base, makes (K23 and K24)."""
    recorded, base = (_points(position, position.code, measure) for measure in ("recorded", "wajib_ktp"))
    n0, n1, d0, d1 = recorded[before].value, recorded[after].value, base[before].value, base[after].value
    if not d0 or not d1:
        return None
    return 50 * (Fraction(1, d0) + Fraction(1, d1)), -50 * Fraction(n0 + n1, d0 * d1)
