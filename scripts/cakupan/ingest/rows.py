"""The rows of a sheet: which region and date each is of, which are totals and notes, and the figures of every column.

Whether the figures fit what is known is asked in `checks`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from cakupan.errors import message
from cakupan.ingest.accounts import account
from cakupan.ingest.context import Around
from cakupan.ingest.days import Days
from cakupan.ingest.dimensions import Counted, as_variable, what_rows_count
from cakupan.ingest.figures import Column, is_missing, read_column, style_shown
from cakupan.ingest.joined import fill_down
from cakupan.ingest.layout import NO_YEAR, Layout
from cakupan.ingest.model import Options, Refusal
from cakupan.ingest.places import Finder, Place, RegionMatch
from cakupan.ingest.scope import Words, around_rows, between_rows, headings
from cakupan.ingest.sums import added, check_totals, with_total
from cakupan.ingest.taken import COLUMNS, Known, Taken, value_text
from cakupan.ingest.unread import another_table, no_figures, without_total
from cakupan.ingest.vocabulary import UNITS, Heading, measure_of, plain, read_heading

_TOTAL = re.compile(
    r"^\W*(grand\s*total|sub\s*total|jumlah|total|jml|rata-?\s?rata|average|t o t a l|j u m l a h)\b", re.IGNORECASE
)
_NUMBER_LIKE = re.compile(r"[\s\d.,%*'()+-]*\d[\s\d.,%*'()+-]*(ribu|rb|juta|jt|jiwa|orang|persen)?\W*", re.IGNORECASE)


@dataclass
class Reader:
    """Reads the rows of one laid-out sheet."""

    layout: Layout
    around: Around
    options: Options
    finder: Finder
    known: Known

    def __post_init__(self) -> None:
        self.layout = as_variable(self._with_years(self.layout), self.options)
        self.body = self.layout.sheet.cells.iloc[self.layout.top :]
        self.where = self.layout.sheet.label
        self.taken = Taken(pd.DataFrame(columns=list(COLUMNS)))
        self.counted = Counted()
        self.parts_of: set[str] = set()
        self.quiet: list[int] = []
        self.place_columns = self._place_columns()
        self.taken.named = any(role == "name" for role, _ in self.place_columns)

    def read(self) -> Taken:
        """Everything that the rows say, and every reason why not."""
        figures = self._figure_columns()
        if any(NO_YEAR in heading.as_of for heading in figures.values()):
            self._refuse_sheet(message("the columns are headed by months, and no year is named"), message("put the year into the title, or into the name of sheet or file"))  # fmt: skip
            return self.taken
        if not figures:
            self._refuse_sheet(*no_figures(self.layout))
            return self.taken
        words = Words(self.finder.regions, self.options.harmless)
        measured = " ".join({self.options.named(heading.measure) for heading in figures.values() if heading.measure})
        counted = what_rows_count(self.layout, self.options, words)
        if not isinstance(counted, Counted):
            self.taken.columns.extend(account(self.layout, figures, self.place_columns, {}, self.options))
            self.taken.refused.extend(counted)
            return self.taken
        self.counted = counted
        self.taken.columns.extend(account(self.layout, figures, self.place_columns, counted.used or {}, self.options))
        self.taken.notes.extend(counted.remarks)
        self._ask_about_words(figures, words, measured)
        rows, regions = self._rows(figures)
        self._refuse_without_total(regions)
        self._doubt(between_rows(self.where, self._lines(rows), words, measured))
        days = Days(self.layout, self.around, self.options, self.taken).of(rows)
        if self.taken.refused and days is None:
            return self.taken
        self._figures(figures, rows, regions, days or [])
        return self.taken

    def _ask_about_words(self, figures: Mapping[int, Heading], words: Words, measured: str) -> None:
        """Titles, names and headings: what they say of whom the rows count."""
        used = [
            (heading, self.options.named(heading.measure)) for heading in figures.values() if heading.role == "measure"
        ]
        self.taken.refused.extend(headings(self.where, used, words, self.options))
        refusals, harmless = around_rows(self.layout, words, self.options, measured)
        self.taken.refused.extend(one for one in refusals if "--everyone" in one.option)
        self._doubt([one for one in refusals if "--everyone" not in one.option])
        if self.options.everyone:
            self.taken.harmless |= harmless

    def _doubt(self, refusals: list[Refusal]) -> None:
        """Refuse, or mark the figures where somebody insists."""
        if self.options.insist is None:
            self.taken.refused.extend(refusals)
        elif refusals:
            self.taken.doubted = True

    def _lines(self, rows: list[int]) -> list[tuple[int, str]]:
        """The lines of text between and below the rows with figures, with the number of each."""
        read = set(rows)
        return [
            (self._row(place), text)
            for place in self.quiet
            if place not in read
            and (
                text := " ".join(
                    cell for cell in self.body.iloc[place] if isinstance(cell, str) and not is_missing(cell)
                )
            )
        ]

    def _unit(self, measure: str) -> str:
        return UNITS.get(measure) or self.options.units.get(measure, "people")

    # --- columns ---

    def _with_years(self, layout: Layout) -> Layout:
        """Months that are headed without a year get the one that stands around the table."""
        year = self.around.year
        if not year:
            return layout
        return replace(
            layout, headings=tuple(replace(h, as_of=h.as_of.replace(NO_YEAR, year)) for h in layout.headings)
        )

    def _place_columns(self) -> dict[tuple[str, str], int]:
        """The columns of codes and names by depth; those of BPS only where there are no others."""
        columns: dict[tuple[str, str], int] = {}
        bps = {(h.role, h.depth) for h in self.layout.headings if h.bps} - {
            (h.role, h.depth) for h in self.layout.headings if not h.bps
        }
        for place, heading in enumerate(self.layout.headings):
            if heading.role not in ("code", "name") or (heading.bps and (heading.role, heading.depth) not in bps):
                continue
            columns.setdefault((heading.role, heading.depth), place)
        codes = [h for p, h in enumerate(self.layout.headings) if h.role == "code" and p in columns.values()]
        if codes and all(heading.bps for heading in codes):
            self.finder.bps_headed = True
            self.taken.notes.append(
                message("{where}: the codes are headed as those of BPS; regions are matched by name", where=self.where)
            )
        return columns

    def _figure_columns(self) -> dict[int, Heading]:
        headings = self.layout.headings
        figures = {place: headings[place] for place in self.layout.places("measure")}
        variables, values = self.layout.places("variable"), self.layout.places("value")
        if variables and values:
            figures = {}
        elif not figures and values and self.around.measure:
            measure = self.around.measure
            dated = [place for place in values if headings[place].as_of] or (values if len(values) == 1 else [])
            figures = {
                place: Heading(headings[place].text, "measure", measure, as_of=headings[place].as_of) for place in dated
            }
            if figures:
                self.taken.notes.append(
                    message(
                        "{where}: the figures are read as {measure}, as the title or the name says",
                        where=self.where,
                        measure=measure,
                    )
                )
        return figures or ({values[0]: headings[values[0]]} if variables and values else {})

    # --- rows ---

    def _rows(self, figures: Mapping[int, Heading]) -> tuple[list[int], list[str]]:
        """Places of the rows with figures of a region, and those regions; totals, notes and headings that return are left aside."""
        columns = {key: self.body.iloc[:, place].tolist() for key, place in self.place_columns.items()}
        fill_down(columns, self.place_columns, self.layout)
        cells = [self.body.iloc[:, place].tolist() for place in figures]
        rows: list[int] = []
        regions: list[str] = []
        parent = self.around.region
        where: dict[Any, tuple[bool, bool, RegionMatch]] = {}
        named = list(zip(*columns.values(), strict=True)) if columns else [()] * len(self.body)
        filled = [[not is_missing(cell) for cell in column] for column in cells]
        for place, key in enumerate(named):
            has_figures = any(column[place] for column in filled)
            known = where.get((parent, key)) or where.setdefault((parent, key), self._where(columns, key, parent))
            is_empty, is_total, match = known
            if not has_figures:
                self.quiet.append(place)
            if not has_figures and is_empty:
                self._note_row(place)
                continue
            if is_total:
                if has_figures:
                    self.taken.totals.append(place)
                self.taken.skipped += 1
                continue
            if place in self.counted.left:
                self.taken.skipped += 1
                if match.region and has_figures:
                    self.parts_of.add(match.region)
                continue
            if not has_figures:
                parent = self._heading_row(place, match, parent)
            elif match.region:
                self.taken.read += 1
                rows.append(place)
                regions.append(match.region)
                if match.how not in ("code", "name", "title") and match.name:
                    self.taken.matches.setdefault(match.name, match)
            else:
                self._refuse_row(place, match, [c[place] for c in cells])
        return rows, regions

    def _where(
        self, columns: Iterable[tuple[str, str]], cells: tuple[Any, ...], parent: str
    ) -> tuple[bool, bool, RegionMatch]:
        """Of the cells of a row that name its region: whether all are empty, whether they head a total, and the region."""
        here = Place(
            {depth: cell for (role, depth), cell in zip(columns, cells, strict=True) if role == "code"},
            {depth: cell for (role, depth), cell in zip(columns, cells, strict=True) if role == "name"},
            parent,
        )
        is_total = any(isinstance(cell, str) and _TOTAL.match(cell) for cell in cells)
        is_empty = all(is_missing(cell) for cell in cells)
        if is_total or (is_empty and cells):
            return is_empty, is_total, self.finder.find(here) if not is_total else RegionMatch()
        return is_empty, False, self.finder.find(here) if cells else RegionMatch(self.around.region, "title")

    def _note_row(self, place: int) -> None:
        text = " ".join(str(cell) for cell in self.body.iloc[place] if not is_missing(cell))
        if text:
            self.taken.skipped += 1

    def _heading_row(self, place: int, match: RegionMatch, parent: str) -> str:
        """A line without figures: it may name the region of the lines below, or be a note."""
        if match.region and match.how != "title":
            self.taken.notes.append(
                message("{place}: {region} has no figures", place=self._at(place), region=match.region)
            )
            return match.region if self.place_columns.keys() <= {("name", "any"), ("name", "district")} else parent
        self.taken.skipped += 1
        return parent

    def _refuse_row(self, place: int, match: RegionMatch, cells: list[Any]) -> None:
        if not any(
            isinstance(cell, int | float) or _NUMBER_LIKE.fullmatch(str(cell)) for cell in cells if not is_missing(cell)
        ):
            text = " ".join(str(cell) for cell in self.body.iloc[place] if not is_missing(cell))
            if self._other_table(place):
                self._refuse_sheet(*another_table(self._row(place)))
            self.taken.skipped += 1
            self.quiet.append(place)
            self.taken.notes.append(
                message("{place}: left out, no figures: {what}", place=self._at(place), what=repr(text[:80]))
            )
            return
        first = next((str(cell) for cell in self.body.iloc[place] if not is_missing(cell)), "")
        if match.kind == "empty" and any(isinstance(c, str) and _TOTAL.match(c) for c in self.body.iloc[place]):
            self.taken.totals.append(place)
            self.taken.skipped += 1
            return
        self.taken.read += 1
        self.taken.refused.append(
            Refusal(self.where, self._row(place), "", message("{fault} (it begins {first})", fault=match.fault, first=repr(first[:40])) if match.kind == "empty" else match.fault, match.option)
        )  # fmt: skip

    def _other_table(self, place: int) -> bool:
        """Whether a line holds headings other than those that the columns have."""
        cells = [str(cell) if isinstance(cell, str) else "" for cell in self.body.iloc[place]]
        read = [(read_heading(cell), own) for cell, own in zip(cells, self.layout.headings, strict=True) if cell]
        return any(new.role == "measure" and new.measure != own.measure for new, own in read)

    def _row(self, place: int) -> int:
        return self.layout.sheet.row(self.layout.top + place)

    def _at(self, place: int) -> str:
        return message("{where}, row {n}", where=self.where, n=self._row(place))

    def _refuse_sheet(self, reason: str, option: str = "") -> None:
        self.taken.refused.append(Refusal(self.where, 0, "", reason, option))

    # --- figures ---

    def _figures(self, figures: Mapping[int, Heading], rows: list[int], regions: list[str], days: list[str]) -> None:
        shown = style_shown([self.body.iloc[rows, place] for place in figures])
        variable = self.layout.places("variable")
        long = bool(variable) and all(heading.role == "value" for heading in figures.values())
        parts: list[pd.DataFrame] = []
        read: dict[tuple[str, str], Column] = {}
        for place, heading in figures.items():
            groups = self._by_variable(variable[0], rows) if long else {heading.measure: list(range(len(rows)))}
            for measure, chosen in groups.items():
                here = [rows[number] for number in chosen]
                column = self._column(place, heading, measure, here, [regions[n] for n in chosen], shown)
                read[measure, heading.as_of] = column
                parts.append(
                    self._frame(column, heading, measure, here, [regions[n] for n in chosen], [days[n] for n in chosen])
                )
        check_totals(self.layout, self.options, self.taken, figures, read, rows, regions)
        parts = [part for part in parts if len(part)]
        if parts:
            frame = pd.concat(parts, ignore_index=True)
            frame = added(frame) if self.counted.added else frame
            self.taken.frame = with_total(frame, self.taken, self.finder.regions, self.where, self._unit)

    def _refuse_without_total(self, regions: list[str]) -> None:
        lacking = sorted(self.parts_of - set(regions))
        if lacking:
            self._refuse_sheet(*without_total(lacking))

    def _by_variable(self, place: int, rows: list[int]) -> dict[str, list[int]]:
        groups: dict[str, list[int]] = {}
        cells = self.body.iloc[:, place].tolist()
        named: dict[str, str] = {}
        for number, row in enumerate(rows):
            text = str(cells[row])
            if text not in named:
                named[text] = (
                    self.options.mapping.get(plain(text)) or self.options.words.get(plain(text)) or measure_of(text)
                )
            groups.setdefault(named[text], []).append(number)
        indicators = [
            (Heading(text, "measure", measure), self.options.named(measure))
            for text, measure in named.items()
            if measure not in ("", "ignore")
        ]
        self.taken.refused.extend(
            headings(self.where, indicators, Words(self.finder.regions, self.options.harmless), self.options)
        )
        left = groups.pop("", [])
        ignored = groups.pop("ignore", [])
        self.taken.skipped += len(left) + len(ignored)
        self.taken.read -= len(left) + len(ignored)
        unknown = [text for text, measure in named.items() if not measure]
        for text in unknown:
            self.taken.columns.append({"file": self.where, "column": text, "used_as": message("not used")})
        if not groups:
            self._refuse_sheet(
                message("none of the indicators is known: {unknown}", unknown=", ".join(unknown[:8])),
                message("say --map INDICATOR=MEASURE"),
            )
        return groups

    def _column(
        self, place: int, heading: Heading, measure: str, rows: list[int], regions: list[str], shown: Any
    ) -> Column:
        percent = self._unit(measure) == "percent"
        name = heading.text if heading.measure else measure

        def likely(values: dict[int, int]) -> bool | None:
            compared = [
                (v, self.known[regions[n], measure]) for n, v in values.items() if self.known.get((regions[n], measure))
            ]
            if 2 * len(compared) < len(values) or not compared:
                return None
            return all(known <= 4 * value and value <= 4 * known for value, known in compared)

        column = read_column(
            self.body.iloc[rows, place], percent=percent, numbers=self.options.numbers, around=shown, likely=likely
        )
        if column.question:
            self.taken.refused.append(Refusal(self.where, 0, name, column.question, column.option))
        if column.explained:
            style = message("Indonesian") if column.style == "id" else message("English")
            self.taken.notes.append(
                message(
                    "{where}, column {name}: numbers read in the {style} format: {explained}",
                    where=self.where,
                    name=name,
                    style=style,
                    explained=column.explained,
                )
            )
        for number, fault in column.faults.items():
            self.taken.refused.append(Refusal(self.where, self._row(rows[number]), name, fault))
        return column

    def _frame(
        self, column: Column, heading: Heading, measure: str, rows: list[int], regions: list[str], days: list[str]
    ) -> pd.DataFrame:
        values = column.values
        kept = [n for n, value in enumerate(values) if value is not None and n not in column.faults]
        if any(not (heading.as_of or days[n]) for n in kept) and not self.taken.refused:
            self._refuse_sheet(
                message("the figures of column {what} have no reference date", what=heading.text),
                message("say --as-of DATE"),
            )
        return pd.DataFrame(
            {
                "region": [regions[n] for n in kept], "measure": measure, "as_of": [heading.as_of or days[n] for n in kept],
                "value": pd.Series([value_text(values[n]) for n in kept], dtype=object), "unit": self._unit(measure), "rounded": [column.rounded[n] for n in kept],
                "row": [self._row(rows[n]) for n in kept], "where": self.where,
            }
        )  # fmt: skip
