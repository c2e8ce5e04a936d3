"""Paragraphs, tables and pictures of a Word document: the few things that python-docx leaves to whoever knows the format.

What a document consists of is decided in `letter`.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt, RGBColor

from cakupan.languages import LANGUAGES, Lang
from cakupan.look.palette import ACCENT, GRID, MUTED

LETTER = "Cakupan Letter"
"""The style of what the office adds to a report: number, place, date, signatory. It is no text of the report."""
NOTE, SMALL = "Cakupan Note", "Cakupan Small"
_TABLE_PT = 8.5


def _element(tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def rgb(colour: str) -> RGBColor:
    """A colour of the palette."""
    return RGBColor.from_string(colour.lstrip("#").upper())


def styles(document: Any, lang: Lang, *, own: bool) -> dict[str, str]:
    """Add the styles that a document needs, and return the ids of all by name; own: an office's template is there, whose other styles stay as they are."""
    from docx.enum.style import WD_STYLE_TYPE

    known = {style.name for style in document.styles}
    base = document.styles["Normal"]
    for name in (LETTER, NOTE, SMALL):
        if name not in known:
            made = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            made.base_style = base
            made.paragraph_format.space_after = Pt(0 if name == LETTER else 6)
            if name == SMALL:
                made.font.size, made.font.color.rgb = Pt(8.5), rgb(MUTED)
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3", "Caption", "List Bullet"):
        if name not in known:
            kind = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            kind.base_style = base
    if not own:
        _house(document, base)
    fonts = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in fonts.findall(qn("w:lang")):
        fonts.remove(old)
    fonts.append(_element("w:lang", val=LANGUAGES[lang].tag))
    return {style.name: style.style_id for style in document.styles}


def _house(document: Any, base: Any) -> None:
    base.font.name, base.font.size = "Calibri", Pt(10.5)
    base.paragraph_format.space_after = Pt(6)
    for name, size in (("Title", 20), ("Heading 1", 14), ("Heading 2", 12), ("Heading 3", 11), ("Caption", 9)):
        style = document.styles[name]
        style.font.size, style.font.color.rgb, style.font.name = Pt(size), rgb(ACCENT), "Calibri"
        theme = style.element.find(qn("w:rPr")).find(qn("w:rFonts"))
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            theme.attrib.pop(qn(f"w:{attribute}"), None)
        for side in ("ascii", "hAnsi", "cs"):
            theme.set(qn(f"w:{side}"), "Calibri")
        style.font.bold = name != "Title"
        style.paragraph_format.keep_with_next = True
    border = document.styles["Title"].element.find(qn("w:pPr")).find(qn("w:pBdr"))
    if border is not None:
        border.getparent().remove(border)


def shade(paragraph: Any, colour: str) -> None:
    """Put a ground and a line at the left of a paragraph."""
    properties = paragraph._p.get_or_add_pPr()
    properties.append(_element("w:shd", val="clear", color="auto", fill=colour.lstrip("#")))
    borders = _element("w:pBdr")
    borders.append(_element("w:left", val="single", sz="18", space="6", color=ACCENT.lstrip("#")))
    shading = properties.find(qn("w:shd"))
    shading.addprevious(borders)


def numbered(paragraph: Any, word: str, number: int) -> None:
    """Begin a caption with its number, as a field from which the program can make a list; it reads "Gambar 3. "."""
    paragraph.add_run(f"{word}\u00a0")
    field = _element("w:fldSimple", instr=f" SEQ {word} \\* ARABIC ")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = str(number)
    run.append(text)
    field.append(run)
    paragraph._p.append(field)
    paragraph.add_run(". ")


def page_field(paragraph: Any, name: str) -> None:
    """The number of the page (PAGE), or how many there are (NUMPAGES)."""
    field = _element("w:fldSimple", instr=f" {name} ")
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def table(document: Any, rows: int, columns: int, widths: Iterable[float], *, ruled: bool = True) -> Any:
    """A table as wide as the page; widths: shares of the columns. ruled: with thin lines between rows."""
    made = document.add_table(rows, columns)
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    section = document.sections[-1]
    room = section.page_width - section.left_margin - section.right_margin
    shares = list(widths)
    sizes = [Emu(int(room * share / sum(shares))) for share in shares]
    for column, width in zip(made.columns, sizes, strict=True):
        column.width = width
    for row in made.rows:
        row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
        for cell, width in zip(row.cells, sizes, strict=True):
            cell.width = width
    margins = _element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(_element(f"w:{side}", w="45", type="dxa"))
    made._tbl.tblPr.append(margins)
    if ruled:
        borders = _element("w:tblBorders")
        for side in ("top", "bottom", "insideH"):
            borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color=GRID.lstrip("#")))
        margins.addprevious(borders)
    return made


def repeat_head(row: Any) -> None:
    """Show a row again at the top of every page that the table goes on to."""
    row._tr.get_or_add_trPr().append(_element("w:tblHeader"))


def put(cell: Any, text: str, *, right: bool = False, bold: bool = False, size: float = _TABLE_PT) -> Any:
    """Write a text into the first paragraph of a cell."""
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(1)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(size), bold or None
    return paragraph


def picture(paragraph: Any, body: bytes, width: int, name: str, alt: str) -> None:
    """Put a picture into a paragraph, with its alternative text."""
    shape = paragraph.add_run().add_picture(io.BytesIO(body), width=Emu(width))
    properties = shape._inline.docPr
    properties.set("name", name)
    properties.set("descr", alt)
