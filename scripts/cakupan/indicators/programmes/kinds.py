"""The indicators of any programme: coverage, gap, target, rank and the rest, as functions of its definition.

Those of recording and IKD that have ids of their own (K01 to K28) are in `coverage`, `ikd` and their neighbours, with notes on what only they
have; of a programme without any, the values are the same. Which indicators there are is data: one that a table adds has the arithmetic of a
kind here. Districts and villages have none: their counts of children are small, and no rule withholds them yet.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from cakupan.indicators import formulas
from cakupan.indicators.figures import Position
from cakupan.indicators.model import Indicator, Unit, provenance
from cakupan.indicators.pace import Outlook
from cakupan.indicators.programmes import over_time, spread
from cakupan.indicators.programmes.caps import (
    base_of,
    coverage_of,
    is_lower_bound,
    numerator_of,
    people_bounds,
    share_bounds,
    spread_bounds,
)
from cakupan.indicators.programmes.change import Change, change_of
from cakupan.indicators.programmes.counts import Counts, counts_of, regencies_of
from cakupan.indicators.programmes.doubts import base_share, doubt, doubted_parts, full_parts, notes_of
from cakupan.indicators.programmes.made import made, name_of, no_target, nothing, target_of
from cakupan.indicators.programmes.over_time import ValueOrReason
from cakupan.indicators.programmes.ranks import rank_everywhere, rank_percentile, rank_range, tier_rank
from cakupan.indicators.programmes.standing import standing
from cakupan.programmes import Definitions, Programme
from cakupan.words.sentences import Sentence, count, named, say

LEVELS = ("national", "province", "regency")
"""The levels that programmes are told of."""


def _coverage(position: Position, programme: Programme, counts: Counts) -> Indicator:
    value = counts.coverage
    assert value is not None and counts.numerator is not None and counts.base is not None
    return made(
        position, programme, "coverage", "percent", value, 2, exact=f"{counts.numerator.count}/{counts.base.count}",
        flags=("F01",) if value > 100 or is_lower_bound(position, programme, counts) else (),
        notes=notes_of(position, programme, counts), bounds=coverage_of(position, programme, counts),
        detail={
            "doubted": len(doubted_parts(position, programme)), "full": len(full_parts(position, programme)),
            "regencies": len(regencies_of(position)),
        },
    )  # fmt: skip


def _gap(position: Position, programme: Programme, counts: Counts) -> Indicator:
    bounds = base_of(position, programme, counts) - numerator_of(position, programme, counts)
    return made(position, programme, "gap", "people", counts.gap, bounds=bounds)


def _gross_gap(position: Position, programme: Programme, counts: Counts) -> Indicator:
    codes = regencies_of(position)
    parts = [counts_of(position, programme, code).gap for code in codes]
    known = [gap for gap in parts if gap is not None]
    if not codes or len(known) < len(parts):
        reason = (
            say(
                "figures are known for {n} of {total} regions inside only", n=count(len(known)), total=count(len(codes))
            )
            if codes
            else say("the regions inside are not known one by one")
        )
        return nothing(programme, "gross_gap", "people", reason)
    value = sum(max(0, gap) for gap in known)
    bounds = people_bounds(position, programme, value)
    return made(position, programme, "gross_gap", "people", value, detail={"regions": len(known)}, bounds=bounds)


def _share_of_gap(position: Position, programme: Programme, counts: Counts) -> Indicator:
    place_of = standing(position, programme)
    if position.region.level == "national":
        return nothing(programme, "share_of_gap", "percent", say("the nation is the whole"))
    if place_of is None or place_of.gaps is None:
        return nothing(
            programme, "share_of_gap", "percent", say("not all regions of the level have figures of one date")
        )
    if place_of.gaps == 0:
        return nothing(programme, "share_of_gap", "percent", say("nobody is shown as lacking anywhere"))
    own = max(0, counts.gap or 0)
    return made(
        position, programme, "share_of_gap", "percent", Fraction(100 * own, place_of.gaps), 2, exact=f"{own}/{place_of.gaps}",
        bounds=share_bounds(position, programme, own, place_of.gaps),
    )  # fmt: skip


def _to_target(position: Position, programme: Programme, counts: Counts) -> Indicator:
    target = target_of(position, programme)
    if target is None:
        return nothing(programme, "to_target", "people", no_target())
    assert counts.numerator is not None and counts.base is not None
    value = formulas.people_to_target(target.share, counts.base.count, counts.numerator.count)
    reached = numerator_of(position, programme, counts)
    bounds = ((base_of(position, programme, counts) * target.share).ceil() - reached).not_below()
    return made(
        position, programme, "to_target", "people", value, target=target, bounds=bounds,
        detail={"target_percent": target.share * 100},
    )  # fmt: skip


def _target_count(position: Position, programme: Programme, counts: Counts) -> Indicator:
    target = target_of(position, programme)
    if target is None:
        return nothing(programme, "target_count", "people", no_target())
    assert counts.base is not None
    return made(
        position, programme, "target_count", "people", target.share * counts.base.count, target=target,
        bounds=base_of(position, programme, counts) * target.share, detail={"target_percent": target.share * 100},
    )  # fmt: skip


def _attainment(position: Position, programme: Programme, counts: Counts) -> Indicator:
    target = target_of(position, programme)
    if target is None:
        return nothing(programme, "attainment", "percent", no_target())
    assert counts.numerator is not None and counts.base is not None
    over = base_of(position, programme, counts) * target.share
    return made(
        position, programme, "attainment", "percent",
        formulas.attainment(counts.numerator.count, target.share, counts.base.count), 2, target=target,
        bounds=numerator_of(position, programme, counts) * 100 / over,
        exact=f"{counts.numerator.count}/({target.share}*{counts.base.count})", detail={"target_percent": target.share * 100},
    )  # fmt: skip


def _concentration(position: Position, programme: Programme, counts: Counts) -> Indicator:
    codes = regencies_of(position)
    gaps = {code: counts_of(position, programme, code).gap for code in codes}
    known = {code: gap for code, gap in gaps.items() if gap is not None}
    if not codes or len(known) < len(codes):
        return nothing(programme, "concentration", "regions", say("the regions inside are not all known"))
    where = formulas.concentration(known, position.settings.concentration_share)
    if where is None:
        return nothing(programme, "concentration", "regions", say("nobody is shown as lacking anywhere"))
    detail: dict[str, object] = {"of": len(known), "people": where.people, "total": where.total}
    bounds = spread_bounds(position, programme, "concentration", Fraction(len(where.codes)), len(known))
    return made(position, programme, "concentration", "regions", len(where.codes), detail=detail, bounds=bounds)


def _base_share(position: Position, programme: Programme, counts: Counts) -> Indicator:
    share = base_share(position, programme, counts)
    if share is None:
        return nothing(programme, "base_share", "percent", say("no published figure of {what}", what=say("population")))
    value, people = share
    assert counts.base is not None
    dates, sources = provenance(**{programme.base: counts.base, "population": people})
    return Indicator(
        programme.address("base_share"), name_of(position, programme, "base_share"), "percent", value, 1, "population",
        exact=f"{counts.base.count}/{people.count}", as_of=dates, sources=sources,
        flags=("F07",) if doubt(position, programme) else (),
    )  # fmt: skip


def _effect(kind: str, unit: Unit, value: Callable[[Change], Fraction | int], places: int) -> Compute:
    def compute(position: Position, programme: Programme, counts: Counts) -> Indicator:
        change = change_of(position, programme)
        if isinstance(change, Sentence):
            return nothing(programme, kind, unit, change)
        (n0, d0), (n1, d1) = change.before, change.after
        dates = {f"{programme.numerator} before": n0.as_of, programme.numerator: n1.as_of}
        sources = tuple(dict.fromkeys(row.source for row in (n0, d0, n1, d1)))
        return Indicator(
            programme.address(kind), name_of(position, programme, kind), unit, value(change), places, programme.base,
            as_of=dates, sources=sources, detail={"total": change.effects.total},
        )  # fmt: skip

    return compute


def _valued(kind: str, unit: Unit, places: int, find: Callable[[Position, Programme], ValueOrReason]) -> Compute:
    """An indicator of a value with its detail, or of the reason why there is none."""

    def compute(position: Position, programme: Programme, counts: Counts) -> Indicator:
        value_or_reason = find(position, programme)
        if isinstance(value_or_reason, Sentence):
            return nothing(programme, kind, unit, value_or_reason)
        value, detail = value_or_reason
        return made(position, programme, kind, unit, value, places, detail=detail)

    return compute


def _spread(kind: str, unit: Unit, places: int, find: Callable[[Position, Programme], ValueOrReason]) -> Compute:
    plain = _valued(kind, unit, places, find)

    def compute(position: Position, programme: Programme, counts: Counts) -> Indicator:
        one = plain(position, programme, counts)
        if one.value is None:
            return one
        bounds = spread_bounds(position, programme, kind, Fraction(one.number), len(regencies_of(position)))
        return replace(one, bounds=bounds)

    return compute


def _ahead(kind: str, unit: Unit, places: int, find: Callable[[Outlook], ValueOrReason]) -> Compute:
    return _valued(kind, unit, places, lambda at, one: find(over_time.outlook(at, one, target_of(at, one))))


Compute = Callable[[Position, Programme, Counts], Indicator]
COMPUTED: dict[str, Compute] = {
    "coverage": _coverage,
    "gap": _gap,
    "gross_gap": _gross_gap,
    "share_of_gap": _share_of_gap,
    "to_target": _to_target,
    "target_count": _target_count,
    "attainment": _attainment,
    "net_change": _valued("net_change", "people/month", 0, over_time.net_change),
    "pace": _ahead("pace", "people/month", 0, over_time.pace),
    "required_pace": _ahead("required_pace", "people/month", 0, over_time.required_pace),
    "pace_ratio": _ahead("pace_ratio", "times", 1, over_time.pace_ratio),
    "projection": _ahead("projection", "month", 0, over_time.projection),
    "rank": rank_everywhere,
    "tier_rank": tier_rank,
    "percentile": rank_percentile,
    "rank_range": rank_range,
    "lowest_to_highest": _spread("lowest_to_highest", "ratio", 2, spread.lowest_to_highest),
    "gini": _spread("gini", "index", 3, spread.gini),
    "theil": _spread("theil", "index", 3, spread.theil),
    "concentration": _concentration,
    "numerator_effect": _effect("numerator_effect", "percentage points", lambda change: change.effects.recording, 2),
    "base_effect": _effect("base_effect", "percentage points", lambda change: change.effects.base, 2),
    "gap_identity": _effect("gap_identity", "people", lambda change: change.gap, 0),
    "base_share": _base_share,
}
"""Which kinds of indicators are computed of a programme, and by what."""


NEED_NO_COVERAGE = ("base_share", "concentration", "gross_gap", "lowest_to_highest", "gini", "theil", "net_change")
"""Kinds that a region may have without a coverage of its own."""


def kinds_of(definitions: Definitions, programme: Programme) -> tuple[str, ...]:
    """Return the kinds of indicators that a programme has: all that have an arithmetic here, and those that tables add to it."""
    return (*COMPUTED, *_added(definitions, programme))


def _added(definitions: Definitions, programme: Programme) -> tuple[str, ...]:
    known = (kind for kind in definitions.added if kind.arithmetic in COMPUTED)
    return tuple(kind.id for kind in known if not kind.programmes or programme.id in kind.programmes)


def indicator(position: Position, programme: Programme, kind: str) -> Indicator:
    """Return one indicator of a programme. Raises KeyError for a kind that programmes do not have."""
    known = position.observations.definitions.kinds[kind]
    compute, taken = COMPUTED[known.arithmetic], known.of(programme)
    counts = counts_of(position, taken)
    if counts.coverage is None and known.arithmetic not in NEED_NO_COVERAGE:
        return nothing(programme, kind, known.unit, _lacking(position, taken, counts))  # type: ignore[arg-type]
    computed = compute(position, taken, counts)
    if not known.like:
        return computed
    return replace(computed, id=programme.address(kind), name=name_of(position, programme, kind))


def indicators_of(position: Position, programme: Programme) -> dict[str, Indicator]:
    """Return all indicators of a programme by their ids; none of a district or village."""
    if position.region.level not in LEVELS:
        return {}
    kinds = kinds_of(position.observations.definitions, programme)
    return {programme.address(kind): indicator(position, programme, kind) for kind in kinds}


def added_indicators(position: Position, programme: Programme) -> dict[str, Indicator]:
    """Return the indicators that tables add to a programme whose others have ids of the catalogue."""
    if position.region.level not in LEVELS:
        return {}
    kinds = _added(position.observations.definitions, programme)
    return {programme.address(kind): indicator(position, programme, kind) for kind in kinds}


def _lacking(position: Position, programme: Programme, counts: Counts) -> Sentence:
    measures = position.observations.definitions.measures
    for measure, row in ((programme.numerator, counts.numerator), (programme.base, counts.base)):
        if row is None:
            return say("no published figure of {what}", what=named(measures[measure].name))
    return say("the base is zero")
