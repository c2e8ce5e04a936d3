"""Numbers that a notebook's author answers for: of an analysis, which stand in the data of their own block, and of free text.

A number of the analysis is compared with its block's data to the last digit; one of free text has nothing to be compared with but the notebook.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from cakupan.blocks import Data, Figure, Table
from cakupan.blocks.markup import parts
from cakupan.errors import message
from cakupan.languages import Lang
from cakupan.verify.model import Result
from cakupan.verify.pages import Marked, pairs_of_svg, read_fragment
from cakupan.verify.papers import Paper
from cakupan.verify.printed import PLACES, exact, find_print, is_print_of
from cakupan.words.numbers import Num

if TYPE_CHECKING:
    from cakupan.export.document import Document, Shown

FREE, AXIS, GIVEN = "free", "axis", "data:"
"""Addresses of a number of free text, of one on an axis, and of one in the column of its block's data that is named behind."""
ELSEWHERE = "="
"""How an address begins of a figure from outside of a report's own region that its author has asked for."""


_SPACES = re.compile(r"[\s@]+")


def is_authored(key: str) -> bool:
    """Whether the author of a notebook answers for a number, not the data."""
    return key in (FREE, AXIS) or key.startswith(GIVEN)


def check_authored(marked: Marked, value: str, key: str, lang: Lang, at: int, file: str, result: Result) -> int | None:
    """Check the print of such a number from a place in a text on; return where the print ends, None where it is not found."""
    if key == AXIS and "figure" not in marked.place:
        result.fault(
            "unaddressed",
            file,
            marked.place,
            message("“{what}” says that it is of an axis, but stands in no drawing", what=marked.text),
        )
    if key == FREE:
        result.free_text(file, marked.place, marked.text, value)
    else:
        result.counts["numbers of an analysis" if key.startswith(GIVEN) else "numbers on axes"] += 1
    literal = marked.text.find(value.replace("-", "−"), at) if value.startswith("-") else -1
    literal = literal if literal >= 0 else marked.text.find(value, at)
    is_word = literal >= 0 and (key == FREE or exact(value) is None or value.lstrip("-").isdigit())
    if marked.whole:
        right = marked.text == value if key == FREE else is_print_of(marked.text, value, lang)
        if not right and not (is_word and marked.text == value):
            result.fault(
                "print",
                file,
                marked.place,
                message("“{what}” is no right print of {value}", what=marked.text, value=value),
            )
        return None
    printed = None if key == FREE else find_print(marked.text, value, lang, at, places=PLACES)
    if printed is not None:
        return printed[1]
    if is_word:
        return literal + len(value)
    result.fault(
        "print", file, marked.place, message("“{what}” shows no right print of {value}", what=marked.text, value=value)
    )
    return None


def own_words(document: Document) -> str:
    """The text of headings, prose, outputs that are no block of ours, and heads of columns, without white space: what the author says freely."""
    from cakupan.export.document import Shown
    from cakupan.verify.notebooks import part_html

    words = [part_html(part) for part in document.parts if not isinstance(part, Shown)]
    tables = [part.block for part in _with_data(document) if isinstance(part.block, Table)]
    heads = (escape(column.label) for table in tables for column in table.columns)
    return read_fragment("".join([*words, *(f"<p>{head}</p>" for head in heads)])).stream


def check_blocks(document: Document, file: str, result: Result) -> None:
    """Every number of the analysis in a chart or table stands in the block's own data."""
    for part in _with_data(document):
        block = part.block
        assert isinstance(block, Figure | Table)
        columns = _values(block.data)
        for value, key in _numbers(block):
            if key.startswith(GIVEN) and not _stands_in(columns, key.removeprefix(GIVEN), value):
                place = document.numbered(part)
                result.fault(
                    "analysis",
                    file,
                    place,
                    message(
                        "{value} is shown as {GIVEN}, but does not stand in the data",
                        value=value,
                        GIVEN=key.removeprefix(GIVEN),
                    ),
                )


def check_carried(document: Document, details: list[str], file: str, result: Result) -> None:
    """The figures below the charts and tables of a page are those that the notebook's blocks carry."""
    from cakupan.export import carried
    from cakupan.verify.pages import details_of

    wanted = details_of("".join(carried.to_html(part, document) for part, _ in carried.carrying(document)))
    result.counts["tables of data"] += len(details)
    for number, (here, there) in enumerate(zip(details, wanted, strict=False), start=1):
        if here != there:
            result.fault(
                "carried",
                file,
                f"data {number}",
                message("the figures below a chart or table are not those of the notebook"),
            )
    if len(details) != len(wanted):
        result.fault(
            "carried",
            file,
            "",
            message("{n} tables of data stand where the notebook has {n_2}", n=len(details), n_2=len(wanted)),
        )


def check_attached(document: Document, paper: Paper, file: str, result: Result) -> None:
    """The figures attached to a PDF are those that the notebook's blocks carry."""
    from cakupan.export import carried

    for name, text, _ in carried.files(document):
        attached = paper.attachments.get(name)
        if attached is None or attached.decode("utf-8", "replace") != text:
            result.fault(
                "attachment",
                file,
                "",
                message("{name} is not attached, or has other figures than the notebook", name=name),
            )


def _with_data(document: Document) -> Iterator[Shown]:
    from cakupan.export.document import Shown

    for part in document.parts:
        if isinstance(part, Shown) and isinstance(part.block, Figure | Table) and part.block.data is not None:
            yield part


def _values(data: Data | None) -> dict[str, set[str]]:
    columns: dict[str, set[str]] = {}
    if data is not None:
        for row in data.rows:
            for name, cell in zip(data.columns, row, strict=True):
                columns.setdefault(_SPACES.sub("_", name), set()).add(
                    cell.value if isinstance(cell, Num) else str(cell)
                )
    return columns


def _stands_in(columns: dict[str, set[str]], name: str, value: str) -> bool:
    known = columns.get(name, set())
    number = exact(value)
    return value in known or any(
        (number is not None and exact(cell) == number) or (value.isdigit() and value in cell) for cell in known
    )


def _numbers(block: Figure | Table) -> Iterator[tuple[str, str]]:
    texts = [block.title, *block.notes] if isinstance(block, Table) else [block.title, block.alt, block.caption]
    if isinstance(block, Table):
        texts += [cell for row in block.rows for cell in row]
    else:
        yield from pairs_of_svg(block.svg)
    for text in texts:
        yield from ((part.value, part.key) for part in parts(text) if isinstance(part, Num))
