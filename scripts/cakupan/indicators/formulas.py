"""The arithmetic of K01–K28 on exact integers and fractions: pure functions, no region, no date, no rounding.

Which figures go in, and what is said beside the result, is decided in `figures` and `catalogue`.
Source of all definitions: data/indicators.toml and data/definitions.md, formulas.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple


def percentage(part: int, base: int) -> Fraction | None:
    """100·part/base in percent, uncapped; None for an empty base (K01, K06, K28).

    >>> float(percentage(2843891, 2861471))
    99.38563067736838
    """
    return Fraction(100 * part, base) if base > 0 else None


def gross_gap(pairs: Sequence[tuple[int, int]]) -> int:
    """People unrecorded, surpluses of other regions not netted off: Σ max(0, D − N) over (N, D) pairs (K03)."""
    return sum(max(0, base - recorded) for recorded, base in pairs)


def share_of_gap(gap: int, gaps: Sequence[int]) -> Fraction | None:
    """A region's percent of the sum of all gaps, negative gaps clipped to 0 (K04); None where nobody is unrecorded."""
    total = sum(max(0, other) for other in gaps)
    return Fraction(100 * max(0, gap), total) if total else None


def people_to_target(share: Fraction, base: int, reached: int) -> int:
    """People still needed: max(0, ⌈share·base⌉ − reached), exact before the ceiling (K05, K09).

    >>> people_to_target(Fraction(30, 100), 2860701, 156639)
    701572
    """
    return max(0, math.ceil(share * base) - reached)


def attainment(reached: int, share: Fraction, base: int) -> Fraction | None:
    """Percent of a target of `share` of `base` (K08 = K06/τ); may exceed 100."""
    return Fraction(100 * reached) / (share * base) if share * base > 0 else None


def competition_ranks(values: Mapping[str, Fraction], tie_places: int = 2) -> dict[str, int]:
    """Rank 1 = highest; equal at the printed decimals shares a rank, the next is skipped: 1, 1, 3 (K15, K16)."""
    from cakupan.words.numbers import round_half_up

    rounded = {code: round_half_up(value, tie_places) for code, value in values.items()}
    ordered = sorted(rounded.values(), reverse=True)
    first_place = {value: place for place, value in reversed(list(enumerate(ordered, start=1)))}
    return {code: first_place[value] for code, value in rounded.items()}


def percentile(rank: int, n: int) -> Fraction | None:
    """Percent of the others that are not ahead: 100·(n−rank)/(n−1); None for a field of one (K17)."""
    return Fraction(100 * (n - rank), n - 1) if n > 1 else None


class Concentration(NamedTuple):
    """The fewest regions that hold a share of the gap: their codes, largest first, and the people in them."""

    codes: tuple[str, ...]
    people: int
    total: int


def concentration(gaps: Mapping[str, int], share: Fraction = Fraction(4, 5)) -> Concentration | None:
    """The fewest regions holding at least `share` of all unrecorded people, ties by code (K22); None without a gap."""
    clipped = {code: max(0, gap) for code, gap in gaps.items()}
    total = sum(clipped.values())
    if total == 0:
        return None
    chosen: list[str] = []
    people = 0
    for code in sorted(clipped, key=lambda c: (-clipped[c], c)):
        if people >= share * total:
            break
        chosen.append(code)
        people += clipped[code]
    return Concentration(tuple(chosen), people, total)


class Decomposition(NamedTuple):
    """A change of coverage in percentage points, split exactly into its two causes (K23, K24)."""

    recording: Fraction
    base: Fraction

    @property
    def total(self) -> Fraction:
        """The change of coverage itself; always the exact sum of the two."""
        return self.recording + self.base


def decompose(n0: int, d0: int, n1: int, d1: int) -> Decomposition | None:
    """Split 100·(N₁/D₁ − N₀/D₀) into the effect of recording and the effect of the base; None for an empty base.

    Midpoint (Shapley) weights, so that the two add up exactly and neither is taken first.
    """
    if d0 <= 0 or d1 <= 0:
        return None
    half = Fraction(1, 2)
    recording = 100 * (n1 - n0) * half * (Fraction(1, d0) + Fraction(1, d1))
    base = 100 * half * (n0 + n1) * (Fraction(1, d1) - Fraction(1, d0))
    return Decomposition(recording, base)


def lowest_to_highest(coverages: Sequence[Fraction]) -> Fraction | None:
    """Lowest over highest coverage, 1 = all alike (K19); None for fewer than two regions or a highest of 0."""
    if len(coverages) < 2 or max(coverages) == 0:
        return None
    return min(coverages) / max(coverages)


def gini_of_gap(pairs: Sequence[tuple[int, int]]) -> Fraction | None:
    """Gini of unrecorded people over wajib KTP, from (N, D) pairs: 0 = spread like the base, →1 = in one place (K20).

    Lorenz curve of max(0, D−N) against D, regions ordered by unrecorded share. None without a gap.
    """
    cells = _gap_cells(pairs)
    gap, base = sum(g for g, _ in cells), sum(d for _, d in cells)
    if gap == 0 or len(cells) < 2:
        return None
    cells.sort(key=lambda cell: Fraction(cell[0], cell[1]))
    area = 0
    before = 0
    for missing, people in cells:
        after = before + missing
        area += people * (before + after)
        before = after
    return 1 - Fraction(area, gap * base)


class TheilSplit(NamedTuple):
    """Theil T of the unrecorded share: total = between + within; contributions: the within part of each group."""

    total: float
    between: float
    within: float
    contributions: dict[str, float]


def theil_of_gap(pairs: Sequence[tuple[int, int]]) -> float | None:
    """Theil T of the unrecorded share, weighted by wajib KTP, from (N, D) pairs: ≥ 0, 0·ln 0 = 0 (K21)."""
    cells = _gap_cells(pairs)
    gap, base = sum(g for g, _ in cells), sum(d for _, d in cells)
    if gap == 0 or len(cells) < 2:
        return None
    return max(0.0, math.fsum(_theil_terms(cells, gap, base)))


def theil_split(groups: Mapping[str, Sequence[tuple[int, int]]]) -> TheilSplit | None:
    """Theil T of all groups together, split into what lies between the groups and within each of them (K21)."""
    cells = {name: _gap_cells(pairs) for name, pairs in groups.items()}
    sums = {name: (sum(g for g, _ in group), sum(d for _, d in group)) for name, group in cells.items() if group}
    total = theil_of_gap([pair for pairs in groups.values() for pair in pairs])
    if total is None:
        return None
    gap, base = sum(g for g, _ in sums.values()), sum(d for _, d in sums.values())
    between = math.fsum(_theil_terms(list(sums.values()), gap, base))
    inside = {name: (g / gap) * math.fsum(_theil_terms(cells[name], g, d)) for name, (g, d) in sums.items() if g}
    return TheilSplit(total, max(0.0, between), math.fsum(inside.values()), inside)


def _gap_cells(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(max(0, d - n), d) for n, d in pairs if d > 0]


def _theil_terms(cells: Sequence[tuple[int, int]], gap: int, base: int) -> list[float]:
    """(gᵢ/g)·ln((gᵢ/dᵢ)/(g/d)) of the cells with a gap."""
    return [g / gap * math.log(g * base / (d * gap)) for g, d in cells if g]
