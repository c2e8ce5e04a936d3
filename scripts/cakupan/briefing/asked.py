"""The figures that an analyst asks a report for: frames, series, and exact values by their address."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cakupan.blocks import Data
from cakupan.briefing.quantity import Quantity, exact_of
from cakupan.errors import UsageError, message
from cakupan.frames import FrameColumn, Row, columns_of, frame_of, rows_inside, series_of
from cakupan.indicators import Indicator, Position, compute, compute_programmes
from cakupan.indicators.hidden import Reach, reach_of
from cakupan.observations import Observation
from cakupan.regions import NATION, Level, level_of
from cakupan.words.numbers import Num
from cakupan.words.sentences import Speaker, english

if TYPE_CHECKING:
    import pandas as pd

ELSEWHERE = "="
"""How the address begins of a figure that an analyst has asked for from outside of the report's own region."""


class AskedFigures:
    """The figures of a report as frames, series and values."""

    position: Position
    say: Speaker

    if TYPE_CHECKING:

        @cached_property
        def indicators(self) -> dict[str, Indicator]: ...

    def frame(
        self,
        level: Level | None = None,
        *,
        within: str | None = None,
        programmes: Iterable[str] | None = None,
        sources: bool = False,
    ) -> pd.DataFrame:
        """Return the regions inside as a data frame, a row each, index `region`: counts as nullable integers, shares in percent.

        level: "province", "regency", "district", "village"; None for the one right below. within: a code such as "ID" for the whole nation.
        programmes: ids such as ("ktp_el", "kia"). sources: also `*_as_of`, `*_source`, `capped`. What is missing or withheld is missing.
        `frame.attrs` has units, titles, addresses, dates, sources and the edition.
        """
        frame = frame_of(
            self.position, self.say.lang, level, within=within, programmes=programmes, sources=sources
        )  # fmt: skip
        self._read.update(dict.fromkeys(frame.attrs["source_titles"]))
        return frame

    def series(self) -> pd.DataFrame:
        """Return all undisputed figures of the region over time: region, as_of, day, measure, value, unit, system, source, comparable."""
        series = series_of(self.position)
        self._read.update(dict.fromkeys(series["source"].tolist()))
        return series

    @cached_property
    def _read(self) -> dict[str, None]:
        """The sources of what notebooks asked for."""
        return {}

    @cached_property
    def columns(self) -> dict[str, FrameColumn]:
        """What is known of the columns of frames, by name."""
        return {column.id: column for column in columns_of(self.position)}

    def value(self, address: str) -> Quantity:
        """Return the figure at an address: "64:coverage", "6472:unrecorded", "ID:K01", "64:kia.coverage"; or of this region, "coverage".

        Raises UsageError for a region or figure that there is not.
        """
        code, colon, what = address.rpartition(":")
        code = code if colon else self.position.code
        self.position.regions.get(code)
        column = self.columns.get(what) or next((one for one in self.columns.values() if one.what == what), None)
        if column is not None and column.what:
            return self._of_row(code, column)
        return self._of_indicator(code, what)

    def _of_row(self, code: str, column: FrameColumn) -> Quantity:
        row = self._row(code)
        exact = row.values.get(column.id)
        behind = {name: one for name in column.measures if (one := row.behind.get(name)) is not None}
        sources = tuple(dict.fromkeys(one.source for one in behind.values()))
        self._read.update(dict.fromkeys(sources))
        return Quantity(
            f"{code}:{column.what}", exact, column.unit, column.places, column.label[self.say.lang],
            base=column.measures[-1] if column.unit == "percent" else "", as_of={name: one.as_of for name, one in behind.items()},
            sources=sources, bound=row.bounds.get(column.id, ""), reason="" if exact is not None else "no figure, or withheld",
            key=self._key(code, column.what), form=self.say.format, bounds=row.between.get(column.id),
        )  # fmt: skip

    def _of_indicator(self, code: str, id: str) -> Quantity:
        position = self.position
        if code != position.code:
            position = Position(position.observations, code, position.edition, position.given)
        known = self.indicators if code == self.position.code else compute(position)
        one = known.get(id) or compute_programmes(position).get(id)
        if one is None:
            listed = ", ".join(column for column, spec in self.columns.items() if spec.what)
            raise UsageError(
                message(
                    "there is no figure {id}; there are {listed}, and the indicators K01 to K28",
                    id=repr(id),
                    listed=listed,
                )
            )
        exact = None if isinstance(one.value, str) else one.value
        return Quantity(
            f"{code}:{id}", exact, "percent" if one.unit == "percent" else "rank" if one.unit == "rank" else "people", one.places, self.say.word(one.name), one.base,
            dict(one.as_of), one.sources, one.bound, english(one.reason) if one.reason else "", self._key(code, id), self.say.format,
            one.bounds,
        )  # fmt: skip

    def _row(self, code: str) -> Row:
        """The exact figures of a region as frames have them."""
        known = self._rows.get(code)
        if known is None:
            for row in rows_inside(self.position, level_of(code), code):
                self._rows[row.region.code] = row
            known = self._rows[code]
        return known

    @cached_property
    def _rows(self) -> dict[str, Row]:
        return {}

    def _key(self, code: str, what: str) -> str:
        """The address of a figure in print; of another region than the report's own and those inside it is said that it was asked for."""
        inside = self.position.code == NATION or code.startswith(self.position.code)
        return f"{code}:{what}" if inside else f"{ELSEWHERE}{code}:{what}"

    def _known(self, region: str, column: str, value: Any) -> Num | None:
        """What a cell prints whose region and column are an address, where the value is the one that stands there."""
        if not column:
            return self._published(region, value)
        spec = self.columns.get(column)
        if spec is None or not spec.what or region not in self.position.regions.by_code:
            return None
        exact = self._row(region).values.get(column)
        if exact is None or float(exact) != float(value):
            return None
        return next(one for one in self._of_row(region, spec).words() if isinstance(one, Num))

    def _published(self, address: str, value: Any) -> Num | None:
        exact = exact_of(value)
        code, measure, as_of, source = address.split(":", 3)
        rows = self.position.observations.all(code, measure) if code in self.position.regions.by_code else ()
        if exact is None or not any(row.as_of == as_of and row.source == source and row.value == exact for row in rows):
            return None
        places = 0 if exact.denominator == 1 else 2
        return self.say.format.decimal(exact, places, key=self._key(code, f"{measure}:{as_of}:{source}"))

    def _reach(self, code: str, *, tier: bool = False) -> Reach | None:
        position = self.position
        return reach_of(Position(position.observations, code, position.edition, position.given), code, tier=tier)

    def _behind(self, data: Data, column: str = "") -> set[Observation]:
        """The observations behind the numbers of a block's data that have an address; of one column, or of all."""
        what = {spec.what: spec for spec in self.columns.values() if spec.what}
        behind: set[Observation] = set()
        for row in data.rows:
            for name, cell in zip(data.columns, row, strict=True):
                if not isinstance(cell, Num) or column not in ("", name):
                    continue
                code, _, rest = cell.key.removeprefix(ELSEWHERE).partition(":")
                if rest in what and code in self.position.regions.by_code:
                    observations = self._row(code).behind
                    behind |= {observations[measure] for measure in what[rest].measures if measure in observations}
        return behind
