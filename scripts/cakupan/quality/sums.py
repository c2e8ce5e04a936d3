"""F06: regions inside that do not add up to the whole, measure by measure, for complete lists and for nearly complete ones."""

from __future__ import annotations

from collections.abc import Iterator

from cakupan.indicators.model import MEASURE_NAMES
from cakupan.observations import Observation
from cakupan.observations.observation import HEADLINE_MEASURES, REGISTER_SYSTEMS
from cakupan.quality.model import Case, Flag
from cakupan.regions import Region
from cakupan.words.sentences import Sentence, Value, count, date, listed, named, place, say

Origin = tuple[str, str]
"""Reference date, and the system of a register or else the source."""


def _origin(row: Observation) -> Origin:
    return row.as_of, row.system if row.system in REGISTER_SYSTEMS else row.source


def parts_and_whole(case: Case) -> Iterator[Flag]:
    """F06: the figures of the regions inside against the region's own of the same date and origin."""
    children = case.observations.regions.children(case.code)
    if not children:
        return
    for measure in (*HEADLINE_MEASURES, *_further(case)):
        parts = _parts(case, measure, children)
        for whole in case.sound(measure):
            by_region = parts.get(_origin(whole))
            if by_region:
                flag = _compare(case, measure, whole, by_region, children)
                if flag is not None:
                    yield flag


def _further(case: Case) -> tuple[str, ...]:
    """The measures of further programmes: counts whose parts add up, as those of recording do."""
    return tuple(dict.fromkeys(measure for one in case.observations.definitions.further for measure in one.measures))


def _name(case: Case, measure: str) -> Sentence | Value:
    known = case.observations.definitions.measures.get(measure)
    return say(MEASURE_NAMES[measure]) if measure in MEASURE_NAMES or known is None else named(known.name)


def _parts(case: Case, measure: str, children: tuple[Region, ...]) -> dict[Origin, dict[str, Observation]]:
    parts: dict[Origin, dict[str, Observation]] = {}
    for child in children:
        for row in case.observations.all(child.code, measure):
            if row.status == "ok" and not row.area and not row.rounded and row.day <= case.edition:
                parts.setdefault(_origin(row), {})[child.code] = row
    return parts


def _compare(
    case: Case, measure: str, whole: Observation, parts: dict[str, Observation], children: tuple[Region, ...]
) -> Flag | None:
    total = sum(row.count for row in parts.values())
    absent = [child.code for child in children if child.code not in parts]
    enough = len(parts) >= case.thresholds.listed * len(children)
    if total == whole.count or not (total > whole.count or enough):
        return None
    values: dict[str, Value | Sentence] = {
        "what": _name(case, measure), "day": date(whole.as_of), "n": count(len(parts)), "of": count(len(children)),
        "total": count(total), "whole": count(whole.count), "difference": count(abs(whole.count - total)),
    }  # fmt: skip
    if absent and total < whole.count:
        message = say(
            "{what} of {day}: {n} of {of} regions inside are listed and sum to {total}, {difference} short of {whole}; not listed: {absent}",
            absent=listed(tuple(place(code) for code in absent)), **values,
        )  # fmt: skip
    elif total < whole.count:
        message = say(
            "{what} of {day}: the {of} regions inside sum to {total}, {difference} short of {whole}", **values
        )
    else:
        message = say(
            "{what} of {day}: {n} of {of} regions inside sum to {total}, {difference} more than {whole}", **values
        )
    return Flag("F06", case.code, "error", message, (whole.as_of,), (whole, *parts.values()))
