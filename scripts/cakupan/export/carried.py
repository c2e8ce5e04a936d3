"""The figures that charts and tables carry (`blocks.Data`): a table to open and a file to save in HTML, a file inside the PDF.

What the report as a whole attaches is not here.
"""

from __future__ import annotations

import base64
import math
import unicodedata
from collections.abc import Iterator
from fractions import Fraction
from html import escape

from cakupan.blocks import Cell, Data, Figure, Table
from cakupan.blocks.markup import clean, html
from cakupan.export.document import file_name
from cakupan.export.parts import Document, Shown
from cakupan.words.numbers import Formatter, Num


def data_of(part: Shown) -> Data | None:
    """Return the figures of a chart or table, if it carries some."""
    return part.block.data if isinstance(part.block, Figure | Table) else None


def files(document: Document) -> Iterator[tuple[str, str, str]]:
    """Yield name, CSV and description of the figures of each chart and table."""
    for part in document.parts:
        if isinstance(part, Shown) and (data := data_of(part)):
            yield _name(part, data, document), data.csv_text(), _label(part, document)


def to_html(part: Shown, document: Document) -> str:
    """Return what stands below a chart or table: its figures, closed until a reader opens them; nothing where it carries none."""
    data = data_of(part)
    if data is None:
        return ""
    label, name = escape(_label(part, document)), escape(_name(part, data, document))
    link = "data:text/csv;charset=utf-8;base64," + base64.b64encode(data.csv_text().encode()).decode()
    return (
        f'<details class="ck-data"><summary>{label}</summary>'
        f'<div class="ck-scroll" role="region" tabindex="0" aria-label="{label}">{_table(data, document)}</div>'
        f'<p><a href="{link}" download="{name}">{document.words.download}</a></p></details>'
    )


def _label(part: Shown, document: Document) -> str:
    return document.words.data_of.format(document.numbered(part))


def _name(part: Shown, data: Data, document: Document) -> str:
    name = data.name or _plain(document.numbered(part)).lower().replace(" ", "-")
    return file_name(f"{name}.csv")


def _plain(text: str) -> str:
    """A text in plain letters, which every reader of a PDF takes for the same name."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def _table(data: Data, document: Document) -> str:
    right = [any(isinstance(row[at], Num | int | float) for row in data.rows) for at in range(len(data.columns))]
    sides = ["right" if side else "left" for side in right]
    heads = "".join(
        f'<th scope="col" class="ck-{side}">{escape(clean(label))}</th>'
        for label, side in zip(data.labels or data.columns, sides, strict=True)
    )
    form = Formatter(document.lang)
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td class="ck-{side}">{html(_print(cell, form))}</td>' for cell, side in zip(row, sides, strict=True)
        )
        + "</tr>"
        for row in data.rows
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _print(cell: Cell, form: Formatter) -> str | Num:
    """A cell as a reader of the document's language reads it, a number of machines with as many decimals as it takes."""
    if cell is None:
        return "–"
    if isinstance(cell, str | Num):
        return cell
    if not math.isfinite(cell):
        return "–"
    places = max(0, len(f"{cell:.6f}".rstrip("0").partition(".")[2])) if isinstance(cell, float) else 0
    printed = form.decimal(Fraction(str(cell)), places)
    return Num(printed.text, str(cell))
