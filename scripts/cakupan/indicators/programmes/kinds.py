"""The indicators of any programme: coverage, gap, target, rank and the rest, as functions of its definition.

Those of recording and IKD that have ids of their own (K01 to K28) are in `coverage`, `ikd` and their neighbours. Districts and villages
have none here: their counts of children are small, and no rule withholds them yet.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from cakupan.indicators import formulas
from cakupan.indicators.figures import Position, Target
from cakupan.indicators.model import Indicator, Unit, provenance
from cakupan.indicators.programmes.change import Change, change_of
from cakupan.indicators.programmes.counts import Counts, counts_of, regencies_of
from cakupan.indicators.programmes.doubts import base_share, doubt, doubted_parts, notes_of
from cakupan.indicators.programmes.standing import standing
from cakupan.programmes import Programme
from cakupan.words.sentences import Sentence, count, named, say

LEVELS = ("national", "province", "regency")
"""The levels that programmes are told of."""


def _coverage(position: Position, programme: Programme, counts: Counts) -> Indicator:
    value = counts.coverage
    assert value is not None and counts.numerator is not None and counts.base is not None
    return _indicator(
        position, programme, "coverage", "percent", value, 2, exact=f"{counts.numerator.count}/{counts.base.count}",
        flags=("F01",) if value > 100 else (), notes=notes_of(position, programme, counts),
        detail={"doubted": len(doubted_parts(position, programme)), "regencies": len(regencies_of(position))},
    )  # fmt: skip


def _gap(position: Position, programme: Programme, counts: Counts) -> Indicator:
    return _indicator(position, programme, "gap", "people", counts.gap)


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
        return _null(programme, "gross_gap", "people", reason)
    return _indicator(
        position, programme, "gross_gap", "people", sum(max(0, gap) for gap in known), detail={"regions": len(known)}
    )


def _share_of_gap(position: Position, programme: Programme, counts: Counts) -> Indicator:
    place_of = standing(position, programme)
    if position.region.level == "national":
        return _null(programme, "share_of_gap", "percent", say("the nation is the whole"))
    if place_of is None or place_of.gaps is None:
        return _null(programme, "share_of_gap", "percent", say("not all regions of the level have figures of one date"))
    if place_of.gaps == 0:
        return _null(programme, "share_of_gap", "percent", say("nobody is shown as lacking anywhere"))
    own = max(0, counts.gap or 0)
    return _indicator(
        position, programme, "share_of_gap", "percent", Fraction(100 * own, place_of.gaps), 2, exact=f"{own}/{place_of.gaps}"
    )  # fmt: skip


def _to_target(position: Position, programme: Programme, counts: Counts) -> Indicator:
    target = target_of(position, programme)
    if target is None:
        return _null(programme, "to_target", "people", _no_target())
    assert counts.numerator is not None and counts.base is not None
    value = formulas.people_to_target(target.share, counts.base.count, counts.numerator.count)
    return _indicator(
        position, programme, "to_target", "people", value, target=target, detail={"target_percent": target.share * 100}
    )


def _attainment(position: Position, programme: Programme, counts: Counts) -> Indicator:
    target = target_of(position, programme)
    if target is None:
        return _null(programme, "attainment", "percent", _no_target())
    assert counts.numerator is not None and counts.base is not None
    return _indicator(
        position, programme, "attainment", "percent",
        formulas.attainment(counts.numerator.count, target.share, counts.base.count), 2, target=target,
        exact=f"{counts.numerator.count}/({target.share}*{counts.base.count})", detail={"target_percent": target.share * 100},
    )  # fmt: skip


def _rank(position: Position, programme: Programme, counts: Counts) -> Indicator:
    place_of = standing(position, programme)
    if place_of is None:
        return _null(programme, "rank", "rank", say("the nation has no peers"))
    rank, n = place_of.rank
    detail: dict[str, object] = {"n": n, "tied_with": place_of.tied}
    if position.region.level == "regency":
        detail |= {"province_rank": place_of.beside[0], "province_n": place_of.beside[1]}
    return _indicator(position, programme, "rank", "rank", rank, detail=detail)


def _tier_rank(position: Position, programme: Programme, counts: Counts) -> Indicator:
    place_of = standing(position, programme)
    if place_of is None:
        return _null(programme, "tier_rank", "rank", say("the nation has no peers"))
    if place_of.tier_rank is None:
        return _null(programme, "tier_rank", "rank", say("no population figure to tell the class by"))
    rank, n = place_of.tier_rank
    detail: dict[str, object] = {"n": n, "tier": place_of.tier, "rule": position.tier_rule.id}
    return _indicator(position, programme, "tier_rank", "rank", rank, detail=detail)


def _percentile(position: Position, programme: Programme, counts: Counts) -> Indicator:
    place_of = standing(position, programme)
    if place_of is None:
        return _null(programme, "percentile", "percentile", say("the nation has no peers"))
    value = formulas.percentile(*place_of.rank)
    if value is None:
        return _null(programme, "percentile", "percentile", say("a field of one has no percentiles"))
    return _indicator(position, programme, "percentile", "percentile", value, detail={"n": place_of.rank[1]})


def _concentration(position: Position, programme: Programme, counts: Counts) -> Indicator:
    codes = regencies_of(position)
    gaps = {code: counts_of(position, programme, code).gap for code in codes}
    known = {code: gap for code, gap in gaps.items() if gap is not None}
    if not codes or len(known) < len(codes):
        return _null(programme, "concentration", "regions", say("the regions inside are not all known"))
    where = formulas.concentration(known, position.settings.concentration_share)
    if where is None:
        return _null(programme, "concentration", "regions", say("nobody is shown as lacking anywhere"))
    detail: dict[str, object] = {"of": len(known), "people": where.people, "total": where.total}
    return _indicator(position, programme, "concentration", "regions", len(where.codes), detail=detail)


def _base_share(position: Position, programme: Programme, counts: Counts) -> Indicator:
    share = base_share(position, programme, counts)
    if share is None:
        return _null(programme, "base_share", "percent", say("no published figure of {what}", what=say("population")))
    value, people = share
    assert counts.base is not None
    dates, sources = provenance(**{programme.base: counts.base, "population": people})
    return Indicator(
        programme.address("base_share"), _name(position, programme, "base_share"), "percent", value, 1, "population",
        exact=f"{counts.base.count}/{people.count}", as_of=dates, sources=sources,
        flags=("F07",) if doubt(position, programme) else (),
    )  # fmt: skip


def target_of(position: Position, programme: Programme) -> Target | None:
    """Return the published target share of a programme for the edition's year, None where there is none."""
    row = position.observations.target(programme.target, position.edition) if programme.target else None
    return Target(Fraction(row.value) / 100, row) if row else None


def _effect(kind: str, unit: Unit, value: Callable[[Change], Fraction | int], places: int) -> Compute:
    def compute(position: Position, programme: Programme, counts: Counts) -> Indicator:
        change = change_of(position, programme)
        if isinstance(change, Sentence):
            return _null(programme, kind, unit, change)
        (n0, d0), (n1, d1) = change.before, change.after
        dates = {f"{programme.numerator} before": n0.as_of, programme.numerator: n1.as_of}
        sources = tuple(dict.fromkeys(row.source for row in (n0, d0, n1, d1)))
        return Indicator(
            programme.address(kind), _name(position, programme, kind), unit, value(change), places, programme.base,
            as_of=dates, sources=sources, detail={"total": change.effects.total},
        )  # fmt: skip

    return compute


Compute = Callable[[Position, Programme, Counts], Indicator]
COMPUTED: dict[str, Compute] = {
    "coverage": _coverage,
    "gap": _gap,
    "gross_gap": _gross_gap,
    "share_of_gap": _share_of_gap,
    "to_target": _to_target,
    "attainment": _attainment,
    "rank": _rank,
    "tier_rank": _tier_rank,
    "percentile": _percentile,
    "concentration": _concentration,
    "numerator_effect": _effect("numerator_effect", "percentage points", lambda change: change.effects.recording, 2),
    "base_effect": _effect("base_effect", "percentage points", lambda change: change.effects.base, 2),
    "gap_identity": _effect("gap_identity", "people", lambda change: change.gap, 0),
    "base_share": _base_share,
}
"""Which kinds of indicators are computed of a programme, and by what."""


def indicator(position: Position, programme: Programme, kind: str) -> Indicator:
    """Return one indicator of a programme. Raises KeyError for a kind that programmes do not have."""
    compute = COMPUTED[kind]
    counts = counts_of(position, programme)
    if counts.coverage is None and kind not in ("base_share", "concentration", "gross_gap"):
        unit = position.observations.definitions.kinds[kind].unit
        return _null(programme, kind, unit, _lacking(position, programme, counts))  # type: ignore[arg-type]
    return compute(position, programme, counts)


def indicators_of(position: Position, programme: Programme) -> dict[str, Indicator]:
    """Return all indicators of a programme by their ids; none of a district or village."""
    if position.region.level not in LEVELS:
        return {}
    return {programme.address(kind): indicator(position, programme, kind) for kind in COMPUTED}


def _indicator(
    position: Position,
    programme: Programme,
    kind: str,
    unit: Unit,
    value: Fraction | int | None,
    places: int = 0,
    *,
    target: Target | None = None,
    exact: str = "",
    flags: tuple[str, ...] = (),
    notes: tuple[Sentence, ...] = (),
    detail: dict[str, object] | None = None,
) -> Indicator:
    counts = counts_of(position, programme)
    behind = {programme.numerator: counts.numerator, programme.base: counts.base}
    dates, sources = provenance(**behind, **({"target": target.observation} if target else {}))
    return Indicator(
        programme.address(kind), _name(position, programme, kind), unit, value, places, programme.base, exact=exact, as_of=dates,
        sources=sources, flags=flags, notes=notes, detail=detail or {},
    )  # fmt: skip


def _null(programme: Programme, kind: str, unit: Unit, reason: Sentence) -> Indicator:
    return Indicator(
        programme.address(kind),
        f"{programme.short['en']}: {kind.replace('_', ' ')}",
        unit,
        base=programme.base,
        reason=reason,
    )


def _name(position: Position, programme: Programme, kind: str) -> str:
    return f"{programme.short['en']}: {position.observations.definitions.kinds[kind].name['en'].lower()}"


def _lacking(position: Position, programme: Programme, counts: Counts) -> Sentence:
    measures = position.observations.definitions.measures
    for measure, row in ((programme.numerator, counts.numerator), (programme.base, counts.base)):
        if row is None:
            return say("no published figure of {what}", what=named(measures[measure].name))
    return say("the base is zero")


def _no_target() -> Sentence:
    return say("no target is published for the edition's year")
