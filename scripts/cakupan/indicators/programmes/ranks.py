"""The ranks of a region on a programme, as indicators. Where regions stand is found in `standing`, what a cap leaves open in `caps`."""

from __future__ import annotations

from fractions import Fraction

from cakupan.indicators import formulas
from cakupan.indicators.bounds import Bounded, between
from cakupan.indicators.figures import Position
from cakupan.indicators.model import Indicator
from cakupan.indicators.programmes.caps import reach_of
from cakupan.indicators.programmes.counts import Counts
from cakupan.indicators.programmes.made import made, nothing
from cakupan.indicators.programmes.standing import standing
from cakupan.programmes import Programme
from cakupan.words.sentences import say


def rank_everywhere(position: Position, programme: Programme, counts: Counts) -> Indicator:
    place_of = standing(position, programme)
    if place_of is None:
        return nothing(programme, "rank", "rank", say("the nation has no peers"))
    rank, n = place_of.rank
    detail: dict[str, object] = {"n": n, "tied_with": place_of.tied}
    if position.region.level == "regency":
        detail |= {"province_rank": place_of.beside[0], "province_n": place_of.beside[1]}
    return made(position, programme, "rank", "rank", rank, detail=detail, bounds=rank_bounds(position, programme, rank))


def rank_bounds(position: Position, programme: Programme, rank: int, *, tier: bool = False) -> Bounded | None:
    reach = reach_of(position, programme, tier=tier)
    if reach is None or reach.best == reach.worst:
        return None
    return between(Fraction(reach.best), rank, Fraction(reach.worst), "cap")


def rank_range(position: Position, programme: Programme, counts: Counts) -> Indicator:
    """The ranks that printed decimals and what a cap hides leave open; no other figures of all regions test it."""
    place_of = standing(position, programme)
    if place_of is None:
        return nothing(programme, "rank_range", "rank", say("the nation has no peers"))
    rank, reach = place_of.rank[0], reach_of(position, programme)
    best, worst = rank, rank + place_of.tied
    if reach is not None:
        best, worst = min(best, reach.best), max(worst, reach.worst)
    span = str(best) if best == worst else f"{best}–{worst}"
    detail: dict[str, object] = {"rank": rank, "best": best, "worst": worst, "n": place_of.rank[1]}
    return made(position, programme, "rank_range", "rank", span, detail=detail)


def tier_rank(position: Position, programme: Programme, counts: Counts) -> Indicator:
    place_of = standing(position, programme)
    if place_of is None:
        return nothing(programme, "tier_rank", "rank", say("the nation has no peers"))
    if place_of.tier_rank is None:
        return nothing(programme, "tier_rank", "rank", say("no population figure to tell the class by"))
    rank, n = place_of.tier_rank
    detail: dict[str, object] = {"n": n, "tier": place_of.tier, "rule": position.tier_rule.id}
    bounds = rank_bounds(position, programme, rank, tier=True)
    return made(position, programme, "tier_rank", "rank", rank, detail=detail, bounds=bounds)


def rank_percentile(position: Position, programme: Programme, counts: Counts) -> Indicator:
    place_of = standing(position, programme)
    if place_of is None:
        return nothing(programme, "percentile", "percentile", say("the nation has no peers"))
    value = formulas.percentile(*place_of.rank)
    if value is None:
        return nothing(programme, "percentile", "percentile", say("a field of one has no percentiles"))
    n, among = place_of.rank[1], rank_bounds(position, programme, place_of.rank[0])
    bounds = None
    if among is not None and among.low is not None and among.high is not None:
        bounds = between(formulas.percentile(int(among.high), n), value, formulas.percentile(int(among.low), n), "cap")
    return made(position, programme, "percentile", "percentile", value, detail={"n": n}, bounds=bounds)
