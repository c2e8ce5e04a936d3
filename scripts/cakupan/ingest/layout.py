"""Where in a sheet the headings stand, what each column is, and what the lines above say. Rows are read in `rows`.

Words of headings are in `vocabulary`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cakupan.errors import message
from cakupan.ingest import vocabulary as words
from cakupan.ingest.dates import month_named, year_named
from cakupan.ingest.figures import is_missing
from cakupan.ingest.model import Refusal, Sheet
from cakupan.ingest.vocabulary import UNITS, Heading, plain, read_heading

SEARCHED = 40
"""Rows among which the headings are looked for."""
LONGEST = 150
"""Characters of the longest heading; longer texts are titles."""
NO_YEAR = "????"
"""Stands for the year of a month that is headed without one; what stands around the table tells it."""
NO_HEADINGS = message("no headings of regions and figures are recognised")
ROLES = {
    "region": "code", "code": "code", "name": "name", "as_of": "as_of", "date": "as_of", "month": "month", "year": "year",
    "semester": "semester", "measure": "variable", "variable": "variable", "value": "value", "ignore": "ignore",
}  # fmt: skip
"""What --map may name besides measures."""


@dataclass(frozen=True)
class Layout:
    """The reading of a sheet: headings by column, the place of the first row of data, and the lines above."""

    sheet: Sheet
    headings: tuple[Heading, ...]
    top: int
    titles: tuple[str, ...]

    def places(self, *roles: str) -> list[int]:
        """The columns of some roles, from left to right."""
        return [place for place, heading in enumerate(self.headings) if heading.role in roles]


def lay_out(sheet: Sheet, mapping: Mapping[str, str]) -> Layout | list[Refusal]:
    """Find the headings of a sheet, or say what is in the way."""
    head = [list(row) for row in sheet.cells.iloc[: SEARCHED + 4].itertuples(index=False, name=None)]
    best: tuple[tuple[int, int, int], Layout] | None = None
    tables: list[tuple[int, int]] = []
    for top in range(1 if sheet.headed else min(SEARCHED, len(head))):
        for height in (1,) if sheet.headed else (1, 2, 3):
            texts = _texts(head, top, height, sheet)
            if texts is None:
                break
            headings = tuple(_heading(parts, mapping) for parts in texts)
            score = _score(headings)
            if score and any(heading.role == "measure" for heading in headings):
                tables.append((top, height))
            # Of equals the one with fewer lines, and of these the upper one.
            if score and (best is None or (score, -height, -top) > best[0]):
                titles = tuple(_title(head, row) for row in range(top))
                first = top + height
                best = (score, -height, -top), Layout(sheet, headings, first, tuple(text for text in titles if text))
    if best is None:
        return [_nothing(sheet, head)]
    start = -best[0][2]
    above = [top for top, height in tables if top + height <= start]
    if above:
        return [Refusal(sheet.label, sheet.row(above[0]), "", message('another table stands above the one with the most columns'), message('put each table on a sheet of its own'))]  # fmt: skip
    layout = replace(best[1], top=_after_numbering(head, best[1].top))
    return _personal(layout) or _clashes(layout, mapping) or layout


def _text(cell: Any) -> str:
    if is_missing(cell):
        return ""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return " ".join(str(cell).split())


def _texts(head: list[list[Any]], top: int, height: int, sheet: Sheet) -> list[list[str]] | None:
    """For each column the texts of its heading, upper line first; None where these lines are no heading."""
    if top + height > len(head):
        return None
    lines = [[_text(cell) for cell in head[row]] for row in range(top, top + height)]
    for number, line in enumerate(lines):
        if not sheet.headed and (not any(line) or any(_is_figure(cell) for cell in head[top + number])):
            return None
        distinct = {text for text in line if text}
        if number == 0 and len(distinct) == 1 and line[0]:
            return None
    for number, line in enumerate(lines):
        _fill_merged(line, top + number, sheet)
        if number + 1 < height and not sheet.merged:
            below = lines[number + 1]
            for column in range(1, len(line)):
                if not line[column] and below[column] and below[column - 1] and line[column - 1]:
                    line[column] = line[column - 1]
    return [list(dict.fromkeys(text for text in parts if text)) for parts in zip(*lines, strict=True)]


def _fill_merged(line: list[str], row: int, sheet: Sheet) -> None:
    for upper, left, lower, right in sheet.merged:
        if upper <= row <= lower and left < right and right < len(line) and line[left]:
            line[left : right + 1] = [line[left]] * (right - left + 1)


def _is_figure(cell: Any) -> bool:
    """Whether a cell is a figure, as no heading is; years and dates can head columns."""
    if isinstance(cell, bool) or is_missing(cell) or isinstance(cell, dt.date):
        return False
    if isinstance(cell, int | float):
        return year_named(str(cell)) is None
    text = str(cell).strip()
    return (
        bool(re.fullmatch(r"[\d.,\s]+%?", text))
        and year_named(text) is None
        and not re.fullmatch(r"20\d\d[-./]?[01]\d", text)
    )


def _heading(parts: list[str], mapping: Mapping[str, str]) -> Heading:
    text = " ".join(parts)
    for spelled in (text, parts[-1] if parts else ""):
        wanted = mapping.get(plain(spelled))
        if wanted and spelled:
            day = read_heading(text).as_of
            if wanted not in ROLES:
                return Heading(text, "measure", wanted, as_of=day)
            heading = Heading(text, ROLES[wanted], depth=words.depth_of(plain(text)), as_of=day)  # type: ignore[arg-type]
            return heading
    if not text or len(text) > LONGEST:
        return Heading(text, "ignore")
    if (year := year_named(text)) is not None:
        return Heading(text, "value", as_of=str(year))
    if (month := _bare_month(parts[-1])) is not None:
        upper = read_heading(" ".join(parts[:-1])) if len(parts) > 1 else None
        if upper is None:
            return Heading(text, "value", as_of=f"{NO_YEAR}-{month:02}")
        if upper.role == "measure" and not upper.as_of:
            return replace(upper, text=text, as_of=f"{NO_YEAR}-{month:02}")
    whole = read_heading(text)
    if len(parts) > 1:
        own = read_heading(parts[-1])
        if own.role == "measure" and not words.qualified(" ".join(parts[:-1])):
            return Heading(text, own.role, own.measure, own.depth, own.as_of or whole.as_of)
        if own.role in ("code", "name", "as_of", "month", "year", "semester", "personal"):
            return replace(own, text=text)
    return whole


def _bare_month(text: str) -> int | None:
    """The month of a heading that is the name of a month and no more."""
    return None if text.strip().isdigit() else month_named(text)


def _score(headings: tuple[Heading, ...]) -> int:
    """How many columns are understood; 0 where what a table needs is not among them."""
    distinct = {(h.role, h.measure, h.depth, h.as_of, h.text) for h in headings}
    roles = [h[0] for h in distinct]
    places = sum(role in ("code", "name", "as_of", "month") for role in roles)
    personal = roles.count("personal")
    figures = roles.count("measure") + sum(1 for h in distinct if h[0] == "value")
    sexes = sum(1 for h in distinct if h[0] == "sex")
    if personal >= 2 or (places and (figures or sexes or personal)):
        return places + figures + personal + sexes + roles.count("variable") + roles.count("year")
    return 0


def _title(head: list[list[Any]], row: int) -> str:
    return " ".join(dict.fromkeys(text for cell in head[row] if (text := _text(cell))))


def _after_numbering(head: list[list[Any]], top: int) -> int:
    """The row after a line that only numbers the columns: 1, 2, 3 or (1), (2), (3)."""
    if top < len(head):
        numbers = [re.fullmatch(r"\(?(\d+)\)?(?:\s*=.*)?", _text(cell)) for cell in head[top] if _text(cell)]
        ordinals = [int(match[1]) for match in numbers if match]
        if (
            len(ordinals) >= 3
            and len(ordinals) == len(numbers)
            and ordinals == list(range(ordinals[0], ordinals[0] + len(ordinals)))
            and ordinals[0] <= 2
        ):
            return top + 1
    return top


def _nothing(sheet: Sheet, head: list[list[Any]]) -> Refusal:
    seen = next((row for row in head if sum(bool(_text(cell)) for cell in row) >= 2), [])
    named = ", ".join(repr(_text(cell)[:30]) for cell in seen[:8] if _text(cell))
    return Refusal(
        sheet.label, 0, "", NO_HEADINGS + (message('; the table begins with {named}', named=named) if named else ""),
        message('say --map COLUMN=MEASURE for each column, such as --map "Jml Rekam=recorded"'),
    )  # fmt: skip


def _personal(layout: Layout) -> list[Refusal]:
    return [
        Refusal(
            layout.sheet.label, layout.sheet.row(layout.top - 1), heading.text,
            message('F15: this column holds data of persons; nothing of this file is read. Remove such columns and bring counts by region only'),
        )
        for heading in layout.headings
        if heading.role == "personal"
    ]  # fmt: skip


def _clashes(layout: Layout, mapping: Mapping[str, str]) -> list[Refusal]:
    """Two columns that read as the same measure of the same date; and columns in thousands or millions."""
    refusals: list[Refusal] = []
    seen: dict[tuple[str, str], Heading] = {}
    for heading in layout.headings:
        if heading.role != "measure":
            continue
        if UNITS.get(heading.measure, "people") == "people" and words.SCALED.search(plain(heading.text)):
            refusals.append(Refusal(layout.sheet.label, 0, heading.text, message('the figures are in thousands or millions; bring whole numbers of people')))  # fmt: skip
        other = seen.setdefault((heading.measure, heading.as_of), heading)
        if other is not heading:
            refusals.append(
                Refusal(
                    layout.sheet.label,
                    0,
                    heading.text,
                    message(
                        "columns {what} and {what_2} both read as {measure}",
                        what=repr(other.text),
                        what_2=repr(heading.text),
                        measure=heading.measure,
                    ),
                    message(
                        'say --map "{what}=ignore" or --map "{what_2}=ignore"', what=other.text, what_2=heading.text
                    ),
                )
            )
    scaled = [title for title in layout.titles if re.search(r"\bdalam (ribu|ribuan|juta|jutaan)\b", title.lower())]
    if scaled:
        refusals.append(
            Refusal(
                layout.sheet.label,
                0,
                "",
                message("the title says {scaled}; bring whole numbers of people", scaled=repr(scaled[0][:80])),
            )
        )
    return refusals
