"""How many regions reach what: the ministry's coverage classes, counts below a threshold, the median, the fewest with most.

These describe a set of figures; indicators with notes and sources are in `spread`.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from cakupan.indicators import formulas
from cakupan.indicators.figures import Figures
from cakupan.indicators.forecast import median


class CoverageClasses(NamedTuple):
    """Numbers of regions in the classes that the ministry published in August 2024."""

    from_100: int
    from_80: int
    from_60: int
    below_60: int


def coverages(figures: Iterable[Figures]) -> dict[str, Fraction]:
    """Coverage in percent of the regions that have one, by code."""
    return {f.region.code: f.coverage for f in figures if f.coverage is not None}


def coverage_classes(figures: Iterable[Figures]) -> CoverageClasses:
    """Regions at 100 percent or more, from 80, from 60, and below. Source: Ditjen Dukcapil, 7 August 2024."""
    values = coverages(figures).values()
    at_least = [sum(1 for value in values if value >= edge) for edge in (100, 80, 60)]
    return CoverageClasses(at_least[0], at_least[1] - at_least[0], at_least[2] - at_least[1], len(values) - at_least[2])


def number_below(figures: Iterable[Figures], percent: Fraction | int) -> int:
    """How many regions have a coverage below a percentage."""
    return sum(1 for value in coverages(figures).values() if value < percent)


def number_reaching(figures: Iterable[Figures], percent: Fraction | int) -> int:
    """How many regions have a coverage of at least a percentage."""
    return sum(1 for value in coverages(figures).values() if value >= percent)


def median_coverage(figures: Iterable[Figures]) -> Fraction | None:
    """The middle coverage, percent; each region counts once, whatever its size."""
    values = list(coverages(figures).values())
    return median(values) if values else None


def lowest(figures: Iterable[Figures], n: int = 1) -> tuple[tuple[str, Fraction], ...]:
    """The regions of lowest coverage with it, lowest first, ties by code."""
    return tuple(sorted(coverages(figures).items(), key=lambda item: (item[1], item[0]))[:n])


def fewest_holding(figures: Iterable[Figures], share: Fraction) -> formulas.Concentration | None:
    """The fewest regions that hold a share of all unrecorded people."""
    return formulas.concentration({f.region.code: f.gap for f in figures if f.gap is not None}, share)
