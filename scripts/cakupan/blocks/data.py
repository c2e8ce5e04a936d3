"""The figures that a chart or table is made of, in tidy form: they travel with the block into every document.

Where they come from is decided by who makes the block; how they are offered to a reader, by the exporters.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from fractions import Fraction

from cakupan.words.numbers import Num

Cell = str | int | float | Num | None
"""A cell: words, a number with or without its print and address, or nothing known."""


@dataclass(frozen=True)
class Data:
    """A table with one row for each thing that is drawn. columns: names for machines ("coverage"), as long as each row.

    labels: the same for readers, or empty. name: of the file that the figures may be saved as, without ending; empty: the document finds one.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    labels: tuple[str, ...] = ()
    name: str = ""

    def __post_init__(self) -> None:
        for number, row in enumerate((self.labels or self.columns, *self.rows)):
            if len(row) != len(self.columns):
                raise ValueError(f"row {number} of a block's data has {len(row)} cells, not {len(self.columns)}")

    def csv_text(self) -> str:
        """Return the figures as CSV (RFC 4180), numbers as machines read them, what is not known as an empty cell."""
        out = io.StringIO(newline="")
        csv.writer(out).writerows([self.columns, *([machine_text(cell) for cell in row] for row in self.rows)])
        return out.getvalue()


def machine_text(cell: Cell) -> str:
    """Return a cell as it stands in a CSV; a fraction becomes a decimal number of 12 digits.

    >>> machine_text(Num("99,39", "284389100/2861471"))
    '99.3856306774'
    """
    if cell is None:
        return ""
    if isinstance(cell, Num):
        return f"{float(Fraction(cell.value)):.12g}" if "/" in cell.value else cell.value
    return str(cell)
