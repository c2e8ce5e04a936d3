"""Text without separators: tables copied from a page, their columns set apart by runs of spaces, and lists as they are sent in messages."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from cakupan.errors import message
from cakupan.ingest.model import Refused, Sheet

READ: Final = 200_000
"""Characters of the longest text that is looked at; longer ones are tables with separators."""
_GAP = re.compile(r" {2,}|\t+")
_ITEM = re.compile(
    r"^\W*(?:\d{1,3}\s*[.)]\s+|[-•*·▪–]\s*)?(?P<name>[A-Za-z][^:=0-9]{2,60}?)\s*[:=]\s*(?P<rest>.*\d.*)$"
)
_HEAD = re.compile(r"^\W*(?:\d{1,3}\s*[.)]\s+)?(?P<name>[A-Za-z][^:=0-9]{2,60}?)\s*:?\W*$")
_TOTAL = re.compile(r"(jumlah|total|jml)\b", re.IGNORECASE)
_NUMBER = r"\d[\d.,\u00a0]*\d|\d"
_LABELLED = re.compile(
    rf"(?P<label>[A-Za-z%][A-Za-z %./()-]*?)\s*[:=]?\s*(?P<value>{_NUMBER})\s*(?P<percent>%|persen)?\s*(?:jiwa|orang)?",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"(?P<value>{_NUMBER})\s*(?:jiwa|orang)?\s*(?:[(\[/–-]?\s*(?P<share>{_NUMBER})\s*(?:%|persen)\s*[)\]]?)?",
    re.IGNORECASE,
)


def spaced(text: str, name: str) -> Sheet | None:
    """A table whose columns are set apart by two or more spaces; None where that is not so.

    Raises Refused for a line of figures with fewer or more cells than the headings: which cell is empty cannot be seen.
    """
    lines = text[:READ].splitlines()
    if len(text) > READ or sum(";" in line or "|" in line for line in lines) * 2 > len(lines):
        return None
    cells = [[part.strip() for part in _GAP.split(line.strip())] if line.strip() else [] for line in lines]
    widths = [len(row) for row in cells if len(row) > 1]
    if len(widths) < 2 or "\t" in text or 2 * len(widths) < sum(1 for row in cells if row):
        return None
    width = max(set(widths), key=lambda one: (widths.count(one), one))
    first = next((number for number, row in enumerate(cells) if len(row) == width), 0)
    if width < 2 or widths.count(width) < 2 or _by_comma(lines, widths.count(width)):
        return None
    for number, row in enumerate(cells):
        if len(row) == width - 1 and _TOTAL.match(row[0]):
            row.insert(0, "")
        if number > first and 1 < len(row) != width and sum(bool(re.fullmatch(_NUMBER, cell)) for cell in row) > 0:
            raise Refused(
                message(
                    "{name}, row {number}: the line has {n} cells and the others {width}; which one is missing cannot be seen: write - into empty cells, or bring the table as CSV or XLSX",
                    name=name,
                    number=number + 1,
                    n=len(row),
                    width=width,
                )
            )
    return Sheet(
        name,
        "",
        pd.DataFrame([row + [""] * (width - len(row)) for row in (row[:width] for row in cells)], dtype=object),
    )


def _by_comma(lines: list[str], spaced_lines: int) -> bool:
    """Whether commas with no number on both sides set the columns apart more often than spaces do."""
    counts = [len(re.findall(r",(?!\d{1,3}\b)|(?<!\d),", line)) for line in lines]
    commas = [count for count in counts if count]
    return bool(commas) and max(commas.count(count) for count in set(commas)) > spaced_lines


def listed(text: str, name: str) -> Sheet | None:
    """A list with a region a line, as it is sent in a message: "1. Samarinda: 598.123 (99,1%)", or with "wajib KTP 628.478, rekam 623.420".

    None where the text is no such list. Raises Refused where it is one and its columns cannot be told.
    """
    lines = text[:READ].splitlines()
    if len(text) > READ:
        return None
    entries = _blocks(lines) or _items(lines)
    if not entries:
        return None
    headings = list(dict.fromkeys(label for _, _, cells in entries for label in cells))
    lacking = next((one for one in entries if set(one[2]) != set(headings)), None)
    if lacking is not None:
        missing = ", ".join(repr(label) for label in headings if label not in lacking[2])
        raise Refused(
            message(
                "{name}, row {lacking}: the entry of {lacking_2} lacks {missing}, which others have; complete the list, or bring a table",
                name=name,
                lacking=lacking[0],
                lacking_2=lacking[1],
                missing=missing,
            )
        )
    width = 1 + len(headings)
    start = entries[0][0]
    rows: list[tuple[int, list[str]]] = [
        (number, [line.strip(" *_~")]) for number, line in enumerate(lines, 1) if number < start
    ]
    rows.append((start, ["Kab/Kota", *headings]))
    rows += [(number, [where, *(cells[label] for label in headings)]) for number, where, cells in entries]
    last = entries[-1][0]
    used = {number for number, _, _ in entries}
    rows += [
        (number, [line.strip(" *_~")]) for number, line in enumerate(lines, 1)
        if number > last and line.strip() and number not in used and not _LABELLED.search(line)
    ]  # fmt: skip
    frame = pd.DataFrame([cells + [""] * (width - len(cells)) for _, cells in rows], dtype=object)
    return Sheet(name, "", frame, numbers=tuple(number for number, _ in rows))


Entry = tuple[int, str, dict[str, str]]
"""The number of a line, the name of a region, and its figures by label."""


def _items(lines: list[str]) -> list[Entry]:
    """Entries of one line each; at least two of them, and no line with a comma or semicolon table's look between them."""
    entries: list[Entry] = []
    for number, line in enumerate(lines, 1):
        match = _ITEM.match(line.strip(" *_~"))
        if match is None:
            continue
        cells = _cells(match["rest"])
        if cells:
            entries.append((number, match["name"].strip(" *_~"), cells))
    between = [line for line in lines[entries[0][0] : entries[-1][0]] if line.strip()] if entries else []
    return entries if len(entries) >= 2 and len(between) <= len(entries) else []


def _cells(rest: str) -> dict[str, str]:
    """The figures of an entry by label: "Jumlah" and "Persentase" where it has none."""
    bare = _BARE.fullmatch(rest.strip(" .;*_~"))
    if bare is not None:
        return {"Jumlah": bare["value"], **({"Persentase": bare["share"] + "%"} if bare["share"] else {})}
    cells: dict[str, str] = {}
    end = 0
    for match in _LABELLED.finditer(rest):
        if rest[end : match.start()].strip(" ,;/|()-–*_~."):
            return {}
        label = " ".join(match["label"].split()).strip(" .(-") + (
            " (%)" if match["percent"] and "%" not in match["label"] else ""
        )
        if label in cells:
            return {}
        cells[label] = match["value"] + ("%" if match["percent"] else "")
        end = match.end()
    return {} if rest[end:].strip(" ,;/|()-–*_~.%") else cells


def _blocks(lines: list[str]) -> list[Entry]:
    """Entries of several lines: the name of a region, and below it a figure a line."""
    entries: list[Entry] = []
    name, start, cells = "", 0, dict[str, str]()
    for number, line in enumerate([*lines, ""], 1):
        bare = line.strip(" *_~")
        item = _ITEM.match(bare)
        if item is not None and name and (value := _BARE.fullmatch(item["rest"].strip(" .;*_~"))):
            cells[item["name"].strip(" *_~")] = value["value"] + (
                "%" if item["rest"].rstrip(" *_~.").endswith("%") and not value["share"] else ""
            )
            continue
        if cells:
            entries.append((start, name, cells))
            name, cells = "", {}
        head = _HEAD.match(bare)
        if bare:
            name, start = (head["name"].strip(" *_~"), number) if head is not None else ("", 0)
    return entries if len(entries) >= 2 and all(len(one[2]) >= 1 for one in entries) else []
