"""One published figure and its source, and the words for what is counted: values without any rule of choice.

Many of them together, and which one an edition uses, are in `model`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from cakupan.words.numbers import last_day

Key = tuple[str, str]
"""A region and a measure."""

INSIDE = "*"
"""In the place of a measure: all figures of the districts or villages right inside a region; of the nation, of all there are."""

PROVINCES = "provinces"
"""In the place of a measure, of the nation: the headline figures of all provinces together."""

REGISTER_SYSTEMS = frozenset({"dkb", "own", "simulated"})
"""Systems whose figures are comparable between regions: the consolidated register (DKB), an office's own, a simulation.

Figures that offices and press report on dates of their own (`report`) are shown as history, never as the headline:
they follow no common rule, and a rank that mixed them in would compare nothing.
"""

INSISTED = "insisted: "
"""How the note of a figure begins that an office took on its own word, although something spoke against it; why follows."""

HEADLINE_MEASURES = ("recorded", "wajib_ktp", "ikd_active", "population")

OBSERVATION_COLUMNS = (
    "region", "measure", "as_of", "value", "unit", "system", "status", "rounded", "area", "source", "note",
)  # fmt: skip
SOURCE_COLUMNS = ("source", "title", "published", "url", "capped")
"""The columns of the tables of observations and of sources, in their order."""


@dataclass(frozen=True)
class Source:
    """Where a figure was published. `capped`: "yes" when the source never shows recorded above wajib KTP."""

    id: str
    title: str
    published: str
    url: str
    capped: str = "unknown"


@dataclass(frozen=True)
class Observation:
    """One published figure. `value` is in `unit` (people, percent …); `as_of` has the precision that the source gives."""

    region: str
    measure: str
    as_of: str
    value: int | Decimal
    unit: str
    system: str
    status: str
    rounded: bool
    area: str
    source: str
    note: str
    capped: bool = False
    derived_from: tuple[str, ...] = ()

    @cached_property
    def day(self) -> dt.date:
        """The last day that `as_of` can mean."""
        return last_day(self.as_of)

    @property
    def count(self) -> int:
        """The value of a count, as an integer. Raises TypeError for percentages."""
        if not isinstance(self.value, int):
            raise TypeError(f"{self.measure} of {self.region} is no count")
        return self.value

    @property
    def insisted(self) -> str:
        """Why somebody insisted that the figure is right, where something spoke against it; else empty."""
        return self.note.removeprefix(INSISTED) if self.note.startswith(INSISTED) else ""

    @property
    def comparable(self) -> bool:
        """Fit for headlines and comparisons: a register figure of today's area that nothing contradicts."""
        return self.system in REGISTER_SYSTEMS and self.status == "ok" and not self.area
