"""Data of persons, which must not be in a table of counts: 16-digit numbers anywhere in a sheet, and lists of names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from cakupan.errors import message
from cakupan.ingest.figures import is_missing
from cakupan.ingest.layout import Layout
from cakupan.ingest.model import Refusal, Sheet
from cakupan.ingest.vocabulary import plain
from cakupan.quality.incoming import looks_like_nik
from cakupan.regions.names import Names

_LONG = re.compile(
    r"(?<![\d.,])\d{16}(?!\d)|(?<!\d)\d{6}[ .\-]\d{6}[ .\-]?\d{4}(?!\d)|(?<!\d)\d{4}[ \-]\d{4}[ \-]\d{4}[ \-]\d{4}(?!\d)"
)
_DECIMAL = re.compile(r"-?\d+[.,]\d{2,}")
_REMEDY = message("nothing of this file is read. Remove data of persons and bring counts by region only")


def personal_numbers(sheet: Sheet) -> Iterator[Refusal]:
    """F15: cells with a 16-digit number, in titles, tables and notes alike; one finding a column, without the number itself."""
    for column in range(sheet.cells.shape[1]):
        cells = sheet.cells.iloc[:, column].tolist()
        odd = {cell for cell in set(cells) if _suspicious(cell)}
        rows = [place for place, cell in enumerate(cells) if cell in odd] if odd else []
        if rows:
            yield Refusal(
                sheet.label, sheet.row(rows[0]), str(column + 1),
                message('F15: {n} of the cells of this column hold 16 digits, as a NIK or family card has; {REMEDY}', n=len(rows), REMEDY=_REMEDY),
            )  # fmt: skip


def _suspicious(cell: Any) -> bool:
    if isinstance(cell, str):
        return len(cell) > 6 and _is_personal(cell)
    if isinstance(cell, int):
        return 10**15 <= cell < 10**16
    return isinstance(cell, float) and cell.is_integer() and 1e15 <= cell < 1e16


def _is_personal(text: str) -> bool:
    if len(text) < 16 and "e" not in text.lower():
        return False
    if _DECIMAL.fullmatch(text.strip()) and not text.strip().endswith(".0") and not _plausible(text):
        # A decimal of full precision, such as 99.39102378923, or an area on a map.
        return False
    return looks_like_nik(text) or _LONG.search(text) is not None


def _plausible(text: str) -> bool:
    """Whether 16 digits have the parts of a NIK: a province, and a day (women: plus 40) and a month of birth."""
    digits = re.sub(r"\D", "", text)
    if len(digits) != 16:
        return False
    day, month = int(digits[6:8]), int(digits[8:10])
    return (
        11 <= int(digits[:2]) <= 97
        and (1 <= day <= 31 or 41 <= day <= 71)
        and 1 <= month <= 12
        and text.strip()[6:7] in ".,"
    )


def personal_names(layout: Layout, names: Names) -> Iterator[Refusal]:
    """A column headed only "Nama" whose cells are mostly no regions: names of persons."""
    for place, heading in enumerate(layout.headings):
        if heading.role != "name" or plain(heading.text) not in ("nama", "name"):
            continue
        cells = list(
            dict.fromkeys(
                str(c).strip() for c in layout.sheet.cells.iloc[layout.top :, place].head(400) if not is_missing(c)
            )
        )
        known = sum(1 for cell in cells if names.looks_known(cell))
        if cells and 2 * known < len(cells):
            yield Refusal(
                layout.sheet.label, layout.sheet.row(layout.top - 1), heading.text,
                message('F15: this column seems to hold names of persons ({cells} of {n} are no regions); {REMEDY}', cells=len(cells) - known, n=len(cells), REMEDY=_REMEDY),
            )  # fmt: skip
