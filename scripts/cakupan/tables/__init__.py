"""Which rows and columns the briefings' tables have. How a table looks is in `blocks`, how a number is printed in `words.numbers`."""

from cakupan.tables.region import (
    ABSENT,
    CAP_MARK,
    MEASURE_LABELS,
    cap_note,
    coverage_cell,
    dates_of,
    history_measures,
    history_table,
    named_sources,
    neighbours_table,
    rank_cell,
    region_row,
    regions_table,
    sources_line,
    sources_of,
    unrecorded_cell,
)

__all__ = [
    "ABSENT",
    "CAP_MARK",
    "MEASURE_LABELS",
    "cap_note",
    "coverage_cell",
    "dates_of",
    "history_measures",
    "history_table",
    "named_sources",
    "neighbours_table",
    "rank_cell",
    "region_row",
    "regions_table",
    "sources_line",
    "sources_of",
    "unrecorded_cell",
]
