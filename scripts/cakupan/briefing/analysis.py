"""What an analyst makes in a notebook: blocks of frames, drawings and sentences of one's own."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from cakupan import look
from cakupan.blocks import Block, Card, Column, Data, Figure, Heading, Note, Paragraph, Table, Text, answer, kinds_of
from cakupan.briefing.asked import ELSEWHERE, AskedFigures
from cakupan.briefing.authored import Words, emphasised, filled, free, in_language
from cakupan.briefing.carrying import data_of, flat
from cakupan.briefing.drawn import Marker, svg_of
from cakupan.briefing.quantity import printed
from cakupan.errors import UsageError, message
from cakupan.frames import FrameColumn
from cakupan.programmes import Programme
from cakupan.prose import reach_assumption
from cakupan.tables import ABSENT, cap_note, dates_of, people_unrecorded, rank_reached, sources_line
from cakupan.words.bounds import Bound, signed_bound
from cakupan.words.numbers import Num, RichText, plain, rich
from cakupan.words.sentences import count, date, named, say

if TYPE_CHECKING:
    import pandas as pd

LONGEST_ALT = 250


class Analysis(AskedFigures):
    """The figures of a report, and its blocks from frames, drawings and words."""

    @cached_property
    def _own_blocks(self) -> list[Block]:
        """The blocks that the notebook has made of frames, drawings and sentences so far."""
        return []

    @cached_property
    def _number_counts(self) -> dict[str, int]:
        """What `numbers_words` has counted, for whoever reads the report back."""
        return {}

    def _kept(self, block: Block) -> Block:
        self._own_blocks.append(block)
        return block

    def numbers_words(self) -> RichText | None:
        """What the numbers of the notebook's own tables, charts and sentences rest on, as far as the notebook has come; None without any."""
        counts = kinds_of(self._own_blocks)
        self._number_counts.update(counts)
        if not any(counts.values()):
            return None
        text = say(
            "of the numbers in tables, charts and sentences of the analysis above, {known} stand in the data, {own} are computed and stand in the figures of their own block, {free} are free text.",
            known=count(counts["data"]), own=count(counts["analysis"]), free=count(counts["free"]),
        )  # fmt: skip
        return self.say(text)

    def heading(self, text: Words, level: int = 2) -> Heading:
        """Return the heading of a section, in the language of the report: "…", or {"id": "…", "en": "…"}."""
        return Heading(in_language(text, self.say.lang), self.position.code, level)

    def _marked(self, text: Words | RichText, data: Data | None) -> RichText:
        """Words of the author: a number in them that is a print of the block's data is known as such, others are free text."""
        if isinstance(text, tuple):
            return text
        spoken = in_language(text, self.say.lang)
        return Marker(data, self.say.lang, self._with_sign).mark(spoken) if data is not None else free(spoken)

    def paragraph(self, text: Words, /, **values: Any) -> Block:
        """Return a paragraph of one's own words, `**bold**` allowed; `{name}` is where a value belongs, `{name:.1f}` with one decimal.

        text: a string, or {"id": …, "en": …}. values: figures of `report.value`, numbers, words. An empty line begins a new paragraph.
        Raises UsageError for a place without value, or a value without place.
        """
        whole = filled(in_language(text, self.say.lang).strip(), values, self.say.format)
        blocks = []
        for piece in _paragraphs(whole):
            items, strong = emphasised(piece)
            blocks.append(Paragraph(items, self.position.code, strong))
        return self._kept(answer(*blocks) or Paragraph("", self.position.code))

    def table(
        self,
        frame: pd.DataFrame,
        title: Words = "",
        columns: Sequence[str] | Mapping[str, Words] | None = None,
        notes: Sequence[Words | RichText] | Words = (),
        source: Words | None = None,
    ) -> Block:
        """Return any frame as a table, numbers in the report's language; those at an address are printed from their exact value.

        columns: names in order, or a heading for each; None for all. notes: below the table. source: None for the sources of the frame.
        Raises UsageError for a column that the frame does not have.
        """
        table = flat(frame)
        if "name" in table.columns and columns is None:
            table = table.drop(columns=[name for name in ("region", "parent") if name in table.columns])
        shown = list(table.columns) if columns is None else list(columns)
        lacking = [name for name in shown if name not in table.columns]
        if lacking:
            raise UsageError(
                message(
                    "the frame has no column {lacking}; it has {what}",
                    lacking=repr(lacking[0]),
                    what=", ".join(map(str, table.columns)),
                )
            )
        labels = self._labels(frame, shown, columns if isinstance(columns, Mapping) else {})
        whole = flat(frame)
        data = data_of(whole, self._known, self.say.format, self._labels(frame, list(whole.columns), {}))
        at = [data.columns.index(name) for name in shown]
        heads = tuple(
            Column(labels[name], "right" if _is_numeric(data, here) else "left", self._unit(name))
            for name, here in zip(shown, at, strict=True)
        )
        places = {here: _places(data, here) for here in at}
        rows = tuple(
            tuple(self._printed_cell(row[here], data.columns[here], places[here]) for here in at) for row in data.rows
        )
        if not rows:
            return self._nothing()
        given = (notes,) if isinstance(notes, str | Mapping) else tuple(notes)
        table_block = Table(
            columns=heads, rows=rows, title=self._marked(title, data), source=self._source(data, frame, source), region=self.position.code,
            notes=tuple(self._marked(note, data) for note in given), data=data,
        )  # fmt: skip
        return self._kept(table_block)

    def coverage_of(self, programme: Programme) -> str:
        """Return the name of the column of frames that is the coverage of a programme: "coverage", "ikd_rate", "kia_coverage"."""
        return programme.column(self.position.observations.definitions.kinds["coverage"])

    def classes(self, programme: str = "ktp_el") -> tuple[list[float], list[str]]:
        """Return the bounds of the classes of a programme's coverage, and what each class is called: for `pandas.cut(…, right=False)`."""
        form, known = self.say.format, self.position.observations.definitions.programme(programme).classes
        texts = [str(form.decimal(bound, 0 if bound.denominator == 1 else 1)) for bound in known]
        between = [f"{low} – < {high}" for low, high in pairwise(texts)]
        return [-math.inf, *map(float, known), math.inf], [f"< {texts[0]}", *between, f"≥ {texts[-1]}"]

    def notes(self, frame: pd.DataFrame) -> list[RichText]:
        """Return what must be said below a table of regions: what a capped figure means, and of when the figures are."""
        figures = [
            self.position.figures(str(code)) for code in frame.index if str(code) in self.position.regions.by_code
        ]
        capped = "coverage" in frame.columns and any(
            self._row(f.region.code).bounds.get("coverage") for f in figures if f.coverage is not None
        )
        dates = dates_of(figures)
        reaches = [self._reach(f.region.code) for f in figures] if "rank" in frame.columns else []
        sentences = [cap_note()] if capped else []
        if any(reach is not None and reach.best != reach.worst for reach in reaches):
            sentences.append(say("{assumption}.", assumption=reach_assumption()))
        return [self.say(one) for one in sentences + ([dates] if dates is not None else [])]

    def _labels(self, frame: Any, names: Sequence[str], given: Mapping[str, Words]) -> dict[str, str]:
        """What columns are called for readers: as given, as frames say, else by their own name."""
        lang = self.say.lang
        titles: dict[str, Any] = {column.id: column.label for column in self.columns.values()}
        titles |= {"region": {"id": "Kode", "en": "Code"}, **getattr(frame, "attrs", {}).get("titles", {}), **given}
        return {name: in_language(titles[name], lang) if name in titles else name.replace("_", " ") for name in names}

    def _unit(self, column: str) -> str:
        spec = self.columns.get(column)
        return "%" if spec is not None and spec.unit == "percent" else ""

    def _printed_cell(self, cell: Any, column: str, places: int) -> Text:
        if cell is None:
            return ABSENT
        if not isinstance(cell, Num):
            return free(str(cell))
        if not cell.key.startswith("data:"):
            return self._bounded_cell(cell, column)
        return printed(Fraction(cell.value), self.say.format, places, cell.key) or ABSENT

    def _signed(self, cell: Num, column: str) -> RichText:
        """A cell of a block's data with its sign; that of an analysis is not known to be a bound."""
        return (cell,) if cell.key.startswith("data:") else self._bounded_cell(cell, column)

    def _bound(self, cell: Num, column: str) -> Bound:
        """Which bound a cell of a block's data is; that of an analysis is not known to be one, and a rank has a range instead."""
        spec, code = self.columns.get(column), cell.key.removeprefix(ELSEWHERE).partition(":")[0]
        if cell.key.startswith("data:") or spec is None or spec.unit == "rank":
            return ""
        bounds = self._row(code).bounds
        if spec.what == "K02":  # of people: at least so many
            return bounds.get("coverage", "") if Fraction(cell.value) > 0 else ""
        return bounds.get(column, "")

    def _with_sign(self, number: Num, column: str) -> RichText:
        """A printed number of a block's data with the sign of its bound; no one missing in a capped region is "0 shown"."""
        spec, code = self.columns.get(column), number.key.removeprefix(ELSEWHERE).partition(":")[0]
        if spec is not None and spec.what == "K02" and not number.key.startswith("data:"):
            gap = int(Fraction(number.value))
            return people_unrecorded(self.say, self._row(code).bounds.get("coverage", ""), number, gap)
        return signed_bound(self._bound(number, column), number)

    def _bounded_cell(self, cell: Num, column: str) -> RichText:
        """A figure with an address as tables of regions print it: with its sign, a rank with the range that hidden surpluses leave."""
        spec, code = self.columns.get(column), cell.key.removeprefix(ELSEWHERE).partition(":")[0]
        if spec is None:
            return (cell,)
        bounds = self._row(code).bounds
        if spec.what == "K02":
            return people_unrecorded(self.say, bounds.get("coverage", ""), cell, int(Fraction(cell.value)))
        if spec.what in ("K15", "K16"):
            reach = self._reach(code, tier=spec.what == "K16")
            return rank_reached(self.say, reach, cell, int(Fraction(cell.value)))
        return signed_bound(self._bound(cell, column), cell)

    def _source(self, data: Data | None, frame: Any, given: Words | None) -> Text:
        """The line of sources: as given, else those of all figures of the data that have an address, and those that the frame names."""
        if given is not None:
            return free(in_language(given, self.say.lang))
        keys = {one.source for one in self._behind(data)} if data else set()
        if "source" in getattr(frame, "columns", ()):
            keys |= set(frame["source"].dropna().astype(str)) & self.position.observations.sources.keys()
        self._read.update(dict.fromkeys(keys))
        return sources_line(self.say, sorted(keys)) if keys else ""

    def chart(
        self,
        drawing: Any,
        title: Words = "",
        data: pd.DataFrame | None = None,
        alt: Words | None = None,
        caption: Words = "",
        source: Words | None = None,
    ) -> Block:
        """Return any drawing of matplotlib or seaborn as a chart: axes, a figure, a grid such as that of `lmplot`, or a `seaborn.objects.Plot`.

        data: the frame that it was drawn from; it becomes the chart's data table, and what its labels are compared with. alt: None for a
        description from the data. source: None for the sources of the frame. Raises UsageError for what is no drawing.
        """
        lang = self.say.lang
        carried = None
        if data is not None:
            whole = flat(data)
            carried = data_of(whole, self._known, self.say.format, self._labels(data, list(whole.columns), {}))
            if not any(isinstance(cell, Num) for row in carried.rows for cell in row):
                return self._nothing()
        try:
            svg = svg_of(drawing, carried, lang, self._axis_names(carried), self._with_sign)
        except TypeError as error:
            raise UsageError(str(error)) from error
        heading = self._marked(title, carried)
        described = free(in_language(alt, lang)) if alt is not None else self._describe(heading, carried)
        figure = Figure(
            svg=svg, alt=described, title=heading, caption=self._marked(caption, carried), source=self._source(carried, data, source),
            region=self.position.code, data=carried,
            shown=look.shown_in(look.figure_of(drawing)),
        )  # fmt: skip
        return self._kept(figure)

    def _nothing(self) -> Note:
        """What stands in the place of a chart or table of no figures."""
        return Note(self.say(say("There is no figure to show here.")), self.position.code, "missing")

    def _axis_names(self, data: Data | None) -> dict[str, str]:
        """What an axis is called that a drawing calls after a column: its label with its unit; names of regions need no heading."""
        labels = dict(zip(data.columns, data.labels, strict=True)) if data else {}
        units = {name: f" ({unit})" for name in labels if (unit := self._unit(name))}
        return {"name": "", **{name: label + units.get(name, "") for name, label in labels.items() if name != "name"}}

    def _describe(self, title: RichText, data: Data | None) -> RichText:
        """What the chart shows, in words: how many rows, of when, the lowest and the highest of the first column with an address, else number."""
        speak = self.say
        text: RichText = title if plain(title).strip() else (speak.word("Chart"),)
        if data is None or not data.rows:
            return text
        at = _described_column(data, self.columns)
        if at is None:
            return text
        known = [
            (Fraction(cell.value), cell, _named(data, row)) for row in data.rows if isinstance(cell := row[at], Num)
        ]
        low, high = min(known, key=lambda one: one[0]), max(known, key=lambda one: one[0])
        days = sorted({one.as_of for one in self._behind(data, data.columns[at])})
        label = data.labels[at] if data.labels else data.columns[at]
        when = rich(", ", speak.format.date(days[-1])) if days else ()
        own = next((one for one in known if one[2] == self.position.region.short(speak.lang)), None)
        parts: list[Any] = [text, ". ", free(label), " (", speak(say("{n} rows", n=count(len(known)))), when, "): "]
        parts += [
            speak.word("lowest"),
            " ",
            self._signed(low[1], data.columns[at]),
            free(f" ({low[2]})" if low[2] else ""),
            ", ",
        ]
        parts += [
            speak.word("highest"),
            " ",
            self._signed(high[1], data.columns[at]),
            free(f" ({high[2]})" if high[2] else ""),
        ]
        parts += (
            [", ", free(own[2]), " ", self._signed(own[1], data.columns[at])] if own and own not in (low, high) else []
        )
        whole = rich(*parts, ".")
        return whole if len(plain(whole)) <= LONGEST_ALT else rich(text, ".")

    def _own_card(self, id: str) -> Card:
        """A card of any column of frames or indicator."""
        quantity = self.value(id)
        unit = "%" if quantity.unit == "percent" else ""
        if quantity.exact is None:
            return Card(quantity.label, ABSENT, "", self.say(say("no figure")))
        day = max(quantity.as_of.values(), default="")
        base: RichText = ()
        definitions = self.position.observations.definitions.measures
        if quantity.base in definitions:
            base = self.say(say("of {base}", base=named(definitions[quantity.base].name)))
        when: RichText = self.say(say("{day}", day=date(day))) if day else ()
        return Card(quantity.label, quantity.words(), unit, rich(base, ", " if base and when else "", when))


def _paragraphs(text: RichText) -> list[RichText]:
    """A text cut at empty lines."""
    pieces: list[list[str | Num]] = [[]]
    for part in text:
        if isinstance(part, Num):
            pieces[-1].append(part)
            continue
        first, *others = part.split("\n\n")
        pieces[-1].append(first)
        pieces += [[one] for one in others]
    return [tuple(part for part in piece if part != "") for piece in pieces if any(str(part).strip() for part in piece)]


def _is_numeric(data: Data, at: int) -> bool:
    return any(isinstance(row[at], Num) for row in data.rows)


def _places(data: Data, at: int) -> int:
    """The decimals of a column of an analysis: none where all are whole, else two."""
    values = [row[at] for row in data.rows]
    return 2 if any(isinstance(cell, Num) and ("." in cell.value or "/" in cell.value) for cell in values) else 0


def _described_column(data: Data, known: Mapping[str, FrameColumn]) -> int | None:
    """The column that a description is of: the first of shares, then of counts, then of any numbers."""
    numeric = [at for at in range(len(data.columns)) if _is_numeric(data, at)]
    for unit in ("percent", "people"):
        for at in numeric:
            spec = known.get(data.columns[at])
            if spec is not None and spec.unit == unit:
                return at
    return numeric[0] if numeric else None


def _named(data: Data, row: Sequence[Any]) -> str:
    """What a row is called: its name, else its first words."""
    by_name = dict(zip(data.columns, row, strict=True))
    if isinstance(by_name.get("name"), str):
        return str(by_name["name"])
    return next((cell for cell in row if isinstance(cell, str)), "")
