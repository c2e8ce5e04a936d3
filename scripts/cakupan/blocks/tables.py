"""A table as a block: title above, numbers right-aligned, notes and source below.

Which rows and columns a table has is decided in `cakupan.tables`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cakupan.blocks.base import Block
from cakupan.blocks.data import Data
from cakupan.blocks.markup import Text, attribute, html, text_width, typst, typst_array, typst_string, words

Align = Literal["left", "right"]
FULL = 108.0  # figures that a line of 170 mm holds at the size of a table
LONGEST = 36.0  # figures that a column of words gets at once


@dataclass(frozen=True)
class Column:
    """A column: its heading, where its cells stand, and the unit of its numbers ("%", "jiwa").

    lang: the language of what its cells quote where it is not the document's, such as "id", else "".
    """

    label: str
    align: Align = "right"
    unit: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Table(Block):
    """A table. The first cell of a row names the row.

    region_of_rows: code of each row, as long as rows, or empty. highlight: indices of rows to set off.
    source: the whole line, with its word ("Sumber: …"). data: what the cells are printed from, or None.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]
    title: Text
    source: Text
    region: str
    notes: tuple[Text, ...] = ()
    region_of_rows: tuple[str, ...] = ()
    highlight: tuple[int, ...] = ()
    data: Data | None = None

    def __post_init__(self) -> None:
        for index, row in enumerate(self.rows):
            if len(row) != len(self.columns):
                raise ValueError(
                    f"row {index} of table {words(self.title)!r} has {len(row)} cells, not {len(self.columns)}"
                )
        if self.region_of_rows and len(self.region_of_rows) != len(self.rows):
            raise ValueError(
                f"table {words(self.title)!r} has {len(self.rows)} rows and {len(self.region_of_rows)} row codes"
            )

    def to_html(self, number: str = "") -> str:
        """Return the table as HTML. number: "Tabel 2. " in a document, nothing in JupyterLab."""
        heads = "".join(self._head(column) for column in self.columns)
        codes = self.region_of_rows or ("",) * len(self.rows)
        rows = "".join(self._row(*row) for row in zip(range(len(self.rows)), self.rows, codes, strict=True))
        notes = "".join(f'<p class="ck-tablenote">{html(note)}</p>' for note in self.notes)
        source = f'<p class="ck-source">{html(self.source)}</p>' if words(self.source) else ""
        return (
            f'<div class="ck-table" data-region="{attribute(self.region)}">'
            f'<div class="ck-scroll" role="region" tabindex="0" aria-label="{attribute(number)}{attribute(self.title)}"><table>'
            f'<caption><span class="ck-caption"><span class="ck-number">{html(number)}</span>{html(self.title)}</span></caption>'
            f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>{notes}{source}</div>"
        )

    def _head(self, column: Column) -> str:
        unit = f' <span class="ck-unit">({html(column.unit)})</span>' if column.unit else ""
        return f'<th scope="col" class="ck-{column.align}">{html(column.label)}{unit}</th>'

    def _row(self, index: int, cells: tuple[Text, ...], code: str) -> str:
        region = f' data-region="{attribute(code)}"' if code else ""
        mark = ' class="ck-highlight"' if index in self.highlight else ""
        first, *others = zip(cells, self.columns, strict=True)
        body = "".join(f'<td class="ck-{column.align}"{_lang(column)}>{html(cell)}</td>' for cell, column in others)
        return f'<tr{region}{mark}><th scope="row" class="ck-{first[1].align}">{html(first[0])}</th>{body}</tr>'

    def to_typst(self) -> str:
        columns = typst_array(
            [
                f"(label: {typst(column.label)}, unit: {typst(column.unit)}, lang: {typst_string(column.lang)}, "
                f"align: {column.align}, width: {width:.1f})"
                for column, width in zip(self.columns, self.widths(), strict=True)
            ]
        )
        rows = typst_array([typst_array([typst(cell) for cell in row]) for row in self.rows])
        notes = typst_array([typst(note) for note in self.notes])
        highlight = typst_array([str(index) for index in self.highlight])
        return (
            f"#ck-table(columns: {columns}, rows: {rows}, title: {typst(self.title)}, source: {typst(self.source)}, "
            f"notes: {notes}, highlight: {highlight})"
        )

    def widths(self) -> list[float]:
        """Shares of the columns: numbers get what they need, also where words must then wrap after each word; words share the rest."""
        needed = []
        for number, column in enumerate(self.columns):
            widest = max((text_width(words(row[number])) for row in self.rows), default=0.0)
            needed.append(max(_head_width(column), widest, 3.0) + 2.0)
        widths = [
            min(width, max(_head_width(column) + 2.0, LONGEST))
            for width, column in zip(needed, self.columns, strict=True)
        ]
        room, wanted = FULL - sum(widths), sum(needed) - sum(widths)
        if room < 0 and any(column.align == "right" for column in self.columns):
            return self._narrowed(widths, -room)
        share = min(1.0, room / wanted) if room > 0 and wanted > 0 else 0.0
        return [width + share * (need - width) for width, need in zip(widths, needed, strict=True)]

    def _narrowed(self, widths: list[float], over: float) -> list[float]:
        """Take what a line does not hold from the columns of words, each down to its longest word."""
        spare = [0.0] * len(widths)
        for number, column in enumerate(self.columns):
            if column.align == "left":
                texts = [words(column.label), *(words(row[number]) for row in self.rows)]
                longest = max(text_width(word) for text in texts for word in text.split(" "))
                spare[number] = max(0.0, widths[number] - longest - 2.0)
        taken = min(1.0, over / sum(spare)) if any(spare) else 0.0
        return [width - taken * less for width, less in zip(widths, spare, strict=True)]

    def to_plain(self) -> str:
        head = " | ".join(f"{words(c.label)} ({words(c.unit)})" if c.unit else words(c.label) for c in self.columns)
        body = [" | ".join(words(cell) for cell in row) for row in self.rows]
        return "\n".join(
            line for line in (words(self.title), head, *body, *map(words, self.notes), words(self.source)) if line
        )


def _lang(column: Column) -> str:
    return f' lang="{attribute(column.lang)}"' if column.lang else ""


def _head_width(column: Column) -> float:
    """The least width in which a heading stands on two lines."""
    pieces = [text_width(word) for word in words(column.label).split()]
    if column.unit:
        pieces.append(text_width(words(column.unit)) + 1.5)
    lines = [(sum(pieces[:cut]) + cut - 1, sum(pieces[cut:]) + len(pieces) - cut - 1) for cut in range(1, len(pieces))]
    return min((max(pair) for pair in lines), default=sum(pieces))
