"""Before a PDF is made: each part that Typst may refuse is tried by itself, so that one of them never stops an export.

What HTML shows of such a part is not changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cakupan.export.compiler import PDFError, compile_pdf
from cakupan.export.formulas import Formula
from cakupan.export.markdown import Token
from cakupan.export.parts import Document, Heading, Notice, Part, Prose, Setting
from cakupan.export.pictures import SVG_MIME, Picture
from cakupan.export.remarks import Remarks
from cakupan.export.typeset import typst_source


def settle(document: Document, *, whole: bool = False) -> tuple[Document, tuple[str, ...]]:
    """Return a document whose parts Typst takes, each of them, and sentences on those that it did not.

    A formula becomes its source, another part a notice. whole: try every part, not only those that are known to fail at times.
    """
    remarks = Remarks(document.lang)
    parts = [_settled(part, document, remarks) if whole or _is_risky(part) else part for part in document.parts]
    return replace(document, parts=parts), tuple(remarks.lines)


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
            return _settled(replace(part, tokens=_as_source(part.tokens)), document, remarks)
        if isinstance(part, Heading):
            raise
        return Notice(remarks.not_printed(part.cell, _reason(error)), part.cell)
    return part


def _settled_token(token: Token, part: Prose, document: Document, remarks: Remarks) -> list[Token]:
    one = _settled(replace(part, tokens=[token]), document, remarks)
    return one.tokens if isinstance(one, Prose) else [{"type": "notice", "raw": getattr(one, "text", "")}]


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
    return [_one_as_source(token) for token in tokens]


def _one_as_source(token: Token) -> Token:
    if token["type"] == "formula":
        return {"type": "codespan", "raw": token["formula"].source}
    if token["type"] == "grid":
        rows = token["grid"].rows
        kept = tuple(tuple(replace(cell, children=_as_source(cell.children)) for cell in row) for row in rows)
        return {**token, "grid": replace(token["grid"], rows=kept)}
    return {**token, "children": _as_source(token["children"])} if "children" in token else token


def _reason(error: Exception) -> str:
    return str(error).partition(": ")[2].split("\n")[0][:160]
