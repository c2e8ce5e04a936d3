"""What a report's workbook holds: its summary, all figures, each table, the figures of each chart, its words, its definitions.

Every sheet has the same form: a title, heads, rows, and what has to be known below. The file is written in `workbook`.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from cakupan.blocks import Cards, Definitions, Facts, Figure, Note, Num, Origins, Paragraph, Points, Table, Title
from cakupan.blocks import Cell as Datum
from cakupan.blocks.markup import Text, clean, words
from cakupan.export import markdown
from cakupan.export.carried import names_of, numbers_drawn
from cakupan.export.cells import DATE, Cell, exactly, format_of, number_language, of_number, of_text
from cakupan.export.parts import Document, Heading, Lines, Notice, Part, Problem, Prose, Shown
from cakupan.export.words import sheet_words
from cakupan.languages import LANGUAGES, Lang

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Sheet:
    """One sheet. heads: of the columns, as many as each row has cells; notes: lines below the rows."""

    name: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()


def sheets_of(document: Document) -> tuple[Sheet, ...]:
    """Return the sheets of a report, in order."""
    shown = [part for part in document.parts if isinstance(part, Shown)]
    numbered = [
        _of_table(part, part.block, document)
        if isinstance(part.block, Table)
        else _of_figure(part, part.block, document)
        for part in shown
        if isinstance(part.block, Table | Figure)
    ]
    figures = [sheet for sheet in _figures(document) if sheet.rows]
    about = [sheet for sheet in (_text(document), _definitions(document), _sources(document)) if sheet.rows]
    named = [*figures, *(sheet for sheet in numbered if sheet.rows), *about]
    return (_summary(document, named), *named)


# --- summary ---


def _summary(document: Document, others: list[Sheet]) -> Sheet:
    label, lang = sheet_words(document.lang), document.lang
    rows: list[tuple[Cell, ...]] = []
    for part in document.parts:
        if not isinstance(part, Shown):
            continue
        if isinstance(part.block, Title | Facts):
            facts = part.block.facts if isinstance(part.block, Title) else part.block.items
            rows += [_row(clean(name), of_text(value, lang)[0]) for name, value in facts]
        if isinstance(part.block, Cards):
            for card in part.block.cards:
                rows.append(
                    (
                        Cell(clean(card.label)), of_text(card.value, lang)[0], Cell(clean(card.unit)),
                        Cell(words(card.base)), Cell(words(card.note)),
                    )
                )  # fmt: skip
    heads = tuple(label[name] for name in ("item", "value", "unit", "base", "note"))
    simulated = (f"{document.words.simulated}: {document.words.simulated_note}",) if document.simulated else ()
    contents = tuple(f"{sheet.name}: {sheet.title}" for sheet in others)
    return Sheet(label["summary"], document.title, heads, tuple(rows), (*simulated, *contents))


def _row(name: str, value: Cell) -> tuple[Cell, ...]:
    return Cell(name), value, Cell(""), Cell(""), Cell("")


# --- figures, as they lie beside the report as CSV ---


_INDICATORS = (
    "id", "measure", "value", "unit", "base", "date", "base_date", "bound", "low", "high", "sources", "flags", "note",
)  # fmt: skip
_FIGURES = ("region", "name", "measure", "value", "unit", "date", "bound", "low", "sources", "note")


def _figures(document: Document) -> list[Sheet]:
    """The indicators of the report's region, and the published figures behind them, which `cakupan ingest` can read."""
    label = sheet_words(document.lang)
    table = list(csv.DictReader(document.csv_text.splitlines()))
    known = table[0].keys() if table else ()
    if not {"id", "region", "measure", "value", "unit", "as_of"} <= set(known):
        return [Sheet(label["figures"], document.title, tuple(map(clean, known)), tuple(_own(table, document.lang)))]
    made = []
    for name, columns in (("indicators", _INDICATORS), ("figures", _FIGURES)):
        columns = (*columns, "simulated") if document.simulated else columns
        chosen = [row for row in table if bool(row["id"]) == (name == "indicators")]
        rows = tuple(tuple(_figure(row, column, document.lang) for column in columns) for row in chosen)
        made.append(Sheet(label[name], document.title, tuple(label[column] for column in columns), rows))
    return made


def _own(table: list[dict[str, str]], lang: Lang) -> Iterator[tuple[Cell, ...]]:
    """The rows of an analyst's own table, as it is; codes of regions stay text."""
    for row in table:
        cells = ((name, cell or "") for name, cell in row.items())
        yield tuple(_machine(cell, lang, None if name == "region" else 2 * ("." in cell)) for name, cell in cells)


def _figure(row: dict[str, str], column: str, lang: Lang) -> Cell:
    if column in ("value", "low", "high"):
        text = row.get(column) or ""
        whole = row["unit"] not in ("percent", "percentage points")
        return _machine(text, lang, 0 if whole and "." not in text else 2)
    if column in ("date", "base_date"):
        days = [part.rpartition("=")[2] for part in row["as_of"].split()]
        chosen = days[:1] if column == "date" else days[1:]
        return _machine("; ".join(dict.fromkeys(chosen)), lang)
    return Cell(row.get(column) or "")


def _machine(text: str, lang: Lang, places: int | None = None) -> Cell:
    """A cell of a table for machines: a number, a day, or words."""
    if _DAY.fullmatch(text):
        return Cell(dt.date.fromisoformat(text), number_language(lang) + DATE)
    if places is None or not _NUMBER.fullmatch(text):
        return Cell(clean(text))
    return Cell(exactly(text), number_language(lang) + ("#,##0.00" if places else "#,##0"))


# --- tables ---


def _of_table(part: Shown, table: Table, document: Document) -> Sheet:
    lang, label = document.lang, sheet_words(document.lang)
    cells = [[of_text(text, lang) for text in row] for row in table.rows]
    bounded = [any(row[at][1] for row in cells) for at in range(len(table.columns))]
    heads: list[str] = [label["region"]] if table.region_of_rows else []
    for column, known in zip(table.columns, bounded, strict=True):
        head = clean(f"{column.label} ({column.unit})" if column.unit else column.label)
        heads += [head, label["bound"]] if known else [head]
    rows = []
    for at, row in enumerate(cells):
        made = [Cell(table.region_of_rows[at])] if table.region_of_rows else []
        for (cell, sign), known in zip(row, bounded, strict=True):
            made += [cell, Cell(sign)] if known else [cell]
        rows.append(tuple(made))
    return Sheet(
        document.numbered(part), words(table.title), tuple(heads), tuple(rows), _below(*table.notes, table.source)
    )


def _below(*lines: Text) -> tuple[str, ...]:
    return tuple(text for line in lines if (text := words(line).strip()))


# --- charts ---


def _of_figure(part: Shown, figure: Figure, document: Document) -> Sheet:
    name, lang = document.numbered(part), document.lang
    title = words(figure.title) or words(figure.alt)
    notes = _below(figure.caption, figure.alt, figure.source)
    if figure.data is not None:
        heads = tuple(map(clean, figure.data.labels or figure.data.columns))
        rows = tuple(tuple(_datum(cell, lang) for cell in row) for row in figure.data.rows)
        return Sheet(name, title, heads, rows, notes)
    heads = tuple(sheet_words(lang)[column] for column in ("region", "name", "address", "value"))
    return Sheet(name, title, heads, tuple(_drawn(figure, document)), (*notes, sheet_words(lang)["unlisted"]))


def _datum(cell: Datum, lang: Lang) -> Cell:
    if isinstance(cell, Num):
        return of_number(cell, lang)
    if isinstance(cell, str):
        return Cell(clean(cell))
    if cell is None or cell != cell:
        return Cell(None)
    return Cell(cell, number_language(lang) + ("#,##0" if isinstance(cell, int) else "General"))


def _drawn(figure: Figure, document: Document) -> Iterator[tuple[Cell, ...]]:
    """The numbers that a drawing itself knows, once each, in the order in which they are drawn."""
    names = names_of(document)
    for code, what, value in numbers_drawn(figure):
        number = exactly(value)
        shape = "1" if isinstance(number, int) else f"1{LANGUAGES[document.lang].marks[0]}00"
        yield Cell(code), Cell(names.get(code, "")), Cell(what), Cell(number, format_of(shape, document.lang))


# --- words ---


def _text(document: Document) -> Sheet:
    label, section = sheet_words(document.lang), ""
    rows: list[tuple[Cell, ...]] = []
    for part in document.parts:
        if isinstance(part, Heading):
            section = clean(part.text)
        rows += [(Cell(section), Cell(line)) for line in _lines(part) if line]
    return Sheet(label["text"], document.title, (label["section"], label["content"]), tuple(rows))


def _lines(part: Part) -> list[str]:
    """The sentences of a part that is neither chart nor table."""
    match part:
        case Prose():
            return [clean(markdown.plain([token])).strip() for token in part.tokens]
        case Lines() | Notice():
            return [clean(line) for line in part.text.splitlines()]
        case Problem():
            return [clean(f"{part.name}: {part.message}")]
        case Shown():
            return _sentences(part)
    return []


def _sentences(part: Shown) -> list[str]:
    match part.block:
        case Title() as title:
            return [
                *map(clean, title.letterhead),
                *([words(title.banner)] if title.banner else []),
                words(title.subtitle),
            ]
        case Points() as points:
            return [words(item) for item in points.items]
        case Paragraph() as paragraph:
            return [words(paragraph.items)]
        case Note() as note:
            return [words(note.text)]
    return []


def _sources(document: Document) -> Sheet:
    label = sheet_words(document.lang)
    rows = tuple(
        tuple(Cell(clean(text)) for text in (one.key, one.title, words(one.note), one.url))
        for part in document.parts
        if isinstance(part, Shown) and isinstance(part.block, Origins)
        for one in part.block.items
    )
    heads = tuple(label[name] for name in ("source", "title", "published", "link"))
    return Sheet(label["sources"], document.title, heads, rows)


def _definitions(document: Document) -> Sheet:
    label = sheet_words(document.lang)
    rows: dict[tuple[str, ...], None] = {}
    for part in document.parts:
        if isinstance(part, Shown) and isinstance(part.block, Definitions):
            rows |= {("", words(term), words(text), ""): None for term, text in part.block.items}
    for row in csv.DictReader(document.csv_text.splitlines()):
        if row.get("definition"):
            rows[row.get("id") or "", row["measure"], clean(row["definition"]), clean(row.get("formula") or "")] = None
    heads = tuple(label[name] for name in ("id", "term", "meaning", "formula"))
    return Sheet(label["definitions"], document.title, heads, tuple(tuple(map(Cell, row)) for row in rows))
