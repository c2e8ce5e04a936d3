"""K19–K22: how unevenly coverage and the unrecorded people are spread over the regions inside, and in how few they live.

The arithmetic is in `formulas`.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from cakupan.indicators import formulas
from cakupan.indicators.adult_share import base_in_doubt
from cakupan.indicators.bounds import Bounded, between, exact
from cakupan.indicators.figures import Figures, Position
from cakupan.indicators.model import Indicator, Unit, null, provenance
from cakupan.observations import Observations
from cakupan.regions import NATION, TIER_RULES
from cakupan.words.numbers import round_half_up
from cakupan.words.sentences import Sentence, count, percent, say

SMALLEST_BASE = 1_000
"""Regions with fewer wajib KTP are left out of the ratio (K19): one family moves them by a tenth of a point."""


def lowest_to_highest(position: Position) -> Indicator:
    """K19: lowest over highest coverage of the regions inside; the gap version, highest over lowest share, in the detail."""
    name = "Lowest to highest coverage"
    parts = _known(position)
    if isinstance(parts, Sentence):
        return null("K19", name, "ratio", parts)
    large = [f for f in parts if f.wajib_ktp is not None and f.wajib_ktp.count >= SMALLEST_BASE]
    coverages = {f.region.code: f.coverage for f in large if f.coverage is not None}
    value = formulas.lowest_to_highest(list(coverages.values()))
    if value is None:
        return null("K19", name, "ratio", say("fewer than two regions inside are large enough to compare"))
    lowest = min(coverages, key=lambda code: (coverages[code], code))
    highest = max(coverages, key=lambda code: (coverages[code], code))
    gaps = [max(Fraction(0), 100 - value) for value in coverages.values()]
    return _indicator(
        "K19", name, "ratio", position, parts, value, 2,
        {
            "of": len(coverages), "left_out": len(parts) - len(large),
            "lowest": lowest, "lowest_coverage": coverages[lowest], "highest": highest, "highest_coverage": coverages[highest],
            "gap_ratio": max(gaps) / min(gaps) if min(gaps) else None,
        },
    )  # fmt: skip


def gini(position: Position) -> Indicator:
    """K20: Gini of the unrecorded people over wajib KTP of the regions inside; 0 = spread like wajib KTP."""
    name = "Gini of the gap"
    parts = _known(position)
    if isinstance(parts, Sentence):
        return null("K20", name, "index", parts)
    value = formulas.gini_of_gap(_counts(parts))
    if value is None:
        return null("K20", name, "index", _no_gap())
    return _indicator("K20", name, "index", position, parts, value, 3, {"of": len(parts), **_beside(position, "gini")})


def theil(position: Position) -> Indicator:
    """K21: Theil T of the unrecorded share, split exactly into what lies between and within population classes."""
    name = "Theil index of the gap"
    parts = _known(position)
    if isinstance(parts, Sentence):
        return null("K21", name, "index", parts)
    split = formulas.theil_split(_by_tier(position, parts))
    if split is None:
        return null("K21", name, "index", _no_gap())
    detail: dict[str, object] = {"of": len(parts), **_beside(position, "theil")}
    if position.region.level != "regency":
        rule = position.settings.regency_tier_rule
        detail |= {
            "between": _exact(split.between), "within": _exact(split.within), "rule": rule,
            "contributions": {tier: _exact(part) for tier, part in split.contributions.items()},
        }  # fmt: skip
    return _indicator("K21", name, "index", position, parts, _exact(split.total), 3, detail)


def national_inequality(position: Position) -> dict[str, Fraction]:
    """The Gini and Theil indices over all regencies of the nation, as printed; computed once for all reports."""
    edition, settings = position.edition, position.settings

    def compute(observations: Observations) -> dict[str, dict[str, Fraction]]:
        nation = Position(observations, NATION, edition, settings)
        indices = {"gini": gini(nation), "theil": theil(nation)}
        printed = {name: round_half_up(i.number, i.places) for name, i in indices.items() if i.value is not None}
        return {NATION: {name: Fraction(value) for name, value in printed.items()}}

    return position.observations.derived("inequality", NATION, (edition, settings), compute) or {}


def _beside(position: Position, index: str) -> dict[str, object]:
    """The national value of an index, beside that of a province."""
    if position.region.level != "province":
        return {}
    value = national_inequality(position).get(index)
    return {} if value is None else {"national": value}


def concentration(position: Position) -> Indicator:
    """K22: the fewest regions inside that hold the settings' share (80 percent) of all unrecorded people."""
    name = "Concentration of the gap"
    parts = _known(position)
    if isinstance(parts, Sentence):
        return null("K22", name, "regions", parts)
    known = {f.region.code: f.gap for f in parts if f.gap is not None}
    fewest = formulas.concentration(known, position.settings.concentration_share)
    if fewest is None:
        return null("K22", name, "regions", _no_gap())
    first = position.figures(fewest.codes[0])
    dates, sources = provenance(recorded=first.recorded, wajib_ktp=first.wajib_ktp)
    return Indicator(
        "K22", name, "regions", len(fewest.codes), as_of=dates, sources=sources,
        flags=("F01",) if _at_cap(parts) else (), notes=_notes(parts, mixed=False),
        bounds=_bounds("K22", parts, Fraction(len(fewest.codes))),
        detail={
            "of": len(known), "percent_of_regions": formulas.percentage(len(fewest.codes), len(known)),
            "people": fewest.people, "total": fewest.total, "regions": list(fewest.codes), **_island(position),
        },
    )  # fmt: skip


def _island(position: Position) -> dict[str, object]:
    """Of the nation: the island group whose provinces hold most of the gap, and in how many of them the base is in doubt."""
    if position.code != NATION:
        return {}
    groups: dict[str, list[Figures]] = {}
    for figures in position.children:
        groups.setdefault(figures.region.island_group, []).append(figures)
    gaps = {name: sum(max(0, f.gap or 0) for f in inside) for name, inside in groups.items()}
    name = max(gaps, key=lambda one: (gaps[one], one))
    doubted = [
        f
        for f in groups[name]
        if base_in_doubt(Position(position.observations, f.region.code, position.edition, position.settings))
    ]
    return {
        "group": name,
        "group_people": gaps[name],
        "group_provinces": len(groups[name]),
        "group_doubted": len(doubted),
    }


def _known(position: Position) -> tuple[Figures, ...] | Sentence:
    """The regions inside, all with figures of one date, or why they cannot be compared."""
    parts = position.parts
    if not parts:
        return say("the regions inside are not known one by one")
    known = tuple(f for f in parts if f.gap is not None)
    if len(known) < len(parts):
        return say(
            "figures are known for {n} of {total} regions inside only", n=count(len(known)), total=count(len(parts))
        )
    return known


def _no_gap() -> Sentence:
    return say("nobody is shown as unrecorded in the regions inside")


def _counts(parts: tuple[Figures, ...]) -> list[tuple[int, int]]:
    return [(f.recorded.count, f.wajib_ktp.count) for f in parts if f.recorded is not None and f.wajib_ktp is not None]


def _by_tier(position: Position, parts: tuple[Figures, ...]) -> dict[str, list[tuple[int, int]]]:
    """The (N, D) of the regencies inside by population class; districts have no classes and make one group."""
    if position.region.level == "regency":
        return {"": _counts(parts)}
    people = {f.region.code: f.population.count for f in parts if f.population is not None}
    tiers = TIER_RULES[position.settings.regency_tier_rule].classify(people)
    groups: dict[str, list[tuple[int, int]]] = {}
    for figures in parts:
        groups.setdefault(tiers.get(figures.region.code, "unknown"), []).extend(_counts((figures,)))
    return groups


def _exact(value: float) -> Fraction:
    return Fraction(value).limit_denominator(10**12)


def _indicator(
    id: str, name: str, unit: Unit, position: Position, parts: tuple[Figures, ...], value: Fraction, places: int,
    detail: Mapping[str, object],
) -> Indicator:  # fmt: skip
    first = parts[0]
    dates, sources = provenance(recorded=first.recorded, wajib_ktp=first.wajib_ktp)
    sources = tuple(dict.fromkeys((*sources, *(f.recorded.source for f in parts if f.recorded is not None))))
    days = {(f.recorded.as_of, f.wajib_ktp.as_of) for f in parts if f.recorded is not None and f.wajib_ktp is not None}
    return Indicator(
        id, name, unit, value, places, base="wajib_ktp", as_of=dates, sources=sources,
        flags=("F01",) if _at_cap(parts) else (), notes=_notes(parts, len(days) > 1), bounds=_bounds(id, parts, value), detail=detail,
    )  # fmt: skip


def _bounds(id: str, parts: tuple[Figures, ...], value: Fraction) -> Bounded:
    """A ratio of coverages is at most so large where the highest is a lower bound; an index of gaps is open where some are hidden."""
    if not _at_cap(parts):
        return exact(value)
    if id == "K19":
        lowest = min(f.coverage for f in parts if f.coverage is not None)
        return between(Fraction(0), value, value if lowest < 100 else None, "cap")
    most = {"K20": Fraction(1), "K22": Fraction(len(parts))}
    return between(Fraction(0), value, most.get(id), "cap")


def _at_cap(parts: tuple[Figures, ...]) -> int:
    return sum(1 for f in parts if f.stands_at_cap)


def _notes(parts: tuple[Figures, ...], mixed: bool) -> tuple[Sentence, ...]:
    notes: list[Sentence] = []
    capped = _at_cap(parts)
    if capped:
        notes.append(
            say(
                "{n} of {total} regions inside is capped at 100 and counts as without a gap, which is not known",
                "{n} of {total} regions inside are capped at 100 and count as without a gap, which is not known",
                capped,
                n=count(capped),
                total=count(len(parts)),
            )
        )
    over = [f for f in parts if f.coverage is not None and f.coverage > 100]
    if over:
        notes.append(
            say(
                "{n} region inside is above 100 percent (up to {most} percent) and counts as without a gap",
                "{n} regions inside are above 100 percent (up to {most} percent) and count as without a gap",
                len(over),
                n=count(len(over)),
                most=percent(max(f.coverage for f in over if f.coverage is not None)),
            )
        )
    if mixed:
        notes.append(say("the regions inside have figures of different dates"))
    return tuple(notes)
