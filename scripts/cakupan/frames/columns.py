"""The columns of a table of regions: for each its name, address, unit, format and label. The one specification of them.

What stands in the cells is found in `rows`; how a number looks is the matter of `words.numbers`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from cakupan.indicators import Position
from cakupan.indicators.programmes import programmes_of
from cakupan.programmes import Definitions, Names, Programme
from cakupan.words.language import Said, marked

Unit = Literal["people", "percent", "rank", "text"]

KINDS_IN_FRAMES = ("gap", "coverage", "to_target", "attainment", "rank", "tier_rank", "share_of_gap")
"""Kinds of indicators that frames have of a programme, in the order of the columns."""

OLD_PROGRAMMES = {
    "ktp_el": {
        "gap": "unrecorded", "coverage": "coverage", "to_target": "to_target", "rank": "rank", "tier_rank": "tier_rank",
        "share_of_gap": "share_of_gap",
    },
    "ikd": {"coverage": "ikd_rate", "attainment": "ikd_attainment", "to_target": "ikd_to_target"},
}  # fmt: skip
"""Plain names of the columns of the two programmes that have indicators by number; of all others the name is `kia_coverage`."""


@dataclass(frozen=True)
class FrameColumn:
    """A column. what: the address of a cell after the code of its region ("K01", "recorded", "kia.coverage"), empty for words.

    places: decimals in print. measures: those that the value is computed from, whose dates and sources it has.
    """

    id: str
    what: str
    unit: Unit
    label: Names
    places: int = 0
    measures: tuple[str, ...] = ()
    programme: str = ""

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
        columns += [_indicator(definitions, programme, kind) for kind in KINDS_IN_FRAMES if name_of(programme, kind)]
    first: dict[str, FrameColumn] = {}
    for column in columns:
        first.setdefault(column.id, column)
    return tuple(first.values())


def name_of(programme: Programme, kind: str) -> str:
    """Return the name of the column of a programme's indicator; empty where frames have none."""
    known = OLD_PROGRAMMES.get(programme.id)
    return f"{programme.id}_{kind}" if known is None else known.get(kind, "")


def _measure(definitions: Definitions, measure: str, programme: str) -> FrameColumn:
    name = {lang: text[:1].upper() + text[1:] for lang, text in definitions.measures[measure].name.items()}
    return FrameColumn(measure, measure, "people", name, measures=(measure,), programme=programme)


def _indicator(definitions: Definitions, programme: Programme, kind: str) -> FrameColumn:
    known = definitions.kinds[kind]
    unit: Unit = "percent" if known.unit == "percent" else "rank" if known.unit == "rank" else "people"
    label: Names = dict(known.name)
    if programme.id != "ktp_el":
        label = {lang: f"{programme.short[lang]}: {text[:1].lower()}{text[1:]}" for lang, text in known.name.items()}
    elif kind == "gap":
        label = {lang: text[:1].upper() + text[1:] for lang, text in programme.lack.items()}
    places = 2 if unit == "percent" else 0
    what, measures = programme.address(kind), (programme.numerator, programme.base)
    return FrameColumn(name_of(programme, kind), what, unit, label, places, measures, programme.id)
