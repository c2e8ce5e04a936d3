"""What the counts of any programme are worth as bounds: where a source cuts off what is above 100, and where the base is in doubt.

The arithmetic of bounds is in `indicators.bounds`. That of recording, with its notes on regions inside, is in `indicators.caps`.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from cakupan.indicators.bounds import Bounded, at_least, between, exact
from cakupan.indicators.figures import Position
from cakupan.indicators.hidden import Reach, reach_among
from cakupan.indicators.programmes.counts import Counts, counts_of, regencies_of
from cakupan.indicators.programmes.doubts import doubt
from cakupan.observations import Observations
from cakupan.programmes import Programme
from cakupan.regions import NATION


def stands_at_cap(programme: Programme, counts: Counts) -> bool:
    """Whether a region stands at exactly 100 in a source that never shows more: then it means "no gap shown"."""
    return programme.capped and counts.gap == 0 and counts.numerator is not None and counts.numerator.capped


def capped_parts(position: Position, programme: Programme, code: str = "") -> int:
    """How many regencies inside of a province or of the nation stand at the cap, at the date of its own base."""
    code = code or position.code
    if not programme.capped or position.regions.get(code).level not in ("national", "province"):
        return 0
    edition, settings = position.edition, position.settings

    def compute(observations: Observations) -> dict[str, int]:
        capped: dict[str, int] = {}
        for region in (NATION, *(province.code for province in observations.regions.provinces)):
            one = Position(observations, region, edition, settings)
            base = counts_of(one, programme).base
            inside = (counts_of(one, programme, part) for part in regencies_of(one))
            capped[region] = sum(
                1
                for part in inside
                if stands_at_cap(programme, part) and part.base is not None and base is not None and part.base.day == base.day
            )  # fmt: skip
        return capped

    return position.observations.derived(f"capped_{programme.id}", code, (edition, settings), compute) or 0


def is_lower_bound(position: Position, programme: Programme, counts: Counts) -> bool:
    """Whether a coverage is a lower bound: the region, or a regency inside, stands at the cap of its source."""
    return stands_at_cap(programme, counts) or capped_parts(position, programme, counts.region) > 0


def numerator_of(position: Position, programme: Programme, counts: Counts) -> Bounded:
    """Return those who have it: at least so many where parts stand at a cap."""
    assert counts.numerator is not None
    n = counts.numerator.count
    return at_least(n, "cap") if is_lower_bound(position, programme, counts) else exact(n)


def base_of(position: Position, programme: Programme, counts: Counts) -> Bounded:
    """Return the base, with what speaks against it: an implausible share of the population, or another date than the numerator's."""
    assert counts.base is not None and counts.numerator is not None
    base = exact(counts.base.count)
    if counts.region == position.code and doubt(position, programme) is not None:
        base = base.doubted("base")
    return base.doubted("dates") if counts.base.day != counts.numerator.day else base


def coverage_of(position: Position, programme: Programme, counts: Counts) -> Bounded | None:
    """Return the coverage in percent with its bounds; None where it has none."""
    if counts.numerator is None or counts.base is None or counts.base.count <= 0:
        return None
    return numerator_of(position, programme, counts) * 100 / base_of(position, programme, counts)


def people_bounds(position: Position, programme: Programme, value: int) -> Bounded:
    """People lacking, added up over the regencies: at least so many where one stands at a cap, for who is missing there is not counted."""
    capped = capped_parts(position, programme)
    bounds = at_least(value, "cap") if capped else exact(value)
    return bounds.doubted("base") if doubt(position, programme) is not None else bounds


def share_bounds(position: Position, programme: Programme, own: int, total: int) -> Bounded:
    """The share of all gaps of a level: open to both sides where gaps are hidden at a cap."""
    gaps = _firm_gaps(position, programme)
    capped = position.code not in gaps
    firm = sum(gaps.values()) - gaps.get(position.code, 0)
    value = Fraction(100 * own, total)
    low = Fraction(0) if capped else value
    high = Fraction(100 * own, own + firm) if own + firm else Fraction(100)
    high = low if not own else high
    doubts = ("base",) if doubt(position, programme) is not None else ()
    return between(low, value, high, *(("cap",) if low != high else ())).doubted(*doubts)


def _firm_gaps(position: Position, programme: Programme) -> Mapping[str, int]:
    """The gaps of the regions of the level that do not stand at a cap, as a whole or in parts; looked up once in a trace."""

    def compute() -> Mapping[str, int]:
        codes = [region.code for region in position.regions.siblings(position.code)]
        known = {code: counts_of(position, programme, code) for code in codes}
        return {
            code: max(0, counts.gap or 0)
            for code, counts in known.items()
            if not is_lower_bound(position, programme, counts)
        }

    measures = (programme.id, programme.numerator, programme.base)
    key = ("firm gaps", measures, position.region.level, position.edition, position.settings)
    return position.observations.once(key, compute)


def reach_of(position: Position, programme: Programme, *, tier: bool = False) -> Reach | None:
    """Return between which ranks a region stands whatever its source cuts off, in its population class where wanted; None where nothing is cut off."""
    if not programme.capped:
        return None
    edition, settings, level = position.edition, position.settings, position.region.level

    def compute(observations: Observations) -> dict[str, Reach]:
        one = Position(observations, position.code, edition, settings)
        known = {code: counts_of(one, programme, code) for code in (r.code for r in one.regions.siblings(one.code))}
        bounds = {code: coverage_of(one, programme, counts) for code, counts in known.items()}
        groups: dict[str, dict[str, Bounded]] = {}
        for code, bound in bounds.items():
            if bound is not None and (not tier or code in one.tiers):
                groups.setdefault(one.tiers[code] if tier else "", {})[code] = bound
        return {code: reach for group in groups.values() for code, reach in reach_among(group).items()}

    name = f"reach_{'tier_' if tier else ''}{programme.id}"
    return position.observations.derived(name, position.code, (level, edition, settings), compute)


def spread_bounds(position: Position, programme: Programme, kind: str, value: Fraction, parts: int) -> Bounded:
    """An index of gaps, or a ratio of coverages, over regions of which some stand at a cap: who is missing there is not counted."""
    if not capped_parts(position, programme):
        return exact(value)
    if kind == "lowest_to_highest":
        coverages = (counts_of(position, programme, code).coverage for code in regencies_of(position))
        hidden = all(
            coverage is None or coverage >= 100 for coverage in coverages
        )  # then the lowest may be higher, too
        return between(Fraction(0), value, None if hidden else value, "cap")
    most = {"gini": Fraction(1), "concentration": Fraction(parts)}
    return between(Fraction(0), value, most.get(kind), "cap")
