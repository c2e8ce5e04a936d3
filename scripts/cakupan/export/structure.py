"""What the PDF's structure lacks when Typst has made it: first cells of rows as their headings, the title as the first heading,
cards, facts, terms and sources as lists. Nothing that is seen changes.

Objects are packed together, which makes a file a third as large; the metadata that anyone may read, the seal in it, stay in the open.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf

from cakupan.blocks import Table
from cakupan.export import grid
from cakupan.export.markdown import Token
from cakupan.export.parts import Document, Prose, Shown

Element = Any


def finished(body: bytes, document: Document) -> bytes:
    """Return the PDF of a document with headings of rows marked as such; equal inputs give equal bytes."""
    with pikepdf.open(io.BytesIO(body)) as pdf:
        _mark_rows(pdf, _row_heads(document))
        _mark_headings(pdf)
        _mark_lists(pdf)
        # The keywords stand in the open metadata too; packed away, this copy could not be sealed.
        if "/Keywords" in pdf.docinfo:
            del pdf.docinfo["/Keywords"]
        out = io.BytesIO()
        pdf.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            deterministic_id=True,
            fix_metadata_version=False,
        )
    return out.getvalue()


def _mark_rows(pdf: pikepdf.Pdf, heads: list[int]) -> None:
    tree = pdf.Root.StructTreeRoot
    tables = list(_elements(tree.K, "/Table"))
    if not any(heads):
        return
    if len(heads) != len(tables):  # a table within a table: those of our own blocks have a caption
        heads = [int(any(_elements(table.K, "/Caption"))) for table in tables]
    ids = pikepdf.NameTree(tree.IDTree) if "/IDTree" in tree else None
    for number, (table, count) in enumerate(zip(tables, heads, strict=True)):
        rows = [row for body in _elements(table.K, "/TBody") for row in _children(body)] if count else []
        above: list[tuple[str, int]] = []  # headings that reach down into this row, with how many rows are left to them
        for at, row in enumerate(rows):
            cells = _children(row)
            own = cells[: count - len(above)]
            heads_here = [(_head(cell, f"r{number}-{at}-{n}", ids), _reach(cell)) for n, cell in enumerate(own)]
            for cell in cells[len(own) :]:
                _follow(cell, [name for name, _ in (*above, *heads_here) if name])
            above = [(name, left - 1) for name, left in (*above, *heads_here) if left > 1]


def _mark_headings(pdf: pikepdf.Pdf) -> None:
    """Make the title the first heading and those of sections one level lower, as in the page; a document without title stays."""
    tree = pdf.Root.StructTreeRoot
    titles = list(_elements(tree.K, "/Title"))
    if not titles:
        return
    for level in (5, 4, 3, 2, 1):
        for heading in list(_elements(tree.K, f"/H{level}")):
            heading.S = pikepdf.Name(f"/H{level + 1}")
    titles[0].S = pikepdf.Name.H1


def _mark_lists(pdf: pikepdf.Pdf) -> None:
    """Make a list of each grid of texts, such as cards and sources: an item a cell."""
    for grid_of_texts in list(_elements(pdf.Root.StructTreeRoot.K, "/Div")):
        cells = _children(grid_of_texts)
        if len(cells) < 2 or not all(map(_is_text, cells)):
            continue
        grid_of_texts.S = pikepdf.Name.L
        for cell in cells:
            body = pdf.make_indirect(
                pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.LBody, P=cell, K=cell.K)
            )
            for text in _children(cell):
                text.P = body
            cell.S, cell.K = pikepdf.Name.LI, pikepdf.Array([body])


def _is_text(element: Element) -> bool:
    """Whether an element is a cell of texts and nothing else."""
    texts = _children(element)
    return bool(str(element.S) == "/Div" and texts and all(str(text.S) == "/P" for text in texts))


def _reach(cell: Element) -> int:
    """Over how many rows a cell reaches."""
    return int(_table_attributes(cell).get("/RowSpan", 1))


def _head(cell: Element, name: str, ids: pikepdf.NameTree | None) -> str:
    """Make a cell the heading of its row, and return the name by which other cells call it."""
    if str(cell.S) != "/TD":
        return ""
    own = _table_attributes(cell)
    own["/Scope"] = pikepdf.Name.Row
    cell.S = pikepdf.Name.TH
    if ids is None:
        return ""
    cell.ID = pikepdf.String(name)
    ids[name] = cell
    return name


def _follow(cell: Element, names: list[str]) -> None:
    """Name the headings of its row in a cell, before those of its column."""
    if names and str(cell.S) == "/TD":
        own = _table_attributes(cell)
        own["/Headers"] = pikepdf.Array([*map(pikepdf.String, names), *own.get("/Headers", [])])


def _table_attributes(cell: Element) -> Element:
    """The attributes of a cell as part of a table; made where there are none."""
    attributes = cell.get("/A")
    known = attributes if isinstance(attributes, pikepdf.Array) else [attributes] if attributes is not None else []
    for one in known:
        if one.get("/O") == "/Table":
            return one
    cell.A = pikepdf.Array([pikepdf.Dictionary(O=pikepdf.Name.Table), *known])
    return cell.A[0]


def _children(element: Element) -> list[Element]:
    kids = element.get("/K")
    children = kids if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in children if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _elements(kids: Element, tag: str) -> Iterator[Element]:
    """The elements of a tag in a tree, outer ones first."""
    if isinstance(kids, pikepdf.Array):
        for kid in kids:
            yield from _elements(kid, tag)
    elif isinstance(kids, pikepdf.Dictionary):
        if kids.get("/S") == tag:
            yield kids
        if "/K" in kids:
            yield from _elements(kids.K, tag)


# --- what the tables of a document head ---


def _row_heads(document: Document) -> list[int]:
    """For each table in reading order, how many of its first columns head their rows."""
    heads: list[int] = []
    for part in document.parts:
        if isinstance(part, Shown) and isinstance(part.block, Table):
            heads.append(1)
        elif isinstance(part, Prose):
            heads += _of_tokens(part.tokens)
    return heads


def parted_grids(document: Document) -> list[tuple[str, str]]:
    """Return the words of each grid that stands in parts on paper: in the order of a page, and in that of the PDF."""
    parts = [part for part in document.parts if isinstance(part, Prose)]
    both = (grid.on_paper(token["grid"]) for part in parts for token in _tokens(part.tokens) if token["type"] == "grid")
    return [one for one in both if one is not None]


def _tokens(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _tokens(token.get("children", []))


def _of_tokens(tokens: list[Token]) -> Iterator[int]:
    for token in _tokens(tokens):
        if token["type"] == "table":
            yield 0
        elif token["type"] == "grid":
            yield from grid.row_heads(token["grid"])
