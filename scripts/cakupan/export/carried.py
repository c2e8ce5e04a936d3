"""The figures that charts and tables carry (`blocks.Data`): a table to open and a file to save in HTML, a file inside the PDF.

A chart that carries none has those that its own drawing knows. What the report as a whole attaches is not here.
"""

from __future__ import annotations

import base64
import csv
import math
import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction
from html import escape, unescape

from cakupan.blocks import Cell, Data, Figure, Table
from cakupan.blocks.markup import clean, html
from cakupan.export.document import file_name
from cakupan.export.parts import Document, Shown
from cakupan.export.words import sheet_words
from cakupan.words.numbers import Formatter, Num

_DRAWN = re.compile(r'data-numbers="([^"]*)"')
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def data_of(part: Shown, document: Document) -> Data | None:
    """Return the figures of a chart or table, if there are some."""
    match part.block:
        case Figure() as figure:
            return figure.data or _data_of_drawing(figure, document)
        case Table() as table:
            return table.data
    return None


def carrying(document: Document) -> Iterator[tuple[Shown, Data]]:
    """Yield each chart and table that has figures, with them."""
    for part in document.parts:
        if isinstance(part, Shown) and (data := data_of(part, document)):
            yield part, data


def numbers_drawn(figure: Figure) -> tuple[tuple[str, str, str], ...]:
    """Return the numbers that a drawing itself knows, once each, in the order in which they are drawn: code, what of it, value."""
    pairs = dict.fromkeys(pair for known in _DRAWN.findall(figure.svg) for pair in unescape(known).split())
    numbers: list[tuple[str, str, str]] = []
    for value, _, address in (pair.partition("@") for pair in pairs):
        code, colon, what = address.lstrip("=").partition(":")
        if colon and code != "data" and _NUMBER.fullmatch(value.replace("/", "")):
            numbers.append((code, what, value))
    return tuple(numbers)


def _data_of_drawing(figure: Figure, document: Document) -> Data | None:
    form, names = Formatter(document.lang), names_of(document)
    rows = tuple(
        (code, names.get(code, ""), what, Num(_printed(value, form), value, f"{code}:{what}"))
        for code, what, value in numbers_drawn(figure)
    )
    labels = tuple(sheet_words(document.lang)[column] for column in ("region", "name", "address", "value"))
    return Data(("region", "name", "id", "value"), rows, labels) if rows else None


def _printed(value: str, form: Formatter) -> str:
    exact = Fraction(value)
    return form.decimal(exact, 0 if exact.denominator == 1 else 2).text


def names_of(document: Document) -> dict[str, str]:
    """Return the names of the regions that the document's CSV knows, by code."""
    rows = csv.DictReader(document.csv_text.splitlines())
    return {row["region"]: row["name"] for row in rows if "region" in row and "name" in row}


def files(document: Document) -> Iterator[tuple[str, str, str]]:
    """Yield name, CSV and description of the figures of each chart and table."""
    for part, data in carrying(document):
        yield _name(part, data, document), data.csv_text(), _label(part, document)


def to_html(part: Shown, document: Document) -> str:
    """Return what stands below a chart or table: its figures, closed until a reader opens them; nothing where it carries none."""
    data = data_of(part, document)
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
