"""The reference date of every row: from its own cells, the headings of columns, or what stands around the table.

How a date is written is known in `dates`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from cakupan.errors import message
from cakupan.ingest import dates
from cakupan.ingest.context import Around, agree
from cakupan.ingest.figures import is_missing
from cakupan.ingest.layout import Layout
from cakupan.ingest.model import Dates, Options, Refusal
from cakupan.ingest.taken import Taken


@dataclass
class Days:
    """Finds the dates of the rows of one sheet; what is in the way goes to `taken`."""

    layout: Layout
    around: Around
    options: Options
    taken: Taken
    order: Dates | None = None

    def __post_init__(self) -> None:
        self.body = self.layout.sheet.cells.iloc[self.layout.top :]
        self.where = self.layout.sheet.label

    def _refuse(self, reason: str, option: str = "") -> None:
        self.taken.refused.append(Refusal(self.where, 0, "", reason, option))

    def of(self, rows: list[int]) -> list[str] | None:
        """The reference date of every row, "" where the headings of the columns give it."""
        try:
            cells = self._dated_cells()
        except dates.Unsure as error:
            self._refuse(str(error), error.option)
            return None
        headed = any(heading.as_of for heading in self.layout.headings if heading.role in ("measure", "value"))
        if cells is None:
            return self._day_of_sheet(rows, headed)
        known: dict[Any, str] = {}
        days: list[str] = []
        for place in rows:
            key = tuple(str(column[place]) for column in cells.values())
            if key not in known:
                known[key] = self._day_of_row(place, cells)
            days.append(known[key])
        return days

    def _dated_cells(self) -> dict[str, list[Any]] | None:
        columns = {
            role: self.body.iloc[:, places[0]].tolist()
            for role in ("as_of", "month", "year", "semester")
            if (places := self.layout.places(role))
        }
        if (
            not columns
            or (set(columns) == {"semester"})
            or (set(columns) == {"year"} and self.around.as_of and len(self.around.as_of) > 4)
        ):
            return None
        if "as_of" in columns and all(is_missing(cell) for cell in columns["as_of"]):
            columns.pop("as_of")
        if halves := dates.only_halves(columns.get("as_of", ())):
            if len(halves) > 1 or not self.options.as_of:
                number, half = next(iter(halves.items()))
                month = f"{number[:4]}-{number[4:]}"
                error = dates.Unsure(
                    message(
                        "{number} can be the month {month}, or a semester of the register, {half}",
                        number=number,
                        month=month,
                        half=half,
                    )
                )
                error.option = (
                    message("say --as-of {half} or --as-of {month}", half=half, month=month)
                    if len(halves) == 1
                    else message("write dates such as 2024-12-31 into the column")
                )
                raise error
            columns.pop("as_of")
        self.order = self.options.dates or dates.order_of(columns.get("as_of", ()))
        return columns or None

    def _day_of_row(self, place: int, cells: dict[str, list[Any]]) -> str:
        try:
            day = self._day_in_row(place, cells)
        except ValueError as error:
            option = error.option if isinstance(error, dates.Unsure) else ""
            self.taken.refused.append(
                Refusal(self.where, self.layout.sheet.row(self.layout.top + place), "", str(error), option)
            )
            return ""
        given = self.options.as_of
        if given and not agree(given, day):
            self.taken.refused.append(
                Refusal(
                    self.where,
                    self.layout.sheet.row(self.layout.top + place),
                    "",
                    message("the row says {day}, --as-of says {given}", day=day, given=given),
                )
            )
        return max(given, day, key=len) if given else day

    def _day_in_row(self, place: int, cells: dict[str, list[Any]]) -> str:
        year_text = str(cells["year"][place]) if "year" in cells else ""
        year = dates.year_named(year_text)
        if "as_of" in cells and not is_missing(cells["as_of"][place]):
            cell = cells["as_of"][place]
            month = dates.month_named(str(cell)) if isinstance(cell, str) else None
            if month and (year or self.around.year):
                return dates.month_of_year(year or int(self.around.year), month, None)
            return dates.read_date(cell, self.order)
        if "month" in cells and not is_missing(cells["month"][place]):
            cell = cells["month"][place]
            month = dates.month_named(str(cell))
            if month is None:
                return dates.read_date(cell, self.order)
            if year is None and not self.around.year:
                raise ValueError(
                    message("the month {cell} has no year; add a column of years", cell=format(str(cell), ".20"))
                )
            return dates.month_of_year(year or int(self.around.year), month, None)
        if year is not None:
            half = (
                str(cells["semester"][place])
                if "semester" in cells and not is_missing(cells["semester"][place])
                else ""
            )
            which = re.search(r"(ii|i|2|1)", half.lower())
            return dates.month_of_year(year, None, which[1] if which else None)
        raise ValueError(
            message("the row names no date that can be read ({year})", year=repr(year_text[:20]))
            if year_text
            else message("the row names no date that can be read")
        )

    def _day_of_sheet(self, rows: list[int], headed: bool) -> list[str] | None:
        given = self.options.as_of
        if headed:
            return [given or ""] * len(rows)
        if not given and self.around.refusal is not None:
            self.taken.refused.append(self.around.refusal)
            return None
        day = given or self.around.as_of
        named_by_file = self.around.as_of_from == "the name of the file"
        if given and self.around.as_of and named_by_file and not agree(given, self.around.as_of):
            self.taken.notes.append(
                message(
                    "{where}: {as_of_from} says {as_of}; --as-of {given} is taken",
                    where=self.where,
                    as_of_from=self.around.as_of_from,
                    as_of=self.around.as_of,
                    given=given,
                )
            )
        elif given and self.around.as_of and not agree(given, self.around.as_of):
            self._refuse(
                message(
                    "{as_of_from} says {as_of}, --as-of says {given}",
                    as_of_from=self.around.as_of_from,
                    as_of=self.around.as_of,
                    given=given,
                ),
                message("correct one of them"),
            )
            return None
        if not day:
            self._refuse(
                message("no reference date is named in a column, a title or the name of the sheet or file"),
                message("say --as-of DATE"),
            )
            return None
        if not given:
            self.taken.notes.append(
                message(
                    "{where}: reference date {day}, from {as_of_from}",
                    where=self.where,
                    day=day,
                    as_of_from=self.around.as_of_from,
                )
            )
        return [day] * len(rows)
