"""What can be looked at: the indicators of each programme of the data that are shares or numbers of people, as columns of frames."""

from __future__ import annotations

from dataclasses import dataclass

from cakupan.frames import FrameColumn, columns_of
from cakupan.indicators import Position
from cakupan.indicators.programmes import programmes_of
from cakupan.programmes import IndicatorKind, Names, Programme

EXPLORED = ("coverage", "gap", "attainment")
"""The kinds of arithmetic that are shown of each programme, in this order."""


@dataclass(frozen=True)
class Measure:
    """What can be shown: an indicator of a programme that is a share or a number of people, as a column of frames."""

    column: FrameColumn
    programme: Programme
    kind: IndicatorKind

    @property
    def label(self) -> Names:
        """What it is called: the programme, and what of it."""
        return self.programme.called(self.kind)


def measures_of(position: Position) -> dict[str, Measure]:
    """Return all that can be shown of the programmes of the data, by names of columns."""
    kinds, columns = position.observations.definitions.kinds, {one.what: one for one in columns_of(position)}
    measures: dict[str, Measure] = {}
    for programme in programmes_of(position):
        known = [kind for arithmetic in EXPLORED for kind in kinds.values() if kind.arithmetic == arithmetic]
        for kind in known:
            column = columns.get(programme.address(kind.id))
            if column is not None and column.programme == programme.id:
                measures[column.id] = Measure(column, kind.of(programme), kind)
    return measures
