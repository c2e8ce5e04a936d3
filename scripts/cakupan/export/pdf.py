"""The exporter `cakupan-pdf`: one tagged, archivable PDF, laid out by Typst with the shipped typefaces only.

What a document contains is decided in `document`; its look is in `templates/report.typ`. A process that has compiled must
not fork afterwards: Typst's threads are lost in the child, and the next compilation there would hang.
"""

from __future__ import annotations

import base64
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from nbconvert.exporters.exporter import Exporter
from nbformat import NotebookNode
from traitlets import default

from cakupan.blocks.markup import clean, typst, typst_string
from cakupan.briefing.record import BLANK_SEAL, seal
from cakupan.export import carried, markdown
from cakupan.export.document import Document, Foreign, Heading, Part, Picture, Problem, Prose, Shown, read_document
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


class CakupanPDFExporter(Exporter):
    """Exports an executed notebook as PDF/A-3a and PDF/UA-1, with the region's data attached; code is never shown."""

    export_from_notebook = "Cakupan report (PDF)"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    @default("default_preprocessors")
    def _default_preprocessors_default(self) -> list[str]:
        return []  # the walk over the document does what is needed, in one pass

    def from_notebook_node(  # type: ignore[override]  # exporters return what they make, the base class a notebook
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """The PDF of a notebook, as bytes."""
        notebook, resources = super().from_notebook_node(nb, resources, **kw)
        document = read_document(notebook, str(resources.get("metadata", {}).get("name", "")))
        resources["output_extension"] = ".pdf"
        return self.render(document), resources

    def render(self, document: Document) -> bytes:
        """The PDF of a document that has been read already."""
        return seal(compile_pdf(typst_source(document)))


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

    return engine.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_DIR)])


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
            return _picture(part, document)
        case Foreign():
            return f"#ck-text({_lines(part.text)})"
        case Problem():
            return f"#ck-problem({typst(document.words.failed)}, {typst(f'{part.name}: {part.message}')}, {_lines(part.traceback)})"


def _lines(text: str) -> str:
    return typst_string("\n".join(clean(line) for line in text.splitlines()))


def _picture(part: Picture, document: Document) -> str:
    alt = typst_string(part.alt or document.words.no_alt)
    if part.mime == "image/svg+xml":
        return f'#ck-picture(bytes({typst_string(part.data)}), "svg", {alt})'
    # The wheel takes text files only, so a raster image travels as numbers. Our own charts never come this way.
    numbers = ",".join(map(str, base64.b64decode(part.data)))
    return f'#ck-picture(bytes(({numbers},)), "{"png" if part.mime == "image/png" else "jpg"}", {alt})'
