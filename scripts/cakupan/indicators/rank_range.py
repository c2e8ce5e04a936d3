"""K18: between which ranks a region stands when figures are read in other defensible ways, and which ways the data allows.

A range, not a sampling error: full counts have none. The scenarios are those of data/definitions.md, readings of a rank.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from cakupan.indicators import formulas
from cakupan.indicators.coverage import capped_note
from cakupan.indicators.figures import Figures, Position
from cakupan.indicators.forecast import months_between
from cakupan.indicators.hidden import reaches
from cakupan.indicators.model import Indicator, null, provenance
from cakupan.observations import Observation, Observations
from cakupan.observations.observation import REGISTER_SYSTEMS
from cakupan.regions import Level
from cakupan.settings import Settings
from cakupan.words.language import marked
from cakupan.words.sentences import Sentence, count, listed, say, word

FIRM_WITHIN = 2
"""A rank whose range reaches further than this from it is called not firm."""
NEAR_MONTHS = Fraction(2)
"""How far a figure of another system or an earlier month may lie from the one that it stands in for."""

SCENARIOS = {
    "S0": marked("as given"),
    "S1": marked("over the wajib KTP of the previous register edition"),
    "S2": marked("with regencies capped at 100 percent, then added up"),
    "S3": marked("with the figures of the previous month"),
    "S4": marked("with each value moved within its printed rounding"),
    "S5": marked("with the figures of another system for the same time"),
    "S6": marked("if each region shown at 100 percent has up to 1 percent more recorded"),
}

TESTING = frozenset({"S1", "S3", "S5"})
"""Scenarios that bring in other figures; the rest only reads the same ones differently."""

Values = Mapping[str, Fraction]
Rank = tuple[int, int]


@dataclass(frozen=True)
class RankRange:
    """Lowest and highest rank over the scenarios used; `ranks`: best and worst rank per scenario.

    unused: for each scenario that the data does not support, of how many regions it lacks figures.
    """

    rank: int
    best: int
    worst: int
    n: int
    ranks: tuple[tuple[str, Rank], ...]
    unused: tuple[tuple[str, int], ...]

    @property
    def firm(self) -> bool | None:
        """Whether the range stays within two ranks of the rank as given; None when no other figures could test it."""
        if self.rank - self.best > FIRM_WITHIN or self.worst - self.rank > FIRM_WITHIN:
            return False
        return True if any(id in TESTING for id, _ in self.ranks) else None


def rank_ranges(observations: Observations, level: Level, edition: dt.date, settings: Settings) -> dict[str, RankRange]:
    """The rank ranges by coverage of all regions of a level, by code; regions without coverage are not in it."""
    codes = [region.code for region in observations.regions.at(level)]
    if not codes:
        return {}
    position = Position(observations, codes[0], edition, settings)
    figures = {code: position.figures(code) for code in codes}
    given = {code: f.coverage for code, f in figures.items() if f.coverage is not None}
    ranks: dict[str, dict[str, Rank]] = {code: {} for code in given}
    unused: dict[str, int] = {}
    for id, build in _BUILDERS.items():
        if id == "S2" and any(f.recorded is not None and f.recorded.capped for f in figures.values()):
            continue  # the source did it already: the reading would test nothing
        values = build(position, {code: figures[code] for code in given})
        lacking = len(given) - len(values)
        if lacking:
            unused[id] = lacking
            continue
        for code, rank in formulas.competition_ranks(values).items():
            ranks[code][id] = (rank, rank)
    for code, both in _within_rounding(given).items():
        ranks[code]["S4"] = both
    for code, reach in reaches(position).items():
        if any(f.stands_at_cap or (f.recorded is not None and f.recorded.capped) for f in figures.values()):
            ranks[code]["S6"] = (reach.best, reach.worst)
    return {
        code: RankRange(
            of["S0"][0],
            min(best for best, _ in of.values()),
            max(worst for _, worst in of.values()),
            len(given),
            tuple(sorted(of.items())),
            tuple(unused.items()),
        )
        for code, of in ranks.items()
    }


def rank_range(position: Position) -> Indicator:
    """K18: the range of ranks among all regions of the level, with the scenarios used and those that could not be."""
    name, level = "Rank range", position.region.level
    if level == "national":
        return null("K18", name, "rank", say("the nation has no peers"))
    span = position.observations.derived(
        "rank_range",
        position.code,
        (level, position.edition, position.settings),
        lambda observations: rank_ranges(observations, level, position.edition, position.settings),
    )
    if span is None:
        return null("K18", name, "rank", say("no coverage to rank by"))
    own = position.own
    dates, sources = provenance(recorded=own.recorded, wajib_ktp=own.wajib_ktp)
    return Indicator(
        "K18", name, "rank", _span(span), base="wajib_ktp", as_of=dates, sources=sources,
        flags=("F01",) if position.is_lower_bound else (), notes=_notes(span, capped_note(position)),
        detail={
            "rank": span.rank, "best": span.best, "worst": span.worst, "n": span.n, "firm": span.firm,
            "scenarios": {id: list(rank) for id, rank in span.ranks}, "not_used": dict(span.unused),
            **{f"{id}_{end}": place for id, both in span.ranks for end, place in zip(("best", "worst"), both, strict=True)},
        },
    )  # fmt: skip


def _span(span: RankRange) -> str:
    return str(span.best) if span.best == span.worst else f"{span.best}–{span.worst}"


def _notes(span: RankRange, capped: Sentence | None) -> tuple[Sentence, ...]:
    notes: list[Sentence] = []
    if span.firm is False:
        best, worst = count(span.best), count(span.worst)
        notes.append(say("a rank between {best} and {worst} is not firm", best=best, worst=worst))
    if span.firm is None:
        notes.append(say("how firm the rank is cannot be told: no earlier or other figures of all regions are known"))
    if span.unused:
        lacking = listed(tuple(word(SCENARIOS[id]) for id, _ in span.unused))
        notes.append(say("ways of reading that lack figures of some regions: {which}", which=lacking))
    return (*notes, capped) if capped else tuple(notes)


def _previous_base(position: Position, figures: Mapping[str, Figures]) -> Values:
    """S1: recorded over the wajib KTP of the register edition before."""

    def value(own: Figures) -> Fraction | None:
        assert own.recorded is not None and own.wajib_ktp is not None
        day = own.wajib_ktp.day
        editions = [row for row in _register(position, own, "wajib_ktp") if row.day < day and _closes_semester(row)]
        return formulas.percentage(own.recorded.count, editions[-1].count) if editions else None

    return _each(figures, value)


def _closes_semester(row: Observation) -> bool:
    return (row.day.month, row.day.day) in ((6, 30), (12, 31))


def _capped(position: Position, figures: Mapping[str, Figures]) -> Values:
    """S2: recorded capped at wajib KTP in every regency, then added up over a province."""

    def value(own: Figures) -> Fraction | None:
        assert own.wajib_ktp is not None
        region = own.region
        inside = position.regions.children(region.code) if region.level == "province" else (region,)
        parts = [position.figures(part.code) for part in inside]
        pairs = [
            (f.recorded.count, f.wajib_ktp.count)
            for f in parts
            if f.recorded is not None and f.wajib_ktp is not None and f.wajib_ktp.day == own.wajib_ktp.day
        ]
        if not pairs or len(pairs) < len(parts):
            return None
        return formulas.percentage(sum(min(n, d) for n, d in pairs), sum(d for _, d in pairs))

    return _each(figures, value)


def _previous_month(position: Position, figures: Mapping[str, Figures]) -> Values:
    """S3: recorded over wajib KTP of the month before the figures as given."""

    def value(own: Figures) -> Fraction | None:
        assert own.recorded is not None
        day = own.recorded.day
        bases = {row.day: row for row in _register(position, own, "wajib_ktp")}
        before = [
            row
            for row in _register(position, own, "recorded")
            if row.day < day and row.day in bases and months_between(row.day, day) <= NEAR_MONTHS
        ]
        return formulas.percentage(before[-1].count, bases[before[-1].day].count) if before else None

    return _each(figures, value)


def _other_system(position: Position, figures: Mapping[str, Figures]) -> Values:
    """S5: recorded over wajib KTP as reported outside the register for about the same time."""

    def value(own: Figures) -> Fraction | None:
        assert own.recorded is not None
        day = own.recorded.day
        history = position.observations.history
        bases = {
            row.day: row
            for row in history(own.region.code, "wajib_ktp", position.edition)
            if row.system not in REGISTER_SYSTEMS
        }
        near = [
            row
            for row in history(own.region.code, "recorded", position.edition)
            if row.system not in REGISTER_SYSTEMS
            and row.day in bases
            and abs(months_between(day, row.day)) <= NEAR_MONTHS
        ]
        return formulas.percentage(near[-1].count, bases[near[-1].day].count) if near else None

    return _each(figures, value)


def _within_rounding(given: Values) -> dict[str, Rank]:
    """S4: the printed decimals are all that a reader sees, so regions that share them may stand in either order."""
    ranks = formulas.competition_ranks(given)
    sharing: dict[int, int] = {}
    for rank in ranks.values():
        sharing[rank] = sharing.get(rank, 0) + 1
    return {code: (rank, rank + sharing[rank] - 1) for code, rank in ranks.items()}


def _register(position: Position, figures: Figures, measure: str) -> list[Observation]:
    return [row for row in position.observations.all(figures.region.code, measure) if row.comparable]


def _each(figures: Mapping[str, Figures], value: Callable[[Figures], Fraction | None]) -> Values:
    computed = ((code, value(f)) for code, f in figures.items())
    return {code: result for code, result in computed if result is not None}


_BUILDERS: dict[str, Callable[[Position, Mapping[str, Figures]], Values]] = {
    "S0": lambda _, figures: {code: f.coverage for code, f in figures.items() if f.coverage is not None},
    "S1": _previous_base,
    "S2": _capped,
    "S3": _previous_month,
    "S5": _other_system,
}
