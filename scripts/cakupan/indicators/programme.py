"""The indicators of any programme: coverage, gap, target, rank and the rest, as functions of its definition.

Those of recording and IKD that have ids of their own (K01 to K28) are in `coverage`, `ikd` and their neighbours. Districts and villages
have none here: their counts of children are small, and no rule withholds them yet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from cakupan.indicators import formulas
from cakupan.indicators.figures import Position, Target
from cakupan.indicators.model import Indicator, Unit, provenance
from cakupan.observations import Observation, Observations
from cakupan.programmes import Programme
from cakupan.regions import NATION, Tier
from cakupan.words.sentences import Sentence, count, date, named, percent, place, say

LEVELS = ("national", "province", "regency")
"""The levels that programmes are told of."""


@dataclass(frozen=True)
class Counts:
    """Who has it and of whom, in one region: the newest figures, of one date where there is one."""

    region: str
    numerator: Observation | None
    base: Observation | None

    @property
    def coverage(self) -> Fraction | None:
        """The share of the base in percent, uncapped."""
        if self.numerator is None or self.base is None:
            return None
        return formulas.percentage(self.numerator.count, self.base.count)

    @property
    def gap(self) -> int | None:
        """People of the base who lack it; negative where more have it than the base counts."""
        if self.numerator is None or self.base is None:
            return None
        return self.base.count - self.numerator.count


def counts_of(position: Position, programme: Programme, code: str = "") -> Counts:
    """Return the newest figures of a programme in a region: the base of the numerator's date where there is one."""
    code, newest, edition = code or position.code, position.observations.newest, position.edition
    numerator = newest(code, programme.numerator, edition)
    return Counts(code, numerator, newest(code, programme.base, edition, numerator.day if numerator else None))


def nation_like(position: Position, programme: Programme, own: Counts) -> Counts:
    """Return the nation's figures of the very dates that a region's own have; None where the nation has none of that date."""

    def like(measure: str, mine: Observation | None) -> Observation | None:
        if mine is None:
            return None
        row = position.observations.newest(NATION, measure, position.edition, mine.day)
        return row if row is not None and row.day == mine.day else None

    return Counts(NATION, like(programme.numerator, own.numerator), like(programme.base, own.base))


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


def target_of(position: Position, programme: Programme) -> Target | None:
    """Return the published target share of a programme for the edition's year, None where there is none."""
    row = position.observations.target(programme.target, position.edition) if programme.target else None
    return Target(Fraction(row.value) / 100, row) if row else None


def base_share(position: Position, programme: Programme, counts: Counts) -> tuple[Fraction, Observation] | None:
    """Return the base as a percentage of the population, with that population: the newest not after the base's date."""
    if counts.base is None:
        return None
    people = position.observations.newest(counts.region, "population", min(counts.base.day, position.edition))
    value = formulas.percentage(counts.base.count, people.count) if people else None
    return (value, people) if value is not None and people is not None else None


def doubt(position: Position, programme: Programme) -> Sentence | None:
    """Return what speaks against the base of the region, None where nothing does: it is an implausible share of the population."""
    counts = counts_of(position, programme)
    nation = base_share(position, programme, nation_like(position, programme, counts))
    return _doubt(position, programme, counts, nation[0] if nation else None)


def doubted_parts(position: Position, programme: Programme) -> tuple[str, ...]:
    """Return the codes of the regencies inside whose base is in doubt."""
    nation: dict[dt.date | None, Fraction | None] = {}
    doubted: list[str] = []
    for code in _parts(position):
        counts = counts_of(position, programme, code)
        day = counts.base.day if counts.base else None
        if day not in nation:
            whole = base_share(position, programme, nation_like(position, programme, counts))
            nation[day] = whole[0] if whole else None
        if _doubt(position, programme, counts, nation[day]) is not None:
            doubted.append(code)
    return tuple(doubted)


def _doubt(position: Position, programme: Programme, counts: Counts, nation: Fraction | None) -> Sentence | None:
    own = base_share(position, programme, counts)
    if own is None:
        return None
    low, high = programme.base_share or (Fraction(0), Fraction(1000))
    if programme.base_share_of_nation and nation and counts.region != NATION:
        low, high = (bound * nation for bound in programme.base_share_of_nation)
    if low <= own[0] <= high:
        return None
    values = {
        "base": named(programme.base_words),
        "share": percent(own[0], 1, f"{counts.region}:{programme.id}.base_share"),
    }
    if nation is None or counts.region == NATION:
        return say("base in doubt: {base} are {share} percent of the population", **values)
    return say(
        "base in doubt: {base} are {share} percent of the population, nationally {national} percent",
        **values,
        national=percent(nation, 1, f"{NATION}:{programme.id}.base_share"),
    )


def _coverage(position: Position, programme: Programme, counts: Counts) -> Indicator:
    value = counts.coverage
    assert value is not None and counts.numerator is not None and counts.base is not None
    return _indicator(
        position, programme, "coverage", "percent", value, 2, exact=f"{counts.numerator.count}/{counts.base.count}",
        flags=("F01",) if value > 100 else (), notes=_notes(position, programme, counts),
        detail={"doubted": len(doubted_parts(position, programme)), "regencies": len(_parts(position))},
    )  # fmt: skip


def _notes(position: Position, programme: Programme, counts: Counts) -> tuple[Sentence, ...]:
    notes: list[Sentence] = []
    assert counts.numerator is not None and counts.base is not None
    if counts.numerator.day != counts.base.day:
        notes.append(
            say(
                "mixed dates: {have} on {one}, {base} on {other}",
                have=named(programme.have),
                one=date(counts.numerator.as_of),
                base=named(programme.base_words),
                other=date(counts.base.as_of),
            )
        )
    doubted = doubt(position, programme)
    if doubted is not None:
        notes.append(doubted)
    if counts.coverage == 100:
        notes.append(say("exactly 100 percent: nothing tells whether the source stops there"))
    inside = doubted_parts(position, programme) if doubted is None else ()
    if inside:
        notes.append(
            say(
                "base in doubt in {n} of {total} regencies and cities inside, first of them {where}",
                n=count(len(inside), f"{position.code}:{programme.id}.coverage:doubted"),
                total=count(len(_parts(position)), f"{position.code}:{programme.id}.coverage:regencies"),
                where=place(inside[0]),
            )
        )
    return tuple(notes)


def _parts(position: Position) -> tuple[str, ...]:
    level = position.region.level
    if level == "national":
        return tuple(region.code for region in position.regions.regencies)
    return tuple(region.code for region in position.regions.children(position.code)) if level == "province" else ()


def _gap(position: Position, programme: Programme, counts: Counts) -> Indicator:
    return _indicator(position, programme, "gap", "people", counts.gap)


def _gross_gap(position: Position, programme: Programme, counts: Counts) -> Indicator:
    codes = _parts(position)
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
    codes = _parts(position)
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


@dataclass(frozen=True)
class Change:
    """The change of coverage between the two newest comparable dates of a programme, in percentage points, split in two."""

    before: tuple[Observation, Observation]
    after: tuple[Observation, Observation]
    effects: formulas.Decomposition

    @property
    def gap(self) -> int:
        """By how many people the gap grew."""
        (n0, d0), (n1, d1) = self.before, self.after
        return (d1.count - n1.count) - (d0.count - n0.count)


def series(position: Position, programme: Programme, code: str = "") -> tuple[tuple[Observation, Observation], ...]:
    """Return numerator and base of a region on every date that has both, comparable ones only, oldest first; the last published."""
    code = code or position.code
    edges = [day for day, _ in position.observations.breaks.get(code, ()) if day <= position.edition]
    start = max(edges, default=dt.date.min)

    def by_day(measure: str) -> dict[dt.date, Observation]:
        if code == NATION:
            return _national_days(position, measure)
        rows = position.observations.all(code, measure)
        return {row.day: row for row in rows if row.comparable and start <= row.day <= position.edition}

    numerators, bases = by_day(programme.numerator), by_day(programme.base)
    return tuple((numerators[day], bases[day]) for day in sorted(numerators.keys() & bases.keys()))


def _national_days(position: Position, measure: str) -> dict[dt.date, Observation]:
    """The nation's figures by date: its own, or the sum of its provinces where all have one of that date."""
    observations, edition = position.observations, position.edition
    codes = (NATION, *(region.code for region in position.regions.provinces))
    days = {
        row.day for code in codes for row in observations.all(code, measure) if row.comparable and row.day <= edition
    }
    rows = {day: observations.newest(NATION, measure, edition, day) for day in sorted(days)}
    return {day: row for day, row in rows.items() if row is not None and row.day == day}


def change_of(position: Position, programme: Programme) -> Change | Sentence:
    """Return the newest change of coverage, or the reason why there is none."""
    points = series(position, programme)
    if len(points) < 2:
        return say("two comparable dates are needed; known are {n}", n=count(len(points)))
    before, after = points[-2:]
    effects = formulas.decompose(before[0].count, before[1].count, after[0].count, after[1].count)
    return Change(before, after, effects) if effects else say("the base is zero")


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
            as_of=dates, sources=sources,
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


def known_programmes(position: Position) -> tuple[Programme, ...]:
    """Return the programmes beyond recording and IKD of which the data has any comparable figure up to the edition."""
    observations, edition = position.observations, position.edition

    def any_figure(programme: Programme) -> bool:
        return any(
            row.comparable and row.day <= edition
            for region, measure in observations.by_key
            if measure == programme.numerator and len(region) <= 4
            for row in observations.by_key[region, measure]
        )

    key = ("known programmes", edition)
    if key not in observations.memo:
        observations.memo[key] = tuple(
            programme.id for programme in observations.definitions.further if any_figure(programme)
        )
    return observations.definitions.chosen(observations.memo[key])  # type: ignore[arg-type]


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
