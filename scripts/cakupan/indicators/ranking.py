"""K15–K17: where a region stands among its peers, by a named rule, with ties and the size of the field.

How firm a rank is (K18) is in `rank_range`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from cakupan.indicators import formulas
from cakupan.indicators.bounds import Bounded, between, exact
from cakupan.indicators.figures import Figures, Position
from cakupan.indicators.hidden import ASSUMED, Reach, reach_of
from cakupan.indicators.model import Indicator, null, provenance
from cakupan.observations import Observations
from cakupan.words.sentences import Sentence, count, percent, say


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
    for f in figures:
        value = measure(f)
        if value is not None:
            values[f.region.code] = value
            dates.setdefault("/".join(getattr(f, name).as_of for name in names))
    absent = tuple(f.region.code for f in figures if f.region.code not in values)
    return Ranking(formulas.competition_ranks(values), values, absent, tuple(sorted(dates)))


@dataclass(frozen=True)
class Place:
    """The place of one region in a field: `rank` by coverage, `ikd_rank` by IKD rate, None where it has no figure to rank by.

    n, ikd_n: regions ranked; tied_with: others of the same rank; missing: codes of regions without coverage; dates: how many
    different dates the figures have.
    """

    rank: int | None
    n: int
    tied_with: int
    missing: tuple[str, ...]
    ikd_rank: int | None
    ikd_n: int
    dates: int


@dataclass(frozen=True)
class Standing:
    """Where one region stands: among all of its level, in its population class, and under the same region above."""

    everywhere: Place
    in_tier: Place | None
    beside: Place


def standing(position: Position, code: str = "") -> Standing | None:
    """The standing of a region of the position's level (its own by default); all are computed once, none traced row by row."""
    level, edition, settings = position.region.level, position.edition, position.settings
    if level == "national":
        return None

    def compute(observations: Observations) -> dict[str, Standing]:
        one = Position(observations, position.code, edition, settings)
        tiers = one.tiers
        everywhere = _places(one, one.siblings)
        in_tier, beside = (
            _places_by(one, tiers),
            _places_by(one, {f.region.code: f.region.parent for f in one.siblings}),
        )
        return {code: Standing(everywhere[code], in_tier.get(code), beside[code]) for code in everywhere}

    return position.observations.derived("standing", code or position.code, (level, edition, settings), compute)


def _places_by(position: Position, groups: Mapping[str, str]) -> dict[str, Place]:
    """The places of all regions, each within its group."""
    members: dict[str, list[Figures]] = {}
    for f in position.siblings:
        if f.region.code in groups:
            members.setdefault(groups[f.region.code], []).append(f)
    return {code: place for field in members.values() for code, place in _places(position, tuple(field)).items()}


def _places(position: Position, field: tuple[Figures, ...]) -> dict[str, Place]:
    by_coverage, by_ikd = rank_by_coverage(field), rank_by_ikd_rate(position, field)
    sharing = Counter(by_coverage.ranks.values())
    places: dict[str, Place] = {}
    for f in field:
        code = f.region.code
        rank = by_coverage.ranks.get(code)
        tied = sharing[rank] - 1 if rank is not None else 0
        places[code] = Place(
            rank, by_coverage.n, tied, by_coverage.missing, by_ikd.ranks.get(code), by_ikd.n, len(by_coverage.dates)
        )
    return places


def neighbours(position: Position, around: int = 2) -> tuple[str, ...]:
    """Codes of the first and last of the level and of those just ahead of and behind the region, by coverage."""
    level, edition, settings = position.region.level, position.edition, position.settings

    def compute(observations: Observations) -> dict[str, tuple[str, ...]]:
        ranking = rank_by_coverage(Position(observations, position.code, edition, settings).siblings)
        order = sorted(ranking.ranks, key=lambda code: (ranking.ranks[code], -ranking.values[code], code))
        last = len(order) - 1
        return {
            code: tuple(
                order[at] for at in sorted({0, last, *range(max(0, here - around), min(last, here + around) + 1)})
            )
            for here, code in enumerate(order)
        }

    return position.observations.derived("neighbours", position.code, (level, edition, settings, around), compute) or ()


def national_rank(position: Position) -> Indicator:
    """K15: competition rank among all regions of the level; IKD rank in the detail, and the rank in its province."""
    own_standing, beside = standing(position), {}
    if own_standing is not None and position.region.level == "regency":
        beside = {"province_rank": own_standing.beside.rank, "province_n": own_standing.beside.n}
    return _indicator("K15", "National rank", position, own_standing.everywhere if own_standing else None, beside)


def tier_rank(position: Position) -> Indicator:
    """K16: the same inside the population class, whose rule and population date are named."""
    name = "Tier rank"
    if position.region.level == "national":
        return null("K16", name, "rank", say("the nation has no peers"))
    if position.tier is None:
        return null("K16", name, "rank", say("no population figure to tell the class by"))
    own_standing = standing(position)
    population = position.own.population
    detail: dict[str, object] = {
        "tier": position.tier,
        "rule": position.tier_rule.id,
        "population_as_of": population.as_of if population else None,
    }
    return _indicator("K16", name, position, own_standing.in_tier if own_standing else None, detail)


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
    edges = {
        name: formulas.percentile(place, n)
        for name, place in rank.detail.items()
        if name in ("best", "worst") and isinstance(place, int)
    }
    return Indicator(
        "K17", name, "percentile", value, 0, as_of=rank.as_of, sources=rank.sources, flags=rank.flags, notes=rank.notes,
        detail={"n": n, **edges}, bounds=_percentile_bounds(value, rank, n),
    )  # fmt: skip


def _indicator(id: str, name: str, position: Position, place: Place | None, detail: Mapping[str, object]) -> Indicator:
    if position.region.level == "national":
        return null(id, name, "rank", say("the nation has no peers"))
    if place is None or place.rank is None:
        return null(id, name, "rank", say("no coverage to rank by"))
    own = position.own
    dates, sources = provenance(recorded=own.recorded, wajib_ktp=own.wajib_ktp)
    reach, extreme = reach_of(position, tier=id == "K16"), reach_of(position, tier=id == "K16", unlimited=True)
    facts: dict[str, object] = {
        "n": place.n,
        "best": reach.best if reach else None,
        "worst": reach.worst if reach else None,
        "tied_with": place.tied_with,
        "missing": list(place.missing),
        "ikd_rank": place.ikd_rank,
        "ikd_n": place.ikd_n,
    }
    return Indicator(
        id, name, "rank", place.rank, base="wajib_ktp", as_of=dates, sources=sources,
        flags=("F01",) if position.is_lower_bound else (), notes=_notes(place) + _reach_note(place.rank, reach),
        bounds=_rank_bounds(place.rank, extreme),
        detail={**facts, **detail},
    )  # fmt: skip


def _percentile_bounds(value: Fraction, rank: Indicator, n: int) -> Bounded:
    if rank.low is None or rank.high is None or rank.low == rank.high:
        return exact(value)
    return between(formulas.percentile(int(rank.high), n), value, formulas.percentile(int(rank.low), n), "cap")


def _rank_bounds(rank: int, extreme: Reach | None) -> Bounded:
    """Between which ranks a region stands whatever the surpluses are that caps hide."""
    if extreme is None or extreme.best == extreme.worst:
        return exact(rank)
    return between(Fraction(extreme.best), rank, Fraction(extreme.worst), "cap")


def _reach_note(rank: int, reach: Reach | None) -> tuple[Sentence, ...]:
    """Said where hidden surpluses could move the rank, with the assumption."""
    if reach is None or reach.best == reach.worst == rank:
        return ()
    return (
        say(
            "rank {best} to {worst} if regions at the cap of 100 hide up to {surplus} percent more",
            best=count(reach.best),
            worst=count(reach.worst),
            surplus=percent(ASSUMED * 100, 0),
        ),
    )


def _notes(place: Place) -> tuple[Sentence, ...]:
    notes: list[Sentence] = []
    absent = len(place.missing)
    if absent:
        notes.append(
            say(
                "{n} region without figures is not ranked",
                "{n} regions without figures are not ranked",
                absent,
                n=count(absent),
            )
        )
    if place.dates > 1:
        notes.append(say("the regions ranked have figures of different dates"))
    return tuple(notes)
