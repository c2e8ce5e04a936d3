"""Checking a workbook: every cell against the notebook and the report's figures, and nothing in it that they do not account for.

What a number prints as follows from its number format, which is read here by a small reader of its own.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError  # what openpyxl raises; nothing is parsed by it here

from cakupan.blocks import Num, Table
from cakupan.blocks.markup import parts
from cakupan.errors import message
from cakupan.languages import LANGUAGES, Lang
from cakupan.verify.model import Result
from cakupan.verify.pages import Unreadable, squeezed
from cakupan.verify.printed import exact
from cakupan.words.numbers import Formatter

if TYPE_CHECKING:
    from cakupan.export.document import Document
    from cakupan.export.sheets import Sheet

Seen = tuple[Any, str]
"""What a cell holds, and the number format of a number or day."""
_FORMAT = re.compile(r'(?:\[\$-\d+\])?((?:"[^"]*")*)(#,##0|0)(?:\.(0+))?((?:"[^"]*")*)')
_MOST_TOLD = 20


@dataclass
class Book:
    """What stands in a workbook: the cells of each sheet by row and column, from 1, and what the file says of itself."""

    sheets: dict[str, dict[tuple[int, int], Seen]] = field(default_factory=dict)
    record: dict[str, Any] = field(default_factory=dict)


def read_book(body: bytes) -> Book:
    """A workbook. Raises Unreadable."""
    from openpyxl.reader.excel import load_workbook

    from cakupan.export.archive import properties_of

    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            known = properties_of({name: archive.read(name) for name in archive.namelist()})
        book = Book(record=json.loads(known.get("manifest", "{}")))
        for sheet in load_workbook(io.BytesIO(body)).worksheets:
            cells = (cell for row in sheet.iter_rows() for cell in row if cell.value is not None)
            book.sheets[sheet.title] = {(cell.row, cell.column): _seen(cell) for cell in cells}
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, OSError, ParseError) as error:
        raise Unreadable(
            message("it is no readable workbook ({kind}: {error})", kind=type(error).__name__, error=error)
        ) from error
    return book


def _seen(cell: Any) -> Seen:
    value = cell.value
    if cell.data_type == "f":
        return f"(formula) {value}", ""
    if isinstance(value, dt.datetime):
        return value.date(), str(cell.number_format)
    return value, str(cell.number_format) if isinstance(value, int | float) else ""


def check_book(book: Book, document: Document, file: str, result: Result) -> None:
    """A report's workbook holds what its notebook says: record, sheets, cells, and the numbers of its tables as they are printed."""
    from cakupan.export.sheets import sheets_of

    if book.record != dict(document.manifest):
        result.fault(
            "workbook",
            file,
            "",
            message(
                "its record is {record}, not {manifest}",
                record=repr(book.record),
                manifest=repr(dict(document.manifest)),
            ),
        )
    check_sheets(book, sheets_of(document), file, result)
    for part, table in _tables(document):
        _check_printed(book.sheets.get(part, {}), table, document.lang, f"{file} {part}", result)


def check_sheets(book: Book, wanted: Sequence[Sheet], file: str, result: Result) -> None:
    """The sheets of a workbook are these, cell by cell, value and number format, and nothing more."""
    names = [sheet.name for sheet in wanted]
    if list(book.sheets) != names:
        result.fault(
            "workbook",
            file,
            "",
            message("its sheets are {sheets}, not {names}", sheets=", ".join(book.sheets), names=", ".join(names)),
        )
    for sheet in wanted:
        here, there = book.sheets.get(sheet.name, {}), dict(_expected(sheet))
        result.counts["numbers in workbooks"] += sum(isinstance(value, int | float) for value, _ in there.values())
        wrong = [place for place in {**there, **here} if not _same(here.get(place), there.get(place))]
        for row, column in sorted(wrong)[:_MOST_TOLD]:
            pair = here.get((row, column), (None, ""))[0], there.get((row, column), (None, ""))[0]
            where = f"{sheet.name}, row {row}, column {column}"
            result.fault(
                "workbook",
                file,
                where,
                message("“{pair}” stands where the notebook gives “{pair_2}”", pair=pair[0], pair_2=pair[1]),
            )


def _same(one: Seen | None, other: Seen | None) -> bool:
    if one is None or other is None:
        return one is other
    return one == other and isinstance(one[0], str) == isinstance(other[0], str)


def _expected(sheet: Sheet) -> Iterator[tuple[tuple[int, int], Seen]]:
    """Title, heads, rows and notes of a sheet by their places."""
    from cakupan.export.workbook import HEAD_ROW

    yield (1, 1), (sheet.title, "")
    rows: list[tuple[int, list[tuple[Any, str]]]] = [(HEAD_ROW, [(head, "") for head in sheet.heads])]
    rows += [(at, [(c.value, c.format) for c in row]) for at, row in enumerate(sheet.rows, start=HEAD_ROW + 1)]
    rows += [(at, [(note, "")]) for at, note in enumerate(sheet.notes, start=HEAD_ROW + len(sheet.rows) + 2)]
    for at, cells in rows:
        yield from (((at, column), cell) for column, cell in enumerate(cells, start=1) if cell[0] not in (None, ""))


# --- the numbers of tables, without the exporter's help ---


def _tables(document: Document) -> Iterator[tuple[str, Table]]:
    from cakupan.export.document import Shown

    for part in document.parts:
        if isinstance(part, Shown) and isinstance(part.block, Table):
            yield document.numbered(part), part.block


def _check_printed(cells: dict[tuple[int, int], Seen], table: Table, lang: Lang, file: str, result: Result) -> None:
    """Each number of a table that stands alone in its cell is there with its value, and prints as the report prints it."""
    places = sorted(cells)
    shown: dict[int, list[Seen]] = {}
    for place in places:
        shown.setdefault(place[0], []).append(cells[place])
    rows = [seen for _, seen in sorted(shown.items())][2 : 2 + len(table.rows)]
    for number, (row, seen) in enumerate(zip(table.rows, rows, strict=False), start=1):
        for text in row:
            pieces = [part for part in parts(text) if isinstance(part, Num) or part]
            if len(pieces) == 1 and isinstance(pieces[0], Num) and (value := exact(pieces[0].value)) is not None:
                result.counts["numbers of tables in workbooks"] += 1
                if not any(_prints(one, value, pieces[0].text, lang) for one in seen):
                    result.fault(
                        "workbook",
                        file,
                        f"row {number}",
                        message("{what} ({value}) is not there", what=pieces[0].text, value=pieces[0].value),
                    )


def _prints(seen: Seen, value: Fraction, text: str, lang: Lang) -> bool:
    held, shape = seen
    if not isinstance(held, int | float) or abs(Fraction(held) - value) > abs(value) / 10**15:
        return False
    return shown_as(value, shape, lang) == text


def shown_as(value: Fraction, shape: str, lang: Lang) -> str:
    """What a number format makes of a value, in the separators of a language; signs of less than nothing as our documents have them.

    >>> shown_as(Fraction(-1, 5), '[$-421]#,##0.00;[$-421]"−"#,##0.00', "id"), shown_as(Fraction(9999, 100), '">99,98"', "id")
    ('−0,20', '>99,98')
    """
    sections = shape.split(";")
    section = sections[-1] if value < 0 else sections[0]
    match = _FORMAT.fullmatch(section)
    if match is None:
        return section.strip('"') if section.startswith('"') else ""
    before, pattern, decimals, after = match.groups()
    printed = str(Formatter(lang).decimal(abs(value) if len(sections) > 1 else value, len(decimals or "")))
    if pattern == "0":
        printed = printed.replace(LANGUAGES[lang].marks[1], "")
    return squeezed(before).replace('"', "") + printed + after.replace('"', "")
