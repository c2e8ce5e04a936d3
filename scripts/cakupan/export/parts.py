"""What a document consists of: its parts, in order, and what it says of itself.

How a notebook becomes one is the matter of `document`; how it looks, of `html` and `pdf`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cakupan.blocks import Block, Figure, Table
from cakupan.blocks.markup import clean
from cakupan.export import markdown
from cakupan.export.pictures import Picture
from cakupan.export.remarks import Remarks
from cakupan.export.words import Words, frame_words
from cakupan.languages import Lang
from cakupan.words.numbers import last_day


@dataclass(frozen=True)
class Heading:
    """A section heading. level: 1 for the title, then 2, 3 …, never skipping one."""

    level: int
    text: str
    tokens: list[markdown.Token]
    anchor: str


@dataclass(frozen=True)
class Prose:
    """Words, lists, tables and pictures between headings, from Markdown or from HTML of anywhere. cell: number of the cell, from 1."""

    tokens: list[markdown.Token]
    cell: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Shown:
    """One of our blocks, of the kind that it was made as. number: of a chart among the charts, of a table among the tables; else 0."""

    block: Block
    number: int = 0
    cell: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Lines:
    """Text as a terminal shows it."""

    text: str
    cell: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Notice:
    """What a reader must know of something that is not shown."""

    text: str
    cell: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Problem:
    """An error that a cell ended with."""

    name: str
    message: str
    traceback: str
    cell: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Setting:
    """A raw cell in the language of the PDF's engine, for the PDF alone."""

    typst: str
    cell: int = field(default=0, compare=False)


Part = Heading | Prose | Shown | Picture | Lines | Notice | Problem | Setting


@dataclass(frozen=True)
class Way:
    """A link to another page of the same edition. group: what the links beside it have in common, such as an island; "" at the top of the page."""

    text: str
    href: str
    group: str = ""


@dataclass(frozen=True)
class Document:
    """A notebook as its reader sees it. remarks: what is left out or shown otherwise, in sentences."""

    lang: Lang
    title: str
    region: str
    edition: str
    running: str
    simulated: bool
    csv_name: str
    csv_text: str
    manifest: Mapping[str, Any]
    parts: list[Part] = field(repr=False)
    remarks: tuple[str, ...] = ()
    signature: Mapping[str, str] = field(default_factory=dict)
    """Who signs it, and its number, as the office has set them."""
    ways: tuple[Way, ...] = ()
    """Where its page leads, inside an edition."""
    card: str = ""
    """The picture for messengers beside its page, where one was made."""
    pages: int = 0
    """How many pages its PDF shall have: 1 for the summary alone, 0 for all of it."""

    @property
    def signature_lines(self) -> tuple[str, ...]:
        """The lines of the place for a signature; none where no signatory is set. The day is written by hand."""
        known = {name: clean(text) for name, text in self.signature.items()}
        if not known.get("name"):
            return ()
        place = [f"{known['place']}, ………………………"] if known.get("place") else []
        nip = [f"NIP {known['nip']}"] if known.get("nip") else []
        above = [*place, *filter(None, [known.get("position", "")]), "", "", ""]
        return (*above, known["name"], *filter(None, [known.get("rank", "")]), *nip)

    @property
    def words(self) -> Words:
        return frame_words(self.lang)

    @property
    def sections(self) -> list[Heading]:
        """The headings of the table of contents."""
        return [part for part in self.parts if isinstance(part, Heading) and part.level == 2]

    def numbered(self, part: Shown) -> str:
        """Return what a chart or table is called in the document, "Gambar 3"; nothing for other blocks."""
        word = {Figure: self.words.figure, Table: self.words.table}.get(type(part.block), "")
        return f"{word} {part.number}" if word else ""

    def anchor(self, part: Shown) -> str:
        """Return the anchor of a chart or table, "gambar-3": the same in every edition that shows as much before it."""
        return self.numbered(part).lower().replace(" ", "-")

    def failed(self, part: Problem) -> str:
        """Return what stands above an error: which cell it ended."""
        return f"{Remarks(self.lang).cell(part.cell)}: {self.words.failed}"

    @property
    def date(self) -> dt.date | None:
        """The edition's date; None when the notebook names no edition, or "latest"."""
        try:
            return last_day(self.edition)
        except ValueError:
            return None
