"""Checking a Word document: its text in order against the notebook, the alternative texts of its pictures, and what the office adds.

Read by a small reader of our own from the parts of the file; python-docx, which made it, is not asked.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lxml import etree  # type: ignore[import-untyped]

from cakupan.errors import message
from cakupan.verify.agreement import tell_differences
from cakupan.verify.model import Result
from cakupan.verify.pages import Unreadable, read_fragment, squeezed
from cakupan.verify.printed import digits_in

if TYPE_CHECKING:
    from cakupan.export.document import Document
    from cakupan.verify.notebooks import Executed

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_OFFICES = "CakupanLetter"
"""The style of what the office adds; see `export.paragraphs`."""
_SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)


@dataclass
class Letter:
    """What stands in a Word document, in order. offices: the lines that the office adds; foot: the text of its footers."""

    pieces: list[tuple[str, str]] = field(default_factory=list)
    offices: list[str] = field(default_factory=list)
    foot: list[str] = field(default_factory=list)
    alts: list[str] = field(default_factory=list)
    tables: int = 0
    heads: int = 0
    record: dict[str, Any] = field(default_factory=dict)


def read_letter(body: bytes) -> Letter:
    """A Word document. Raises Unreadable."""
    from cakupan.export.archive import properties_of

    letter = Letter()
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        letter.record = json.loads(properties_of(parts).get("manifest", "{}"))
        _read(etree.fromstring(parts["word/document.xml"]), letter)
        for name in sorted(parts):
            if re.fullmatch(r"word/(header|footer)\d*\.xml", name):
                letter.foot += [
                    text for p in etree.fromstring(parts[name]).iter(f"{_W}p") if (text := _text(p)).strip()
                ]
    except (zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError, OSError) as error:
        raise Unreadable(
            message("it is no readable Word document ({kind}: {error})", kind=type(error).__name__, error=error)
        ) from error
    return letter


def _read(root: Any, letter: Letter) -> None:
    place = "head"
    for paragraph in root.iter(f"{_W}p"):
        style = "".join(paragraph.xpath("string(./*[local-name()='pPr']/*[local-name()='pStyle']/@*)"))
        text = _text(paragraph)
        letter.alts += [str(shape.get("descr") or "") for shape in paragraph.iter(_DRAWING)]
        if style == _OFFICES:
            letter.offices.append(text)
            continue
        if style.startswith(("Heading", "Title")):
            place = text
        letter.pieces.append((place, text))
    letter.tables = sum(1 for _ in root.iter(f"{_W}tbl"))
    letter.heads = sum(1 for _ in root.iter(f"{_W}tblHeader"))


def _text(paragraph: Any) -> str:
    def pieces() -> Iterator[str]:
        for element in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}noBreakHyphen"):
            yield element.text or "" if element.tag == f"{_W}t" else "-" if "Hyphen" in element.tag else " "

    return "".join(pieces())


def check_letter(letter: Letter, executed: Executed, file: str, result: Result) -> None:
    """The document says what the notebook says, in the same order; beside it stand only what the office has set, and a footer."""
    from cakupan.verify.notebooks import fragment_of

    document = executed.document
    page = read_fragment(_SVG.sub("", fragment_of(document)))
    result.counts["numbers in Word documents"] += sum(1 for _, text in letter.pieces for _ in digits_in(text))
    here = [(place, squeezed(text)) for place, text in letter.pieces if squeezed(text)]
    there = [squeezed(text) for _, text in page.pieces if squeezed(text)]
    if "".join(text for _, text in here) != "".join(there):
        tell_differences(here, there, "the notebook", "word", file, result)
    alts = [squeezed(alt) for alt in letter.alts]
    missing = [text for _, text in executed.page.labels if squeezed(text) not in alts]
    if missing:
        result.fault("word", file, "", message("no picture has the alternative text “{missing}”", missing=missing[0]))
    if letter.record != dict(document.manifest):
        result.fault(
            "word",
            file,
            "",
            message(
                "its record is {record}, not {manifest}",
                record=repr(letter.record),
                manifest=repr(dict(document.manifest)),
            ),
        )
    _check_office(letter, document, file, result)


def _check_office(letter: Letter, document: Document, file: str, result: Result) -> None:
    """The lines of the office are those of its settings; a footer of ours says what and on which page."""
    number = document.signature.get("number", "")
    wanted = [f"{document.words.number}: {number}"] * bool(number) + [*document.signature_lines]
    here, there = ([squeezed(line) for line in lines if squeezed(line)] for lines in (letter.offices, wanted))
    if here != there:
        result.fault(
            "word", file, "", message("the lines of the office are {here}, not {there}", here=here, there=there)
        )
    words = document.words
    footer = f"{document.running}{f' · {words.simulated}' if document.simulated else ''} · {words.page} 1 {words.of} 1"
    ours = [text for text in letter.foot if document.running in text or text.endswith(f"{words.page} 1 {words.of} 1")]
    if any(text != footer for text in ours):
        result.fault("word", file, "footer", message("“{ours}” is not “{said}”", ours=ours[0], said=footer))
