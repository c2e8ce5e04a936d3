"""Indicator cards: a few numbers, each with its base, in one row.

Which numbers these are is decided by the notebooks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cakupan.blocks.base import Block
from cakupan.blocks.markup import Text, attribute, html, typst, typst_array, words

Status = Literal["", "better", "similar", "worse"]
SYMBOLS: dict[str, str] = {"": "", "better": "▲", "similar": "●", "worse": "▼"}


@dataclass(frozen=True)
class Card:
    """One indicator: label, value with unit, what it is a share of, and a remark.

    status: the place against a benchmark; it adds a sign before the note, so the note must say the same in words.
    spark: earlier values, oldest first, drawn as a small line without a scale.
    """

    label: str
    value: Text
    unit: str
    base: Text
    note: Text = ""
    spark: tuple[float, ...] = ()
    status: Status = ""

    def to_html(self) -> str:
        unit = f' <span class="ck-unit">{html(self.unit)}</span>' if self.unit else ""
        sign = f'<span class="ck-sign" aria-hidden="true">{SYMBOLS[self.status]}</span> ' if self.status else ""
        note = (
            f'<p class="ck-cardnote ck-{self.status or "plain"}">{sign}{html(self.note)}</p>'
            if words(self.note)
            else ""
        )
        return (
            f'<li class="ck-card"><p class="ck-label">{html(self.label)}</p>'
            f'<p class="ck-value">{html(self.value)}{unit}</p>'
            f'<p class="ck-base">{html(self.base)}</p>{note}{self._spark_svg()}</li>'
        )

    def to_typst(self) -> str:
        spark = typst_array([f"({x}, {y})" for x, y in self._spark_points()])
        return (
            f"(label: {typst(self.label)}, value: {typst(self.value)}, unit: {typst(self.unit)}, base: {typst(self.base)}, "
            f"note: {typst(self.note)}, spark: {spark}, status: {typst(self.status)})"
        )

    def _spark_points(self) -> list[tuple[float, float]]:
        """The line in a box of 100 × 20, y downwards."""
        if len(self.spark) < 2:
            return []
        low, high = min(self.spark), max(self.spark)
        step, span = 100 / (len(self.spark) - 1), (high - low) or 1.0
        return [(round(i * step, 1), round(18 - 16 * (value - low) / span, 1)) for i, value in enumerate(self.spark)]

    def _spark_svg(self) -> str:
        points = self._spark_points()
        if not points:
            return ""
        line = " ".join(f"{x},{y}" for x, y in points)
        return (
            '<svg class="ck-spark" aria-hidden="true" width="100" height="20" viewBox="-2 0 104 20" preserveAspectRatio="none">'
            f'<polyline points="{line}" fill="none" stroke="#0072b2" stroke-width="1.5" vector-effect="non-scaling-stroke"/></svg>'
        )


@dataclass(frozen=True)
class Cards(Block):
    """Up to six indicator cards side by side; they wrap on a narrow screen."""

    cards: tuple[Card, ...]
    region: str

    def to_html(self) -> str:
        cards = "".join(card.to_html() for card in self.cards)
        return f'<ul class="ck-cards" data-region="{attribute(self.region)}">{cards}</ul>'

    def to_typst(self) -> str:
        return f"#ck-cards({typst_array([card.to_typst() for card in self.cards])})"

    def to_plain(self) -> str:
        return "\n".join(
            f"{words(card.label)}: {words(card.value)} {words(card.unit)} ({words(card.base)}) {words(card.note)}".strip()
            for card in self.cards
        )
