"""A report as a Word document (DOCX) that an office edits, numbers and signs: styles, real tables, charts as pictures.

The words, in their order, are those of the page. The tools of the format are in `paragraphs`, the settings of the signatory in `settings`.
"""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import docx
import lxml.html  # type: ignore[import-untyped]
from docx.shared import Cm, Pt

from cakupan.blocks import Cards, Definitions, Facts, Figure, Note, Origins, Paragraph, Points, Table, Title
from cakupan.blocks.cards import SYMBOLS, Card
from cakupan.blocks.markup import clean, parts, words
from cakupan.errors import DataError, message
from cakupan.export import markdown
from cakupan.export.archive import sealed
from cakupan.export.compiler import drawn
from cakupan.export.paragraphs import (
    LETTER,
    NOTE,
    SMALL,
    numbered,
    page_field,
    picture,
    put,
    repeat_head,
    shade,
    styles,
    table,
)
from cakupan.export.parts import Document, Heading, Lines, Notice, Part, Problem, Prose, Shown
from cakupan.export.pictures import Picture
from cakupan.settings import TEMPLATE

_PT = 12_700
_IN_A_ROW = 3
_FULL = 90.0
"""Figures above which a table is set smaller."""
_GROUND = "#eef3f7"


def render(document: Document, data: Path | None = None) -> bytes:
    """Return the report as DOCX; equal documents give equal bytes. data: the data directory, whose template.docx sets the styles.

    Raises DataError for a template that is none.
    """
    letter = _Letter(document, _template(data))
    letter.write()
    out = io.BytesIO()
    letter.made.save(out)
    day = document.date.isoformat() if document.date else ""
    return sealed(out.getvalue(), document.title, document.lang, day, document.manifest)


def _template(data: Path | None) -> Path | None:
    path = data / TEMPLATE if data is not None else None
    return path if path is not None and path.is_file() else None


def _opened(template: Path | None) -> Any:
    """The document to write into: the template with its styles, header and footer, its own text taken out."""
    if template is None:
        made = docx.Document()
        section = made.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin = section.bottom_margin = Cm(2)
        return made
    try:
        made = docx.Document(str(template))
        for element in list(made.element.body)[:-1]:
            made.element.body.remove(element)
        return made
    except Exception as error:  # python-docx raises many kinds for damaged files
        raise DataError(
            message(
                "{what} is no readable Word document ({error}); save it again as .docx, or take it out",
                what=template,
                error=error,
            )
        ) from error


class _Letter:
    def __init__(self, document: Document, template: Path | None) -> None:
        self.document, self.made, self.own = document, _opened(template), template is not None
        self.styles = styles(self.made, document.lang, own=self.own)
        figures = [part.block for part in document.parts if isinstance(part, Shown) and isinstance(part.block, Figure)]
        self.drawings = iter(drawn([figure.svg for figure in figures]))
        section = self.made.sections[0]
        self.room = int(section.page_width - section.left_margin - section.right_margin)

    def write(self) -> None:
        """Write everything, from the letterhead to the signature."""
        if not self.own:
            self._footer()
        for part in self.document.parts:
            self._part(part)
        self._signature()

    def _add(self, text: str, style: str = "Normal") -> Any:
        made = self.made.add_paragraph(text)
        made._p.style = self.styles[style]
        return made

    def _part(self, part: Part) -> None:
        match part:
            case Heading():
                self._add(clean(part.text), "Title" if part.level == 1 else f"Heading {min(part.level - 1, 3)}")
            case Prose():
                self._html(lxml.html.fragment_fromstring(markdown.to_html(part.tokens), create_parent="div"))
            case Lines():
                for line in part.text.splitlines():
                    self._add(clean(line), SMALL)
            case Notice():
                shade(self._add(clean(part.text), NOTE), _GROUND)
            case Problem():
                shade(self._add(clean(f"{part.name}: {part.message}"), NOTE), _GROUND)
            case Picture():
                self._foreign(part.as_svg() if part.mime == "image/svg+xml" else part.data, part.width, part.alt)
            case Shown():
                self._block(part)

    def _block(self, part: Shown) -> None:
        match part.block:
            case Title() as title:
                self._title(title)
            case Points() as points:
                for item in points.items:
                    self._add(words(item), "List Bullet")
            case Cards() as cards:
                self._cards(cards)
            case Figure() as figure:
                self._figure(figure, part.number)
            case Table() as shown:
                self._table(shown, part.number)
            case Note() as note:
                shade(self._add(words(note.text), NOTE), _GROUND)
            case Paragraph() as paragraph:
                self._paragraph(paragraph)
            case Facts() as facts:
                for label, value in facts.items:
                    made = self._add("", SMALL)
                    made.add_run(f"{clean(label)} ").bold = True
                    made.add_run(words(value))
            case Origins() as origins:
                self._add("", SMALL).add_run(words(origins.title)).bold = True
                for one in origins.items:
                    made = self._add("", SMALL)
                    made.add_run(f"{clean(one.key)} ").bold = True
                    made.add_run(f"{clean(one.title)}. {words(one.note)}")
            case Definitions() as definitions:
                for term, text in definitions.items:
                    made = self._add("")
                    made.add_run(f"{words(term)} ").bold = True
                    made.add_run(words(text))

    # --- head and foot ---

    def _title(self, title: Title) -> None:
        if title.logo is not None:
            self._picture(
                self._add("", LETTER), drawn([title.logo.svg])[0], Cm(2.2), "logo", title.logo_alt, height=True
            )
        for line in title.letterhead:
            made = self._add("", "Normal")
            made.add_run(clean(line)).bold = True
            made.paragraph_format.space_after = Pt(0)
        if number := self.document.signature.get("number", ""):
            self._add(f"{self.document.words.number}: {clean(number)}", LETTER)
        if title.banner:
            shade(self._add(words(title.banner), NOTE), _GROUND)
        self._add(words(title.title), "Title")
        if words(title.subtitle):
            self._add(words(title.subtitle))
        if not title.facts:
            return
        made = table(self.made, len(title.facts), 2, (1, 3))
        for row, (name, value) in zip(made.rows, title.facts, strict=True):
            put(row.cells[0], clean(name), bold=True, size=9.5)
            put(row.cells[1], words(value), size=9.5)
        self._gap()

    def _gap(self) -> None:
        self._add("").paragraph_format.space_after = Pt(2)

    def _footer(self) -> None:
        words_, foot = self.document.words, self.made.sections[0].footer.paragraphs[0]
        foot.style = self.made.styles[SMALL]
        foot.add_run(
            f"{self.document.running}{f' · {words_.simulated}' if self.document.simulated else ''} · {words_.page} "
        )
        page_field(foot, "PAGE")
        foot.add_run(f" {words_.of} ")
        page_field(foot, "NUMPAGES")

    def _signature(self) -> None:
        """The place for the signature: where, what office, room to sign, who."""
        lines = self.document.signature_lines
        for number, line in enumerate(lines):
            made = self._add(line, LETTER)
            made.paragraph_format.left_indent = Cm(9)
            made.paragraph_format.keep_with_next = number < len(lines) - 1
            if number == 0:
                made.paragraph_format.space_before = Pt(24)

    # --- blocks ---

    def _paragraph(self, paragraph: Paragraph) -> None:
        made = self._add("")
        for at, item in enumerate(parts(paragraph.items)):
            made.add_run(words(item)).bold = True if at in paragraph.strong else None

    def _cards(self, cards: Cards) -> None:
        for start in range(0, len(cards.cards), _IN_A_ROW):
            chosen = cards.cards[start : start + _IN_A_ROW]
            made = table(self.made, 1, _IN_A_ROW, [1] * _IN_A_ROW)
            for cell, card in zip(made.rows[0].cells, chosen, strict=False):
                self._card(cell, card)
        self._gap()

    def _card(self, cell: Any, card: Card) -> None:
        put(cell, clean(card.label), size=9)
        value = cell.add_paragraph(f"{words(card.value)}{f' {clean(card.unit)}' if card.unit else ''}")
        value.runs[0].font.size, value.runs[0].bold = Pt(16), True
        sign = f"{SYMBOLS[card.status]} " if card.status else ""
        for line in (words(card.base), f"{sign}{words(card.note)}" if words(card.note) else ""):
            if line:
                cell.add_paragraph(line)._p.style = self.styles[SMALL]

    def _figure(self, figure: Figure, number: int) -> None:
        if words(figure.title):
            made = self._add("")
            made.add_run(words(figure.title)).bold = True
            made.paragraph_format.keep_with_next = True
        shown = self._add("")
        shown.paragraph_format.keep_with_next = True
        name = f"{self.document.words.figure} {number}"
        self._picture(shown, next(self.drawings), self.room, name, words(figure.alt))
        caption = self._add("", "Caption")
        numbered(caption, self.document.words.figure, number)
        caption.add_run(words(figure.caption)).bold = False
        if words(figure.source):
            self._add(words(figure.source), SMALL)

    def _table(self, shown: Table, number: int) -> None:
        caption = self._add("", "Caption")
        numbered(caption, self.document.words.table, number)
        caption.add_run(words(shown.title))
        widths = shown.widths()
        size = 7.5 if sum(widths) > _FULL else 8.5
        made = table(self.made, len(shown.rows) + 1, len(shown.columns), widths)
        for cell, column in zip(made.rows[0].cells, shown.columns, strict=True):
            head = f"{clean(column.label)} ({clean(column.unit)})" if column.unit else clean(column.label)
            put(cell, head, right=column.align == "right", bold=True, size=size)
        repeat_head(made.rows[0])
        for at, (row, texts) in enumerate(zip(list(made.rows)[1:], shown.rows, strict=True)):
            for cell, text, column in zip(row.cells, texts, shown.columns, strict=True):
                put(cell, words(text), right=column.align == "right", bold=at in shown.highlight, size=size)
        for note in shown.notes:
            self._add(words(note), SMALL)
        if words(shown.source):
            self._add(words(shown.source), SMALL)
        if not shown.notes and not words(shown.source):
            self._gap()

    # --- pictures ---

    def _picture(self, paragraph: Any, body: bytes, size: int, name: str, alt: str, *, height: bool = False) -> None:
        """A picture of 220 pixels an inch as large as it is drawn, but no larger than a size."""
        from PIL import Image

        image = Image.open(io.BytesIO(body))
        width = int(image.width * 914_400 / 220)
        limit = size * image.width / image.height if height else size
        picture(paragraph, body, min(width, int(limit)), name, alt)

    def _foreign(self, body: str | bytes, width: float, alt: str) -> None:
        """A picture of a notebook: one of lines is drawn in pixels."""
        png = drawn([body])[0] if isinstance(body, str) else body
        picture(self._add(""), png, min(int(width * 0.75 * _PT), self.room), "picture", alt)

    # --- words of a notebook's author, by way of their HTML ---

    def _html(self, root: Any) -> None:
        """Paragraphs, lists, tables and pictures of HTML as `markdown` writes it."""
        self._loose(root.text)
        for element in root:
            match element.tag:
                case "table":
                    self._grid(element)
                case "ul" | "ol":
                    for item in element.iter("li"):
                        self._line(item, "List Bullet")
                case "p" | "pre":
                    self._line(element, "Normal")
                case "div" | "blockquote" | "figure" | "section" | "dl":
                    self._html(element)
                case "hr":
                    pass
                case _:
                    self._line(element, "Normal")
            self._loose(element.tail)

    def _line(self, element: Any, style: str) -> None:
        text = _own_text(element)
        if text.strip():
            self._add(clean(text).strip(), style)
        for image in element.iter("img"):
            head, _, body = (image.get("src") or "").partition(";base64,")
            if head.startswith("data:image/") and body:
                data = base64.b64decode(body)
                self._foreign(
                    data.decode() if "svg" in head else data, float(image.get("width") or 400), image.get("alt") or ""
                )

    def _loose(self, text: str | None) -> None:
        if text and text.strip():
            self._add(clean(text).strip())

    def _grid(self, element: Any) -> None:
        rows = [[clean(cell.text_content()) for cell in row if cell.tag in ("th", "td")] for row in element.iter("tr")]
        wide = max(map(len, rows), default=0)
        if not wide:
            return
        made = table(self.made, len(rows), wide, [1] * wide)
        for row, texts in zip(made.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=False):
                put(cell, text)
        self._gap()


def _own_text(element: Any) -> str:
    """The text of an element without the lists inside it, whose items are paragraphs of their own."""
    inside = ("" if child.tag in ("ul", "ol") else _own_text(child) for child in element)
    tails = (child.tail or "" for child in element)
    return (element.text or "") + "".join(a + b for a, b in zip(inside, tails, strict=True))
