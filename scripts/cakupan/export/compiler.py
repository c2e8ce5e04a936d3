"""Typst, with the shipped typefaces only; formulas take the one for mathematics that Typst brings along.

A process that has compiled must not fork afterwards: Typst's threads are lost in the child, and the next compilation there would hang.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from cakupan.blocks.markup import typst_string
from cakupan.look.fonts import FONT_DIR

TEMPLATE = Path(__file__).parent / "templates" / "report.typ"


class PDFError(RuntimeError):
    """Typst refused the document; the message says where and why."""


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


def drawn(svgs: Sequence[str], ppi: float = 220.0) -> list[bytes]:
    """Drawings as pictures of pixels (PNG), each as large as it is, in the shipped typefaces.

    Raises PDFError with Typst's own words.
    """
    pages = [f'#image(bytes({typst_string(svg)}), format: "svg")' for svg in svgs]
    return (
        pixels("#set page(width: auto, height: auto, margin: 0pt)\n" + "\n#pagebreak()\n".join(pages), ppi)
        if svgs
        else []
    )


def pixels(source: str, ppi: float) -> list[bytes]:
    """The pages of a Typst source as PNG. Raises PDFError with Typst's own words."""
    import typst as engine

    files: Any = {"main.typ": source.encode()}
    try:
        pages: Any = engine.compile(files, font_paths=_engine_fonts(), format="png", ppi=ppi)
    except engine.TypstError as error:
        raise PDFError(f"a picture could not be made: {error}") from error
    return list(pages) if isinstance(pages, list) else [bytes(pages)]


@lru_cache(maxsize=1)
def _template() -> bytes:
    return TEMPLATE.read_bytes()


@lru_cache(maxsize=1)
def _engine_fonts() -> Any:
    import typst as engine

    return engine.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONT_DIR)])
