"""What the rows of a sheet were found to say, as it passes from the reader of rows to the checks. Nothing is read here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

import pandas as pd

from cakupan.ingest.model import Refusal
from cakupan.ingest.places import RegionMatch

Known = Mapping[tuple[str, str], int]
"""The newest known count by region and measure."""


@dataclass
class Taken:
    """What the rows of a sheet say. frame: region, measure, as_of, value (text), unit, rounded, row, where; one line a figure.
    doubted: whether the words around the table had to be insisted on.
    sums: totals that equal the sum of all rows: place, measure, date of the column, value, row number."""

    frame: pd.DataFrame
    read: int = 0
    skipped: int = 0
    refused: list[Refusal] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    sums: list[tuple[int, str, str, int, int]] = field(default_factory=list)
    matches: dict[str, RegionMatch] = field(default_factory=dict)
    columns: list[dict[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    named: bool = False
    doubted: bool = False
    harmless: set[str] = field(default_factory=set)


COLUMNS: Final = ("region", "measure", "as_of", "value", "unit", "rounded", "row", "where", "doubted")


def value_text(value: int | Decimal) -> str:
    """A value as the table of observations has it; a percentage keeps its printed decimals."""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
