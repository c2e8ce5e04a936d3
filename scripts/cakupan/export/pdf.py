"""The exporter `cakupan-pdf`: one tagged, archivable PDF, laid out by Typst with the shipped typefaces only.

What a document contains is decided in `document`; its look is in `templates/report.typ`. A process that has compiled must
not fork afterwards: Typst's threads are lost in the child, and the next compilation there would hang.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from traitlets import default

from cakupan.blocks.markup import typst, typst_string
from cakupan.briefing.record import BLANK_SEAL, seal
from cakupan.export import carried, markdown
from cakupan.export.exporter import DocumentExporter
from cakupan.export.formulas import Formula
from cakupan.export.markdown import Token
from cakupan.export.parts import Document, Heading, Lines, Notice, Part, Problem, Prose, Setting, Shown
from cakupan.export.pictures import SVG_MIME, Picture
from cakupan.export.remarks import Remarks
from cakupan.look.fonts import FONT_DIR

TEMPLATE = Path(__file__).parent / "templates" / "report.typ"
UNDATED = (
    "datetime(year: 1970, month: 1, day: 1)"  # PDF/A demands a date, and the day of the export would change the bytes
)
MISSING_GLYPH = "□"
# Outside string literals the source is ASCII, so everything else stands in text and can be checked against the fonts.
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_INVISIBLE = frozenset("\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069\ufe0e\ufe0f")


class PDFError(RuntimeError):
    """Typst refused the document; the message says where and why."""


class CakupanPDFExporter(DocumentExporter):
    """Exports an executed notebook as PDF/A-3a and PDF/UA-1, with the region's data attached."""

    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def printed(self, document: Document) -> tuple[bytes, tuple[str, ...]]:
        settled, remarks = settle(document)
        try:
            return self.render(settled), (*remarks, *strange_signs(settled))
        except PDFError:
            settled, remarks = settle(document, whole=True)
            return self.render(settled), (*remarks, *strange_signs(settled))

    def render(self, document: Document) -> bytes:
        """Return the PDF of a document that has been read already. Raises PDFError."""
        return seal(compile_pdf(typst_source(document)))


class MenuPDFExporter(CakupanPDFExporter):
    """The same under a name that JupyterLab's menu can ask for: its addresses take no hyphen."""

    export_from_notebook = "Cakupan report (PDF)"


def settle(document: Document, *, whole: bool = False) -> tuple[Document, tuple[str, ...]]:
    """Return a document whose parts Typst takes, each of them, and sentences on those that it did not.

    A formula becomes its source, another part a notice. whole: try every part, not only those that are known to fail at times.
    """
    remarks = Remarks(document.lang)
    parts = [_settled(part, document, remarks) if whole or _is_risky(part) else part for part in document.parts]
    return replace(document, parts=parts), tuple(remarks.lines)


def strange_signs(document: Document) -> tuple[str, ...]:
    """Return a sentence on the signs that no shipped typeface has, if there are some."""
    body = "".join(_part(part, document) for part in document.parts if not isinstance(part, Picture))
    strange = sorted(set(_NOT_ASCII.findall(body)) - _covered())
    return (Remarks(document.lang).no_typeface(strange),) if strange else ()


def _settled(part: Part, document: Document, remarks: Remarks) -> Part:
    try:
        compile_pdf(typst_source(replace(document, parts=[part], csv_text="", manifest={})))
    except PDFError as error:
        if isinstance(part, Prose) and len(part.tokens) > 1:
            tokens = [token for one in part.tokens for token in _settled_token(one, part, document, remarks)]
            return replace(part, tokens=tokens)
        if isinstance(part, Prose) and (formulas := list(_formulas(part.tokens))):
            for formula in formulas:
                remarks.no_formula(part.cell, formula.source)
            return replace(part, tokens=_as_source(part.tokens))
        if isinstance(part, Heading):
            raise
        return Notice(remarks.not_printed(part.cell, _reason(error)), part.cell)
    return part


def _settled_token(token: Token, part: Prose, document: Document, remarks: Remarks) -> list[Token]:
    one = _settled(replace(part, tokens=[token]), document, remarks)
    return (
        one.tokens
        if isinstance(one, Prose)
        else [{"type": "notice", "raw": one.text}]
        if isinstance(one, Notice)
        else []
    )


def _is_risky(part: Part) -> bool:
    """Whether Typst may refuse a part: formulas and drawings from elsewhere, and its own language."""
    if isinstance(part, Picture):
        return part.mime == SVG_MIME
    return isinstance(part, Setting) or (isinstance(part, Prose) and any(map(_token_is_risky, _all(part.tokens))))


def _token_is_risky(token: Token) -> bool:
    kind = token["type"]
    return kind == "formula" or (kind == "picture" and bool(token["picture"].mime == SVG_MIME))


def _all(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.get("children", []))
        if "grid" in token:
            for row in token["grid"].rows:
                for cell in row:
                    yield from _all(cell.children)


def _formulas(tokens: list[Token]) -> Iterator[Formula]:
    return (token["formula"] for token in _all(tokens) if token["type"] == "formula")


def _as_source(tokens: list[Token]) -> list[Token]:
    """Tokens with formulas as their source."""
    return [
        {"type": "codespan", "raw": token["formula"].source}
        if token["type"] == "formula"
        else {**token, "children": _as_source(token["children"])}
        if "children" in token
        else token
        for token in tokens
    ]


def _reason(error: Exception) -> str:
    return str(error).partition(": ")[2].split("\n")[0][:160]


def compile_pdf(source: str) -> bytes:
    """The PDF of a Typst source that uses the template.

    Raises PDFError with Typst's own words.
    """
    import typst as engine  # 80 MB of library, and a thread pool: only where a PDF is made

    files: Any = {
        "main.typ": source.encode(),
        "report.typ": _template(),
    }  # the wheel's type hints know no dict of files
    try:
        result: bytes = engine.compile(files, font_paths=_engine_fonts(), pdf_standards=["a-3a", "ua-1"], format="pdf")
    except engine.TypstError as error:
        raise PDFError(f"the PDF could not be made: {error}") from error
    return result


@lru_cache(maxsize=1)
def _template() -> bytes:
    return TEMPLATE.read_bytes()


@lru_cache(maxsize=1)
def _engine_fonts() -> Any:
    import typst as engine

    return engine.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONT_DIR)])


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
    """The Typst source of a document: the frame, then part by part, then the attachments."""
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
    body = "\n".join(_part(part, document) for part in document.parts)
    return _showable(frame + body) + _attachments(document)


def _attachments(document: Document) -> str:
    """The region's data, those of charts and tables, and the manifest, inside the PDF. They are no text of the page: no glyph has to exist for them."""
    out = ""
    if document.csv_text:
        out += _attach(document.csv_name, document.csv_text, "data", "text/csv", document.words.attached)
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


def _part(part: Part, document: Document) -> str:
    match part:
        case Heading():
            if part.level == 1:
                return f"#ck-title({typst(part.text)})"
            return f"#heading(level: {part.level - 1})[{markdown.to_typst(part.tokens)}]"
        case Prose():
            return markdown.to_typst(part.tokens)
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
