"""How unevenly a programme is spread over the regencies inside: ratio of coverages, Gini and Theil of what is lacking.

The arithmetic is in `indicators.formulas`. Those of recording, with their notes, are in `indicators.spread`.
"""

from __future__ import annotations

from fractions import Fraction

from cakupan.indicators import formulas
from cakupan.indicators.figures import Position
from cakupan.indicators.programmes.counts import Counts, counts_of, regencies_of
from cakupan.indicators.programmes.over_time import ValueOrReason
from cakupan.indicators.spread import SMALLEST_BASE
from cakupan.programmes import Programme
from cakupan.regions import TIER_RULES
from cakupan.words.sentences import Sentence, count, say


def parts_of(position: Position, programme: Programme) -> tuple[Counts, ...] | Sentence:
    """Return the counts of all regencies inside, or why they cannot be compared."""
    parts = tuple(counts_of(position, programme, code) for code in regencies_of(position))
    if not parts:
        return say("the regions inside are not known one by one")
    known = tuple(part for part in parts if part.coverage is not None)
    if len(known) < len(parts):
        return say(
            "figures are known for {n} of {total} regions inside only", n=count(len(known)), total=count(len(parts))
        )
    return known


def lowest_to_highest(position: Position, programme: Programme) -> ValueOrReason:
    parts = parts_of(position, programme)
    if isinstance(parts, Sentence):
        return parts
    large = [part.coverage for part in parts if part.base and part.base.count >= SMALLEST_BASE and part.coverage]
    value = formulas.lowest_to_highest(large)
    if value is None:
        return say("fewer than two regions inside are large enough to compare")
    return value, {"of": len(large), "left_out": len(parts) - len(large)}


def gini(position: Position, programme: Programme) -> ValueOrReason:
    parts = parts_of(position, programme)
    if isinstance(parts, Sentence):
        return parts
    value = formulas.gini_of_gap(_pairs(parts))
    return say("nobody is shown as lacking anywhere") if value is None else (value, {"of": len(parts)})


def theil(position: Position, programme: Programme) -> ValueOrReason:
    parts = parts_of(position, programme)
    if isinstance(parts, Sentence):
        return parts
    people = {
        code: figures.population.count
        for code in regencies_of(position)
        if (figures := position.figures(code)).population is not None
    }
    tiers = TIER_RULES[position.settings.regency_tier_rule].classify(people)
    groups: dict[str, list[tuple[int, int]]] = {}
    for part in parts:
        groups.setdefault(tiers.get(part.region, "unknown"), []).extend(_pairs((part,)))
    split = formulas.theil_split(groups)
    if split is None:
        return say("nobody is shown as lacking anywhere")
    detail: dict[str, object] = {"of": len(parts), "between": _exact(split.between), "within": _exact(split.within)}
    return _exact(split.total), detail


def _pairs(parts: tuple[Counts, ...]) -> list[tuple[int, int]]:
    return [(p.numerator.count, p.base.count) for p in parts if p.numerator is not None and p.base is not None]


def _exact(value: float) -> Fraction:
    return Fraction(value).limit_denominator(10**12)
