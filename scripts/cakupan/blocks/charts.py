"""A chart as a block: the drawing, what it shows in words, message, caption and source.

Drawing is done elsewhere: the look in `cakupan.look`, the charts in `cakupan.charts`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cakupan.blocks.base import Block
from cakupan.blocks.data import Data
from cakupan.blocks.markup import Text, attribute, html, parts, typst, typst_string, words
from cakupan.words.numbers import machine_values

TALL_PT = 310.0  # 110 mm: on paper, a higher chart may float
_HEIGHT = re.compile(r' height="([\d.]+)pt"')


@dataclass(frozen=True)
class Figure(Block):
    """A chart. The title above states its message; below stand number, caption and source.

    svg: as `cakupan.look.to_svg` makes it. alt: kind of chart, measure, region, period; main message with numbers; at
    most 250 characters. caption: what is drawn, of when, in which unit. source: the whole line, with its word ("Sumber: …").
    narrow: the same chart drawn for a phone, or empty. data: what is drawn, or None. shown: where a notebook shows the same drawing as a picture of its own (`look.watch_cells`): documents leave
    that one out.
    """

    svg: str
    alt: Text
    title: Text
    caption: Text
    source: Text
    region: str
    data: Data | None = None
    shown: str = ""
    narrow: str = ""

    def __post_init__(self) -> None:
        if not self.svg.startswith("<svg"):
            raise ValueError("a figure needs an SVG that starts with <svg: make it with cakupan.look.to_svg")
        if not words(self.alt).strip():
            raise ValueError("a figure needs an alt text that says what it shows")

    def to_html(self, number: str = "") -> str:
        """Return the chart as HTML. number: "Gambar 3. " in a document, nothing in JupyterLab."""
        numbers = machine_values(parts(self.alt))
        known = f' data-numbers="{attribute(numbers)}"' if numbers else ""
        named = f'role="img" aria-label="{attribute(self.alt)}"{known}'
        svg = f"<svg {named}{self.svg[4:]}"
        if self.narrow:
            svg = f'<svg class="ck-wide" {named}{self.svg[4:]}<svg class="ck-narrow" {named}{self.narrow[4:]}'
        title = f'<p class="ck-figtitle">{html(self.title)}</p>' if words(self.title) else ""
        source = f'<span class="ck-source">{html(self.source)}</span>' if words(self.source) else ""
        return (
            f'<figure class="ck-figure" data-region="{attribute(self.region)}">{title}'
            f'<div class="ck-chart" role="group" tabindex="0" aria-label="{attribute(self.title or self.alt)}">{svg}</div><figcaption><span class="ck-number">{html(number)}</span>{html(self.caption)} {source}</figcaption></figure>'
        )

    def to_typst(self, may_float: bool = True) -> str:
        """Return the chart for the PDF. may_float: whether a tall one may move to another page while the text goes on."""
        tall = ", tall: true" if may_float and self.is_tall else ""
        return (
            f"#ck-figure({typst_string(self.svg)}, alt: {typst_string(words(self.alt))}, title: {typst(self.title)}, "
            f"caption: {typst(self.caption)}, source: {typst(self.source)}{tall})"
        )

    @property
    def is_tall(self) -> bool:
        """Whether the chart is so high that on paper it may move away from the text before it."""
        height = _HEIGHT.search(self.svg, 0, 400)
        return height is not None and float(height.group(1)) > TALL_PT

    def to_plain(self) -> str:
        return "\n".join(line for line in (words(self.title), words(self.alt), words(self.source)) if line)
