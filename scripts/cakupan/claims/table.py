"""Reading a table of claims: one problem sentence for each unreadable row, the other rows as claims.

Judging is done in `judge`; printed numbers are read in `printed`.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cakupan.claims.bounds import Relation, stated_bound
from cakupan.claims.model import BASES, COUNTS, TARGET, Claim
from cakupan.claims.printed import Printed, Style, Unreadable, read_count, read_percent, style_of
from cakupan.errors import DataError, message, why
from cakupan.languages import Lang
from cakupan.words.language import catalogue, marked
from cakupan.words.numbers import fill, last_day, plain

COLUMNS: Final = (
    "id", "region", "as_of", "published", "measure", "percent", "base", "target_share", "recorded", "wajib_ktp",
    "unrecorded", "ikd_active", "population", "voters", "target_count", "kia_owned", "kia_due",
    "birth_certificate_owned_0_5", "birth_certificate_due_0_5", "statement", "source_url",
)  # fmt: skip
REQUIRED: Final = ("id", "region", "measure", "percent")
_NUMBERS: Final = ("percent", "target_share", *COUNTS)
_MEASURES: Final = {
    **{name: name for name in COUNTS}, "": "", "coverage": "recorded", "recorded_pct": "recorded", "ikd": "ikd_active",
    "ikd_rate": "ikd_active", "ikd_attainment": "ikd_active", "unrecorded_pct": "unrecorded", "dpt_voters": "voters", "kia": "kia_owned", "birth_certificate": "birth_certificate_owned_0_5",
}  # fmt: skip
_BASES: Final = {
    **{name: name for name in BASES}, "": "", TARGET: TARGET, "wajib ktp": "wajib_ktp", "wajib": "wajib_ktp",
    "terekam": "recorded", "penduduk": "population", "pemilih": "voters", "target_count": TARGET, "anak wajib kia": "kia_due",
}  # fmt: skip
_REGION = re.compile(r"^(?:ID|\d{2}|\d{4}|\d{6})$")
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        ("januari january jan", "februari february feb", "maret march mar", "april apr", "mei may", "juni june jun",
         "juli july jul", "agustus august agu aug", "september sep", "oktober october okt oct", "november nov",
         "desember december des dec"), 1)
    for name in names.split()
}  # fmt: skip

_FAULTS: Final[dict[str, str]] = {
    "english": marked("“{cell}” is in English format; write {hint} as the other figures are"),
    "number": marked(
        "“{cell}” is no number that can be read; write it as printed, e.g. {example}, or leave the cell empty"
    ),
    "grouping": marked("“{cell}” has its points or commas in the wrong places; write it as printed, e.g. {example}"),
    "decimals": marked(
        "“{cell}” has decimals, but people are counted in full; write {hint}, or add ribu, juta or miliar"
    ),
    "thousands": marked(
        "“{cell}” reads as thousands, which no percentage is; write decimals with a comma, e.g. {hint}"
    ),
    "negative": marked("“{cell}” is negative; figures are written without a sign"),
    "high": marked("“{cell}” is more than 1000 percent; write the percentage as printed, e.g. 99,54"),
    "date": marked("“{cell}” is no date; write YYYY-MM-DD, YYYY-MM or YYYY{hint}"),
    "region": marked("“{cell}” is no region code; write a Kemendagri code of 2, 4 or 6 digits, or ID for the nation"),
    "measure": marked("“{cell}” is no measure; use one of {hint}"),
    "base": marked("“{cell}” is no base; use one of {hint}, or leave the cell empty"),
    "no_figure": marked("the row has no figure; give the percentage or counts as printed"),
    "cells": marked("the row has {cell} cells, the header {hint}; put figures with a comma in double quotes"),
    "no_id": marked("the claim has no id; give each claim one of its own"),
    "same_id": marked("the id “{cell}” stands in row {hint} already; give each claim one of its own"),
    "column": marked("the column “{cell}” is not known; did you mean {hint}?"),
}
_EXAMPLES: Final = {"percent": "99,54", "target_share": "30"}


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a table: row as a spreadsheet counts (the header is row 1), column, and what to do."""

    row: int
    column: str
    fault: str
    cell: str = ""
    hint: str = ""

    def sentence(self, lang: Lang, file: str = "") -> str:
        """The problem as one sentence: file, row, column, what is wrong, remedy."""
        _ = catalogue(lang).gettext
        example = _EXAMPLES.get(self.column, "2.860.701")
        what = plain(fill(_(_FAULTS[self.fault]), cell=self.cell, hint=self.hint, example=example))
        template = _("row {row}, column {column}: {what}.") if self.column else _("row {row}: {what}.")
        where = plain(fill(template, row=str(self.row), column=self.column, what=what))
        return f"{file}, {where}" if file else where[0].upper() + where[1:]


class ClaimProblem(ValueError):
    """A claim given by hand has a cell that cannot be read; `problem` says which and what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.sentence("en"))
        self.problem = problem


@dataclass(frozen=True)
class ClaimTable:
    """The claims of a table in its order, and the problems of the rows that could not be read."""

    claims: tuple[Claim, ...]
    problems: tuple[Problem, ...]


def load_claims(path: Path) -> ClaimTable:
    """Read a table of claims from a file.

    Raises DataError if the file cannot be read at all or is no table of claims; bad rows are listed in `problems`.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise DataError(message("{path} is missing; give the path of a CSV table of claims", path=path)) from None
    except OSError as error:
        raise DataError(
            message(
                "{path} cannot be read ({reason}); check that it is a file and its permissions",
                path=path,
                reason=why(error),
            )
        ) from error
    try:
        return read_claims(data.decode("utf-8-sig"), str(path))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise DataError(
            message("{path}, row {line}: the bytes are not UTF-8; save the file as UTF-8 CSV", path=path, line=line)
        ) from error


def read_claims(text: str, name: str = "table") -> ClaimTable:
    """Read a table of claims from text (comma, semicolon or tab between cells). Raises DataError without a fit header."""
    text = text.removeprefix("\ufeff")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as error:
        raise DataError(
            message(
                "{name}, row {rows}: no readable CSV ({error}); check the double quotes",
                name=name,
                rows=len(rows) + 1,
                error=error,
            )
        ) from error
    header = [cell.strip() for cell in rows[0]] if rows else []
    missing = [column for column in REQUIRED if column not in header]
    if missing:
        raise DataError(
            message(
                "{name}, row 1: column {missing} is missing; the columns of a claims table are {COLUMNS}",
                name=name,
                missing=", ".join(missing),
                COLUMNS=", ".join(COLUMNS),
            )
        )
    problems = [
        Problem(1, column, "column", column, near[0])
        for column in header
        if column not in COLUMNS and (near := difflib.get_close_matches(column.lower(), COLUMNS, 1, 0.8))
    ]
    cells = {
        number: dict(zip(header, row, strict=True)) for number, row in enumerate(rows[1:], 2) if len(row) == len(header)
    }
    style = _style(cells.values())
    claims: list[Claim] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        try:
            if len(row) != len(header):
                raise ClaimProblem(Problem(number, "", "cells", str(len(row)), str(len(header))))
            claim = _claim(cells[number], number, style)
            if claim.id in seen:
                raise ClaimProblem(Problem(number, "id", "same_id", claim.id, str(seen[claim.id])))
        except ClaimProblem as error:
            problems.append(error.problem)
            continue
        seen[claim.id] = number
        claims.append(claim)
    return ClaimTable(tuple(claims), tuple(problems))


def claim_of(**cells: str) -> Claim:
    """A claim from cells as they would stand in a table, e.g. `claim_of(id="a", region="64", percent="99,54", …)`.

    Raises ClaimProblem for a cell that cannot be read.
    """
    return _claim(cells, 0, _style([cells]))


def _style(rows: object) -> Style:
    """Indonesian unless every figure of the table that shows a format shows the English one."""
    shown = {style_of(row.get(name) or "") for row in rows for name in _NUMBERS}  # type: ignore[attr-defined]
    return "en" if "en" in shown and "id" not in shown else "id"


def _claim(cells: Mapping[str, str], row: int, style: Style) -> Claim:
    cells = {name: (cells.get(name) or "").strip() for name in COLUMNS}
    if not cells["id"]:
        raise ClaimProblem(Problem(row, "id", "no_id"))
    region = cells["region"].replace(".", "").upper()
    if not _REGION.match(region):
        raise ClaimProblem(Problem(row, "region", "region", cells["region"]))
    measure, base = cells["measure"].lower(), cells["base"].lower()
    if measure not in _MEASURES:
        raise ClaimProblem(Problem(row, "measure", "measure", cells["measure"], ", ".join(COUNTS)))
    if base not in _BASES:
        raise ClaimProblem(Problem(row, "base", "base", cells["base"], ", ".join((*BASES, TARGET))))
    numbers = {name: _number(row, name, cells, style) for name in _NUMBERS if cells[name]}
    claim = Claim(
        id=cells["id"],
        region=region,
        measure=_MEASURES[measure],
        percent=numbers.get("percent"),
        base=_BASES[base] or (TARGET if measure == "ikd_attainment" else ""),
        target_share=numbers.get("target_share"),
        figures={name: numbers[name] for name in COUNTS if name in numbers},
        as_of=_date(row, "as_of", cells["as_of"]),
        published=_date(row, "published", cells["published"]),
        statement=cells["statement"],
        source_url=cells["source_url"],
        row=row,
    )
    if claim.empty:
        raise ClaimProblem(Problem(row, "percent", "no_figure"))
    return claim


def _number(row: int, column: str, cells: Mapping[str, str], style: Style) -> Printed:
    """The number of a cell, with the bound that the cell or else the statement makes of it ("lebih dari 2 juta")."""
    cell = cells[column]
    count = column in COUNTS
    bound: Relation = "plain" if column == "target_share" else stated_bound(cells["statement"], cell, percent=not count)
    try:
        return read_count(cell, style, bound) if count else read_percent(cell, style, bound)
    except Unreadable as error:
        raise ClaimProblem(Problem(row, column, error.fault, cell, error.hint)) from None


def _date(row: int, column: str, cell: str) -> str:
    if not cell:
        return ""
    try:
        last_day(cell)
    except ValueError:
        raise ClaimProblem(Problem(row, column, "date", cell, _written(cell))) from None
    return cell


def _written(cell: str) -> str:
    """How a date in words would be written: "31 Oktober 2024" gives ", here 2024-10-31"."""
    match = re.search(r"(?:(\d{1,2})\s+)?([A-Za-z]+)\s+(\d{4})", cell)
    month = _MONTHS.get(match[2].lower()) if match else None
    if not match or not month:
        return ""
    return f": {match[3]}-{month:02d}" + (f"-{int(match[1]):02d}" if match[1] else "")
