"""`Answer`: the blocks that answer one question, shown by one cell.

Each of them stays an output of its own, so that exporters, checks and readers meet the same blocks as if each had a cell.
"""

from __future__ import annotations

from dataclasses import dataclass

from cakupan.blocks.base import Block


@dataclass(frozen=True)
class Answer:
    """Blocks, shown one after another; `answer` makes one and leaves out what is None."""

    blocks: tuple[Block, ...]

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(*self.blocks)


def answer(*blocks: Block | None) -> Answer:
    """All of these blocks as the value of one cell; those that a report does not have (None) are left out."""
    return Answer(tuple(block for block in blocks if block is not None))
