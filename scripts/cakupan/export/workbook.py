"""Sheets as a workbook (XLSX): heads that stay in sight, filters, widths, and a page set up for printing.

What stands in the sheets is decided by whoever made them, for a report `sheets`; nothing is computed here, and no cell is a formula.
"""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from typing import Any

from cakupan.blocks.markup import text_width
from cakupan.export.archive import sealed
from cakupan.export.cells import Cell
from cakupan.export.parts import Document
from cakupan.export.sheets import Sheet, sheets_of
from cakupan.languages import Lang
from cakupan.look.palette import BLUE

HEAD_ROW = 3
"""The title stands in the first row, the heads in the third, the first row of figures below them."""
_NARROWEST, _WIDEST = 8.0, 60.0
_LINE, _FACE = 15.0, "Calibri"
_LONGEST = 32_000
"""A cell of a workbook holds no more than 32,767 characters."""


def render(document: Document) -> bytes:
    """Return the workbook of a report; equal documents give equal bytes."""
    day = document.date.isoformat() if document.date else ""
    return write(sheets_of(document), document.title, document.lang, day, document.manifest)


def write(sheets: Sequence[Sheet], title: str, lang: Lang, day: str, record: Mapping[str, Any]) -> bytes:
    """Return a workbook of some sheets. day: of the edition; record: of the report, empty where it is none."""
    from openpyxl.workbook import Workbook  # only where a workbook is made

    book = Workbook()
    book.remove(book.active)
    names = {sheet.name for sheet in sheets}
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name), sheet, names, title)
    out = io.BytesIO()
    book.save(out)
    return sealed(out.getvalue(), title, lang, day, record)


def _fill(made: Any, sheet: Sheet, names: set[str], running: str) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    widths = _widths(sheet)
    _put(made, 1, 1, Cell(sheet.title)).font = Font(name=_FACE, bold=True, size=13)
    plain, wrapped = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True, indent=1)
    line = Border(bottom=Side("thin", color="999999"))
    ground = PatternFill("solid", fgColor=BLUE.lstrip("#"))
    for at, head in enumerate(sheet.heads, start=1):
        cell = _put(made, HEAD_ROW, at, Cell(head))
        cell.font, cell.fill = Font(name=_FACE, bold=True, color="FFFFFF"), ground
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    for number, row in enumerate(sheet.rows, start=HEAD_ROW + 1):
        for at, one in enumerate(row, start=1):
            cell = _put(made, number, at, one)
            cell.alignment = wrapped if isinstance(one.value, str) and at > 1 else plain
            cell.border = line
        made.row_dimensions[number].height = _LINE * _lines(row, widths)
    for number, note in enumerate(sheet.notes, start=HEAD_ROW + len(sheet.rows) + 2):
        cell = _put(made, number, 1, Cell(note))
        target = note.partition(":")[0]
        if target in names and target != sheet.name:
            cell.hyperlink = f"#'{target}'!A1"
            cell.font = Font(name=_FACE, color=BLUE.lstrip("#"), underline="single")
    for at, width in enumerate(widths, start=1):
        made.column_dimensions[get_column_letter(at)].width = width
    _set_up(made, sheet, running, get_column_letter(max(1, len(sheet.heads))))


def _put(made: Any, row: int, column: int, one: Cell) -> Any:
    """Write a cell; what begins like a formula stays the text that it is."""
    cell = made.cell(row, column)
    if one.value is None or one.value == "":
        return cell
    cell.value = one.value[:_LONGEST] if isinstance(one.value, str) else one.value
    if isinstance(one.value, str):
        cell.data_type = "s"
        cell.quotePrefix = one.value[:1] in ("=", "+", "-", "@")
    elif one.format:
        cell.number_format = one.format
    return cell


def _widths(sheet: Sheet) -> list[float]:
    """Widths of the columns in figures: what their cells need, within limits; longer texts wrap."""
    widths = []
    for at, head in enumerate(sheet.heads):
        cells = [row[at] for row in sheet.rows]
        needed = max((_width(cell) for cell in cells), default=0.0)
        word = max((text_width(word) for word in head.split()), default=0.0)
        widths.append(round(min(max(needed, word + 3, min(text_width(head) + 3, 16.0), _NARROWEST), _WIDEST), 1))
    return widths


def _lines(row: tuple[Cell, ...], widths: list[float]) -> int:
    """How many lines a row takes where its texts wrap."""
    texts = ((cell.value, width) for cell, width in zip(row, widths, strict=True))
    return max([1, *(math.ceil(text_width(text) / (width - 2)) for text, width in texts if isinstance(text, str))])


def _width(cell: Cell) -> float:
    if isinstance(cell.value, int | float):
        return 1.35 * len(f"{cell.value:,.2f}" if isinstance(cell.value, float) else f"{cell.value:,}") + 2
    return text_width(cell.value) + 2 if isinstance(cell.value, str) else 13.0


def _set_up(made: Any, sheet: Sheet, running: str, last: str) -> None:
    """Heads stay in sight and stand on every printed page; a page is as wide as the sheet."""
    made.freeze_panes = f"{'B' if len(sheet.heads) > 4 else 'A'}{HEAD_ROW + 1}"
    if sheet.rows and len(sheet.heads) > 1:
        made.auto_filter.ref = f"A{HEAD_ROW}:{last}{HEAD_ROW + len(sheet.rows)}"
    made.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    made.page_setup.orientation = "landscape" if len(sheet.heads) > 4 else "portrait"
    made.page_setup.paperSize = made.PAPERSIZE_A4
    made.page_setup.fitToWidth, made.page_setup.fitToHeight = 1, 0
    made.sheet_properties.pageSetUpPr.fitToPage = True
    made.oddFooter.left.text = running.replace("&", "&&")
    made.oddFooter.right.text = "&A · &P / &N"
    made.row_dimensions[HEAD_ROW].height = 32
