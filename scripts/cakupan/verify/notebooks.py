"""What the executed notebook of a report says: the page that it should have become, its CSV, its record and facts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from cakupan.blocks import DOCUMENT_MIME, FIGURE_NUMBER, TABLE_NUMBER
from cakupan.verify.pages import Page, Unreadable, read_fragment

if TYPE_CHECKING:
    from cakupan.export.document import Document, Part


@dataclass(frozen=True)
class Executed:
    """An executed notebook as its documents should show it."""

    page: Page
    document: Document
    facts: dict[str, Any] = field(default_factory=dict)


def read_executed(body: bytes) -> Executed:
    """An executed notebook. Raises Unreadable."""
    from cakupan.export.document import read_document  # brings nbconvert along, which a plan does not need

    try:
        notebook = json.loads(body)
        document = read_document(notebook)
    except (ValueError, KeyError, TypeError) as error:
        raise Unreadable(f"it is no readable notebook ({type(error).__name__}: {error})") from error
    return Executed(read_fragment(_fragment(document)), document, _facts(notebook))


def _facts(notebook: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            found.update(output.get("data", {}).get(DOCUMENT_MIME, {}).get("facts", {}))
    return found


def _fragment(document: Document) -> str:
    """The text of all parts in order, charts and tables numbered; nothing of the exporter's own page is used."""
    html, figures, tables = "", 0, 0
    for part in document.parts:
        piece = _part(part)
        if FIGURE_NUMBER in piece:
            figures += 1
            piece = piece.replace(FIGURE_NUMBER, f"{document.words.figure} {figures}. ")
        if TABLE_NUMBER in piece:
            tables += 1
            piece = piece.replace(TABLE_NUMBER, f"{document.words.table} {tables}. ")
        html += piece
    return html


def _part(part: Part) -> str:
    from cakupan.export import markdown
    from cakupan.export.document import Foreign, Heading, Problem, Prose, Shown

    match part:
        case Heading():
            return f"<h{part.level}>{escape(part.text, quote=False)}</h{part.level}>"
        case Prose():
            return markdown.to_html(part.tokens)
        case Shown():
            return part.html
        case Foreign():
            return part.html or f"<pre>{escape(part.text, quote=False)}</pre>"
        case Problem():
            return f"<p>{escape(part.name)}: {escape(part.message)}</p>"
    return ""
