"""Addresses of a change between two dates, computed again: REGION:step:WHAT:BEFORE:AFTER.

WHAT is a measure (people more or fewer), growth (of recorded people, in percent of the earlier ones), or recording and base: what the
region made the coverage of the one above it change by, in percentage points; all_recording and all_base: what both made its own change by. Which figures are comparable is asked of `indicators`.
"""

from __future__ import annotations

from fractions import Fraction

from cakupan.indicators import Position
from cakupan.indicators.comparable import history


def look_up(position: Position, above: Position | None, what: str, before: str, after: str) -> Fraction:
    """The value at an address; above: the region above, for its coverage. Raises KeyError where a date has no figure."""
    if what == "growth":
        first, last = _two(position, "recorded", before, after)
        return Fraction(100 * last, first) - 100
    if what.startswith("all_"):
        above, what = position, what.removeprefix("all_")
    if what not in ("recording", "base"):
        first, last = _two(position, what, before, after)
        return Fraction(last - first)
    if above is None:
        raise KeyError(what)
    (n0, n1), (d0, d1) = (_two(above, measure, before, after) for measure in ("recorded", "wajib_ktp"))
    if what == "recording":
        first, last = _two(position, "recorded", before, after)
        return Fraction(100 * (last - first) * (d0 + d1), 2 * d0 * d1)
    first, last = _two(position, "wajib_ktp", before, after)
    return Fraction(-100 * (last - first) * (n0 + n1), 2 * d0 * d1)


def _two(position: Position, measure: str, before: str, after: str) -> tuple[int, int]:
    known = {point.as_of: point.value for point in history(position, measure).points}
    return known[before], known[after]
