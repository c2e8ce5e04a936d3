"""Tables that cannot be read as they are: what is said of them, and what can be done."""

from __future__ import annotations

from cakupan.errors import told
from cakupan.ingest.layout import Layout


def no_figures(layout: Layout) -> tuple[str, str]:
    """What to say of a table without a column of figures, and what can be done."""
    named = ", ".join(
        repr(heading.text)
        for heading in layout.headings
        if heading.role in ("unknown", "value", "sex") and heading.text
    )
    reason = (
        told("no column is recognised as a figure; there are {named}", named=named)
        if named
        else told("no column is recognised as a figure")
    )
    return reason, told("say --map COLUMN=MEASURE")


def another_table(row: int) -> tuple[str, str]:
    """What to say where a second table begins below the first."""
    return told("another table begins in row {place}", place=row), told("put each table on a sheet of its own")


def without_total(regions: list[str]) -> tuple[str, str]:
    """What to say of regions that have rows of parts, and none of all."""
    return (
        told(
            "these have rows of parts, and none that counts all: {lacking}",
            lacking=", ".join(regions[:5]) + (", …" if len(regions) > 5 else ""),
        ),
        told("bring rows with the total of each region"),
    )
