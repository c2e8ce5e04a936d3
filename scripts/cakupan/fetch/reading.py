"""What the rows of a layer say: a region, a date and figures each. Whether they can be right is asked in `checks`."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from cakupan.fetch.connections import DateRule, Layer
from cakupan.fetch.pages import Pages

WIDTH: Final = {"province": 2, "regency": 4, "district": 6}
INDONESIA_WEST: Final = dt.timezone(dt.timedelta(hours=7))
"""A day that was stored as its midnight in Jakarta is 17:00 of the day before in UTC, one stored as midnight UTC is 07:00 there: both are that day."""
LARGEST: Final = 2_000_000_000
"""More people than any count of Indonesia can have."""
SHOWN: Final = 5
_ORDERS: Final = {"mdy": (2, 0, 1), "dmy": (2, 1, 0), "ymd": (0, 1, 2)}
"""Where year, month and day stand."""
_NAME = re.compile(r"[^\W\d_][\w .,'’`()/&-]*")


@dataclass
class Table:
    """The figures of one layer. figures: measure → count by region; days: reference dates that the rows have; missing: regions by measure
    that the layer gives no figure for; faults: sentences why it cannot be taken."""

    layer: Layer
    fetched: str = ""
    pages: int = 0
    kept: int = 0
    names: dict[str, str] = field(default_factory=dict)
    figures: dict[str, dict[str, int]] = field(default_factory=dict)
    missing: dict[str, list[str]] = field(default_factory=dict)
    days: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    as_of: str = ""

    def total(self, measure: str) -> int | None:
        """The sum over all regions; None where a region has no figure."""
        return None if self.missing.get(measure) else sum(self.figures[measure].values())


def read(pages: Pages) -> Table:
    """Return what the rows of a layer say, with every fault found."""
    layer = pages.layer
    table = Table(layer, pages.fetched, pages.pages, pages.kept, figures={measure: {} for measure in layer.measures})
    faults: dict[str, list[str]] = {}
    for number, row in enumerate(pages.rows, 1):
        try:
            code = _code(row, layer)
        except ValueError as error:
            faults.setdefault(f"no code of a {layer.level} ({error})", []).append(f"row {number}")
            continue
        if code in table.names:
            faults.setdefault("a code that stands twice", []).append(code)
            continue
        table.names[code] = _name(row.get(layer.name.lower()))
        if not _NAME.fullmatch(table.names[code]):
            faults.setdefault(f"no name of a region in {layer.name}", []).append(code)
        _figures(row, code, table, faults)
        if layer.date.field:
            try:
                table.days[day_of(row.get(layer.date.field.lower()), layer.date)] += 1
            except ValueError as error:
                faults.setdefault(f"no date in {layer.date.field} ({error})", []).append(code)
    if not pages.rows:
        table.faults.append(f"{layer.label} has no rows")
    table.faults += [
        f"{layer.label}: {_some(where)} {'has' if len(where) == 1 else 'have'} {what}" for what, where in faults.items()
    ]
    return table


def _some(where: list[str]) -> str:
    rest = len(where) - SHOWN
    return ", ".join(where[:SHOWN]) + (f" and {rest} more" if rest > 0 else "")


def _code(row: Mapping[str, Any], layer: Layer) -> str:
    """The code of a row: its parts of two digits each, or all of it in one field. Raises ValueError."""
    parts = []
    for name in layer.code:
        value = row.get(name.lower())
        digits = value.strip().removesuffix(".0").replace(".", "") if isinstance(value, str) else _digits(value)
        width = 2 if len(layer.code) > 1 else WIDTH[layer.level]
        if not digits.isascii() or not digits.isdigit() or len(digits) > width:
            raise ValueError(f"{name} is {_brief(value)}")
        parts.append(digits.zfill(width))
    code = "".join(parts)
    if len(code) != WIDTH[layer.level]:
        raise ValueError(f"{code} has not {WIDTH[layer.level]} digits")
    return code


def _digits(value: Any) -> str:
    try:
        return str(whole(value))
    except ValueError:
        return ""


def _name(value: Any) -> str:
    """A name in usual letters: "KAB. ACEH SELATAN" is "Kab. Aceh Selatan", "P A P U A" is "Papua"."""
    text = " ".join(str(value or "").split())
    if re.fullmatch(r"(?:\w )+\w", text):
        text = text.replace(" ", "")
    return re.sub(r"[^\W\d_]+(?:['’`][^\W\d_]+)?", _capital, text)[:80] if text.isupper() else text[:80]


def _capital(match: re.Match[str]) -> str:
    word = match.group()
    return word if re.fullmatch(r"[IVX]{2,}|DKI|DI|D", word) else word[0] + word[1:].lower()


def _figures(row: Mapping[str, Any], code: str, table: Table, faults: dict[str, list[str]]) -> None:
    for measure, fields in table.layer.measures.items():
        values = [row.get(name.lower()) for name in fields]
        if any(value is None or value == "" for value in values):
            table.missing.setdefault(measure, []).append(code)
            continue
        try:
            table.figures[measure][code] = sum(whole(value) for value in values)
        except ValueError as error:
            faults.setdefault(f"no count of {measure} ({error})", []).append(code)


def whole(value: Any) -> int:
    """Return a count or a part of a code, however it is typed: 64, 64.0, "64". Raises ValueError for anything else."""
    if isinstance(value, str) and re.fullmatch(r"\s*\d{1,10}(?:\.0+)?\s*", value):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < LARGEST or value != int(value):
        raise ValueError(f"it is {_brief(value)}")
    return int(value)


def _brief(value: Any) -> str:
    text = "".join(sign if sign.isprintable() else " " for sign in repr(value))
    return "empty" if value is None else text if len(text) <= 40 else text[:40] + "…"


def day_of(value: Any, rule: DateRule) -> str:
    """Return a reference date as YYYY-MM-DD: milliseconds since 1970, or a text with day, month and year in the rule's order. Raises ValueError.

    >>> day_of(1733961600000, DateRule("", "tanggal")), day_of("10/21/2024 0:00:00.000", DateRule("", "tanggal"))
    ('2024-12-12', '2024-10-21')
    """
    if isinstance(value, str) and re.fullmatch(r"\s*\d{11,14}\s*", value):
        value = int(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not 1_000_000_000_000 <= value < 4_000_000_000_000:
            raise ValueError(f"{value!r} are no milliseconds of this century")
        day = dt.datetime.fromtimestamp(int(value) // 1000, INDONESIA_WEST).date()
    else:
        match = re.match(r"\s*(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})(?:[ T].*)?$", str(value or ""))
        if match is None:
            raise ValueError(f"it is {_brief(value)}")
        order = "ymd" if len(match[1]) == 4 else rule.order
        year, month, date = (int(match[place + 1]) for place in _ORDERS[order])
        try:
            day = dt.date(year, month, date)
        except ValueError as error:
            raise ValueError(f"{_brief(value)} read as {order} is no day") from error
    if not 2010 <= day.year <= 2100:
        raise ValueError(f"{day.isoformat()} lies outside of 2010 to 2100")
    return day.isoformat()
