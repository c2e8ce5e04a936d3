"""F13 and F15 for tables that are only being brought in: codes that are no region's, and columns that look like a person's NIK.

Works on raw text cells; figures that are loaded already cannot have these faults.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from cakupan.quality.model import Severity
from cakupan.regions import Region, Regions
from cakupan.words.language import marked
from cakupan.words.sentences import Sentence, count, place, say, verbatim

NIK_DIGITS = 16
ALIKE = 0.85
"""Likeness (0–1) from which a spelling is taken for the name of the region: "Papua Barat Oaya"."""


@dataclass(frozen=True)
class RawFlag:
    """A fault of a raw table: `place` is the row (as the frame counts) or the name of the column."""

    flag: str
    severity: Severity
    place: str
    message: Sentence


def personal_columns(frame: pd.DataFrame) -> Iterator[RawFlag]:
    """F15: columns with a cell of 16 digits, or what a spreadsheet makes of one. Such a table must not be read any further."""
    for column in frame.columns:
        cells = frame[column].dropna().astype(str)
        n = sum(1 for cell in cells if looks_like_nik(cell))
        if n:
            yield RawFlag(
                "F15", "stop", str(column),
                say(
                    "column {column} has {n} cells of 16 digits, as a NIK has; remove the column: no personal data is read",
                    column=verbatim(str(column)), n=count(n),
                ),
            )  # fmt: skip


def looks_like_nik(cell: str) -> bool:
    """Whether a cell holds a 16-digit number, however it is written ("6472-0101…", "6.47201E+15").

    >>> looks_like_nik("6472010101010001"), looks_like_nik("6.47201E+15"), looks_like_nik("202054251")
    (True, True, False)
    """
    text = cell.strip().lstrip("'").replace(",", ".")
    if re.fullmatch(r"\d\.?\d*[eE]\+?15", text):
        return True
    digits = re.sub(r"[\s.\-_'/]", "", cell)
    return len(digits.removesuffix("0") if _trailing_zero(cell) else digits) == NIK_DIGITS and digits.isdigit()


def _trailing_zero(cell: str) -> bool:
    """A number that a spreadsheet stored as a float: "6472010101010001.0"."""
    return bool(re.fullmatch(r"\s*\d{16}\.0\s*", cell))


def bad_codes(
    codes: Sequence[str], regions: Regions, names: Sequence[str] | None = None, keys: Sequence[str] | None = None
) -> Iterator[RawFlag]:
    """F13: codes that no region has, codes whose name belongs to another region, and rows that stand twice.

    names: the region names beside the codes, where there are any; a name of another region tells of another code system (BPS).
    keys: what makes a row unique; by default its code.
    """
    seen: set[str] = set()
    for number, (code, key) in enumerate(zip(codes, keys or codes, strict=True)):
        if key in seen:
            yield _raw(number, say("row {row}: {code} stands twice", row=count(number), code=verbatim(code)))
        seen.add(key)
        region = regions.by_code.get(code)
        if region is None:
            yield _raw(number, say("row {row}: {code} is no Kemendagri code of a known region", row=count(number), code=verbatim(code)))  # fmt: skip
        elif names is not None and names[number].strip():
            message = _name_fault(region, names[number], regions)
            if message:
                yield _raw(
                    number,
                    say(message, row=count(number), code=verbatim(code), name=verbatim(names[number]), region=place(code)),
                )  # fmt: skip


def _raw(number: int, message: Sentence) -> RawFlag:
    return RawFlag("F13", "error", str(number), message)


def _name_fault(region: Region, name: str, regions: Regions) -> str:
    own = {_plain(text) for text in (region.name, region.short(), region.name_en, region.short("en"))}
    wanted = _plain(name)
    if wanted in own:
        return ""
    for other in regions.at(region.level):
        if other.code != region.code and wanted in (_plain(other.name), _plain(other.short())):
            return marked("row {row}: code {code} is {region}, but the name says {name}: codes of BPS, not Kemendagri?")
    if max(difflib.SequenceMatcher(None, wanted, text).ratio() for text in own) >= ALIKE:
        return ""
    return marked("row {row}: code {code} is {region}, but the name says {name}")


def _plain(name: str) -> str:
    text = re.sub(r"[^a-z ]", "", name.lower().replace(".", "").replace("-", " "))
    text = re.sub(
        r"\b(provinsi|kabupaten|kab|kota|administrasi|adm|daerah khusus ibukota|daerah istimewa|dki|di)\b", "", text
    )
    return " ".join(text.split())
