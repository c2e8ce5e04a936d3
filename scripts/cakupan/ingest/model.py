"""What passes between the steps of bringing in a table: raw sheets, options, findings and the report. No step is done here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from cakupan.errors import CakupanError, joined, message

Codes = Literal["kemendagri", "bps"]
Style = Literal["id", "en"]
Dates = Literal["dmy", "mdy"]
Share = Literal["percent", "fraction"]
LISTED = 50
"""Findings of one kind that a person is shown; the machine-readable report has them all."""
PORTION = 50_000
"""How many rows of a frame are made plain values at a time."""


class Refused(CakupanError):
    """A table is not taken: the sentence says why; nothing was written."""


@dataclass(frozen=True)
class Origin:
    """What a file's source is, where it is not the office itself: system, title, address and cap as in the table of sources."""

    system: str
    title: str
    url: str
    capped: str


@dataclass(frozen=True)
class Options:
    """What the person said about the files; None means: find out, or ask.

    mapping: heading → measure (or role such as region, name, as_of, ignore). matches: name of a region as the table spells it → code.
    where: column and value of the rows to take; sum_over: columns whose rows are parts to be added; insist: why figures that are unlike
    what is known are right all the same; everyone: the rows count all people, whatever words of titles are not known; harmless: those words,
    kept from files before.
    words: heading → measure, of the measures that the data directory defines; units and names: of all measures.
    origins: file → what its source is, of files that were fetched.
    numbers: "id" points separate thousands, "en" commas do. as_of, published: dates of any precision.
    """

    sheet: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    matches: Mapping[str, str] = field(default_factory=dict)
    as_of: str | None = None
    published: str | None = None
    source: str | None = None
    title: str | None = None
    codes: Codes | None = None
    numbers: Style | None = None
    dates: Dates | None = None
    share: Share | None = None
    query: str | None = None
    ignore_totals: bool = False
    add_regions: bool = False
    dry_run: bool = False
    where: tuple[tuple[str, str], ...] = ()
    sum_over: tuple[str, ...] = ()
    insist: str | None = None
    everyone: bool = False
    harmless: frozenset[str] = frozenset()
    words: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    origins: Mapping[str, Origin] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def named(self, measure: str) -> str:
        """A measure's key and names, in one line of words."""
        return f"{measure.replace('_', ' ')} {self.names.get(measure, '')}"


@dataclass
class Sheet:
    """A rectangle of cells as they stand in a file.

    cells: object frame without a header; texts as strings, typed cells as int, float, date or datetime, empty ones as None or "".
    first: number of the first row as the file's own program shows it. typed: cells carry types, and are not text only.
    headed: the first row is certainly the heading (records, databases). merged: (top, left, bottom, right) of joined cells.
    numbers: of the rows, where they do not follow each other.
    """

    file: str
    name: str
    cells: pd.DataFrame
    first: int = 1
    typed: bool = False
    headed: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = ()
    numbers: tuple[int, ...] = ()

    @property
    def label(self) -> str:
        """How a person finds it: file, and sheet where there are several."""
        return message("{file}, sheet {name}", file=self.file, name=self.name) if self.name else self.file

    def row(self, place: int) -> int:
        """The row number that the file's own program shows."""
        return self.numbers[place] if place < len(self.numbers) else self.first + place


@dataclass(frozen=True)
class Refusal:
    """Why a row, or a whole sheet (row 0), is not taken. option: what decides the matter, where something does."""

    where: str
    row: int
    column: str
    reason: str
    option: str = ""

    def __str__(self) -> str:
        return str(self.sentence)

    @property
    def sentence(self) -> str:
        """Where, why, and what decides the matter."""
        places = (
            self.where,
            self.row and message("row {n}", n=self.row),
            self.column and message("column {name}", name=self.column),
        )
        place = joined(", ", [part for part in places if part])
        sentence = joined(": ", [place, self.reason])
        return message("{sentence} ({remedy})", sentence=sentence, remedy=self.option) if self.option else sentence

    def to_json(self) -> dict[str, Any]:
        """For the machine-readable report."""
        return {
            "file": self.where,
            "row": self.row,
            "column": self.column,
            "reason": self.reason,
            "option": self.option,
        }


@dataclass
class Report:
    """What was found, what was refused and why, and what was or would be written."""

    files: list[str] = field(default_factory=list)
    source: str = ""
    published: str = ""
    rows_read: int = 0
    rows_accepted: int = 0
    rows_skipped: int = 0
    new: int = 0
    same: int = 0
    revised: int = 0
    refused: list[Refusal] = field(default_factory=list)
    columns: list[dict[str, str]] = field(default_factory=list)
    matches: list[dict[str, str]] = field(default_factory=list)
    differences: list[dict[str, str]] = field(default_factory=list)
    flags: list[dict[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    dry_run: bool = False
    written: bool = False
    command: str = ""

    @property
    def accepted(self) -> bool:
        """Whether the files can be taken as they are: all of them, or nothing."""
        return not self.refused

    def note(self, text: str) -> None:
        """Keep a remark, once."""
        if text not in self.notes:
            self.notes.append(text)

    def to_json(self) -> dict[str, Any]:
        """The machine-readable report."""
        return {
            "files": self.files,
            "source": self.source,
            "published": self.published,
            "rows": {
                "read": self.rows_read,
                "accepted": self.rows_accepted,
                "refused": len({(r.where, r.row) for r in self.refused}),
                "skipped": self.rows_skipped,
            },
            "observations": {"new": self.new, "same": self.same, "revised": self.revised},
            "refused": [one.to_json() for one in self.refused],
            "columns": self.columns,
            "matches": self.matches,
            "differences": self.differences,
            "flags": self.flags,
            "notes": self.notes,
            "dry_run": self.dry_run,
            "written": self.written,
        }


def lines(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows of a frame, each with its columns as attributes."""
    return iter(frame.itertuples(index=False))


def cells(frame: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of some columns as tuples of plain values, read in portions: cell by cell takes pandas' texts ten times as long."""
    for start in range(0, len(frame), PORTION):
        part = frame.iloc[start : start + PORTION]
        yield from zip(*(part[column].tolist() for column in columns), strict=True)


def path_label(path: Path) -> str:
    """A file's name without folders: a report is no place for the folders of a machine."""
    return path.name
