"""The columns of a table of regions: for each its name, address, unit, format and label. The one specification of them.

What stands in the cells is found in `rows`; how a number looks is the matter of `words.numbers`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from cakupan.indicators import Position
from cakupan.indicators.programmes import programmes_of
from cakupan.programmes import Definitions, IndicatorKind, Names, Programme
from cakupan.programmes.model import NO_NAMES
from cakupan.words.language import Said, marked

Unit = Literal["people", "percent", "rank", "text"]


@dataclass(frozen=True)
class FrameColumn:
    """A column. what: the address of a cell after the code of its region ("K01", "recorded", "kia.coverage"), empty for words.

    places: decimals in print. measures: those that the value is computed from, whose dates and sources it has. definition: what it is,
    as `cakupan define` prints it.
    """

    id: str
    what: str
    unit: Unit
    label: Names
    places: int = 0
    measures: tuple[str, ...] = ()
    programme: str = ""
    definition: Names = field(default_factory=lambda: NO_NAMES)

    @property
    def is_count(self) -> bool:
        """Whether its values are whole numbers."""
        return self.unit in ("people", "rank")


WORDS: tuple[FrameColumn, ...] = (
    FrameColumn("name", "", "text", Said(marked("Region"))),
    FrameColumn("parent", "", "text", Said(marked("Region above"))),
)
"""Columns of words, first in every frame."""

POPULATION = "population"


def columns_of(position: Position, programmes: Iterable[str] | None = None) -> tuple[FrameColumn, ...]:
    """Return the columns that frames have of the data's programmes, or of some by id. Raises UsageError for an unknown programme."""
    definitions = position.observations.definitions
    known = programmes_of(position)
    if programmes is not None:
        asked = {programme.id for programme in definitions.chosen(tuple(programmes))}
        known = tuple(programme for programme in known if programme.id in asked)
    columns = [*WORDS, _measure(definitions, POPULATION, "")]
    for programme in known:
        counts = (programme.numerator, programme.base)
        columns += [_measure(definitions, measure, programme.id) for measure in counts]
        columns += [_indicator(programme, kind) for kind in definitions.columns if programme.column(kind)]
    first: dict[str, FrameColumn] = {}
    for column in columns:
        first.setdefault(column.id, column)
    return tuple(first.values())


def _measure(definitions: Definitions, measure: str, programme: str) -> FrameColumn:
    known = definitions.measures[measure]
    name = {lang: text[:1].upper() + text[1:] for lang, text in known.name.items()}
    return FrameColumn(
        measure, measure, "people", name, measures=(measure,), programme=programme, definition=known.definition
    )


def _indicator(programme: Programme, kind: IndicatorKind) -> FrameColumn:
    unit: Unit = "percent" if kind.unit == "percent" else "rank" if kind.unit == "rank" else "people"
    plain = programme.columns.get("coverage") == "coverage" and not kind.like  # its columns go without its name
    label = programme.name_of(kind) if plain else programme.called(kind)
    places = 2 if unit == "percent" else 0
    measures = (programme.numerator, kind.base or programme.base)
    what, name = programme.address(kind.id), programme.column(kind)
    return FrameColumn(name, what, unit, label, places, measures, programme.id, kind.definition)
