"""Reading a PDF: the text in the order of its structure, what stands outside it, alternative texts, title, attachments.

A small reader of our own for the text of tagged PDFs as Typst writes them; whether any of it is right is judged elsewhere.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from cakupan.errors import message
from cakupan.verify.pages import Unreadable

Node = Any  # a pikepdf object

_OPERATORS = "BDC BMC EMC Tf Tj TJ ' \" Do"
"""What of a page's content tells of text: its marks, its typefaces, what is shown, and the forms that are drawn."""
_CMAP = re.compile(rb"(\d+)\s+begin(bfchar|bfrange)(.*?)endbf", re.DOTALL)
_CMAP_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")


@dataclass
class Paper:
    """What stands in a PDF."""

    pieces: list[tuple[str, str]] = field(default_factory=list)  # (place, text) in the order of the structure
    outside: list[tuple[int, str]] = field(default_factory=list)  # (page, text) of headers, footers, repeated heads
    stray: list[tuple[int, str]] = field(
        default_factory=list
    )  # (page, text) neither in the structure nor declared idle
    alts: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)  # heads of tables, as they may be repeated on the next page
    headings: list[str] = field(default_factory=list)
    outline: list[str] = field(default_factory=list)
    pages: int = 0
    title: str = ""
    lang: str = ""
    attachments: dict[str, bytes] = field(default_factory=dict)
    record: dict[str, Any] = field(default_factory=dict)


def read_paper(body: bytes) -> Paper:
    """A PDF. Raises Unreadable."""
    import io

    try:
        with pikepdf.open(io.BytesIO(body), attempt_recovery=False) as pdf:
            return _Reader(pdf).read()
    except (pikepdf.PdfError, ValueError, KeyError, AttributeError, TypeError, IndexError, RecursionError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(
            message("it is no readable PDF ({kind}: {error})", kind=type(error).__name__, error=error)
        ) from error


class _Reader:
    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.paper = Paper(pages=len(pdf.pages))
        self.fonts: dict[tuple[int, int], dict[int, str]] = {}
        self.texts: dict[tuple[tuple[int, int], int], list[str]] = {}
        self.used: set[tuple[tuple[int, int], int]] = set()

    def read(self) -> Paper:
        paper, root = self.paper, self.pdf.Root
        for number, page in enumerate(self.pdf.pages, start=1):
            _Content(self, number, page.obj).run(page.obj, page.obj.get("/Resources", pikepdf.Dictionary()))
        if "/StructTreeRoot" not in root:
            raise Unreadable(message("the PDF has no structure to read it by"))
        self._walk(root.StructTreeRoot, None, "head")
        for (page_id, marked), texts in self.texts.items():
            if (page_id, marked) not in self.used and "".join(texts).strip():
                paper.stray.append((0, "".join(texts)))
        paper.title = str(self.pdf.docinfo.get("/Title", ""))
        paper.lang = str(root.get("/Lang", ""))
        paper.attachments = {name: spec.get_file().read_bytes() for name, spec in self.pdf.attachments.items()}
        if "manifest.json" in paper.attachments:
            paper.record = json.loads(paper.attachments["manifest.json"])
        with self.pdf.open_outline() as outline:
            paper.outline = [str(item.title) for item in outline.root]  # sections; what lies below them is no contents
        return paper

    def _walk(self, node: Node, page: tuple[int, int] | None, place: str) -> None:
        """Take in an element of the structure: its text by the marks on the pages, a chart before its caption."""
        kind = str(node.get("/S", ""))
        if kind == "/Lbl":  # the bullet of a list is no text of the document
            self._text_of(node, page)
            return
        if "/Pg" in node:
            page = node.Pg.objgen
        if "/Alt" in node:
            self.paper.alts.append(str(node.Alt))
        start = len(self.paper.pieces)
        if kind in _OWN_PIECE:
            self.paper.pieces.append((place, ""))
        children = _list(node.get("/K"))
        if any(isinstance(child, pikepdf.Dictionary) and child.get("/S") == "/Figure" for child in children):
            children.sort(key=lambda child: isinstance(child, pikepdf.Dictionary) and child.get("/S") == "/Caption")
        for child in children:
            place = self._child(child, page, place)
        if kind in _HEADINGS:
            heading = "".join(text for _, text in self.paper.pieces[start:])
            (self.paper.headings if kind != "/THead" else self.paper.heads).append(heading)

    def _child(self, child: Node, page: tuple[int, int] | None, place: str) -> str:
        if isinstance(child, int):
            self._put(page, child, place)
        elif child.get("/Type") == "/MCR":
            self._put(child.Pg.objgen if "/Pg" in child else page, int(child.MCID), place)
        elif child.get("/Type") != "/OBJR":
            self._walk(child, page, place)
            if str(child.get("/S", "")) in _HEADINGS - {"/THead"}:
                return self.paper.headings[-1].strip()
        return place

    def _text_of(self, node: Node, page: tuple[int, int] | None) -> None:
        page = node.Pg.objgen if "/Pg" in node else page
        for child in _list(node.get("/K")):
            if isinstance(child, int) and page is not None:
                self.used.add((page, child))
            elif isinstance(child, pikepdf.Dictionary):
                self._text_of(child, page)

    def _put(self, page: tuple[int, int] | None, marked: int, place: str) -> None:
        if page is None:
            return
        self.used.add((page, marked))
        text = "".join(self.texts.get((page, marked), ()))
        if text:
            self.paper.pieces.append((place, text))

    def unicode_of(self, font: Node) -> dict[int, str]:
        """What the glyphs of a font mean."""
        known = self.fonts.get(font.objgen)
        if known is None:
            known = self.fonts[font.objgen] = _to_unicode(font.ToUnicode.read_bytes()) if "/ToUnicode" in font else {}
        return known


_OWN_PIECE = frozenset(
    {"/P", "/LBody", "/TD", "/TH", "/H1", "/H2", "/H3", "/H4", "/Title", "/Caption", "/Figure", "/Div"}
)
_HEADINGS = frozenset({"/H1", "/H2", "/H3", "/H4", "/THead"})


class _Content:
    """Reads the text of one page's content."""

    def __init__(self, reader: _Reader, number: int, page: Node) -> None:
        self.reader, self.number, self.page = reader, number, page
        self.stack: list[tuple[str, int | None, bool]] = []  # (tag, mark, whether ActualText stands for the text)
        self.glyphs: dict[int, str] = {}

    def run(self, content: Node, resources: Node, depth: int = 0) -> None:
        """Take in a page or a form."""
        fonts, forms = resources.get("/Font", {}), resources.get("/XObject", {})
        for instruction in pikepdf.parse_content_stream(content, _OPERATORS):
            operands = instruction.operands
            match str(instruction.operator):
                case "BDC" | "BMC":
                    self._begin(str(operands[0])[1:], operands[1] if len(operands) > 1 else None)
                case "EMC":
                    self.stack = self.stack[:-1]
                case "Tf":
                    self.glyphs = self.reader.unicode_of(fonts[str(operands[0])])
                case "Do":
                    form = forms.get(str(operands[0]))
                    if form is not None and form.get("/Subtype") == "/Form" and depth < 8:
                        self.run(form, form.get("/Resources", resources), depth + 1)
                case shown:
                    for part in operands[0] if shown == "TJ" else operands:
                        if isinstance(part, pikepdf.String):
                            self._show(bytes(part))

    def _begin(self, tag: str, facts: Node) -> None:
        known: Node = facts if isinstance(facts, pikepdf.Dictionary) else {}
        marked, actual = known.get("/MCID"), known.get("/ActualText")
        if tag == "Artifact":
            self.reader.paper.outside.append((self.number, ""))
        self.stack.append((tag, None if marked is None else int(marked), actual is not None))
        if actual is not None:
            self._keep(str(actual))

    def _show(self, raw: bytes) -> None:
        if any(actual for _, _, actual in self.stack):
            return
        glyphs = self.glyphs
        codes = (raw[index] << 8 | raw[index + 1] for index in range(0, len(raw) - 1, 2))
        self._keep("".join(glyphs.get(code, "\ufffd") for code in codes))

    def _keep(self, text: str) -> None:
        for tag, marked, _ in reversed(self.stack):
            if marked is not None:
                self.reader.texts.setdefault((self.page.objgen, marked), []).append(text)
                return
            if tag == "Artifact":
                before = self.reader.paper.outside[-1]
                self.reader.paper.outside[-1] = (self.number, before[1] + text)
                return
        if text.strip():
            self.reader.paper.stray.append((self.number, text))


def _to_unicode(cmap: bytes) -> dict[int, str]:
    """The map of a ToUnicode stream, glyph code to text."""
    texts: dict[int, str] = {}
    for _, kind, body in _CMAP.findall(cmap):
        tokens = [
            bracket or closing or bytes.fromhex(code.decode()) for code, bracket, closing in _CMAP_HEX.findall(body)
        ]
        if kind == b"bfchar":
            for code, text in zip(tokens[::2], tokens[1::2], strict=True):
                texts[int.from_bytes(code)] = text.decode("utf-16-be")
        else:
            _ranges(tokens, texts)
    return texts


def _ranges(tokens: list[bytes], texts: dict[int, str]) -> None:
    at = 0
    while at + 2 < len(tokens):
        low, high, first = int.from_bytes(tokens[at]), int.from_bytes(tokens[at + 1]), tokens[at + 2]
        if first == b"[":
            for offset in range(high - low + 1):
                texts[low + offset] = tokens[at + 3 + offset].decode("utf-16-be")
            at += 3 + (high - low + 1) + 1
        else:
            text = first.decode("utf-16-be")
            for offset in range(high - low + 1):
                texts[low + offset] = text[:-1] + chr(ord(text[-1]) + offset)
            at += 3


def _list(children: Node) -> list[Node]:
    if children is None:
        return []
    return list(children) if isinstance(children, pikepdf.Array) else [children]
