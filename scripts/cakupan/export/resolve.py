"""The tokens of a cell made whole: its pictures embedded, its formulas typeset, raw HTML read; what cannot be shown is said.

Tokens come from `markdown` and `foreign`; nothing is loaded from a network.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, unquote_to_bytes

from cakupan.blocks.markup import clean
from cakupan.export import foreign
from cakupan.export.formulas import Formula, NoFormula, read_latex, read_mathml
from cakupan.export.grid import Grid
from cakupan.export.markdown import plain
from cakupan.export.parts import Heading, Prose
from cakupan.export.pictures import NoPicture, read_picture
from cakupan.export.remarks import Remarks
from cakupan.export.terminal import without_homes

Token = dict[str, Any]
_DATA = re.compile(r"data:([\w/+.-]*)((?:;[\w=.-]+)*),", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)[^>]*?(/?)>$", re.DOTALL)
_VOID = frozenset({"br", "img", "hr", "wbr", "input"})


@dataclass
class Resolver:
    """Makes the tokens of one cell whole.

    attachments: of the cell. folder: where the notebook lies, if that is known. printed: whether the tokens are what a program
    printed, which may name home folders.
    """

    remarks: Remarks
    cell: int
    attachments: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    folder: Path | None = None
    printed: bool = False

    def sections(self, tokens: list[Token]) -> Iterator[Heading | Prose]:
        """Yield headings, and what stands between them as one part each. The level and the anchor of a heading are not final."""
        run: list[Token] = []
        for token in self.tokens(tokens):
            if token["type"] == "heading":
                yield from [Prose(run, self.cell)] if run else []
                run = []
                yield Heading(token["attrs"]["level"], clean(plain(token["children"])).strip(), token["children"], "")
            elif token["type"] != "blank_line":
                run.append(token)
        yield from [Prose(run, self.cell)] if run else []

    def tokens(self, tokens: list[Token]) -> list[Token]:
        """Return tokens of which a document can show each."""
        return [whole for token in self._joined(tokens) for whole in self._whole(token)]

    def _whole(self, token: Token) -> list[Token]:
        match token["type"]:
            case "image":
                return [self._image(token)]
            case "inline_math" | "block_math" | "latex_environment":
                return [self._formula(token)]
            case "mathml":
                return [self._mathml(token)]
            case "block_html":
                return self.html(token["raw"])
            case "notice":
                return [self._notice(token)]
            case "left_out":
                return [self._left_out(token)]
            case "grid":
                return [{**token, "grid": self._grid(token["grid"])}]
        if "children" in token:
            return [{**token, "children": self.tokens(token["children"])}]
        if self.printed and "raw" in token:
            raw = without_homes(token["raw"])
            if raw != token["raw"]:
                self.remarks.home(self.cell)
            return [{**token, "raw": raw}]
        return [token]

    def html(self, html: str) -> list[Token]:
        """Return a piece of HTML in Markdown as tokens."""
        reading = foreign.read(html)
        self.remarks.left_of_html(self.cell, reading.left)
        return self.tokens(reading.tokens)

    def _grid(self, grid: Grid) -> Grid:
        rows = tuple(tuple(replace(cell, children=self.tokens(cell.children)) for cell in row) for row in grid.rows)
        return replace(grid, rows=rows, parted=self.remarks.say("Columns {first} to {last} of {all}"))

    def _notice(self, token: Token) -> Token:
        return {"type": "notice", "raw": self.remarks.acting(self.cell, token["what"])} if "what" in token else token

    def _left_out(self, token: Token) -> Token:
        return {"type": "notice", "raw": self.remarks.rows_left_out(self.cell, token["rows"], token["of"])}

    # --- HTML between words ---

    def _joined(self, tokens: list[Token]) -> list[Token]:
        """Inline tokens in which start and end tags of raw HTML have become one token around what is between them."""
        if not any(token["type"] == "inline_html" for token in tokens):
            return tokens
        open_tags: list[tuple[str, str]] = []
        levels: list[list[Token]] = [[]]
        for token in tokens:
            tag = _TAG.match(token["raw"]) if token["type"] == "inline_html" else None
            if tag is None:
                levels[-1] += [] if token["type"] == "inline_html" and token["raw"].startswith("<!") else [token]
            elif tag.group(1):
                self._close(tag.group(2).lower(), token["raw"], open_tags, levels)
            elif tag.group(2).lower() in _VOID or tag.group(3):
                levels[-1] += _inner(foreign.read(token["raw"]).tokens)
            else:
                open_tags.append((tag.group(2).lower(), token["raw"]))
                levels.append([])
        while open_tags:
            name, raw = open_tags.pop()
            children = levels.pop()
            levels[-1] += children if name in foreign.KNOWN else [{"type": "text", "raw": raw}, *children]
        return levels[0]

    def _close(self, name: str, raw: str, open_tags: list[tuple[str, str]], levels: list[list[Token]]) -> None:
        if name not in [opened for opened, _ in open_tags]:
            levels[-1] += [] if name in foreign.KNOWN else [{"type": "text", "raw": raw}]
            return
        while True:
            opened, start = open_tags.pop()
            children = levels.pop()
            if opened in ("script", "style"):
                self.remarks.left_of_html(self.cell, {opened})
            elif opened not in foreign.KNOWN:
                levels[-1] += [
                    {"type": "text", "raw": start},
                    *children,
                    *([{"type": "text", "raw": raw}] if opened == name else []),
                ]
            else:
                levels[-1] += foreign.wrapped(start, children)
            if opened == name:
                return

    # --- pictures ---

    def _image(self, token: Token) -> Token:
        attrs, alt = token["attrs"], clean(plain(token.get("children", []))).strip()
        name = "SVG" if "svg" in attrs else _short(attrs["url"])
        try:
            data = attrs["svg"].encode() if "svg" in attrs else self._bytes(attrs["url"])
            size = (attrs.get("width"), attrs.get("height"))
            picture = read_picture(data, alt or self.remarks.words.no_alt, size, self.cell)
        except NoPicture as error:
            return {"type": "notice", "raw": self.remarks.no_picture(self.cell, name, str(error), alt)}
        return {"type": "picture", "picture": picture}

    def _bytes(self, url: str) -> bytes:
        _ = self.remarks.say
        if url.startswith("attachment:"):
            return self._attached(unquote(url.removeprefix("attachment:")))
        inside = _DATA.match(url)
        if inside:
            rest = url[inside.end() :]
            return _decoded(rest) if ";base64" in inside.group(2).lower() else unquote_to_bytes(rest)
        if re.match(r"(?:[a-z][a-z0-9+.-]+:)?//", url, re.IGNORECASE) and not url.startswith("file://"):
            raise NoPicture(_("it lies on the network, and documents load nothing from there"))
        return self._file(unquote(url.removeprefix("file://").partition("?")[0].partition("#")[0]))

    def _attached(self, name: str) -> bytes:
        for data in self.attachments.get(name, {}).values():
            return _decoded("".join(data))
        raise NoPicture(self.remarks.say("the cell has no attachment of this name"))

    def _file(self, name: str) -> bytes:
        _ = self.remarks.say
        path = Path(name.replace("\\", "/"))
        if not path.is_absolute() and self.folder is None:
            raise NoPicture(_("where the notebook lies is not known"))
        try:
            return ((self.folder or Path()) / path).read_bytes()
        except FileNotFoundError:
            raise NoPicture(_("there is no such file")) from None
        except (OSError, ValueError) as error:
            raise NoPicture(getattr(error, "strerror", None) or str(error)) from error

    # --- formulas ---

    def _formula(self, token: Token) -> Token:
        display = token["type"] != "inline_math"
        if token["type"] == "latex_environment":
            name, body = token["attrs"]["name"], token["attrs"]["body"]
            source = f"\\begin{{{name}}}{body}\\end{{{name}}}"
        else:
            source = token["raw"]
        return self._typeset(lambda: read_latex(source, display=display), source.strip())

    def _mathml(self, token: Token) -> Token:
        element = token["element"]
        display = element.get("display") == "block"
        source = "".join(element.itertext())
        return self._typeset(lambda: read_mathml(element, element.get("alttext") or "", display=display), source)

    def _typeset(self, read: Callable[[], Formula], source: str) -> Token:
        try:
            return {"type": "formula", "formula": read()}
        except NoFormula:
            self.remarks.no_formula(self.cell, source)
            return {"type": "codespan", "raw": source}


def _inner(tokens: list[Token]) -> list[Token]:
    """The inline tokens of blocks."""
    return [inner for token in tokens for inner in (token["children"] if token["type"] == "paragraph" else [token])]


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(unquote(text), validate=False)
    except (binascii.Error, ValueError) as error:
        raise NoPicture(str(error)) from error


def _short(url: str) -> str:
    name = unquote(url).removeprefix("attachment:")
    return name if len(name) <= 80 else name[:77] + "…"
