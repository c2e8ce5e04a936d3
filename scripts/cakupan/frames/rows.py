"""The exact values behind a frame, region by region: computed once for a whole level, small counts of districts and villages withheld.

Which counts are withheld is decided in `indicators.small`; making data frames of rows is the matter of `frame`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from cakupan.frames.columns import FrameColumn, columns_of
from cakupan.indicators import CATALOGUE, Indicator, Position
from cakupan.indicators.bounds import Bounded
from cakupan.indicators.programmes import counts_of, indicator, programme_at
from cakupan.indicators.small import LEVELS as SMALL_LEVELS
from cakupan.indicators.small import Kept, kept_inside
from cakupan.observations import Observation, Observations
from cakupan.regions import NATION, Level, Region, level_of
from cakupan.words.bounds import Bound

Value = int | Fraction | None


@dataclass(frozen=True)
class Row:
    """What is known of one region: exact values by column, the observations behind them by measure, and which of them are bounds.

    between: of indicators, the values between which the true one lies, with the reasons.
    """

    region: Region
    values: Mapping[str, Value]
    behind: Mapping[str, Observation]
    bounds: Mapping[str, Bound] = field(default_factory=dict)
    capped: bool = False
    between: Mapping[str, Bounded] = field(default_factory=dict)


@dataclass(frozen=True)
class Rows:
    """The rows of the regions of one level inside a region, by code; its text form is a digest, by which a change is seen."""

    rows: tuple[Row, ...] = field(repr=False)

    def __repr__(self) -> str:
        return self._digest

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    @cached_property
    def _digest(self) -> str:
        contents = [(row.region.code, row.region.name, row.values, row.behind, row.bounds) for row in self.rows]
        return hashlib.sha256(repr(contents).encode()).hexdigest()


def rows_inside(position: Position, level: Level, within: str) -> tuple[Row, ...]:
    """Return the rows of all regions of a level inside of a region, by code; the region itself where it is of that level.

    A row of a province or regency is computed once, whoever asks for it; a report is due when one of its rows changes.
    """
    if level in SMALL_LEVELS:
        return tuple(row for parent in _parents(position, level, within) for row in _small_rows(position, parent))
    edition, settings = position.edition, position.settings

    def compute(observations: Observations) -> dict[str, Rows]:
        inside = [one for one in observations.regions.at(level) if within in (one.code, one.parent or NATION, NATION)]
        return {within: Rows(tuple(_known_row(Position(observations, one.code, edition, settings)) for one in inside))}

    rows = position.observations.derived(f"frame_{level}", within, (level, within, edition, settings), compute)
    return rows.rows if rows is not None else ()


def digest(observations: Observations, address: str, edition: dt.date) -> str | None:
    """Return the digest that a trace would have now under an address such as "frame_regency:64"; None for an unknown one."""
    name, _, region = address.partition(":")
    level = name.removeprefix("frame_")
    if level not in ("national", "province", "regency") or region not in observations.regions.by_code:
        return None
    view = observations.traced()
    rows_inside(Position(view, region, edition), level, region)  # type: ignore[arg-type]
    return view.trace.derived.get(address)


def _known_row(position: Position) -> Row:
    """The row of a region, kept for whoever asks again."""
    key = ("row", position.code, position.edition, position.settings)
    row = position.observations.memo.get(key)
    if row is None:
        row = position.observations.memo[key] = row_of(position)
    assert isinstance(row, Row)
    return row


def row_of(position: Position) -> Row:
    """Return the row of one province, regency or the nation."""
    values: dict[str, Value] = {}
    behind: dict[str, Observation] = {}
    for programme in position.observations.definitions.programmes.values():
        counts = counts_of(position, programme)
        behind |= {row.measure: row for row in (counts.numerator, counts.base) if row is not None}
    own = position.own
    headline = {"recorded": own.recorded, "wajib_ktp": own.wajib_ktp, "ikd_active": own.ikd_active}
    behind |= {name: row for name, row in {**headline, "population": own.population}.items() if row is not None}
    bounds: dict[str, Bound] = {}
    between: dict[str, Bounded] = {}
    for column in columns_of(position):
        if column.unit == "text":
            continue
        if column.what in CATALOGUE or "." in column.what:
            one = _indicator(position, column)
            values[column.id] = None if isinstance(one.value, str) else one.value
            if one.bounds is not None:
                between[column.id] = one.bounds
            if one.bound:
                bounds[column.id] = one.bound
        else:
            row = behind.get(column.what)
            values[column.id] = None if row is None else row.count
    return Row(position.region, values, behind, bounds, position.is_lower_bound, between)


def _indicator(position: Position, column: FrameColumn) -> Indicator:
    if column.what in CATALOGUE:
        return CATALOGUE[column.what](position)
    programme, _, kind = column.what.partition(".")
    return indicator(position, programme_at(position, programme), kind)


# --- districts and villages ---


def _parents(position: Position, level: Level, within: str) -> tuple[str, ...]:
    """The regions right above those of a level inside of a region: the tables that they stand in."""
    above: Level = "regency" if level == "district" else "district"
    if level_of(within) == level:
        return (within[:-2] if level == "district" else within[:-4],)
    prefix = "" if within == NATION else within
    return tuple(code for code in position.regions.codes(above) if code.startswith(prefix))


def _small_rows(position: Position, parent: str) -> tuple[Row, ...]:
    kept = kept_inside(position, parent)
    return tuple(_small_row(position, region, kept) for region in position.regions.children(parent))


def _small_row(position: Position, region: Region, kept: Kept) -> Row:
    """A district or village with the counts that may be told; what is computed from a withheld one is withheld, too."""
    code, figures = region.code, position.figures(region.code)
    base = position.settings.ikd_base
    active_hidden = kept.hides(code) or kept.hides(code, "ikd_active")
    hidden = {
        "recorded": kept.hides(code), "wajib_ktp": not kept.rows.safe, "ikd_active": active_hidden,
        "population": kept.hides(code, "population"),
    }  # fmt: skip
    behind = {
        name: row for name, gone in hidden.items() if not gone and (row := getattr(figures, name)) is not None
    }  # fmt: skip
    values: dict[str, Value] = {name: row.count for name, row in behind.items()}
    if not hidden["recorded"]:
        values |= {"unrecorded": figures.gap, "coverage": figures.coverage}
    if not active_hidden:
        values["ikd_rate"] = figures.ikd_rate(base)
    capped = figures.stands_at_cap and not hidden["recorded"]
    return Row(region, values, behind, {"coverage": "lower", "unrecorded": "lower"} if capped else {}, capped)
