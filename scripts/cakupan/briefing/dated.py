"""The figures behind a drawing of comparable dates, as data that travels with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cakupan.blocks import Cell, Data, Figure
from cakupan.indicators.comparable import Pair
from cakupan.words.sentences import Speaker


def with_pairs(figure: Figure, pairs: Sequence[Pair], speak: Speaker) -> Figure:
    """Return a drawing with the counts of each date that it is made of, their coverage and their sources."""
    columns = ("as_of", "recorded", "wajib_ktp", "coverage", "sources")
    labels = (
        speak.word("Date"), speak.word("Recorded"), speak.word("Wajib KTP"), speak.word("Coverage"), speak.word("Source"),
    )  # fmt: skip
    rows = tuple(_row(pair, speak) for pair in pairs)
    return replace(figure, data=Data(columns, rows, labels))


def _row(pair: Pair, speak: Speaker) -> tuple[Cell, ...]:
    sources = dict.fromkeys((*pair.recorded.sources, *pair.base.sources))
    coverage = pair.coverage
    return (
        pair.base.as_of,
        pair.recorded.value,
        pair.base.value,
        speak.format.percent(coverage) if coverage is not None else None,
        " ".join(sources),
    )
