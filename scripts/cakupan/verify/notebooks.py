"""What the executed notebook of a report says: the page that it should have become, its CSV, its record and facts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from html import escape
from typing import TYPE_CHECKING, Any

from cakupan.blocks import DOCUMENT_MIME, Figure, Table, blocks_of, metadata_of
from cakupan.errors import message
from cakupan.verify.pages import Page, Unreadable, read_fragment

if TYPE_CHECKING:
    from cakupan.export.document import Document, Part, Shown


@dataclass(frozen=True)
class Executed:
    """An executed notebook as its documents should show it."""

    page: Page
    document: Document
    facts: dict[str, Any] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    """How many numbers of each kind the notebook says that it has made itself."""


def read_executed(body: bytes) -> Executed:
    """An executed notebook. Raises Unreadable."""
    from cakupan.export.document import read_document  # brings nbconvert along, which a plan does not need

    try:
        notebook = json.loads(body)
        document = read_document(notebook)
    except (ValueError, KeyError, TypeError) as error:
        raise Unreadable(
            message("it is no readable notebook ({kind}: {error})", kind=type(error).__name__, error=error)
        ) from error
    _check_shown(notebook)
    known = metadata_of(notebook)
    return Executed(read_fragment(fragment_of(document)), document, known.get("facts", {}), known.get("numbers", {}))


def summary_of(executed: Executed, text: str) -> Executed:
    """An executed notebook as the summary of its report should show it: in the form that says a text, else in the last one."""
    from cakupan.export.summary import summaries

    forms = [
        replace(executed, document=form, page=read_fragment(fragment_of(form))) for form in summaries(executed.document)
    ]
    return next((form for form in forms if form.page.stream == text), forms[-1])


def _check_shown(notebook: dict[str, Any]) -> None:
    """Raise Unreadable where JupyterLab shows something else than the blocks that documents are made of."""
    for number, cell in enumerate(notebook["cells"], start=1):
        for data in (output.get("data", {}) for output in cell.get("outputs", [])):
            blocks = blocks_of(data.get(DOCUMENT_MIME, {}))
            if blocks and "".join(data.get("text/html", "")) != "\n".join(block.to_html() for block in blocks):
                raise Unreadable(
                    message("cell {number} shows another text than the blocks that it carries", number=number)
                )


def fragment_of(document: Document) -> str:
    """The text of all parts in order, charts and tables numbered; nothing of the exporter's own page is used."""
    from cakupan.export.document import Shown

    return "".join(_block(part, document) if isinstance(part, Shown) else part_html(part) for part in document.parts)


def _block(part: Shown, document: Document) -> str:
    match part.block:
        case Figure() | Table() as numbered:
            return numbered.to_html(f"{document.numbered(part)}. ")
    return part.block.to_html()


def part_html(part: Part) -> str:
    """The text of a part that is no block of ours."""
    from cakupan.export import markdown
    from cakupan.export.document import Heading, Lines, Notice, Problem, Prose

    match part:
        case Heading():
            return f"<h{part.level}>{escape(part.text, quote=False)}</h{part.level}>"
        case Prose():
            return markdown.to_html(part.tokens)
        case Lines():
            return f"<pre>{escape(part.text, quote=False)}</pre>"
        case Notice():
            return f"<p>{escape(part.text, quote=False)}</p>"
        case Problem():
            return f"<p>{escape(part.name)}: {escape(part.message)}</p>"
    return ""
