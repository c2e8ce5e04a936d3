"""What an indicator is: a value that cannot be printed without its unit, base, dates and sources.

How indicators are computed is in `catalogue` and its neighbours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from cakupan.indicators.bounds import Bounded, Sign, Why
from cakupan.observations import Observation
from cakupan.words.language import marked
from cakupan.words.numbers import round_half_up
from cakupan.words.sentences import Sentence, english, say

Unit = Literal[
    "percent", "people", "people/month", "percentage points", "rank", "percentile", "ratio", "index", "regions", "month", "times",
]  # fmt: skip


@dataclass(frozen=True)
class Indicator:
    """One indicator of one region in one edition.

    value: exact, or None with `reason`. bounds: between what the true value lies, where the source leaves that open or in doubt.
    exact: the integers behind a ratio ("2843891/2861471"). detail: what belongs to the value, such as n of a rank.
    as_of: reference date per measure. sources: keys of sources.csv. flags: F01–F16. notes: what must be said beside it.
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
    bounds: Bounded | None = None
    notes: tuple[Sentence, ...] = ()
    reason: Sentence | None = None
    detail: Mapping[str, object] = field(default_factory=dict)

    @property
    def number(self) -> Fraction | int:
        """The value where there is one. Raises ValueError with the reason otherwise."""
        if self.value is None or isinstance(self.value, str):
            raise ValueError(f"{self.id} has no number: {english(self.reason) if self.reason else self.value}")
        return self.value

    @property
    def bound(self) -> Sign:
        """Which bound the value is: "lower" where the true one can only be higher; empty where it is exact, or open on both sides."""
        return self.bounds.sign if self.bounds else ""

    @property
    def low(self) -> Fraction | None:
        """The least that the true value can be; None where there is no such bound, or no number."""
        return self.bounds.low if self.bounds else self._plain

    @property
    def high(self) -> Fraction | None:
        """The most that the true value can be; None where there is no such bound, or no number."""
        return self.bounds.high if self.bounds else self._plain

    @property
    def why(self) -> tuple[Why, ...]:
        """Why the value is no exact one: "cap", "dates", "rounding", "base", "overlap"."""
        return self.bounds.reasons if self.bounds else ()

    @property
    def _plain(self) -> Fraction | None:
        return None if self.value is None or isinstance(self.value, str) else Fraction(self.value)

    def to_json(self) -> dict[str, object]:
        """The indicator as the command contract prints it: value rounded half up to its decimals, texts in English."""
        fields: dict[str, object] = {
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
            fields["reason"] = english(self.reason)
        if self.exact:
            fields["exact"] = self.exact
        if self.bounds is not None and (self.why or not self.bounds.is_exact):
            fields |= {"low": self._json_edge(self.low), "high": self._json_edge(self.high), "why": list(self.why)}
        if self.bound:
            fields["bound"] = self.bound
        if self.notes:
            fields["notes"] = [english(note) for note in self.notes]
        if self.detail:
            fields["detail"] = {name: _json(value) for name, value in self.detail.items()}
        return fields

    def _json_edge(self, edge: Fraction | None) -> object:
        return None if edge is None else replace(self, value=edge)._json_value()

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


def missing(*names: str) -> Sentence:
    """The reason of a null: which published figure is lacking."""
    if len(names) == 1:
        return say("no published figure of {what}", what=measure_name(names[0]))
    return say("no published figures of {what} and {other}", what=measure_name(names[0]), other=measure_name(names[1]))


def measure_name(name: str) -> Sentence:
    """What a measure is called inside a sentence."""
    return say(MEASURE_NAMES[name])


MEASURE_NAMES = {
    "recorded": marked("recorded people"),
    "wajib_ktp": marked("wajib KTP"),
    "ikd_active": marked("IKD activations"),
    "population": marked("population"),
}


def null(id: str, name: str, unit: Unit, reason: Sentence, base: str = "") -> Indicator:
    """An indicator without a value, with the reason why."""
    return Indicator(id, name, unit, base=base, reason=reason)
