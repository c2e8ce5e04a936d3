"""Blocks shown by one cell make the same document as blocks with a cell each."""

from __future__ import annotations

from typing import Any

from cakupan.blocks import Block, Figure, Note, Paragraph, answer
from cakupan.export import CakupanHTMLExporter, CakupanPDFExporter
from cakupan.export.document import read_document

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10pt" height="10pt"><text x="1" y="9">9</text></svg>'
WORDS = Paragraph("words with \n\u2063\u2064\u2063\n inside", "64")
CHARTS = [Figure(SVG, title, "caption", "source", "alt text", "64") for title in ("one", "two")]


def notebook(*blocks: Block | None) -> dict[str, Any]:
    """A notebook with a cell for each of these."""
    cells: list[dict[str, Any]] = [
        {"cell_type": "code", "metadata": {}, "outputs": [
            {"output_type": "execute_result", "metadata": {}, "data": block._repr_mimebundle_()}
        ]} for block in blocks if block
    ]  # fmt: skip
    return {"cells": cells, "metadata": {}}


def test_one_cell_makes_the_same_documents_as_a_cell_each() -> None:
    each, together = (
        read_document(made) for made in (notebook(WORDS, *CHARTS), notebook(answer(WORDS, None, *CHARTS)))
    )
    html: Any = CakupanHTMLExporter()
    pdf: Any = CakupanPDFExporter()

    assert len(each.parts) == len(together.parts) == 4  # with the title that every document has
    assert html.render(together) == html.render(each)
    assert pdf.render(together) == pdf.render(each)


def test_what_a_report_does_not_have_is_left_out() -> None:
    note = Note("said openly", "64")

    assert answer(None, None) is None
    assert answer(None, note) is note
    assert answer(answer(note, WORDS), note).flat() == (note, WORDS, note)  # type: ignore[union-attr]
