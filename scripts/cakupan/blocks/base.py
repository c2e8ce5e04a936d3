"""What all blocks have in common: the bundle that Jupyter asks for.

The blocks themselves live in the modules beside this one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable

HTML_MIME = "text/html"
PLAIN_MIME = "text/plain"
TYPST_MIME = "text/vnd.typst"


class Block(ABC):
    """A value that Jupyter shows in three forms, all made from the same fields; none is ever parsed back."""

    region: str

    @abstractmethod
    def to_html(self) -> str:
        """The block as an HTML fragment, complete without any style sheet."""

    @abstractmethod
    def to_typst(self) -> str:
        """The block as a call of a function of the Typst template (`export/templates/report.typ`)."""

    @abstractmethod
    def to_plain(self) -> str:
        """The block as a person reads it in a terminal."""

    def _repr_mimebundle_(
        self, include: Iterable[str] | None = None, exclude: Iterable[str] | None = None
    ) -> dict[str, object]:
        return {PLAIN_MIME: self.to_plain(), HTML_MIME: self.to_html(), TYPST_MIME: self.to_typst()}
