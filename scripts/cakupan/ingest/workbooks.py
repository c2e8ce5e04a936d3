"""Workbooks as raw sheets: XLSX, the old XLS, OpenDocument, and web pages that are named so. What the cells mean is not asked here."""

from __future__ import annotations

import datetime as dt
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from cakupan.errors import message
from cakupan.ingest.model import Options, Refused, Sheet, path_label
from cakupan.ingest.texts import decode

Joined = tuple[tuple[int, int, int, int], ...]
"""Joined cells: top, left, bottom, right."""


def is_open_document(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "mimetype" in archive.namelist() and b"opendocument.spreadsheet" in archive.read("mimetype")
    except zipfile.BadZipFile:
        return False


def old_workbook(path: Path, options: Options) -> Iterator[Sheet]:
    """The sheets of a workbook of the old kind (.xls) or of an OpenDocument one (.ods), read by calamine."""
    try:
        frames = pd.read_excel(path, sheet_name=None, header=None, dtype=object, engine="calamine")
    except Exception as error:
        protected = "password" in str(error).lower() or "encrypt" in str(error).lower()
        why = message("is protected by a password; take it away") if protected else message("cannot be read; open it")
        raise Refused(message("{path} {why} and save it as XLSX", path=path_label(path), why=why)) from error
    yield from _named_sheets(path, {str(name): frame for name, frame in frames.items()}, options, typed=True)


def web_tables(path: Path, options: Options) -> Iterator[Sheet]:
    """The tables of a web page that a portal calls a workbook: HTML in a file named .xls; cells as texts."""
    from lxml import html  # type: ignore[import-untyped]

    page = html.fromstring(decode(path.read_bytes(), path_label(path)))
    frames: dict[str, pd.DataFrame] = {}
    joined: dict[str, Joined] = {}
    for table in page.iter("table"):
        cells, merged = _web_cells(table)
        if cells and len(cells[0]) > 1:
            name = f"table {len(frames) + 1}"
            frames[name], joined[name] = pd.DataFrame(cells, dtype=object), merged
    if not frames:
        raise Refused(
            message("{path} is a web page without a table; save the table as XLSX or CSV", path=path_label(path))
        )
    for sheet in _named_sheets(path, frames, options, typed=False):
        yield replace(sheet, merged=joined[sheet.name or next(iter(joined))])


def _web_cells(table: Any) -> tuple[list[list[str]], Joined]:
    """The cells of a table of a web page, each at its place, and which are joined over rows or columns."""
    grid: dict[tuple[int, int], str] = {}
    merged: list[tuple[int, int, int, int]] = []
    rows = list(table.iter("tr"))
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while (number, column) in grid:
                column += 1
            wide, high = _joined(cell.get("colspan")), min(_joined(cell.get("rowspan")), len(rows) - number)
            grid.update({(number + down, column + right): "" for down in range(high) for right in range(wide)})
            grid[number, column] = " ".join(cell.text_content().split())
            if wide > 1 or high > 1:
                merged.append((number, column, number + high - 1, column + wide - 1))
            column += wide
    width = 1 + max((column for _, column in grid), default=-1)
    return [[grid.get((number, column), "") for column in range(width)] for number in range(len(rows))], tuple(merged)


def _joined(span: str | None) -> int:
    return min(int(span), 1000) if span and span.isdigit() and int(span) else 1


def _named_sheets(path: Path, frames: dict[str, pd.DataFrame], options: Options, *, typed: bool) -> Iterator[Sheet]:
    if options.sheet is not None and options.sheet not in frames:
        raise Refused(
            message(
                "{path} has no sheet {sheet}; there are {what}",
                path=path_label(path),
                sheet=repr(options.sheet),
                what=", ".join(map(repr, frames)),
            )
        )
    for name, frame in frames.items():
        if options.sheet in (None, name) and len(frame):
            cells = frame.astype(object).where(frame.notna(), None)
            yield Sheet(path_label(path), name if len(frames) > 1 else "", cells, typed=typed)


def workbook(path: Path, options: Options) -> Iterator[Sheet]:
    from openpyxl.reader.excel import load_workbook

    name = path_label(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(path, data_only=True)
            formulas = _with_formulas(path) if _has_formulas(path) else None
    except Exception as error:  # the library raises whatever a broken archive leads it to
        raise Refused(
            message(
                "{name} is no readable workbook ({kind}); open it and save it as XLSX again",
                name=name,
                kind=type(error).__name__,
            )
        ) from error
    names = [sheet.title for sheet in book.worksheets]
    if options.sheet is not None and options.sheet not in names:
        raise Refused(
            message(
                "{name} has no sheet {sheet}; its sheets are {names}",
                name=name,
                sheet=repr(options.sheet),
                names=", ".join(names),
            )
        )
    for sheet in book.worksheets:
        if options.sheet is not None and sheet.title != options.sheet:
            continue
        if options.sheet is None and sheet.sheet_state != "visible":
            continue
        rows = [[_typed(cell) for cell in row] for row in sheet.iter_rows()]
        if not any(value is not None for row in rows for value in row):
            continue
        if formulas is not None:
            _refuse_uncalculated(
                formulas[sheet.title], rows, message("{file}, sheet {name}", file=name, name=sheet.title)
            )
        merged = tuple((m.min_row - 1, m.min_col - 1, m.max_row - 1, m.max_col - 1) for m in sheet.merged_cells.ranges)
        label = sheet.title if len(names) > 1 or options.sheet else ""
        yield Sheet(name, label or sheet.title, pd.DataFrame(rows, dtype=object), 1, typed=True, merged=merged)


def _with_formulas(path: Path) -> Any:
    from openpyxl.reader.excel import load_workbook

    return load_workbook(path, data_only=False, read_only=True)


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        return any(
            b"<f" in archive.read(part)
            for part in archive.namelist()
            if part.startswith("xl/worksheets/") and part.endswith(".xml")
        )


def _typed(cell: Any) -> Any:
    """A cell's value; a percentage as the text that the sheet shows the meaning of: 0.9954 under "0.00%" is "99.54%"."""
    from decimal import Decimal

    value = cell.value
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float) and isinstance(cell.number_format, str) and "%" in cell.number_format:
        return f"{(Decimal(repr(value)) * 100).normalize():f}%" if value == value else None
    if isinstance(value, dt.datetime) and isinstance(cell.number_format, str) and _shows_month_only(cell.number_format):
        # "Oct-24" is stored as the first of October; the sheet means the month.
        return f"{value.year:04}-{value.month:02}"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value


def _shows_month_only(number_format: str) -> bool:
    """Whether a format of dates shows month and year, and no day: "mmm-yy"."""
    bare = re.sub(r'\[[^\]]*\]|"[^"]*"|\\\\.', "", number_format.lower())
    return "m" in bare and "y" in bare and "d" not in bare


def _refuse_uncalculated(sheet: Any, rows: list[list[Any]], where: str) -> None:
    for number, row in enumerate(sheet.iter_rows(values_only=True)):
        for column, value in enumerate(row):
            if (
                isinstance(value, str)
                and value.startswith("=")
                and number < len(rows)
                and column < len(rows[number])
                and rows[number][column] is None
            ):
                raise Refused(
                    message(
                        "{where}, row {number}: the formula {value} has no stored result; open the workbook in a spreadsheet program and save it, so that the results are in the file",
                        where=where,
                        number=number + 1,
                        value=value[:40],
                    )
                )
