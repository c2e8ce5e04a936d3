"""Cells joined over several rows, and names of the region above in lists by group: the text stands in the first row, and is of all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cakupan.ingest.figures import is_missing
from cakupan.ingest.layout import Layout
from cakupan.ingest.places import LEVELS

Key = tuple[str, str]
"""Role (code or name) and depth of a column."""


def fill_down(columns: dict[Key, list[Any]], places: Mapping[Key, int], layout: Layout) -> None:
    """Give each row of the columns that name regions the text that it shares with the rows above."""
    present = [depth for depth in LEVELS if ("name", depth) in columns or ("code", depth) in columns]
    for depth in present[:-1]:
        for role in ("code", "name"):
            column = columns.get((role, depth))
            if column is not None:
                deepest = [columns[key] for key in ((r, present[-1]) for r in ("code", "name")) if key in columns]
                _repeat(column, deepest)
    for upper, left, lower, _ in layout.sheet.merged:
        for key, place in places.items():
            start, end = upper - layout.top, lower - layout.top
            if place == left and start >= 0 and end > start:
                columns[key][start : end + 1] = [columns[key][start]] * (end - start + 1)


def _repeat(column: list[Any], deepest: list[list[Any]]) -> None:
    last: Any = None
    for place, cell in enumerate(column):
        if not is_missing(cell):
            last = cell
        elif any(not is_missing(other[place]) for other in deepest):
            column[place] = last
