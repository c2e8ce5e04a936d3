"""Columns of figures: what every cell says, in the number format that the column shows. An unsure column is asked about.

Single printed numbers are read by `claims.printed`; which column is which measure is settled in `headings`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import pandas as pd

from cakupan.claims.printed import Unreadable, read_count, read_percent
from cakupan.errors import joined, message
from cakupan.ingest.model import Share, Style

MISSING: Final = frozenset(
    {"", "-", "--", "---", "–", "—", "‐", "−", "..", "...", "…", "n/a", "na", "nan", "none", "null", "#n/a", "tad", "t.a.d", "belum ada",
     "belum ada data", "tidak ada data", "tidak tersedia", "data tidak tersedia", "<na>", "nat"}
)  # fmt: skip
"""What stands for "no figure". Never read as zero; "nihil" and "kosong" are not among them, since some mean zero by them."""
GREATEST: Final = 10**10
"""More people than any figure can count."""
_GROUPED_BY_SPACE = re.compile(r"\d{1,3}(?:[\s\u00a0\u2009\u202f]\d{3})+")
_WHOLE_DECIMALS = re.compile(r"([\d.,]*\d)([.,])0{1,2}")
_MARK = re.compile(r"\s*\*{1,3}\)?$")
_ERROR = re.compile(r"#(REF|DIV/0|VALUE|NAME|NUM|NULL)[!?]", re.IGNORECASE)
_EXPONENT = re.compile(r"\d(?:[.,]\d+)?[eE][+-]?\d+")
_FAULTS = {
    "english": message("is written with the other signs for thousands and decimals than the rest of the column"),
    "number": message("is no number"),
    "grouping": message("has its signs for thousands in the wrong places"),
    "decimals": message("has decimals, but people are counted in whole numbers"),
    "thousands": message("is no percentage: it has signs for thousands"),
    "negative": message("is negative"),
    "high": message("is no percentage: it is over 1000"),
}


@dataclass(frozen=True)
class Reading:
    """One cell under one number format: its exact value, and whether it is printed rounded."""

    value: int | Decimal
    rounded: bool = False


@dataclass
class Column:
    """A column as read: values (int, Decimal or None where there is no figure) and rounding by row; faults by row.

    question: why the column as a whole cannot be read without being told, with the option that tells.
    """

    values: list[Any]
    rounded: list[bool]
    faults: dict[int, str] = field(default_factory=dict)
    question: str = ""
    option: str = ""
    style: Style | None = None
    explained: str = ""


def is_missing(cell: Any) -> bool:
    """Whether a cell says that there is no figure."""
    if cell is None or cell is pd.NaT:
        return True
    if isinstance(cell, float) and cell != cell:
        return True
    return isinstance(cell, str) and cell.strip().lower() in MISSING


def _read(text: str, style: Style, percent: bool) -> Reading:
    """One text under one format. Raises Unreadable."""
    body = _MARK.sub("", text.strip().lstrip("'")).strip()
    if _GROUPED_BY_SPACE.fullmatch(body):
        body = re.sub(r"\s", "", body)
    if percent:
        percentage = read_percent(body, style)
        if percentage.relation != "plain":
            raise Unreadable("number")
        value = Decimal(percentage.value.numerator) / Decimal(percentage.value.denominator)
        return Reading(_tenth(value.quantize(Decimal(1).scaleb(-percentage.places))), False)
    decimal_mark = "," if style == "id" else "."
    if (match := _WHOLE_DECIMALS.fullmatch(body)) and match[2] == decimal_mark:
        body = match[1]
    printed = read_count(body, style)
    if printed.relation not in ("plain", "about") or printed.value.denominator != 1:
        raise Unreadable("number" if printed.relation not in ("plain", "about") else "decimals")
    return Reading(int(printed.value), printed.rounded)


def _tenth(value: Decimal) -> Decimal:
    """A percentage to ten decimals at most: what a spreadsheet computes has seventeen digits, of which the last mean nothing."""
    return value.quantize(Decimal(1).scaleb(-10)).normalize() if value.as_tuple().exponent < -10 else value  # type: ignore[operator]


def _try(text: str, style: Style, percent: bool) -> Reading | str:
    try:
        return _read(text, style, percent)
    except (Unreadable, ValueError) as error:
        return error.fault if isinstance(error, Unreadable) else "number"


def _obvious_fault(cell: Any) -> str:
    """Why a cell can be no figure in any format, or nothing."""
    if isinstance(cell, dt.date | dt.time | dt.timedelta):
        return message("is a date, where a figure should stand")
    text = str(cell).strip()
    if _ERROR.search(text):
        return message("is an error of the spreadsheet")
    if _EXPONENT.fullmatch(text):
        return message("is written with an exponent: digits may be lost; format the column as a whole number")
    if text.startswith("(") and text.endswith(")"):
        return message("stands in brackets, which can mean negative")
    return ""


def read_column(
    cells: pd.Series,
    *,
    percent: bool,
    numbers: Style | None,
    around: Style | None,
    likely: Callable[[dict[int, int]], bool | None],
) -> Column:
    """Read a column of counts, or of percentages.

    numbers: the format that the person named. around: the format that the rest of the table shows beyond doubt. likely: tells for
    values by row whether they are of the size that is known (None: nothing is known).
    """
    column = Column([None] * len(cells), [False] * len(cells))
    texts: dict[Any, list[int]] = {}
    for place, cell in enumerate(cells.tolist()):
        texts.setdefault(cell if not isinstance(cell, float) else ("float", cell), []).append(place)
    texts = {key: places for key, places in texts.items() if not is_missing(key[1] if isinstance(key, tuple) else key)}
    open_cells: dict[str, list[int]] = {}
    for key, places in texts.items():
        cell = key[1] if isinstance(key, tuple) else key
        fault, reading = _settled(cell, percent)
        if fault:
            column.faults.update(dict.fromkeys(places, fault))
        elif reading is not None:
            _put(column, places, reading)
        else:
            open_cells.setdefault(str(cell), []).extend(places)
    if open_cells:
        _decide(column, open_cells, percent, numbers, around, likely)
    for place, value in enumerate(column.values):
        if value is not None and not percent and value > GREATEST:
            column.faults[place] = message("{value} is more people than there can be", value=value)
    return column


def _settled(cell: Any, percent: bool) -> tuple[str, Reading | None]:
    """What needs no number format: typed numbers and plain digits. (fault, reading), both empty for a text to be read."""
    if isinstance(cell, bool):
        return message("is no number"), None
    if isinstance(cell, int):
        return (
            (message("is negative"), None)
            if cell < 0
            else _limit(Reading(Decimal(cell) if percent else cell), percent, str(cell))
        )
    if isinstance(cell, float):
        if percent and 0 <= cell <= 1000:
            return "", Reading(_tenth(Decimal(repr(cell))))
        if cell < 0:
            return message("is negative"), None
        return (
            message('{cell} has decimals, but people are counted in whole numbers; a spreadsheet may have taken the sign for thousands for a decimal point: format the column as text and type the figures again', cell=repr(cell)), None,
        )  # fmt: skip
    fault = _obvious_fault(cell)
    if fault:
        return joined(" ", [repr(str(cell)[:40]), fault]), None
    text = str(cell).strip()
    if text.isascii() and text.isdigit():
        return _limit(Reading(Decimal(text) if percent else int(text[:16])), percent, text)
    return "", None


def _limit(reading: Reading, percent: bool, text: str) -> tuple[str, Reading | None]:
    if percent and reading.value > 1000:
        return joined(" ", [repr(text[:40]), _FAULTS["high"]]), None
    if len(text) > 15:
        return message("{what}… has {n} digits, more than a figure has", what=text[:4], n=len(text)), None
    return "", reading


def _put(column: Column, places: list[int], reading: Reading) -> None:
    for place in places:
        column.values[place] = reading.value
        column.rounded[place] = reading.rounded


def _decide(
    column: Column, cells: dict[str, list[int]], percent: bool, numbers: Style | None, around: Style | None,
    likely: Callable[[dict[int, int]], bool | None],
) -> None:  # fmt: skip
    """Find the one format under which the open cells are read, by the cells themselves, then by the table, then by known sizes."""
    readings: dict[Style, dict[str, Reading | str]] = {
        style: {text: _try(text, style, percent) for text in cells} for style in ("id", "en")
    }
    proof = {style: _proof(readings, style) for style in ("id", "en")}
    style: Style | None = None
    why = ""
    if numbers is not None:
        style, why = numbers, message("as --numbers says")
    elif proof["id"] and proof["en"]:
        column.question = message(
            "the column mixes number formats: {proof} is Indonesian, {proof_2} is English; write it in one format",
            proof=repr(proof["id"][0]),
            proof_2=repr(proof["en"][0]),
        )
        return
    elif proof["id"] or proof["en"]:
        style = "id" if proof["id"] else "en"
        why = message("{proof} can be read in one way only", proof=repr(proof[style][0]))
    else:
        style, why = _by_evidence(column, cells, readings, percent, around, likely)
        if style is None and column.question:
            return
    if style is None:
        style = "id"
    column.style, column.explained = style, why
    for text, places in cells.items():
        reading = readings[style][text]
        if isinstance(reading, str):
            fault = joined(" ", [repr(text[:40]), _FAULTS.get(reading, message("is no number"))])
            column.faults.update(dict.fromkeys(places, fault))
        else:
            _put(column, places, reading)


def _proof(readings: dict[Style, dict[str, Reading | str]], style: Style) -> list[str]:
    """The cells that only this format can read, and that no decimal point gone astray explains.

    "1.234" is a count in the Indonesian format only, yet it proves nothing: it may be 1.234 thousand, or a number with decimals.
    """
    other: Style = "en" if style == "id" else "id"
    return [
        text
        for text, reading in readings[style].items()
        if isinstance(reading, Reading) and isinstance(readings[other][text], str) and not _single_group(text)
    ]


def _single_group(text: str) -> bool:
    """Whether a text is one to three digits, one sign, and three digits: "1.234", "12,345"."""
    return re.fullmatch(r"\d{1,3}[.,]\d{3}", re.sub(r"[^\d.,]", "", text)) is not None


def _doubtful(readings: dict[Style, dict[str, Reading | str]]) -> list[str]:
    return [text for text in readings["id"] if _single_group(text) or readings["id"][text] != readings["en"][text]]


def _by_evidence(
    column: Column, cells: dict[str, list[int]], readings: dict[Style, dict[str, Reading | str]], percent: bool, around: Style | None,
    likely: Callable[[dict[int, int]], bool | None],
) -> tuple[Style | None, str]:  # fmt: skip
    """The format of a column whose cells prove none: "1.234" everywhere."""
    if percent:
        return _percent_style(readings)
    doubtful = _doubtful(readings)
    if not doubtful:
        return None, ""
    if around is not None and all(isinstance(readings[around][text], Reading) for text in doubtful):
        return around, message("as the rest of the table is written")
    for style in ("id", "en"):
        values = {
            place: int(reading.value)
            for text in doubtful
            if isinstance(reading := readings[style][text], Reading)
            for place in cells[text]
        }
        complete = len(values) == sum(len(cells[text]) for text in doubtful)
        if complete and likely(values) is True:
            example = doubtful[0]
            return style, message(
                "{example} read as {readings} is of the size that is known",
                example=repr(example),
                readings=_shown(readings[style][example]),
            )
    example = doubtful[0]
    whole = re.sub(r"[.,]", "", example)
    column.question = message(
        "{example} can mean {whole} or a number with decimals, and nothing in the table or in what is known of these regions decides it",
        example=repr(example),
        whole=whole,
    )
    column.option = message("say --numbers id if points separate thousands, --numbers en if commas do")
    return None, ""


def _shown(reading: Reading | str) -> str:
    return str(reading.value) if isinstance(reading, Reading) else reading


def _percent_style(readings: dict[Style, dict[str, Reading | str]]) -> tuple[Style | None, str]:
    """A percentage column in which every cell has three decimals, as "99.540": the format that keeps it under 1000."""
    for style in ("id", "en"):
        if all(isinstance(reading, Reading) for reading in readings[style].values()):
            return style, message("the only reading as percentages")
    return None, ""


def style_shown(columns: list[pd.Series]) -> Style | None:
    """The number format that some columns of figures show beyond doubt, if it is one and the same."""
    seen = {
        shown
        for cells in columns
        for cell in cells.iloc[:2000]
        if isinstance(cell, str)
        and not is_missing(cell)
        and not _obvious_fault(cell)
        and (shown := _shows(cell)) is not None
    }
    return seen.pop() if len(seen) == 1 else None


def _shows(text: str) -> Style | None:
    body = _MARK.sub("", text.strip()).removesuffix("%").strip()
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3},\d{1,2}", body):
        return "id"
    if re.fullmatch(r"\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}\.\d{1,2}", body):
        return "en"
    return None


def as_share(values: list[Any], share: Share | None, expected: list[Fraction | None]) -> tuple[list[Any], str]:
    """Percentages that may be written as shares of one (0.9954): (values in percent, question).

    expected: the percentage that the counts beside each value give, where there are counts.
    """
    known = [value for value in values if value is not None]
    if share == "fraction":
        return [None if value is None else value.scaleb(2) for value in values], ""
    if share == "percent" or not known or max(known) > Decimal("1.5") or max(known) == 0:
        return values, ""
    beside = [
        (value, want) for value, want in zip(values, expected, strict=True) if value is not None and want is not None
    ]
    if beside:
        if all(abs(Fraction(value) * 100 - want) <= 1 for value, want in beside):
            return [None if value is None else value.scaleb(2) for value in values], ""
        if all(abs(Fraction(value) - want) <= 1 for value, want in beside):
            return values, ""
    return values, message("{known} can be percent or a share of one", known=known[0])
