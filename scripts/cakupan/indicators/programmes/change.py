"""The change of a programme's coverage between its two newest comparable dates, split into numerator and base."""

from __future__ import annotations

from dataclasses import dataclass

from cakupan.indicators import formulas
from cakupan.indicators.figures import Position
from cakupan.indicators.programmes.counts import series
from cakupan.observations import Observation
from cakupan.programmes import Programme
from cakupan.words.sentences import Sentence, count, say


@dataclass(frozen=True)
class Change:
    """The change of coverage between the two newest comparable dates of a programme, in percentage points, split in two."""

    before: tuple[Observation, Observation]
    after: tuple[Observation, Observation]
    effects: formulas.Decomposition

    @property
    def gap(self) -> int:
        """By how many people the gap grew."""
        (n0, d0), (n1, d1) = self.before, self.after
        return (d1.count - n1.count) - (d0.count - n0.count)


def change_of(position: Position, programme: Programme) -> Change | Sentence:
    """Return the newest change of coverage, or the reason why there is none."""
    points = series(position, programme)
    if len(points) < 2:
        return say("two comparable dates are needed; known are {n}", n=count(len(points)))
    before, after = points[-2:]
    effects = formulas.decompose(before[0].count, before[1].count, after[0].count, after[1].count)
    return Change(before, after, effects) if effects else say("the base is zero")
