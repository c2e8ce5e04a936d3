"""How far a rank reaches if regions that stand at a cap have recorded more than is shown.

The assumption is always named: each region at a cap truly has up to so many percent more recorded than wajib KTP. What else would change
under it, and under other ones, is in `what_if`.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from cakupan.indicators.bounds import Bounded
from cakupan.indicators.caps import coverage_of
from cakupan.indicators.figures import Position
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

    def printed(edge: Fraction | None) -> Fraction | float:
        return math.inf if edge is None else Fraction(round_half_up(edge, 2))

    low = {code: printed(one.low) for code, one in coverages.items()}
    high = {code: printed(one.high) for code, one in coverages.items()}
    lows, highs = sorted(low.values()), sorted(high.values())
    n = len(coverages)
    return {
        # Those whose least is above its most are ahead in any case; those whose most is above its least can be ahead, but for itself.
        code: Reach(
            1 + n - bisect_right(lows, high[code]), 1 + n - bisect_right(highs, low[code]) - (high[code] > low[code])
        )
        for code in coverages
    }


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
