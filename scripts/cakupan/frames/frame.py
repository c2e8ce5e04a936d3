"""A data frame of regions: values to calculate with, addresses, dates and sources beside them. Exact values are in `rows`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from cakupan.errors import UsageError, message
from cakupan.frames.columns import FrameColumn, columns_of
from cakupan.frames.rows import Row, Value, rows_inside
from cakupan.indicators import Position
from cakupan.indicators.bounds import REASONS
from cakupan.indicators.insisted import FLAG as INSISTED_FLAG
from cakupan.languages import Lang
from cakupan.regions import Level, level_of, named_levels
from cakupan.words.language import Said, marked

if TYPE_CHECKING:
    import pandas as pd

BELOW: dict[Level, Level] = {
    "national": "province", "province": "regency", "regency": "district", "district": "village", "village": "village",
}  # fmt: skip
"""The level of the regions right inside one; a village has none, and stands beside its neighbours."""
DEPTH: dict[Level, int] = {"national": 0, "province": 1, "regency": 2, "district": 3, "village": 4}


class Facts(dict[str, Any]):
    """One of the attributes of a frame: facts by column, region or source.

    pandas copies the attributes of a frame deeply into whatever is made of it, hundreds of times in a notebook. A copy of these is one
    of its own; what stands in it is shared, for nobody changes a fact in place.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> Facts:
        return Facts(self)


def frame_of(
    position: Position,
    lang: Lang,
    level: Level | None = None,
    *,
    within: str | None = None,
    programmes: Iterable[str] | None = None,
    sources: bool = False,
) -> pd.DataFrame:
    """Return the regions of a level inside of a region as a data frame, one row each, by code.

    level: None for the level right below. within: a code; None for the position's own region. programmes: ids; None for all that have
    figures. sources: also columns `*_as_of`, `*_source` of each measure, `capped`, and `*_low`, `*_high` of each indicator that is not exact
    for some region: what it truly lies between, missing on a side without a bound; `attrs["why"]` says why. Counts are nullable integers,
    shares percent.
    Raises UsageError for a level that is none, or above the region.
    """
    place = position.code if within is None else position.regions.get(within).code
    level = BELOW[level_of(place)] if level is None else level
    if level not in DEPTH:
        raise UsageError(
            message("there is no level {level}; there are {DEPTH}", level=repr(level), DEPTH=", ".join(DEPTH))
        )
    if DEPTH[level] < DEPTH[level_of(place)]:
        raise UsageError(
            message(
                'no {level} lies inside of {place}; write within= the code of a region above, such as "ID"',
                level=named_levels((level,)),
                place=place,
            )
        )
    columns = columns_of(position, programmes)
    rows = rows_inside(position, level, place)
    return _framed(position, lang, rows, columns, {"level": level, "within": place}, sources)


def _framed(
    position: Position,
    lang: Lang,
    rows: Sequence[Row],
    columns: Sequence[FrameColumn],
    place: dict[str, str],
    sources: bool,
) -> pd.DataFrame:
    import pandas as pd

    cells: dict[str, Any] = {}
    for column in columns:
        cells[column.id] = _cells(column, rows, lang)
        if column.id == "coverage":
            cells["coverage_low"], cells["coverage_high"] = _bounds(rows)
        elif sources and any(column.id in row.between and not row.between[column.id].is_exact for row in rows):
            cells |= _between(column, rows)
    if sources:
        cells |= _provenance(rows, columns)
        cells["capped"] = pd.array([row.capped for row in rows], dtype="boolean")
    index = pd.Index([row.region.code for row in rows], name="region", dtype="str")
    frame = pd.DataFrame(cells, index=index)
    about = _attributes(position, rows, columns, place, lang)
    about["titles"] |= {name: title for name, title in _titles_of_bounds(columns).items() if name in cells}
    frame.attrs.update({name: Facts(one) if isinstance(one, dict) else one for name, one in about.items()})
    return frame


def _cells(column: FrameColumn, rows: Sequence[Row], lang: Lang) -> Any:
    import pandas as pd

    if column.id == "name":
        return pd.array([row.region.short(lang) for row in rows], dtype="str")
    if column.id == "parent":
        return pd.array([row.region.parent for row in rows], dtype="str")
    cells = [row.values.get(column.id) for row in rows]
    if column.is_count:
        return _integers(cells)
    return _floats(cells)


def _integers(cells: Sequence[Value]) -> Any:
    import numpy as np
    import pandas as pd

    values = np.array([0 if value is None else int(value) for value in cells], dtype="int64")
    return pd.arrays.IntegerArray(values, np.array([value is None for value in cells], dtype=bool))


def _floats(values: Iterable[Value]) -> Any:
    import numpy as np

    return np.array([np.nan if value is None else float(value) for value in values], dtype="float64")


def _bounds(rows: Sequence[Row]) -> tuple[Any, Any]:
    """The lowest and the highest that each coverage can truly be; missing where there is no bound on that side."""
    values = [row.values.get("coverage") for row in rows]
    low = [None if row.bounds.get("coverage") == "upper" else value for row, value in zip(rows, values, strict=True)]
    high = [None if row.bounds.get("coverage") == "lower" else value for row, value in zip(rows, values, strict=True)]
    return _floats(low), _floats(high)


def _between(column: FrameColumn, rows: Sequence[Row]) -> dict[str, Any]:
    """What the values of an indicator truly lie between, in two columns; the value itself where it is exact."""
    sides: dict[str, list[Value]] = {"low": [], "high": []}
    for row in rows:
        known = row.between.get(column.id)
        value = row.values.get(column.id)
        sides["low"].append(value if known is None else known.low)
        sides["high"].append(value if known is None else known.high)
    return {
        f"{column.id}_{side}": _integers(values) if column.is_count else _floats(values)
        for side, values in sides.items()
    }


def _provenance(rows: Sequence[Row], columns: Sequence[FrameColumn]) -> dict[str, Any]:
    import pandas as pd

    cells: dict[str, Any] = {}
    for measure in _measures(columns):
        behind = [row.behind.get(measure) for row in rows]
        cells[f"{measure}_as_of"] = pd.array([None if one is None else one.as_of for one in behind], dtype="str")
        cells[f"{measure}_source"] = pd.array([None if one is None else one.source for one in behind], dtype="str")
    return cells


def _measures(columns: Sequence[FrameColumn]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(measure for column in columns for measure in column.measures))


def _attributes(
    position: Position, rows: Sequence[Row], columns: Sequence[FrameColumn], place: dict[str, str], lang: Lang
) -> dict[str, Any]:
    """What belongs to the values and fits into no cell, as JSON: units, addresses, titles, definitions, dates and sources by column.

    why: for which reasons some values of a column are no exact ones: cap, dates, base (see `indicators.bounds`).
    """
    dates: dict[str, list[str]] = {}
    keys: dict[str, list[str]] = {}
    for measure in _measures(columns):
        behind = [one for row in rows if (one := row.behind.get(measure)) is not None]
        dates[measure] = sorted({one.as_of for one in behind})
        keys[measure] = sorted({one.source for one in behind})
    known = position.observations.sources
    named = sorted({key for sources in keys.values() for key in sources if key in known})

    def of(column: FrameColumn, facts: dict[str, list[str]]) -> list[str]:
        return sorted({fact for measure in column.measures for fact in facts[measure]})

    counted = [column for column in columns if column.what]
    notes = {column.id: texts for column in counted if (texts := _notes(rows, column))}
    grid = {row.region.code: [*row.region.tile, row.region.abbr] for row in rows if row.region.tile}
    spots = {row.region.code: list(row.region.spot) for row in rows if row.region.spot}
    return {
        **place,
        "edition": position.edition.isoformat(),
        "simulated": position.observations.simulated,
        **({"tiles": grid} if grid else {}),
        **({"places": spots} if spots else {}),
        **({"notes": notes} if notes else {}),
        "titles": {column.id: dict(column.label) for column in columns},
        "units": {column.id: column.unit for column in counted},
        "addresses": {column.id: column.what for column in counted},
        "definitions": {column.id: column.definition[lang] for column in counted if column.definition.get(lang)},
        "why": {column.id: reasons for column in counted if (reasons := _reasons(rows, column))},
        "dates": {column.id: of(column, dates) for column in counted},
        "sources": {column.id: of(column, keys) for column in counted},
        "source_titles": {key: known[key].title for key in named},
    }


def _titles_of_bounds(columns: Sequence[FrameColumn]) -> dict[str, dict[str, str]]:
    """The headings of the columns that say between what values lie, in every language."""
    sides = {"low": Said(marked("at least")), "high": Said(marked("at most"))}
    return {
        f"{column.id}_{side}": {lang: f"{label}, {words[lang]}" for lang, label in column.label.items()}
        for column in columns
        if column.what
        for side, words in sides.items()
    }


def _reasons(rows: Sequence[Row], column: FrameColumn) -> list[str]:
    """Why values of a column are no exact ones, in a fixed order; empty where all are exact."""
    reasons = {reason for row in rows if column.id in row.between for reason in row.between[column.id].why}
    return [reason for reason in REASONS if reason in reasons]


def _notes(rows: Sequence[Row], column: FrameColumn) -> dict[str, str]:
    """By code of the region, what must be said of a column's figures: those that an office took on its own word, with the reason."""
    pairs = ((row.region.code, row.behind.get(measure)) for row in rows for measure in column.measures)
    return {
        code: f"{INSISTED_FLAG}: taken on the office's word: {one.insisted}"
        for code, one in pairs
        if one is not None and one.insisted
    }
