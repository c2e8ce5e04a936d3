"""What an indicator is: a value that cannot be printed without its unit, base, dates and sources.

How indicators are computed is in `catalogue` and its neighbours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from cakupan.observations import Observation
from cakupan.words.numbers import round_half_up
from cakupan.words.sentences import Sentence, english

Unit = Literal[
    "percent", "people", "people/month", "percentage points", "rank", "percentile", "ratio", "index", "regions", "month", "times",
]  # fmt: skip
Bound = Literal["", "lower", "upper"]


@dataclass(frozen=True)
class Indicator:
    """One indicator of one region in one edition.

    value: exact, or None with `reason`. bound: "lower" or "upper" when the true value can only lie on that side.
    exact: the integers behind a ratio ("2843891/2861471"). detail: what belongs to the value, such as n of a rank.
    as_of: reference date per measure. sources: keys of sources.csv. flags: F01–F15. notes: what must be said beside it.
    """

    id: str
    name: str
    unit: Unit
    value: Fraction | int | str | None = None
    places: int = 0
    base: str = ""
    exact: str = ""
    as_of: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    bound: Bound = ""
    notes: tuple[Sentence, ...] = ()
    reason: Sentence | None = None
    detail: Mapping[str, object] = field(default_factory=dict)

    @property
    def number(self) -> Fraction | int:
        """The value where there is one. Raises ValueError with the reason otherwise."""
        if self.value is None or isinstance(self.value, str):
            raise ValueError(f"{self.id} has no number: {english(self.reason) if self.reason else self.value}")
        return self.value

    def to_json(self) -> dict[str, object]:
        """The indicator as the command contract prints it: value rounded half up to its decimals, texts in English."""
        found: dict[str, object] = {
            "id": self.id,
            "name": self.name,
            "value": self._json_value(),
            "unit": self.unit,
            "base": self.base or None,
            "as_of": dict(self.as_of),
            "sources": list(self.sources),
            "flags": list(self.flags),
        }
        if self.value is None and self.reason is not None:
            found["reason"] = english(self.reason)
        if self.exact:
            found["exact"] = self.exact
        if self.bound:
            found["bound"] = self.bound
        if self.notes:
            found["notes"] = [english(note) for note in self.notes]
        if self.detail:
            found["detail"] = {name: _json(value) for name, value in self.detail.items()}
        return found

    def _json_value(self) -> object:
        if self.value is None or isinstance(self.value, str | int):
            return self.value
        rounded = round_half_up(self.value, self.places)
        return float(rounded) if self.places else int(rounded)


def _json(value: object) -> object:
    if isinstance(value, Sentence):
        return english(value)
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else float(round_half_up(value, 6))
    if isinstance(value, Mapping):
        return {str(name): _json(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [_json(part) for part in value]
    return value


def provenance(**observations: Observation | None) -> tuple[dict[str, str], tuple[str, ...]]:
    """The as-of date per measure and the sources, in order, of the observations behind a value."""
    dates = {name: row.as_of for name, row in observations.items() if row is not None}
    sources = dict.fromkeys(row.source for row in observations.values() if row is not None)
    return dates, tuple(sources)
