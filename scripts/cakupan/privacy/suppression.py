"""Small counts of districts: which ones are withheld, and which others with them so that a total does not reveal them.

Pure arithmetic on counts; how a withheld count is printed is decided in `tables` and `charts`. It protects against whoever
subtracts what is shown from a total, not against whoever knows the figures from elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

SMALL = 10
"""Counts of people from 1 to 9 are withheld: so few that neighbours would know who is meant. A zero tells of nobody.

An office may set a higher or lower threshold; `below` is it everywhere here. Source: data/definitions.md, small counts (rule of 10).
"""


@dataclass(frozen=True)
class Withheld:
    """Which rows of a table are withheld. small: their own count is; others: withheld to protect them.

    safe: whether every withheld small count could still be any number from 1 to 9, given the rest and the total; False where
    there are too few rows for that, and then no row should be shown at all. below: the threshold.
    """

    small: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    safe: bool = True
    below: int = SMALL

    def __contains__(self, code: object) -> bool:
        return code in self.small or code in self.others

    def __bool__(self) -> bool:
        return bool(self.small)


def is_small(count: int, below: int = SMALL) -> bool:
    """Whether a count of people is withheld for itself.

    >>> [is_small(count) for count in (-3, 0, 1, 9, 10)]
    [False, False, True, True, False]
    """
    return 0 < count < below


def withhold(rows: Mapping[str, tuple[int, int]], below: int = SMALL) -> Withheld:
    """Which rows to withhold of a table of (part, whole) counts whose wholes and whose total of the parts are known.

    rows: (unrecorded, wajib KTP) by code. The part and its complement (here: the recorded) are both counts of people, so a row
    is small when either is. Others are withheld, the smallest that suffice, until every small count may be anything from 1 to 9.

    >>> withhold({"a": (3, 500), "b": (40, 800), "c": (95, 900)})
    Withheld(small=frozenset({'a'}), others=frozenset({'b'}), safe=True, below=10)
    """
    small = {code for code, (part, whole) in rows.items() if is_small(part, below) or is_small(whole - part, below)}
    if not small:
        return Withheld(below=below)
    if any(is_small(whole, below) for _, whole in rows.values()):
        return Withheld(frozenset(small), safe=False, below=below)  # the wholes are printed, and this one must not be
    others: list[str] = []
    # Only a row whose own count and complement both have room to move can hide another; smallest first, ties by code.
    free = sorted(
        (code for code, (part, whole) in rows.items() if code not in small and below <= part <= whole - below),
        key=lambda code: (rows[code][0], code),
    )
    while not _safe(rows, small, others, below):
        enough = next((code for code in free if _safe(rows, small, [*others, code], below)), None)
        if enough is None and not free:
            return Withheld(frozenset(small), frozenset(others), False, below)
        chosen = enough or max(free, key=lambda code: _room(rows[code], below))
        free.remove(chosen)
        others.append(chosen)
    return Withheld(frozenset(small), frozenset(others), below=below)


def _room(row: tuple[int, int], below: int) -> int:
    """How far a row's part is from where a reader knows that it ends."""
    low, high = bounds(row, below)
    return min(row[0] - low, high - row[0])


def bounds(row: tuple[int, int], below: int = SMALL) -> tuple[int, int]:
    """Between what a reader knows the part of a withheld row to lie, from the sign that is printed instead of it."""
    part, whole = row
    if is_small(part, below):
        return 1, min(below - 1, whole)
    if is_small(whole - part, below):
        return max(0, whole - below + 1), whole - 1
    return below, whole - below


def _safe(rows: Mapping[str, tuple[int, int]], small: set[str], others: list[str], below: int) -> bool:
    """Whether each small row may have any part within its bounds while all withheld rows add up to what they do."""
    hidden = {code: bounds(rows[code], below) for code in (*small, *others)}
    total = sum(rows[code][0] for code in hidden)
    lowest, highest = sum(low for low, _ in hidden.values()), sum(high for _, high in hidden.values())
    return all(
        total - (highest - high) <= low and total - (lowest - low) >= high
        for code, (low, high) in hidden.items()
        if code in small
    )
