"""The places of regions on a programme: among all of their level, in their class, beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from cakupan.indicators import formulas
from cakupan.indicators.figures import Position
from cakupan.indicators.programmes.counts import counts_of
from cakupan.observations import Observations
from cakupan.programmes import Programme
from cakupan.regions import Tier


@dataclass(frozen=True)
class Standing:
    """The place of a region on one programme: among all of its level, in its population class, under the region above.

    Each a rank and the size of the field; gaps: what all regions of the level lack together, None where not all have figures.
    """

    rank: tuple[int, int]
    tier: Tier | None
    tier_rank: tuple[int, int] | None
    beside: tuple[int, int]
    gaps: int | None
    tied: int


def standing(position: Position, programme: Programme, code: str = "") -> Standing | None:
    """Return the standing of a region of the position's level; all are computed once, none traced row by row."""
    level, edition, settings = position.region.level, position.edition, position.settings
    if level == "national":
        return None

    def compute(observations: Observations) -> dict[str, Standing]:
        one = Position(observations, position.code, edition, settings)
        known = {
            region.code: counts
            for region in observations.regions.siblings(one.code)
            if (counts := counts_of(one, programme, region.code)).coverage is not None
        }
        everywhere = len(observations.regions.at(level))
        alike = {(c.numerator.day, c.base.day) for c in known.values() if c.numerator and c.base}
        total = (
            sum(max(0, c.gap or 0) for c in known.values()) if len(known) == everywhere and len(alike) == 1 else None
        )
        return _standings({code: counts.coverage or Fraction(0) for code, counts in known.items()}, one.tiers, total)

    return position.observations.derived(
        f"standing_{programme.id}", code or position.code, (level, edition, settings), compute
    )


def _standings(values: dict[str, Fraction], tiers: dict[str, Tier], gaps: int | None) -> dict[str, Standing]:
    ranks = formulas.competition_ranks(values)
    sharing: dict[int, int] = {}
    for rank in ranks.values():
        sharing[rank] = sharing.get(rank, 0) + 1
    in_tier = _within(values, {code: tiers[code] for code in values if code in tiers})
    beside = _within(values, {code: code[:-2] for code in values})
    return {
        code: Standing(
            (rank, len(ranks)), tiers.get(code), in_tier.get(code), beside[code], gaps, sharing[rank] - 1
        )
        for code, rank in ranks.items()
    }  # fmt: skip


def _within(values: dict[str, Fraction], groups: dict[str, str] | dict[str, Tier]) -> dict[str, tuple[int, int]]:
    members: dict[str, dict[str, Fraction]] = {}
    for code, group in groups.items():
        members.setdefault(group, {})[code] = values[code]
    return {
        code: (rank, len(field))
        for field in members.values()
        for code, rank in formulas.competition_ranks(field).items()
    }
