"""Tables that cannot be read as they are: what is said of them, and what can be done."""

from __future__ import annotations

from cakupan.errors import message
from cakupan.ingest.layout import Layout


def no_figures(layout: Layout) -> tuple[str, str]:
    """What to say of a table without a column of figures, and what can be done."""
    named = ", ".join(
        repr(heading.text)
        for heading in layout.headings
        if heading.role in ("unknown", "value", "sex") and heading.text
    )
    reason = (
        message("no column is recognised as a figure; there are {named}", named=named)
        if named
        else message("no column is recognised as a figure")
    )
    return reason, message("say --map COLUMN=MEASURE")


def another_table(row: int) -> tuple[str, str]:
    """What to say where a second table begins below the first."""
    return message("another table begins in row {place}", place=row), message("put each table on a sheet of its own")


def without_total(regions: list[str]) -> tuple[str, str]:
    """What to say of regions that have rows of parts, and none of all."""
    return (
        message(
            "these have rows of parts, and none that counts all: {lacking}",
            lacking=", ".join(regions[:5]) + (", …" if len(regions) > 5 else ""),
        ),
        message("bring rows with the total of each region"),
    )
