"""A cell of a workbook: a value to calculate with and the number format in which it prints as our documents print it.

Which cells a sheet has is decided in `sheets`; the file is written in `workbook`.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from fractions import Fraction

from cakupan.blocks.markup import Text, clean, parts, words
from cakupan.languages import LANGUAGES, Lang
from cakupan.words.numbers import MINUS, Num

Value = str | int | float | dt.date | None
DATE = "d mmm yyyy"
BOUNDS = ("≥", "≤")
LONGEST = 12
"""Signs of the words that may stand behind a number in its own cell."""
_EXACT = re.compile(r"-?\d+(/[1-9]\d*|\.\d+)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_PRINT = re.compile(rf"([+{MINUS}]?)([\d.,\u00a0]+)")


@dataclass(frozen=True)
class Cell:
    """value: what stands in the cell, text never as a formula; format: its number format, empty for text."""

    value: Value
    format: str = ""


def number_language(lang: Lang) -> str:
    """The language of a number format, by which a spreadsheet program chooses separators and names of months; empty where it has no number."""
    number = LANGUAGES[lang].spreadsheet
    return f"[$-{number}]" if number else ""


def exactly(text: str) -> int | float:
    """The number of a machine value: whole where it is whole, else with the 16 digits that a workbook keeps.

    >>> exactly("17580"), exactly("168416000/8584413")
    (17580, 19.61881377328887)
    """
    value = Fraction(text)
    return int(value) if value.denominator == 1 and abs(value) < 10**15 else float(f"{float(value):.16g}")


def of_number(number: Num, lang: Lang, before: str = "", after: str = "") -> Cell:
    """The cell of a printed number, with the words printed before and after it. A date is one where it names a day; else it stays text."""
    if _DAY.fullmatch(number.value):
        return Cell(dt.date.fromisoformat(number.value), number_language(lang) + DATE)
    if not _EXACT.fullmatch(number.value):
        return Cell(f"{before}{clean(number.text)}{after}")
    return Cell(exactly(number.value), format_of(number.text, lang, before, after))


def format_of(text: str, lang: Lang, before: str = "", after: str = "") -> str:
    """The number format by which a value prints as it is printed: its decimals, sign, and whether thousands are parted.

    >>> format_of("2.843.891", "id"), format_of("99,39", "id", "≥"), format_of(">99,99", "id")
    ('[$-421]#,##0', '[$-421]"≥"#,##0.00', '">99,99"')
    """
    match = _PRINT.fullmatch(text)
    if match is None:
        return f'"{before}{text}{after}"'
    mark, other = LANGUAGES[lang].marks
    whole, _, decimals = match.group(2).partition(mark)
    pattern = ("#,##0" if other in whole or len(whole) < 4 else "0") + (f".{'0' * len(decimals)}" if decimals else "")
    start, end = (f'"{side}"' if side else "" for side in (before, after))
    if match.group(1):
        plus = '"+"' if match.group(1) == "+" else ""
        return (
            f'{number_language(lang)}{start}{plus}{pattern}{end};{number_language(lang)}{start}"{MINUS}"{pattern}{end}'
        )
    return f"{number_language(lang)}{start}{pattern}{end}"


def of_text(text: Text, lang: Lang) -> tuple[Cell, str]:
    """The cell of what is printed in a table, and what is said beside its number ("≥", "tampak").

    A number with at most a word or two around it is a number; all else is words.
    """
    pieces = [part for part in parts(text) if isinstance(part, Num) or part]
    numbers = [at for at, part in enumerate(pieces) if isinstance(part, Num)]
    if len(numbers) == 1:
        before, after = ("".join(map(str, side)) for side in (pieces[: numbers[0]], pieces[numbers[0] + 1 :]))
        number = pieces[numbers[0]]
        if isinstance(number, Num) and len(after) <= LONGEST and (before.strip() in ("", *BOUNDS)) and _bare(after):
            return of_number(number, lang, before, after), f"{before}{after}".strip()
    return Cell(words(text).strip()), ""


def _bare(text: str) -> bool:
    return not any(sign.isdigit() or sign in '"\\' for sign in text)
