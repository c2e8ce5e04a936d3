"""`Answer`: the blocks that answer one question, shown by one cell.

The output carries each of them, so that documents are the same as if each had a cell of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from cakupan.blocks.base import Block


@dataclass(frozen=True)
class Answer(Block):
    """Blocks, shown one after another."""

    blocks: tuple[Block, ...]
    region: str

    def flat(self) -> tuple[Block, ...]:
        return tuple(part for block in self.blocks for part in block.flat())

    def to_html(self) -> str:
        return "\n".join(block.to_html() for block in self.blocks)

    def to_typst(self) -> str:
        return "\n".join(block.to_typst() for block in self.blocks)

    def to_plain(self) -> str:
        return "\n\n".join(block.to_plain() for block in self.blocks)


def answer(*blocks: Block | None) -> Block | None:
    """All of these blocks as the value of one cell, without those that a report does not have (None); None if it has none of them."""
    shown = tuple(block for block in blocks if block is not None)
    return Answer(shown, shown[0].region) if len(shown) > 1 else next(iter(shown), None)
