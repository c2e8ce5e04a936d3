"""K15–K17: where a region stands among its peers, by a named rule, with ties and the size of the field.

How firm a rank is (K18) is in `rank_range`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from cakupan.indicators import formulas
from cakupan.indicators.coverage import null
from cakupan.indicators.figures import Figures, Position
from cakupan.indicators.model import Indicator, provenance
from cakupan.sentences import Sentence, count, say


@dataclass(frozen=True)
class Ranking:
    """Ranks of a set of regions on one measure; `missing` regions have no figure and no rank."""

    ranks: dict[str, int]
    values: dict[str, Fraction]
    missing: tuple[str, ...]
    dates: tuple[str, ...]

    @property
    def n(self) -> int:
        """Size of the field."""
        return len(self.ranks)

    def tied(self, code: str) -> int:
        """How many other regions share the rank."""
        return sum(1 for rank in self.ranks.values() if rank == self.ranks[code]) - 1


def rank_by_coverage(figures: tuple[Figures, ...]) -> Ranking:
    """Rank regions by recording coverage, highest first."""
    return _rank(figures, lambda f: f.coverage, ("recorded", "wajib_ktp"))


def rank_by_ikd_rate(position: Position, figures: tuple[Figures, ...]) -> Ranking:
    """Rank regions by IKD rate on the settings' base, highest first."""
    base = position.settings.ikd_base
    return _rank(figures, lambda f: f.ikd_rate(base), ("ikd_active", base))


def _rank(
    figures: tuple[Figures, ...], measure: Callable[[Figures], Fraction | None], names: tuple[str, ...]
) -> Ranking:
    values: dict[str, Fraction] = {}
    dates: dict[str, None] = {}
    for found in figures:
        value = measure(found)
        if value is not None:
            values[found.region.code] = value
            dates.setdefault("/".join(getattr(found, name).as_of for name in names))
    absent = tuple(found.region.code for found in figures if found.region.code not in values)
    return Ranking(formulas.competition_ranks(values), values, absent, tuple(sorted(dates)))


def national_rank(position: Position) -> Indicator:
    """K15: competition rank among all regions of the level; IKD rank in the detail."""
    return _indicator("K15", "National rank", position, position.siblings, {})


def tier_rank(position: Position) -> Indicator:
    """K16: the same inside the population class, whose rule and population date are named."""
    name = "Tier rank"
    if position.region.level == "national":
        return null("K16", name, "rank", say("the nation has no peers"))
    if position.tier is None:
        return null("K16", name, "rank", say("no population figure to tell the class by"))
    peers = tuple(f for f in position.siblings if position.tiers.get(f.region.code) == position.tier)
    population = position.own.population
    detail: dict[str, object] = {
        "tier": position.tier,
        "rule": position.tier_rule.id,
        "population_as_of": population.as_of if population else None,
    }
    return _indicator("K16", name, position, peers, detail)


def rank_percentile(position: Position) -> Indicator:
    """K17: percent of the other regions that are not ahead."""
    name = "Percentile"
    rank = national_rank(position)
    if rank.value is None:
        return null("K17", name, "percentile", rank.reason or say("no rank"))
    n = rank.detail["n"]
    assert isinstance(n, int) and isinstance(rank.value, int)
    value = formulas.percentile(rank.value, n)
    if value is None:
        return null("K17", name, "percentile", say("a field of one has no percentiles"))
    return Indicator(
        "K17", name, "percentile", value, 0, as_of=rank.as_of, sources=rank.sources, flags=rank.flags, detail={"n": n}
    )


def _indicator(
    id: str, name: str, position: Position, field: tuple[Figures, ...], detail: dict[str, object]
) -> Indicator:
    if position.region.level == "national":
        return null(id, name, "rank", say("the nation has no peers"))
    by_coverage = rank_by_coverage(field)
    if position.code not in by_coverage.ranks:
        return null(id, name, "rank", say("no coverage to rank by"))
    by_ikd = rank_by_ikd_rate(position, field)
    own = position.own
    dates, sources = provenance(recorded=own.recorded, wajib_ktp=own.wajib_ktp)
    facts: dict[str, object] = {
        "n": by_coverage.n,
        "tied_with": by_coverage.tied(position.code),
        "missing": list(by_coverage.missing),
        "ikd_rank": by_ikd.ranks.get(position.code),
        "ikd_n": by_ikd.n,
    }
    return Indicator(
        id, name, "rank", by_coverage.ranks[position.code], base="wajib_ktp", as_of=dates, sources=sources,
        flags=("F01",) if position.is_lower_bound else (), notes=_notes(by_coverage), detail={**facts, **detail},
    )  # fmt: skip


def _notes(ranking: Ranking) -> tuple[Sentence, ...]:
    notes: list[Sentence] = []
    absent = len(ranking.missing)
    if absent:
        notes.append(
            say(
                "{n} region without figures is not ranked",
                "{n} regions without figures are not ranked",
                absent,
                n=count(absent),
            )
        )
    if len(ranking.dates) > 1:
        notes.append(say("the regions ranked have figures of different dates"))
    return tuple(notes)
