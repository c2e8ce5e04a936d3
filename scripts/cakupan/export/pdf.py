"""The exporter `cakupan-pdf`: one tagged, archivable PDF, laid out by Typst.

What a document contains is decided in `document`, what its summary page in `summary`; its source is written in `typeset` and compiled in `compiler`.
"""

from __future__ import annotations

import io

import pikepdf
from traitlets import default

from cakupan.briefing.record import seal
from cakupan.export.compiler import PDFError, compile_pdf
from cakupan.export.exporter import DocumentExporter
from cakupan.export.parts import Document
from cakupan.export.remarks import Remarks
from cakupan.export.settle import settle
from cakupan.export.structure import finished
from cakupan.export.summary import summaries
from cakupan.export.typeset import strange_signs, typst_source


class CakupanPDFExporter(DocumentExporter):
    """Exports an executed notebook as PDF/A-3a and PDF/UA-1, with the region's data attached."""

    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def printed(self, document: Document) -> tuple[bytes, tuple[str, ...]]:
        if not document.pages:
            return self._printed(document)
        for form in summaries(document):
            body, remarks = self._printed(form)
            if _pages(body) <= document.pages:
                return body, remarks
        raise PDFError("the first section takes more than a page; make it shorter, or build without --pages")

    def _printed(self, document: Document) -> tuple[bytes, tuple[str, ...]]:
        settled, remarks = settle(document)
        try:
            body = self.render(settled)
        except PDFError:
            settled, remarks = settle(document, whole=True)
            body = self.render(settled)
        strange = strange_signs(settled)
        return body, (*remarks, *([Remarks(document.lang).no_typeface(strange)] if strange else []))

    def render(self, document: Document) -> bytes:
        """Return the PDF of a document that has been read already. Raises PDFError."""
        return seal(finished(compile_pdf(typst_source(document)), document))


def _pages(body: bytes) -> int:
    with pikepdf.open(io.BytesIO(body)) as pdf:
        return len(pdf.pages)


class MenuPDFExporter(CakupanPDFExporter):
    """The same under a name that JupyterLab's menu can ask for: its addresses take no hyphen."""

    in_menus = True
    export_from_notebook = "Cakupan report (PDF)"
