"""A document as the source of a PDF, in Typst: the frame, part by part, and what is attached.

The look is in `templates/report.typ`; the compiler is called in `compiler`.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache

from cakupan.blocks import Figure, Note, Paragraph, Title
from cakupan.blocks import Heading as OwnHeading
from cakupan.blocks.markup import typst, typst_string
from cakupan.briefing.record import BLANK_SEAL
from cakupan.export import carried, markdown
from cakupan.export.parts import Document, Heading, Lines, Notice, Part, Problem, Prose, Setting, Shown
from cakupan.export.pictures import Picture
from cakupan.look.fonts import FONT_DIR

UNDATED = (
    "datetime(year: 1970, month: 1, day: 1)"  # PDF/A demands a date, and the day of the export would change the bytes
)
MISSING_GLYPH = "□"
# Outside string literals the source is ASCII, so everything else stands in text and can be checked against the fonts.
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_INVISIBLE = frozenset("\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069\ufe0e\ufe0f")


@lru_cache(maxsize=1)
def _covered() -> frozenset[str]:
    """All characters that the shipped typefaces can show."""
    from matplotlib.ft2font import FT2Font

    codes = {code for file in sorted(FONT_DIR.glob("*.ttf")) for code in FT2Font(str(file)).get_charmap()}
    return frozenset(map(chr, codes)) | _INVISIBLE


def _showable(source: str) -> str:
    """The source with a box for each character that no shipped typeface has: PDF/UA forbids missing glyphs."""
    covered = _covered()
    return _NOT_ASCII.sub(lambda match: match.group() if match.group() in covered else MISSING_GLYPH, source)


def typst_source(document: Document) -> str:
    """Return the Typst source of a document: the frame, then part by part, then the attachments."""
    return _showable(_text_source(document)) + _attachments(document)


def strange_signs(document: Document) -> list[str]:
    """Return the signs of a document that no shipped typeface has."""
    return sorted(set(_NOT_ASCII.findall(_text_source(document))) - _covered())


def _text_source(document: Document) -> str:
    words = document.words
    date = document.date
    dated = f"datetime(year: {date.year}, month: {date.month}, day: {date.day})" if date else UNDATED
    frame = (
        '#import "report.typ": *\n'
        f"#show figure.where(kind: image): set figure(supplement: {typst(words.figure)})\n"
        f"#show figure.where(kind: table): set figure(supplement: {typst(words.table)})\n"
        f"#show: report.with(title: {typst(document.title)}, lang: {typst(document.lang)}, running: {typst(document.running)}, "
        f"date: {dated}, seal: {typst_string(BLANK_SEAL)}, simulated: {'true' if document.simulated else 'false'}, words: (page: {typst(words.page)}, "
        f"of: {typst(words.of)}, simulated: {typst(words.simulated)}, simulated-note: {typst(words.simulated_note)}))\n"
    )
    if document.pages:  # one page holds a summary and its sources
        frame += "#set page(margin: (x: 20mm, top: 19mm, bottom: 14mm))\n"
    begun = next((at for at, part in enumerate(document.parts) if not _opens(part)), len(document.parts))
    after: tuple[Part | None, ...] = (*document.parts[1:], None)
    return frame + "\n".join(
        _led_to(part, next_one, _part(part, document, at > begun))
        for at, (part, next_one) in enumerate(zip(document.parts, after, strict=True))
    )


def _opens(part: Part) -> bool:
    """Whether a part can stand at the beginning: words and charts. Before something else has come no chart floats, for it would float above the title."""
    return not isinstance(part, Shown) or isinstance(part.block, Figure | Title | OwnHeading | Paragraph | Note)


def _led_to(part: Part, after: Part | None, source: str) -> str:
    """A paragraph right before a chart stays on its page, and so does the heading above: no chart is parted from its question."""
    shown = isinstance(part, Shown) and isinstance(part.block, Paragraph)
    chart = after.block if isinstance(after, Shown) else None
    if shown and isinstance(chart, Figure) and not chart.is_tall:
        return f"#block(sticky: true)[{source}]"
    return source


def _attachments(document: Document) -> str:
    """The region's data, those of charts and tables, and the manifest, inside the PDF. They are no text of the page: no glyph has to exist for them."""
    out = ""
    if document.csv_text:
        out += _attach(
            document.csv_name, document.csv_text, "data", "text/csv", document.words.attached.format(document.running)
        )
    for name, text, description in carried.files(document):
        out += _attach(name, text, "data", "text/csv", description)
    if document.manifest:
        manifest = json.dumps(document.manifest, ensure_ascii=False, sort_keys=True, indent=1)
        out += _attach("manifest.json", manifest, "supplement", "application/json", "Manifest")
    return out


def _attach(name: str, text: str, relationship: str, mime: str, description: str) -> str:
    return (
        f'\n#pdf.attach({typst_string(name)}, bytes({typst_string(text)}), relationship: "{relationship}", '
        f'mime-type: "{mime}", description: {typst_string(description)})'
    )


def _part(part: Part, document: Document, may_float: bool) -> str:
    match part:
        case Heading():
            if part.level == 1:
                return f"#ck-title({typst(part.text)})"
            return f"#heading(level: {part.level - 1})[{markdown.to_typst(part.tokens)}]"
        case Prose():
            return markdown.to_typst(part.tokens)
        case Shown(Figure() as chart):
            return chart.to_typst(may_float)
        case Shown():
            return part.block.to_typst()
        case Picture():
            return markdown.typst_picture(part)
        case Lines():
            return f"#ck-text({markdown.typst_lines(part.text)})"
        case Notice():
            return f"#ck-notice({typst(part.text)})"
        case Setting():
            return part.typst
        case Problem():
            return f"#ck-problem({typst(document.failed(part))}, {typst(f'{part.name}: {part.message}')}, {markdown.typst_lines(part.traceback)})"
