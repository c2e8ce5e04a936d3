"""Numbers that our own sections print without an address: each must be one that the data gives for the report's region.

Their values are computed again: indicators with all details, changes, concentration, quality flags, verdicts on claims, counts of
regions, and the limits that rules are set to. What none of them has is a fault in a briefing of ours, and free text in an analyst's own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from cakupan.briefing.published import ClaimsBriefing, concerning, read_claims_of
from cakupan.indicators import Figures, Position, compute, formulas
from cakupan.indicators.change import compare
from cakupan.indicators.comparable import pairs
from cakupan.indicators.hidden import ASSUMED
from cakupan.indicators.pace import KINDS, outlook
from cakupan.indicators.ranking import standing
from cakupan.languages import Lang
from cakupan.quality import Thresholds, check
from cakupan.regions import NATION
from cakupan.words.sentences import Sentence, Speaker, Value

SHARES = (Fraction(1, 4), Fraction(1, 2), Fraction(4, 5))
"""Shares of all unrecorded people that the curve of regencies tells the fewest regions of."""
CLASSES = (Fraction(80), Fraction(95), Fraction("97.5"), Fraction("99.4"))
"""Bounds of the classes of the map. Source: domain guide, section 7."""
SURPLUSES = (Fraction(1, 2), Fraction(1), Fraction(2))
"""Percent of wajib KTP that the table "What if?" assumes."""


def values_of(position: Position, claims: Path, lang: Lang, of_all_claims: bool = False) -> frozenset[Fraction]:
    """Every number that a report of a region may print without an address; of_all_claims: that of the claims of all regions."""
    known = set(_inside(compute(position)))
    known |= set(_inside([outlook(position, kind).why for kind in KINDS]))
    known |= set(_of_change(position)) | set(_of_regions(position)) | set(_of_flags(position))
    known |= set(_of_siblings(position)) | set(_of_above(position))
    known |= {*CLASSES, ASSUMED, 100 * ASSUMED, *SURPLUSES, *_inside(Thresholds()), *_inside(position.settings)}
    known.add(Fraction(position.settings.withhold_below - 1))  # withheld: "between 1 and 9 people"
    if claims.exists():
        table = read_claims_of(claims)
        mine = table if of_all_claims else concerning(table, position.code)
        judged = ClaimsBriefing(
            position.observations, mine, position.edition.isoformat(), Speaker(lang, position.regions)
        )
        known |= set(_inside(judged.verdicts))
    return frozenset(known)


def _of_change(position: Position) -> Iterator[Fraction]:
    """Coverage and gap of each comparable date, and what changed between any two."""
    points = pairs(position)
    yield from map(Fraction, range(len(points) + 1))
    for place, pair in enumerate(points):
        yield from _with_share(pair.recorded.value, pair.base.value)
        for later in points[place + 1 :]:
            step = compare(pair.recorded.value, pair.base.value, later.recorded.value, later.base.value)
            if step is not None:
                known = [getattr(step, field.name) for field in fields(step)]
                change = Fraction(100 * later.recorded.value, later.base.value) - Fraction(
                    100 * pair.recorded.value, pair.base.value
                )
                yield from (abs(value) * sign for value in [*_inside(known), change] for sign in (1, -1))
                yield from (Fraction(abs(later.gap - pair.gap)), Fraction(later.recorded.value - pair.recorded.value))


def _with_share(recorded: int, base: int) -> Iterator[Fraction]:
    yield Fraction(base - recorded)
    if base:
        yield from (Fraction(100 * recorded, base), Fraction(100 * (base - recorded), base))


def _of_regions(position: Position) -> Iterator[Fraction]:
    """How many regions of each level there are, and the fewest with most of the people unrecorded."""
    regions = position.regions
    yield from (Fraction(len(regions.provinces)), Fraction(len(regions.regencies)))
    yield from (Fraction(len(regions.children(position.code))), Fraction(1 + len(regions.children(position.code))))
    yield from _inside(standing(position))  # among how many, in the nation, the class and the province
    gap = position.own.gap
    if gap is not None and gap < 0:
        yield Fraction(-gap)
    finest = position.regencies if position.code == NATION else position.parts
    gaps = {f.region.code: f.gap for f in finest if f.gap is not None}
    for share in SHARES:
        fewest = formulas.concentration(gaps, share)
        if fewest is not None:
            yield from map(Fraction, (len(fewest.codes), fewest.people, fewest.total))
        yield share * 100


def _of_siblings(position: Position) -> Iterator[Fraction]:
    """What of all people unrecorded in the regions beside a regency, each below 100 percent, is its own; and of those with figures of its dates."""
    beside = (
        [position.figures(region.code) for region in position.regions.children(position.code[:2])]
        if len(position.code) == 4
        else []
    )
    own = position.own
    for field in (beside, [one for one in beside if _days(one) == _days(own)]):
        known = [max(0, one.gap) for one in field if one.gap is not None]
        if own.gap is not None and any(known):
            yield from (Fraction(100 * own.gap, sum(known)), Fraction(len(known)), Fraction(len(beside)))


def _days(figures: Figures) -> tuple[dt.date | None, ...]:
    return tuple(one.day if one is not None else None for one in (figures.recorded, figures.wajib_ktp))


def _of_above(position: Position) -> Iterator[Fraction]:
    """What of the people unrecorded in the region above a district or village is its own."""
    if len(position.code) > 4:
        own, above = position.own.gap, position.figures(position.region.parent).gap
        if own is not None and above:
            yield Fraction(100 * own, above)


def _of_flags(position: Position) -> Iterator[Fraction]:
    """The figures in flags, and how many regions carry none."""
    flags = check(position.observations, position.code, position.edition, position.settings)
    yield from _inside([flag.message for flag in flags])
    yield from _inside([flag.rows for flag in flags])
    yield from (Fraction(n) for n in range(len(position.regions.children(position.code)) + 2))


def _inside(thing: object) -> Iterator[Fraction]:
    """Every number inside a value, however deep, those of sentences included."""
    if (isinstance(thing, int | Fraction) and not isinstance(thing, bool)) or isinstance(thing, Decimal):
        yield Fraction(thing)
    elif isinstance(thing, str):
        return
    elif isinstance(thing, Sentence | Value):
        yield from _inside(thing.values if isinstance(thing, Sentence) else thing.value)
    elif isinstance(thing, Mapping):
        yield from _inside(list(thing.values()))
    elif isinstance(thing, Iterable):
        for value in thing:
            yield from _inside(value)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from _inside(getattr(thing, field.name))
