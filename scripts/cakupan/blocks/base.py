"""What all blocks have in common: the bundle that Jupyter asks for, and the fields that it carries for the exporters.

The blocks themselves live in the modules beside this one; `bundle` reads the fields back.
"""

from __future__ import annotations

import base64
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

HTML_MIME = "text/html"
PLAIN_MIME = "text/plain"
DOCUMENT_MIME = "application/vnd.cakupan+json"
"""What the exporters read: {"blocks": [{"block": kind, field: …}]}, or what a document says about itself (`Setup`)."""


class Block(ABC):
    """A value that Jupyter shows as text and HTML, and that exporters get as it is: kind and fields, by `DOCUMENT_MIME`."""

    region: str

    @abstractmethod
    def to_html(self) -> str:
        """Return the block as an HTML fragment, complete without any style sheet."""

    @abstractmethod
    def to_typst(self) -> str:
        """Return the block as a call of a function of the Typst template (`export/templates/report.typ`)."""

    @abstractmethod
    def to_plain(self) -> str:
        """Return the block as a person reads it in a terminal."""

    def flat(self) -> tuple[Block, ...]:
        """Return the blocks that this one consists of; most are one."""
        return (self,)

    def _repr_mimebundle_(
        self, include: Iterable[str] | None = None, exclude: Iterable[str] | None = None
    ) -> dict[str, object]:
        carried = {"blocks": [{"block": kind_of(type(block)), **as_json(block)} for block in self.flat()]}
        return {PLAIN_MIME: self.to_plain(), HTML_MIME: self.to_html(), DOCUMENT_MIME: carried}


def kind_of(block: type[Block]) -> str:
    """Return the name of a kind of block in the JSON form: "table" for `Table`."""
    return block.__name__.lower()


def as_json(value: Any) -> Any:
    """Return a field of a block as JSON: tuples as lists, dataclasses as objects without what has its default value."""
    if isinstance(value, tuple):
        return [as_json(item) for item in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if is_dataclass(value):
        named = ((field, getattr(value, field.name)) for field in fields(value))
        return {field.name: as_json(item) for field, item in named if field.default is MISSING or item != field.default}
    return value
