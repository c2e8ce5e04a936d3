"""Reading a page: its pieces of text in order, the numbers that know their value, charts, tables, links, record.

Whether any of it is right is judged elsewhere.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import lxml.html  # type: ignore[import-untyped]
from lxml.etree import LxmlError  # type: ignore[import-untyped]

from cakupan.errors import message

Element = Any  # lxml's elements have no useful types

_SPACES = re.compile(r"[\s\u00a0\u00ad\u061c\u200b-\u200f\u2060-\u2069\ufeff]+")
_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_TURNED = re.compile(rf"[\d\W]*[{_RIGHT_TO_LEFT}][\d\W{_RIGHT_TO_LEFT}]*")
_KNOWN = re.compile(r'data-numbers="([^"]*)"')
_SVG_ID = re.compile(rb"\bck[0-9a-f]{8}-(?:\d+-)?")
_SOURCE = re.compile(r"#S\d{3}")
_OUTLINE = frozenset({"style", "script", "title", "desc", "defs", "metadata"})
_BLOCKS = frozenset(
    {
        "p",
        "li",
        "dt",
        "dd",
        "th",
        "td",
        "h1",
        "h2",
        "h3",
        "h4",
        "caption",
        "figcaption",
        "text",
        "pre",
        "div",
        "section",
    }
)


class Unreadable(ValueError):
    """A document that cannot be read at all; the text is a sentence."""


def squeezed(text: str) -> str:
    """A text without any white space or invisible characters: what two formats have in common."""
    return _SPACES.sub("", text)


def without_direction(text: str) -> str:
    """A squeezed text in which stretches of right-to-left script are sorted: a PDF keeps their glyphs as they are seen."""
    return _TURNED.sub(lambda turned: "".join(sorted(turned.group())), text)


@dataclass(frozen=True)
class Marked:
    """A text whose numbers are known: (machine value, address) each. whole: the text is the number, nothing else."""

    text: str
    numbers: tuple[tuple[str, str], ...]
    place: str
    whole: bool
    holder: str = ""
    """Code of the row, chart or table that it stands in."""


@dataclass(frozen=True)
class Chart:
    """A chart: whose it claims to be, a digest of the drawing, and the addresses in it."""

    region: str
    digest: str
    addresses: tuple[str, ...]
    place: str


@dataclass(frozen=True)
class Row:
    """A row of a table: the code that it claims, its cells' texts, the addresses in it, whether it is set off, and the codes of its cells."""

    region: str
    cells: tuple[str, ...]
    addresses: tuple[str, ...]
    own: bool = False
    holders: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableSeen:
    """A table: whose it claims to be, and its rows. heads: code and text of each column."""

    region: str
    rows: tuple[Row, ...]
    place: str
    heads: tuple[tuple[str, str], ...] = ()


@dataclass
class Page:
    """What stands in a page."""

    pieces: list[tuple[str, str]] = field(default_factory=list)  # (place, text) in reading order
    marked: list[Marked] = field(default_factory=list)
    loose: list[tuple[str, str]] = field(default_factory=list)  # (place, text with digits that know no value)
    labels: list[tuple[str, str]] = field(default_factory=list)  # (place, alternative text of a chart or picture)
    charts: list[Chart] = field(default_factory=list)
    tables: list[TableSeen] = field(default_factory=list)
    regions: list[tuple[str, str]] = field(default_factory=list)  # (place, data-region of a block)
    headings: list[str] = field(default_factory=list)
    lang: str = ""
    title: str = ""
    running: list[str] = field(default_factory=list)
    contents: list[str] = field(default_factory=list)
    record: dict[str, Any] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    twice: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    details: list[str] = field(default_factory=list)  # the text of the figures that each chart or table carries
    csv_name: str = ""
    csv_text: str | None = None
    cites: str = ""  # what is said to stand behind numbers, as JSON
    addresses: set[str] = field(default_factory=set)  # of all its numbers, in the figures of charts too
    scripts: list[str] = field(default_factory=list)  # what the page can run
    misnamed: list[str] = field(default_factory=list)  # links to a source that bear the name of another
    preview: dict[str, str] = field(default_factory=dict)  # what a link to the page is shown as

    @property
    def stream(self) -> str:
        """The whole reading text without white space."""
        return squeezed("".join(text for _, text in self.pieces))


def read_page(body: bytes) -> Page:
    """A whole page. Raises Unreadable."""
    root = _parse(body)
    mains = root.xpath("//main")
    if len(mains) != 1:
        raise Unreadable(message("the page has no main part, or more than one: it is cut short or no report"))
    page = Page(lang=root.get("lang") or "", title="".join(root.xpath("//head/title/text()")))
    _Reader(page).visit(mains[0])
    page.running = [_text(el) for el in root.xpath("//header//p[@class='running'] | //footer/p[not(a)]")]
    page.contents = [_text(el) for el in root.xpath("//nav[@class='contents']//a")]
    page.preview = {el.get("property"): el.get("content") or "" for el in root.xpath("//meta[@property]")}
    page.cites = "".join(root.xpath("//script[@id='ck-cites']/text()"))
    page.addresses = {key.removeprefix("=") for key in root.xpath("//data/@data-key")}
    page.scripts = ["".join(el.itertext()) for el in root.iter("script") if el.get("type") is None]
    for text in root.xpath("//meta[@name='cakupan:manifest']/@content"):
        try:
            page.record = json.loads(text)
        except ValueError as error:
            raise Unreadable(message("the record in the page's head is no JSON ({error})", error=error)) from error
    page.details = _details(root)
    _links(root, page)
    return page


def details_of(html: str) -> list[str]:
    """The text, with its values and addresses and the links to it as a file, of the figures that charts and tables carry."""
    return _details(_parse(f"<!DOCTYPE html><meta charset=utf-8><main>{html}</main>".encode()))


def _details(root: Element) -> list[str]:
    return [
        " ".join([*_text(one).split(), *one.xpath(".//a/@href"), *one.xpath(".//data/@value | .//data/@data-key")])
        for one in root.xpath("//details[@class='ck-data']")
    ]


def pairs_of_svg(svg: str) -> tuple[tuple[str, str], ...]:
    """The numbers that the labels of a drawing know, each with its address."""
    return tuple(pair for known in _KNOWN.findall(svg) for pair in _pairs(unescape(known)))


def read_fragment(html: str) -> Page:
    """A page's main part given as HTML."""
    page = Page()
    _Reader(page).visit(_parse(f"<!DOCTYPE html><meta charset=utf-8><main>{html}</main>".encode()).xpath("//main")[0])
    return page


def _parse(body: bytes) -> Element:
    try:
        return lxml.html.document_fromstring(body, parser=lxml.html.HTMLParser(encoding="utf-8", huge_tree=True))
    except (LxmlError, ValueError) as error:
        raise Unreadable(message("it is no readable HTML ({error})", error=error)) from error


def _links(root: Element, page: Page) -> None:
    for name in root.xpath("//@id"):
        (page.twice if name in page.ids else page.ids).add(name)
    for element in root.iter("a"):
        link = element.get("href") or ""
        if any(map(_is_carried, element.iterancestors())):
            continue
        if link.startswith("data:text/csv"):
            page.csv_name = element.get("download") or ""
            page.csv_text = base64.b64decode(link.partition("base64,")[2]).decode("utf-8", "replace")
        else:
            page.links.append(link)
        if _SOURCE.fullmatch(link) and _text(element) != link[1:]:
            page.misnamed.append(f"{_text(element)} leads to {link}")


def _is_carried(element: Element) -> bool:
    """Whether an element holds the figures that a chart or table carries, which are no text of the document."""
    return bool(element.tag == "details" and element.get("class") == "ck-data")


def _text(element: Element) -> str:
    return "".join(element.itertext())


class _Reader:
    """Walks through a main part once, in reading order."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.section = "head"
        self.figures = 0
        self.tables = 0
        self.open: list[str] = []

    @property
    def place(self) -> str:
        return self.open[-1] if self.open else self.section

    def visit(self, element: Element, holder: str = "", known: bool = False) -> None:
        """Take in an element and what is inside. holder: code of the innermost row, table or chart; known: inside a number."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _OUTLINE or _is_carried(element):
            return
        if tag == "svg" and element.get("class") == "ck-narrow":
            self._once_more(element, holder)
            return
        if tag in ("h1", "h2", "h3"):
            self.section = _text(element).strip()
            self.page.headings.append(self.section)
        region = element.get("data-region")
        opened = self._enter(element, tag, region)
        holder = region or holder
        inside = self._mark(element, tag, holder) or known
        if tag in _BLOCKS:
            self.page.pieces.append((self.place, ""))
        self._put(element.text, inside)
        for child in element:
            self.visit(child, holder, inside)
            self._put(child.tail, inside)
        if tag in _BLOCKS:
            self.page.pieces.append((self.place, ""))
        if opened:
            self.open.pop()

    def _enter(self, element: Element, tag: str, region: str | None) -> bool:
        name = element.get("class") or ""
        if tag == "figure" and region is None:  # a picture of the notebook, no block of ours: nothing is claimed of it
            return False
        if tag == "figure":
            self.figures += 1
            self.open.append(f"{self.section} / figure {self.figures}")
            self._chart(element, region or "")
        elif tag == "div" and "ck-table" in name.split():
            self.tables += 1
            self.open.append(f"{self.section} / table {self.tables}")
            self._table(element, region or "")
        elif region is None or tag == "tr":
            return False
        else:
            self.open.append(self.section)
        self.page.regions.append((self.place, region or ""))
        return True

    def _mark(self, element: Element, tag: str, holder: str) -> bool:
        if tag == "data":
            numbers: tuple[tuple[str, str], ...] = ((element.get("value") or "", element.get("data-key") or ""),)
            self.page.marked.append(Marked(_text(element), numbers, self.place, True, holder))
            return True
        if tag == "img" and element.get("alt"):
            self._picture(element.get("alt") or "")
            return True
        label = element.get("aria-label")
        known = element.get("data-numbers")
        if label is not None:
            self._label(element, label, known, holder)
            return False
        if known is None:
            return False
        self.page.marked.append(Marked(_text(element).strip(), _pairs(known), self.place, False, holder))
        return True

    def _once_more(self, element: Element, holder: str) -> None:
        """The drawing of a chart for phones: no text of its own, but its numbers are right ones, and all of them known."""
        for inside in element.iter("g", "text"):
            known = inside.get("data-numbers")
            if known is not None:
                self.page.marked.append(Marked(_text(inside).strip(), _pairs(known), self.place, False, holder))
            elif inside.tag == "text" and all(one.get("data-numbers") is None for one in inside.iterancestors("g")):
                text = _text(inside)
                if any(char.isdigit() for char in text):
                    self.page.loose.append((self.place, text))

    def _picture(self, alt: str) -> None:
        """A picture that is no chart of ours, such as a logo: it has words only."""
        self.page.labels.append((self.place, alt))
        if any(char.isdigit() for char in alt):
            self.page.loose.append((f"{self.place}, picture", alt))

    def _label(self, element: Element, label: str, known: str | None, holder: str) -> None:
        if element.tag == "svg":
            self.page.labels.append((self.place, label))
            self.page.marked.append(
                Marked(label, _pairs(known or ""), f"{self.place}, alternative text", False, holder)
            )
        elif any(char.isdigit() for char in label) and squeezed(label) not in squeezed(_text(_around(element))):
            self.page.loose.append((f"{self.place}, label", label))

    def _put(self, text: str | None, known: bool) -> None:
        if not text:
            return
        if self.page.pieces:
            place, before = self.page.pieces[-1]
            self.page.pieces[-1] = (place, before + text)
        else:
            self.page.pieces.append((self.place, text))
        if not known and any(char.isdigit() for char in text):
            self.page.loose.append((self.place, text))

    def _chart(self, element: Element, region: str) -> None:
        svgs = list(element.iter("svg"))
        drawing = b"".join(lxml.etree.tostring(svg, with_tail=False) for svg in svgs)
        digest = hashlib.sha256(_SVG_ID.sub(b"", drawing)).hexdigest() if svgs else ""
        self.page.charts.append(Chart(region, digest, _addresses(element), self.place))

    def _table(self, element: Element, region: str) -> None:
        rows = tuple(
            Row(
                row.get("data-region") or "",
                tuple(_text(cell).strip() for cell in row),
                _addresses(row),
                "ck-highlight" in (row.get("class") or ""),
                tuple(cell.get("data-region") or "" for cell in row),
            )
            for row in element.iter("tr")
            if row.getparent().tag == "tbody"
        )
        heads = tuple(
            (head.get("data-region") or "", _text(head).strip()) for head in element.xpath(".//thead/tr[1]/*")
        )
        self.page.tables.append(TableSeen(region, rows, self.place, heads))


def _around(element: Element) -> Element:
    """The block that a label speaks of."""
    parent = element.getparent()
    return element if parent is None else parent


def _pairs(known: str) -> tuple[tuple[str, str], ...]:
    return tuple((value, key) for value, _, key in (part.partition("@") for part in known.split()))


def _addresses(element: Element) -> tuple[str, ...]:
    keys: list[str] = []
    for inside in element.iter("data", "g", "svg"):
        keys += _keys(inside.get("data-key"), inside.get("data-numbers"))
    return tuple(keys)


def _keys(key: str | None, known: str | None) -> Iterable[str]:
    for address in (key or "", *(address for _, address in _pairs(known or ""))):
        if ":" in address and not address.startswith(("=", "data:")):
            yield address
