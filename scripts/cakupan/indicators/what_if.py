"""What if? Coverage, gap, distance, rank and share under named assumptions: a hidden surplus, or the adult share of the nation.

Nothing here is an estimate: each row says what would follow if its assumption held.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from cakupan.indicators.adult_share import adult_share_of, base_in_doubt
from cakupan.indicators.bounds import Bounded, at_least, exact
from cakupan.indicators.caps import capped_people
from cakupan.indicators.figures import Figures, Position
from cakupan.indicators.hidden import Reach, reach_among
from cakupan.observations import Observations
from cakupan.words.numbers import round_half_up

SURPLUSES = {"surplus_0.5": Fraction(1, 200), "surplus_1": Fraction(1, 100), "surplus_2": Fraction(1, 50)}
"""Assumed surpluses of regions at a cap, as shares of wajib KTP, by the names of their rows."""
PUBLISHED, BASE = "published", "base"


@dataclass(frozen=True)
class WhatIf:
    """The figures of a region under one assumption. name: "published", one of SURPLUSES, or "base" (the nation's adult share).

    coverage: percent; gap: wajib KTP less recorded; to_target: people; best, worst: ranks that it can take among all of its level;
    share: percent of the gaps of all of its level, negative ones counted as zero. None: not told. doubted: regions whose base is changed.
    """

    name: str
    coverage: Fraction
    gap: Fraction
    to_target: int | None
    best: int | None = None
    worst: int | None = None
    share: Fraction | None = None
    doubted: int = 0


def what_if(position: Position) -> tuple[WhatIf, ...]:
    """Return the figures as published and under assumptions: hidden surpluses where parts stand at a cap, and the nation's adult share
    where bases are in doubt. Empty where nothing is to be assumed.
    """
    own = position.own
    if own.recorded is None or own.wajib_ktp is None or own.wajib_ktp.count <= 0:
        return ()
    standing = _standing(position)
    rows = [_row(position, PUBLISHED, Fraction(0), own.wajib_ktp.count, standing)]
    if position.is_lower_bound:
        rows += [_row(position, name, surplus, own.wajib_ktp.count, standing) for name, surplus in SURPLUSES.items()]
    base, doubted = base_like_the_nation(position)
    if doubted:
        rows.append(_row(position, BASE, Fraction(0), base, standing, doubted))
    return tuple(rows) if len(rows) > 1 else ()


def national_share(position: Position) -> Fraction | None:
    """The adult share of the nation, percent, of the dates of the region's own figures."""
    return adult_share_of(position.nation_like_own)


def base_like_the_nation(position: Position) -> tuple[int, int]:
    """Wajib KTP of a region if those in doubt had the nation's adult share as printed (one decimal), and how many regions that changes.

    Of the nation, its provinces in doubt.
    """
    assert position.own.wajib_ktp is not None
    base, share = position.own.wajib_ktp.count, national_share(position)
    if share is None:
        return base, 0
    inside = [position]
    if position.region.level == "national":
        inside = [_of(position, f) for f in position.children]
    changed = 0
    for one in inside:
        people, own = one.own.population_at_base, one.own.wajib_ktp
        if people is not None and own is not None and own.day == position.own.wajib_ktp.day and base_in_doubt(one):
            base += int(round_half_up(Fraction(round_half_up(share, 1)) * people.count / 100, 0)) - own.count
            changed += 1
    return base, changed


def _of(position: Position, figures: Figures) -> Position:
    return Position(position.observations, figures.region.code, position.edition, position.settings)


Standing = Mapping[str, tuple[Reach, Fraction]]
"""By the name of a row: the ranks that a region can take, and the gaps of all of its level together."""


def _row(position: Position, name: str, surplus: Fraction, base: int, standing: Standing, doubted: int = 0) -> WhatIf:
    own, target = position.own, position.recording_target
    assert own.recorded is not None
    recorded = own.recorded.count + surplus * capped_people(position, position.code)
    coverage, gap = 100 * recorded / Fraction(base), Fraction(base) - recorded
    to_target = None if target is None else max(0, math.ceil(math.ceil(target.share * base) - recorded))
    if name not in standing:
        return WhatIf(name, coverage, gap, to_target, doubted=doubted)
    reach, gaps = standing[name]
    share = 100 * max(Fraction(0), gap) / gaps if gaps > 0 else None
    return WhatIf(name, coverage, gap, to_target, reach.best, reach.worst, share, doubted)


def _standing(position: Position) -> Standing:
    """Where a region stands under each assumption; computed once for all regions of its level."""
    level, edition, settings = position.region.level, position.edition, position.settings
    if level not in ("province", "regency"):
        return {}

    def compute(observations: Observations) -> dict[str, dict[str, tuple[Reach, Fraction]]]:
        one = Position(observations, position.code, edition, settings)
        known = {f.region.code: f for f in one.siblings if f.coverage is not None}
        hidden = {code: capped_people(one, code) for code in known}
        standings: dict[str, dict[str, tuple[Reach, Fraction]]] = {code: {} for code in known}
        for name, surplus in {PUBLISHED: Fraction(0), **SURPLUSES}.items():
            reach = reach_among({code: _within(f, surplus * hidden[code]) for code, f in known.items()})
            gaps = _gaps(known, hidden, surplus)
            for code, f in known.items():
                standings[code][name] = (reach[code], gaps[_days(f)])
        for code, f in known.items():
            other = _with_other_base(one, f, known)
            if other is not None:
                standings[code][BASE] = other
        return standings

    return position.observations.derived("what_if", position.code, (level, edition, settings), compute) or {}


def _within(figures: Figures, most: Fraction) -> Bounded:
    """Coverage if between none and so many more are recorded."""
    assert figures.recorded is not None and figures.wajib_ktp is not None
    n = figures.recorded.count
    return (at_least(n, "cap", n + most) if most else exact(n)) * 100 / figures.wajib_ktp.count


def _days(figures: Figures) -> tuple[str, str]:
    assert figures.recorded is not None and figures.wajib_ktp is not None
    return figures.recorded.as_of, figures.wajib_ktp.as_of


def _gaps(
    known: Mapping[str, Figures], hidden: Mapping[str, int], surplus: Fraction
) -> dict[tuple[str, str], Fraction]:
    """The gaps of all regions together, by the dates of their figures."""
    gaps: dict[tuple[str, str], Fraction] = {}
    for code, f in known.items():
        gap = (f.gap or 0) - surplus * hidden[code]
        gaps[_days(f)] = gaps.get(_days(f), Fraction(0)) + max(Fraction(0), gap)
    return gaps


def _with_other_base(
    position: Position, figures: Figures, known: Mapping[str, Figures]
) -> tuple[Reach, Fraction] | None:
    """The rank and all gaps if this region alone had the nation's adult share."""
    base, doubted = base_like_the_nation(_of(position, figures))
    if not doubted or not base:
        return None
    assert figures.recorded is not None
    mine = round_half_up(Fraction(100 * figures.recorded.count, base), 2)
    others = [f for code, f in known.items() if code != figures.region.code]
    rank = 1 + sum(1 for f in others if f.coverage is not None and round_half_up(f.coverage, 2) > mine)
    gaps = sum(max(0, f.gap or 0) for f in others if _days(f) == _days(figures)) + max(0, base - figures.recorded.count)
    return Reach(rank, rank), Fraction(gaps)
