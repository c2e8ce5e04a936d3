"""Blocks from the JSON that an output carries, each of the kind that it was made as, and what a document says about itself.

The JSON is written by `base`; what the exporters do with blocks is their own matter.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from cakupan.blocks.base import DOCUMENT_MIME, Block, kind_of
from cakupan.blocks.cards import Cards
from cakupan.blocks.charts import Figure
from cakupan.blocks.data import Cell
from cakupan.blocks.markup import Text
from cakupan.blocks.prose import Definitions, Facts, Heading, Note, Origins, Paragraph, Points, Title
from cakupan.blocks.tables import Table
from cakupan.words.numbers import Num

BLOCKS: tuple[type[Block], ...] = (
    Title,
    Heading,
    Points,
    Cards,
    Figure,
    Table,
    Note,
    Paragraph,
    Definitions,
    Facts,
    Origins,
)
KINDS = {kind_of(block): block for block in BLOCKS}

Reader = Callable[[Any], Any]


def blocks_of(carried: Mapping[str, Any]) -> tuple[Block, ...]:
    """Return the blocks of an output's JSON; none where the output tells of the document.

    Raises ValueError for a kind that is not known, and for a field that is missing or not of its type.
    """
    return tuple(_block(form) for form in carried.get("blocks", ()))


def metadata_of(notebook: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the outputs of an executed notebook say of the document and of what it has read, all together."""
    known: dict[str, Any] = {}
    for carried in _carried(notebook):
        if "blocks" not in carried:
            known.update(carried)
    return known


def _carried(notebook: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            carried = output.get("data", {}).get(DOCUMENT_MIME)
            if isinstance(carried, Mapping):
                yield carried


def _block(form: Any) -> Block:
    kind = form.get("block") if isinstance(form, Mapping) else None
    if kind not in KINDS:
        raise ValueError(f"a block of the kind {kind!r} is not known; known are {', '.join(KINDS)}")
    block: Block = _value(KINDS[kind], {name: item for name, item in form.items() if name != "block"})
    return block


def _value(cls: Any, form: Any) -> Any:
    if not isinstance(form, Mapping):
        raise ValueError(f"{cls.__name__} is given as {type(form).__name__}, not as an object")
    readers = _readers(cls)
    missing = [field.name for field in fields(cls) if field.default is MISSING and field.name not in form]
    if missing:
        raise ValueError(f"{cls.__name__} lacks {', '.join(missing)}")
    return cls(**{name: readers[name](item) for name, item in form.items() if name in readers})


@cache
def _readers(cls: Any) -> dict[str, Reader]:
    hints = get_type_hints(cls)
    return {field.name: _reader(hints[field.name]) for field in fields(cls)}


def _reader(hint: Any) -> Reader:
    """Return what reads a value of a type back from JSON."""
    if hint in (Text, Cell):
        return _text if hint == Text else _cell
    origin, arguments = get_origin(hint), get_args(hint)
    if type(None) in arguments:
        known = _reader(Union[tuple(argument for argument in arguments if argument is not type(None))])  # noqa: UP007
        return lambda value: None if value is None else known(value)
    if origin is tuple:
        return _tuple_reader(arguments)
    if origin is Literal:
        return lambda value: _one_of(value, arguments)
    if is_dataclass(hint):
        return lambda value: _value(hint, value)
    if hint is bytes:
        return lambda value: base64.b64decode(_instance(value, str))
    return lambda value: _instance(value, (int, float) if hint is float else hint)


def _tuple_reader(arguments: tuple[Any, ...]) -> Reader:
    if arguments[-1] is ...:
        each = _reader(arguments[0])
        return lambda value: tuple(map(each, _instance(value, list)))
    readers = tuple(map(_reader, arguments))
    return lambda value: tuple(read(item) for read, item in zip(readers, _instance(value, list), strict=True))


def _text(value: Any) -> Text:
    return tuple(map(_word, value)) if isinstance(value, list) else _word(value)


def _word(value: Any) -> str | Num:
    return value if isinstance(value, str) else _value(Num, value)


def _cell(value: Any) -> Cell:
    if isinstance(value, Mapping):
        number: Num = _value(Num, value)
        return number
    return None if value is None else _instance(value, (str, int, float))


def _one_of(value: Any, known: tuple[Any, ...]) -> Any:
    if value not in known:
        raise ValueError(f"{value!r} is none of {', '.join(map(repr, known))}")
    return value


def _instance(value: Any, kind: Any) -> Any:
    if not isinstance(value, kind):
        raise ValueError(f"a value is given as {type(value).__name__}, not as {kind}")
    return value
