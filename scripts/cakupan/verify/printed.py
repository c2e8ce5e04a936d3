"""Whether a printed text is the right print of a value: the number formats of `numbers`, run backwards by trying.

Where a value comes from is in `addresses`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from cakupan.languages import LANGUAGES, Lang
from cakupan.words.numbers import NBSP, Formatter

Style = Literal["", "percent", "points"]
"""How a unit must be printed: percentages never as "100" while a gap is left, differences with their sign."""

DIGITS = re.compile(r"\d(?:[\d.,\u00a0]*\d)?")
"""A printed number, or what looks like one: digits with separators inside."""

_DATE = re.compile(r"\d{4}(-\d\d){0,2}")
_MACHINE = re.compile(r"-?\d+(/\d+|\.\d+)?")
PLACES = range(7)


def exact(machine: str) -> Fraction | None:
    """The value of a machine text ("17580", "284389100/2861471", "99.4"); None where it is no number."""
    if not _MACHINE.fullmatch(machine) or machine.endswith("/0"):
        return None
    return Fraction(machine)


def is_print_of(text: str, machine: str, lang: Lang, style: Style = "") -> bool:
    """Whether the text is a print of the value, at as many decimals as it shows."""
    return text in _prints(machine, lang, _places(text, lang), style)


def _places(text: str, lang: Lang) -> int:
    mark = LANGUAGES[lang].marks[0]
    return len(text.rpartition(mark)[2]) if mark in text else 0


@lru_cache(maxsize=65536)
def _prints(machine: str, lang: Lang, places: int, style: Style) -> frozenset[str]:
    """All right prints of a value at so many decimals."""
    form = Formatter(lang)
    prints: set[str] = set()
    if not style and _DATE.fullmatch(machine):
        prints |= _date_prints(machine, lang)
    value = exact(machine)
    if value is None or places not in PLACES:
        return frozenset(prints)
    if style != "points":
        prints.add(str(form.percent(value, places)))
    if style != "percent":
        prints.add(str(form.points(value, places)))
    if not style:
        prints.add(str(form.decimal(value, places)))
    return frozenset(prints)


def _date_prints(machine: str, lang: Lang) -> set[str]:
    try:
        prints = {str(Formatter(lang).date(machine, short=short)) for short in (False, True)}
        return prints | {text.replace(" ", NBSP) for text in prints}  # in a narrow column a date stays on its line
    except ValueError:
        return set()


def find_print(
    text: str, machine: str, lang: Lang, start: int, style: Style = "", places: range = range(4)
) -> tuple[int, int] | None:
    """Where, from `start` on, a print of the value first stands as a number of its own; None where nowhere."""
    best: tuple[int, int] | None = None
    for candidate in {form for n in places for form in _prints(machine, lang, n, style)}:
        at = text.find(candidate, start)
        while at >= 0 and not _alone(text, at, at + len(candidate)):
            at = text.find(candidate, at + 1)
        if at >= 0 and (best is None or (at, -len(candidate)) < (best[0], best[0] - best[1])):
            best = (at, at + len(candidate))
    return best


def _alone(text: str, start: int, end: int) -> bool:
    """Whether no digit, and no separator with a digit behind it, touches the stretch."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return not (
        before[-1:].isdigit()
        or (before[-1:] in ".," and before[:-1].isdigit() and before != "")
        or after[:1].isdigit()
        or (after[:1] in (".", ",") and after[1:].isdigit())
    )


def digits_in(text: str) -> Iterator[re.Match[str]]:
    """Every number that a text shows."""
    return DIGITS.finditer(text)
