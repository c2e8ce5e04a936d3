"""What hidden surpluses could change: coverage, distance and rank if regions that stand at a cap have recorded more than is shown.

The assumption is always named: each region at a cap truly has up to so many percent more recorded than wajib KTP.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from cakupan.indicators import formulas
from cakupan.indicators.bounds import Bounded
from cakupan.indicators.caps import capped_people, coverage_of
from cakupan.indicators.coverage import gap_field
from cakupan.indicators.figures import Figures, Position
from cakupan.observations import Observations
from cakupan.words.numbers import round_half_up

ASSUMED = Fraction(1, 100)
"""The surplus, as a share of wajib KTP, that printed rank ranges assume at most. In sources without a cap, provinces and cities reached
100.8 to 104.4 percent (Kalimantan Timur 2020 and 2022), so it is a moderate one; the table "What if?" shows others."""


@dataclass(frozen=True)
class Reach:
    """The best and the worst rank that a region can have under an assumption about hidden surpluses."""

    best: int
    worst: int


def reaches(position: Position, surplus: Fraction | None = ASSUMED) -> Mapping[str, Reach]:
    """Return the reach of the rank of every region of the position's level, by code; surplus None: whatever it may be.

    Each region at its best against all others at their least, and the other way round. Equal at the printed decimals shares a rank.
    """
    codes = [f.region.code for f in position.siblings if f.coverage is not None]
    return reach_among(
        {code: coverage for code in codes if (coverage := coverage_of(position, code, surplus)) is not None}
    )


def reach_among(coverages: Mapping[str, Bounded]) -> dict[str, Reach]:
    """Return the best and worst competition rank of each region, given bounds of their coverages."""

    def printed(value: Fraction | None) -> Fraction | None:
        return None if value is None else Fraction(round_half_up(value, 2))

    low = {code: printed(one.low) for code, one in coverages.items()}
    high = {code: printed(one.high) for code, one in coverages.items()}
    return {
        code: Reach(
            1 + sum(1 for other in coverages if other != code and _above(low[other], high[code])),
            1 + sum(1 for other in coverages if other != code and _above(high[other], low[code])),
        )
        for code in coverages
    }


def _above(one: Fraction | None, other: Fraction | None) -> bool:
    """Whether a bound is above another: an upper bound that there is not is above everything, and below nothing."""
    if other is None:
        return False
    return one is None or one > other


def reach_of(position: Position, code: str = "", *, tier: bool = False, unlimited: bool = False) -> Reach | None:
    """Return how far the rank of a region reaches if up to ASSUMED is hidden; among its population class where wanted.

    unlimited: whatever is hidden, which is how far it can logically reach.

    Computed once for all regions of a level. None where it has no coverage, or no class.
    """
    level, edition, settings = position.region.level, position.edition, position.settings
    if level not in ("province", "regency"):
        return None

    surplus = None if unlimited else ASSUMED

    def compute(observations: Observations) -> dict[str, tuple[Reach, Reach | None]]:
        one = Position(observations, position.code, edition, settings)
        known = {
            f.region.code: coverage_of(one, f.region.code, surplus) for f in one.siblings if f.coverage is not None
        }
        coverages = {code: coverage for code, coverage in known.items() if coverage is not None}
        everywhere = reach_among(coverages)
        inside: dict[str, Reach] = {}
        for name in set(one.tiers.values()):
            inside |= reach_among({code: value for code, value in coverages.items() if one.tiers.get(code) == name})
        return {code: (reach, inside.get(code)) for code, reach in everywhere.items()}

    name = "reach_unlimited" if unlimited else "reach"
    both = position.observations.derived(name, code or position.code, (level, edition, settings), compute)
    return None if both is None else both[1 if tier else 0]


@dataclass(frozen=True)
class WhatIf:
    """The figures of a region under one assumption. name: "published", "surplus" or "base"; surplus: the share assumed hidden.

    coverage: percent; to_target, gap: people; rank: among all of the level; share: percent of the nation's gap. None: not told.
    """

    name: str
    surplus: Fraction
    coverage: Fraction
    to_target: int | None
    rank: int | None
    share: Fraction | None
    gap: int


SURPLUSES = (Fraction(1, 200), Fraction(1, 100), Fraction(1, 50))


def what_if(position: Position, base_in_doubt: bool) -> tuple[WhatIf, ...]:
    """Return the figures as published and under assumptions: hidden surpluses where parts stand at a cap, and the nation's adult share
    where the region's own base is in doubt. Empty where nothing is to be assumed.
    """
    own = position.own
    if own.recorded is None or own.wajib_ktp is None or own.wajib_ktp.count <= 0:
        return ()
    ranks = _ranks(position)
    rows = [_under(position, "published", Fraction(0), own.wajib_ktp.count, ranks[0])]
    if position.is_lower_bound:
        rows += [
            _under(position, "surplus", surplus, own.wajib_ktp.count, rank)
            for surplus, rank in zip(SURPLUSES, ranks[1:-1], strict=True)
        ]
    adults = adults_like_the_nation(position) if base_in_doubt else None
    if adults:
        rows.append(_under(position, "base", Fraction(0), adults[0], ranks[-1]))
    return tuple(rows) if len(rows) > 1 else ()


def adults_like_the_nation(position: Position) -> tuple[int, Fraction] | None:
    """Return how many wajib KTP a region had at the nation's adult share as printed (one decimal), and that share in percent, exact."""
    own, nation = position.own, position.nation_like_own
    if own.population_at_base is None or nation.wajib_ktp is None or nation.population_at_base is None:
        return None
    share = Fraction(100 * nation.wajib_ktp.count, nation.population_at_base.count)
    printed = Fraction(round_half_up(share, 1))
    return int(round_half_up(printed * own.population_at_base.count / 100, 0)), share


def _under(position: Position, name: str, surplus: Fraction, base: int, rank: int | None) -> WhatIf:
    own, target = position.own, position.recording_target
    assert own.recorded is not None
    recorded = own.recorded.count + surplus * capped_people(position, position.code)
    to_target = None if target is None else max(0, math.ceil(math.ceil(target.share * base) - recorded))
    gap = base - own.recorded.count
    return WhatIf(name, surplus, 100 * recorded / base, to_target, rank, _share(position, gap), gap)


def _ranks(position: Position) -> tuple[int | None, ...]:
    """The ranks of a region as published, if every region at a cap hides the same surplus, and with the nation's adult share."""
    level, edition, settings = position.region.level, position.edition, position.settings
    nothing = (None,) * (len(SURPLUSES) + 2)
    if level not in ("province", "regency"):
        return nothing

    def compute(observations: Observations) -> dict[str, tuple[int | None, ...]]:
        one = Position(observations, position.code, edition, settings)
        known = [f for f in one.siblings if f.coverage is not None]
        ladders = [
            formulas.competition_ranks({f.region.code: _with(one, f, surplus) for f in known})
            for surplus in (Fraction(0), *SURPLUSES)
        ]
        given = [f.coverage for f in known if f.coverage is not None]
        return {
            f.region.code: (*(ladder[f.region.code] for ladder in ladders), _with_other_base(one, f, given))
            for f in known
        }

    return position.observations.derived("what_if", position.code, (level, edition, settings), compute) or nothing


def _with_other_base(position: Position, figures: Figures, given: list[Fraction]) -> int | None:
    own = Position(position.observations, figures.region.code, position.edition, position.settings)
    adults = adults_like_the_nation(own)
    if adults is None or not adults[0] or figures.recorded is None or figures.coverage is None:
        return None
    mine = round_half_up(Fraction(100 * figures.recorded.count, adults[0]), 2)
    others = [round_half_up(value, 2) for value in given]
    others.remove(round_half_up(figures.coverage, 2))
    return 1 + sum(1 for other in others if other > mine)


def _with(position: Position, figures: Figures, surplus: Fraction) -> Fraction:
    assert figures.recorded is not None and figures.wajib_ktp is not None
    hidden = capped_people(position, figures.region.code) if surplus else 0
    return Fraction(100) * (figures.recorded.count + surplus * hidden) / figures.wajib_ktp.count


def _share(position: Position, gap: int) -> Fraction | None:
    field, own = gap_field(position), position.own.gap
    if position.region.level not in ("province", "regency") or field is None or own is None or not field.total:
        return None
    if gap <= 0 and position.is_lower_bound:
        return None
    total = field.total - max(0, own) + max(0, gap)
    return Fraction(100 * max(0, gap), total) if total else None
