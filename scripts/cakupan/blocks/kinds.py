"""What the numbers of blocks rest on, counted: the data, the analysis of whoever made the block, or free text. Nothing is checked here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from cakupan.blocks.base import Block

KINDS = ("data", "analysis", "free")
_KEYS = re.compile(r'data-key="([^"]*)"|data-numbers="([^"]*)"')


def kinds_of(blocks: Iterable[Block]) -> dict[str, int]:
    """Return how many numbers of some blocks have an address in the data, stand in their own block's figures, or are free text.

    Dates, numbers of fixed sentences and those on an axis are none of them.
    """
    counts: Counter[str] = Counter()
    for block in blocks:
        for key, known in _KEYS.findall(block.to_html()):
            counts.update(map(_kind, [key] if key else [part.partition("@")[2] for part in known.split()]))
    return {kind: counts[kind] for kind in KINDS}


def _kind(address: str) -> str:
    """The kind of a number by its address, see `briefing.authored`.

    >>> _kind("64:K01"), _kind("=31:K01"), _kind("data:mean"), _kind("free"), _kind("axis")
    ('data', 'data', 'analysis', 'free', '')
    """
    if address.startswith("data:"):
        return "analysis"
    return address if address == "free" else "data" if ":" in address else ""
