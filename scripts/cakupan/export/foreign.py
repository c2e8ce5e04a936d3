"""HTML from anywhere as the tokens of Markdown: what it says, in order, without what would act, load or look after.

Pictures are left as addresses and formulas as MathML for `resolve`; how tokens are written is the matter of `markdown` and `grid`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import lxml.html  # type: ignore[import-untyped]
from lxml import etree

from cakupan.export.css import PLAIN, Sheet, Style
from cakupan.export.grid import Cell, Grid
from cakupan.export.terminal import KEPT_LINES, MOST_LINES

Token = dict[str, Any]
Element = Any

_ANY_TAG = re.compile(r"<[^>]*>")
_SPACES = re.compile(r"[ \t\n\r\f]+")
SILENT = frozenset({
    "head", "title", "meta", "link", "base", "style", "script", "template", "colgroup", "col", "param", "source", "track",
})  # fmt: skip
CONTROLS = frozenset({
    "button", "select", "input", "textarea", "option", "optgroup", "datalist", "progress", "meter", "dialog", "menu",
})  # fmt: skip
ACTING = {
    "iframe": "page", "object": "page", "embed": "page", "canvas": "script", "video": "video", "audio": "sound",
}  # fmt: skip
"""What a document cannot hold, by what a reader would call it."""
INLINE = {
    "b": "strong", "strong": "strong", "i": "emphasis", "em": "emphasis", "cite": "emphasis", "dfn": "emphasis", "var": "emphasis",
    "s": "strikethrough", "del": "strikethrough", "strike": "strikethrough", "u": "underline", "ins": "underline",
    "sub": "subscript", "sup": "superscript", "code": "codespan", "kbd": "codespan", "samp": "codespan", "tt": "codespan",
}  # fmt: skip
PASSING = frozenset({
    "a", "abbr", "acronym", "bdi", "bdo", "big", "center", "data", "font", "img", "label", "mark", "math", "nobr", "q", "ruby", "rb",
    "rt", "rp", "small", "span", "svg", "time", "wbr", "br",
})  # fmt: skip
BLOCK = frozenset({
    "html", "body", "p", "div", "section", "article", "aside", "header", "footer", "main", "nav", "figure", "figcaption", "address",
    "form", "fieldset", "legend", "details", "summary", "blockquote", "ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody",
    "tfoot", "tr", "td", "th", "caption", "pre", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "noscript", "center", "hgroup",
})  # fmt: skip
KNOWN = SILENT | CONTROLS | set(ACTING) | set(INLINE) | PASSING | BLOCK
_HEADING = re.compile(r"h[1-6]$")
_FOLIUM = "Make this Notebook Trusted to load map"


@dataclass
class Reading:
    """What a piece of HTML says. left: kinds of what was left out (script, style, control)."""

    tokens: list[Token] = field(default_factory=list)
    left: set[str] = field(default_factory=set)


def read(html: str) -> Reading:
    """Return a piece of HTML as tokens; broken HTML is read as browsers read it."""
    reading = Reading()
    if not html.strip():
        return reading
    try:
        parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
        root = lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):  # nothing but an end tag, or no HTML at all
        words = _ANY_TAG.sub("", html).strip()
        reading.tokens = [{"type": "paragraph", "children": [_text(words)]}] if words else []
        return reading
    reading.left.update(
        str(element.tag) for element in root.iter("script", "style") if element.text or element.get("src")
    )
    reading.tokens = _Reader(root, reading).blocks(root)
    return reading


def wrapped(raw: str, children: list[Token]) -> list[Token]:
    """Return inline tokens inside the element that a start tag in Markdown opens."""
    reading = Reading()
    root = lxml.html.fragment_fromstring(raw, create_parent="div")
    element = next(iter(root), None)
    if element is None or element.tag not in KNOWN:
        return [{"type": "text", "raw": raw}, *children]
    return _Reader(root, reading).inline(element, children)


class _Reader:
    """Walks through a tree once."""

    def __init__(self, root: Element, reading: Reading) -> None:
        self.sheet = Sheet(root)
        self.reading = reading

    # --- blocks ---

    def blocks(self, element: Element) -> list[Token]:
        """The block tokens of what is inside an element."""
        out: list[Token] = []
        run: list[Token] = []

        def flush() -> None:
            trimmed = _trimmed(run)
            if trimmed:
                out.append({"type": "paragraph", "children": trimmed})
            run.clear()

        for piece in _contents(element):
            if isinstance(piece, str):
                run.append(_text(piece))
            elif self._skips(piece):
                continue
            elif _is_block(piece):
                flush()
                out.extend(self.block(piece))
            else:
                run.extend(self.inline(piece))
        flush()
        return out

    def _skips(self, element: Element) -> bool:
        tag = element.tag
        if tag in SILENT or tag in CONTROLS:
            if tag in CONTROLS:
                self.reading.left.add("control")
            return True
        return self.sheet.of(element).hidden or (tag == "span" and _FOLIUM in (element.text or ""))

    def block(self, element: Element) -> list[Token]:
        """The tokens of a block element."""
        tag = element.tag
        if tag in ACTING:
            return [{"type": "notice", "what": ACTING[tag]}]
        if tag == "table":
            return _table(element, self)
        if tag == "pre":
            return [{"type": "block_code", "raw": element.text_content().strip("\n")}]
        if tag == "hr":
            return [{"type": "thematic_break"}]
        if _HEADING.match(tag):
            children = _trimmed(self._inside(element))
            return [{"type": "heading", "attrs": {"level": int(tag[1])}, "children": children}] if children else []
        inner = self.blocks(element) if tag not in ("ul", "ol") else []
        match tag:
            case "ul" | "ol":
                return self._list(element)
            case "blockquote":
                return [{"type": "block_quote", "children": inner}]
            case "summary" | "dt" | "legend":
                return [_strong(token) for token in inner]
        style = self.sheet.of(element)
        return inner if style == PLAIN else [_coloured(token, style) for token in inner]

    def _list(self, element: Element) -> list[Token]:
        items = [self.blocks(item) for item in element if isinstance(item.tag, str) and not self._skips(item)]
        children = [{"type": "list_item", "children": _as_item(item)} for item in items if item]
        start = element.get("start") or "1"
        attrs = {"ordered": element.tag == "ol", "start": int(start) if start.isdigit() else 1}
        return [{"type": "list", "attrs": attrs, "children": children}] if children else []

    # --- words ---

    def _inside(self, element: Element) -> list[Token]:
        out: list[Token] = []
        for piece in _contents(element):
            if isinstance(piece, str):
                out.append(_text(piece))
            elif not self._skips(piece):
                out.extend(self.inline(piece))
        return out

    def inline(self, element: Element, children: list[Token] | None = None) -> list[Token]:
        """The inline tokens of an element. children: what is inside, where that is known already."""
        tag = element.tag
        if tag in ACTING:
            return [{"type": "notice", "what": ACTING[tag]}]
        if tag == "br":
            return [{"type": "linebreak"}]
        if tag == "img":
            return [_image(element)] if element.get("src") else []
        if tag == "svg":
            label = element.get("aria-label") or element.findtext("title") or ""
            data = etree.tostring(element, with_tail=False, encoding="unicode")
            return [{"type": "image", "attrs": {"url": "", "svg": data}, "children": [_text(label)]}]
        if tag == "math":
            return [{"type": "mathml", "element": element}]
        inner = self._inside(element) if children is None else children
        if tag not in KNOWN:
            return [{"type": "text", "raw": f"<{tag}>"}, *inner]
        return self._worded(element, inner)

    def _worded(self, element: Element, inner: list[Token]) -> list[Token]:
        tag = element.tag
        if not inner:
            return []
        if tag == "codespan" or INLINE.get(tag) == "codespan":
            return [{"type": "codespan", "raw": "".join(_words(inner))}]
        if tag in INLINE:
            return [{"type": INLINE[tag], "children": inner}]
        if tag == "a" and element.get("href"):
            return [{"type": "link", "attrs": {"url": element.get("href")}, "children": inner}]
        if tag == "q":
            return [_text("“"), *inner, _text("”")]
        if tag in BLOCK:  # a block inside words, such as a heading with a box in it
            return [_text(" "), *inner, _text(" ")]
        return _styled(self.sheet.of(element), inner)


# --- tables ---


def _table(table: Element, reader: _Reader) -> list[Token]:
    """A table as a grid; of very many rows the first and the last."""
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table and not reader._skips(row)]
    heads = sum(1 for row in rows if row.getparent().tag == "thead")
    if not heads:
        heads = next((n for n, row in enumerate(rows) if any(cell.tag != "th" for cell in _cells(row))), 0)
    left = 0
    if len(rows) - heads > MOST_LINES:
        first, last = KEPT_LINES
        left = len(rows) - heads - first - last
        rows = [*rows[: heads + first], *rows[-last:]]
    made = [tuple(_cell(cell, row, reader) for cell in _cells(row) if not reader._skips(cell)) for row in rows]
    made = [row for row in made if row]
    if not made:
        return []
    if left:
        width = max(sum(cell.wide for cell in row) for row in made)
        note = [{"type": "left_out", "rows": left, "of": left + sum(KEPT_LINES)}]
        made.insert(heads + KEPT_LINES[0], (Cell(note, wide=width),))
    captions = [" ".join(caption.text_content().split()) for caption in table.iterchildren("caption")]
    grid = Grid(tuple(_within(made)), min(heads, len(made)), captions[0] if captions else "")
    return [{"type": "grid", "grid": grid}]


def _cells(row: Element) -> list[Element]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _within(rows: list[tuple[Cell, ...]]) -> Iterator[tuple[Cell, ...]]:
    """The rows, none of whose cells reaches below the last."""
    for number, row in enumerate(rows):
        yield tuple(replace(cell, high=min(cell.high, len(rows) - number)) for cell in row)


def _cell(element: Element, row: Element, reader: _Reader) -> Cell:
    inner = reader.blocks(element)
    children = inner[0]["children"] if len(inner) == 1 and inner[0]["type"] == "paragraph" else inner
    own, around = reader.sheet.of(element), reader.sheet.of(row)
    if around != PLAIN:
        own = replace(own, colour=own.colour or around.colour, background=own.background or around.background)
    words = " ".join(element.text_content().split())
    spans = (_span(element.get("colspan")), _span(element.get("rowspan")))
    return Cell(children, words, element.tag == "th", *spans, style=own)


def _span(value: str | None) -> int:
    return min(max(int(value), 1), 1000) if value and value.strip().isdigit() else 1


# --- small parts ---


def _contents(element: Element) -> Iterator[str | Element]:
    """The texts and elements inside, in order, without comments."""
    if element.text:
        yield element.text
    for child in element:
        if isinstance(child.tag, str):
            yield child
        if child.tail:
            yield child.tail


def _is_block(element: Element) -> bool:
    tag = element.tag
    if tag in BLOCK or tag in ACTING:
        return True
    if tag in ("svg", "math"):
        return False
    return any(inner.tag in BLOCK or inner.tag in ACTING for inner in element.iterdescendants())


def _text(raw: str) -> Token:
    return {"type": "text", "raw": _SPACES.sub(" ", raw)}


def _trimmed(run: list[Token]) -> list[Token]:
    """Inline tokens without white space and breaks at both ends; nothing where nothing else is there."""
    tokens = list(run)
    while tokens and _is_space(tokens[-1]):
        tokens.pop()
    while tokens and _is_space(tokens[0]):
        tokens.pop(0)
    if tokens and tokens[0]["type"] == "text":
        tokens[0] = {**tokens[0], "raw": tokens[0]["raw"].lstrip(" ")}
    if tokens and tokens[-1]["type"] == "text":
        tokens[-1] = {**tokens[-1], "raw": tokens[-1]["raw"].rstrip(" ")}
    return tokens


def _is_space(token: Token) -> bool:
    return token["type"] == "linebreak" or (token["type"] == "text" and not token["raw"].strip(" "))


def _words(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        yield token.get("raw") or "".join(_words(token.get("children", [])))


def _strong(token: Token) -> Token:
    if token["type"] != "paragraph":
        return token
    return {"type": "paragraph", "children": [{"type": "strong", "children": token["children"]}]}


def _coloured(token: Token, style: Style) -> Token:
    return {**token, "children": _styled(style, token["children"])} if token["type"] == "paragraph" else token


def _as_item(tokens: list[Token]) -> list[Token]:
    """The contents of a list item: one paragraph stands as text."""
    if len(tokens) == 1 and tokens[0]["type"] == "paragraph":
        return [{"type": "block_text", "children": tokens[0]["children"]}]
    return tokens


def _image(element: Element) -> Token:
    sizes = {
        name: float(value)
        for name in ("width", "height")
        if (value := (element.get(name) or "").removesuffix("px")).isdigit()
    }
    return {
        "type": "image",
        "attrs": {"url": element.get("src"), **sizes},
        "children": [_text(element.get("alt") or "")],
    }


def _styled(style: Style, inner: list[Token]) -> list[Token]:
    if style.bold:
        inner = [{"type": "strong", "children": inner}]
    if style.italic:
        inner = [{"type": "emphasis", "children": inner}]
    if style.ink or style.background:
        look = Style(style.ink, style.background)
        return [{"type": "styled", "style": look, "children": inner}]
    return inner
