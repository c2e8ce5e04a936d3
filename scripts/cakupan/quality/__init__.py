"""Data-quality flags F01–F16: what a reader should doubt, as pure rules over observations. Nothing is repaired or left out.

`model` says what a flag is; the rules are in `levels`, `series`, `sums` and `printed`, those for raw tables in `incoming`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from cakupan.observations import Observations
from cakupan.quality import levels, printed, series, sums
from cakupan.quality.model import ORDER, Case, Flag, Severity, Thresholds, to_json
from cakupan.regions import NATION, Level
from cakupan.settings import Settings

__all__ = ["RULES", "Flag", "Severity", "Thresholds", "check", "to_json"]

RULES: tuple[Callable[[Case], Iterator[Flag]], ...] = (
    levels.over_hundred,
    series.total_falls,
    series.base_falls,
    series.jumps,
    series.repeats,
    sums.parts_and_whole,
    levels.adult_share,
    levels.more_active_than_recorded,
    series.breaks,
    series.child_set,
    printed.impossible_dates,
    printed.mixed_bases,
    printed.irreproducible,
    series.holes,
    printed.on_somebodys_word,
)
"""F01 to F12, F14 and F16; F13 and F15 are faults that no loaded table can have."""


def check(
    observations: Observations,
    code: str | None = None,
    edition: dt.date | None = None,
    settings: Settings | None = None,
    thresholds: Thresholds | None = None,
) -> list[Flag]:
    """All flags of a region and of the regions right inside it, up to an edition.

    code: None for all regions, but of districts and villages only those in observations.csv; tens of thousands in slices are asked for
    by what they are inside of.
    Ordered by flag, then region, then date. Raises UnknownRegion.
    """
    regions = observations.regions
    codes = (
        _all(observations)
        if code is None
        else (regions.get(code).code, *(child.code for child in regions.children(code)))
    )
    day = edition or dt.date.max
    cases = (
        Case(observations, region, day, settings or observations.settings, thresholds or Thresholds())
        for region in codes
    )
    flags = [flag for case in cases for rule in RULES for flag in rule(case)]
    return sorted(flags, key=lambda flag: (flag.flag, flag.region, flag.dates, ORDER.index(flag.severity)))


def _all(observations: Observations) -> tuple[str, ...]:
    levels: tuple[Level, ...] = ("province", "regency")
    upper = [code for level in levels for code in observations.regions.codes(level)]
    return (NATION, *upper, *dict.fromkeys(region for (region, _), _ in observations.listed_below()))
