"""What the workbook of a whole edition holds: every province and every regency with all programmes, definitions, sources, flags.

The values are those of data frames (`cakupan.frames`); the workbooks of reports are the matter of `sheets`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from cakupan.export.cells import DATE, Cell, exactly, number_language
from cakupan.export.sheets import Sheet
from cakupan.export.words import frame_words, sheet_words
from cakupan.frames import FrameColumn, Row, columns_of, rows_inside
from cakupan.indicators import Position
from cakupan.languages import Lang
from cakupan.observations import Observations
from cakupan.quality import Flag, check
from cakupan.regions import NATION
from cakupan.words.bounds import SIGNS
from cakupan.words.numbers import last_day, machine
from cakupan.words.sentences import Speaker


def sheets_of_edition(observations: Observations, edition: dt.date, lang: Lang) -> tuple[Sheet, ...]:
    """Return the sheets of the workbook of an edition, in order."""
    position = Position(observations, NATION, edition)
    label, title = sheet_words(lang), f"{sheet_words(lang)['edition']} {edition.isoformat()}"
    speak = Speaker(lang, observations.regions)
    levels = ("national", "province", "regency")
    flags = [
        flag for flag in check(observations, None, edition) if observations.regions.get(flag.region).level in levels
    ]
    columns = [column for column in columns_of(position) if column.unit != "text"]
    nation, provinces, regencies = (rows_inside(position, level, NATION) for level in levels)  # type: ignore[arg-type]
    tables = (
        _regions(label["provinces"], (*nation, *provinces), columns, flags, position, lang),
        _regions(label["regencies"], regencies, columns, flags, position, lang),
    )
    others = (
        _figures((*nation, *provinces, *regencies), lang),
        _programmes(observations, lang), _definitions(observations, lang), _sources(observations, lang, (*nation, *provinces, *regencies)),
        _flags(flags, position, speak),
    )  # fmt: skip
    simulated = (
        (f"{frame_words(lang).simulated}: {frame_words(lang).simulated_note}",) if observations.simulated else ()
    )
    sheets = tuple(sheet for sheet in (*tables, *others) if sheet.rows)
    heads = (label["item"], label["value"])
    facts = [(sheet.title, len(sheet.rows)) for sheet in sheets]
    rows = tuple((Cell(name), Cell(number, number_language(lang) + "#,##0")) for name, number in facts)
    contents = tuple(f"{sheet.name}: {sheet.title}" for sheet in sheets)
    return (Sheet(label["summary"], title, heads, rows, (*simulated, *contents)), *sheets)


# --- regions ---


def _regions(
    title: str,
    rows: Sequence[Row],
    columns: Iterable[FrameColumn],
    flags: Iterable[Flag],
    position: Position,
    lang: Lang,
) -> Sheet:
    """One row a region; a measure with its date and source beside it, an indicator with the sign of its bound."""
    label, regions = sheet_words(lang), position.regions
    heads = [label["region"], label["name"], label["above"]]
    cells = [[Cell(r.region.code), Cell(r.region.short(lang)), Cell(_above(r, position, lang))] for r in rows]
    for column in columns:
        if not any(row.values.get(column.id) is not None for row in rows):
            continue
        name = column.label[lang]
        heads.append(f"{name} (%)" if column.unit == "percent" else name)
        bounded = any(row.bounds.get(column.id) for row in rows)
        is_measure = column.measures == (column.id,)
        heads += [label["bound"]] * bounded + [label["date"], label["sources"]] * is_measure
        for row, made in zip(rows, cells, strict=True):
            made.append(_value(row, column, lang))
            made += [Cell(SIGNS[row.bounds.get(column.id, "")])] * bounded
            made += _behind(row, column.id, lang) if is_measure else []
    flags_of: dict[str, dict[str, None]] = {}
    for flag in flags:
        flags_of.setdefault(regions.get(flag.region).code, {})[flag.flag] = None
    for row, made in zip(rows, cells, strict=True):
        made.append(Cell(", ".join(flags_of.get(row.region.code, ()))))
    return Sheet(title, title, (*heads, label["flags"]), tuple(map(tuple, cells)))


def _figures(rows: Iterable[Row], lang: Lang) -> Sheet:
    """The published figures behind all of it, a row each, in the form that `cakupan ingest` takes."""
    label = sheet_words(lang)
    heads = tuple(label[name] for name in ("region", "name", "measure", "value", "unit", "date", "sources"))
    cells = (
        (
            Cell(row.region.code), Cell(row.region.name), Cell(measure), Cell(known.count, number_language(lang) + "#,##0"), Cell(known.unit),
            *_behind(row, measure, lang),
        )
        for row in rows
        for measure, known in row.behind.items()
    )  # fmt: skip
    return Sheet(label["figures"], label["figures"], heads, tuple(cells))


def _above(row: Row, position: Position, lang: Lang) -> str:
    parent = row.region.parent
    return position.regions.get(parent).short(lang) if parent else ""


def _value(row: Row, column: FrameColumn, lang: Lang) -> Cell:
    value = row.values.get(column.id)
    if value is None:
        return Cell(None)
    sign = SIGNS[row.bounds.get(column.id, "")]
    before = f'"{sign}"' if sign else ""
    pattern = "#,##0" + ("." + "0" * column.places if column.places else "")
    return Cell(exactly(machine(value)), f"{number_language(lang)}{before}{pattern}")


def _behind(row: Row, measure: str, lang: Lang) -> list[Cell]:
    """Date and source of a figure; a month or year stays the text that it is."""
    known = row.behind.get(measure)
    if known is None:
        return [Cell(""), Cell("")]
    day = Cell(last_day(known.as_of), number_language(lang) + DATE) if len(known.as_of) == 10 else Cell(known.as_of)
    return [day, Cell(known.source)]


# --- what the figures are, where they are from, and what to doubt ---


def _programmes(observations: Observations, lang: Lang) -> Sheet:
    label = sheet_words(lang)
    heads = tuple(label[name] for name in ("id", "programme", "numerator", "base", "target", "legal", "limits"))
    rows = (
        (one.id, one.name[lang], one.numerator, one.base, one.target, one.legal, one.limits[lang])
        for one in observations.definitions.programmes.values()
    )
    return Sheet(label["programmes"], label["programmes"], heads, _texts(rows))


def _definitions(observations: Observations, lang: Lang) -> Sheet:
    known, label = observations.definitions, sheet_words(lang)
    heads = tuple(label[name] for name in ("id", "term", "unit", "meaning", "formula", "limits"))
    rows = [(one.id, one.name[lang], one.unit, one.definition[lang], "", one.legal) for one in known.measures.values()]
    rows += [
        (one.id, one.name[lang], one.unit, one.definition[lang], one.formula, one.limits[lang])
        for one in known.kinds.values()
    ]
    rows += [(one.id, one.name[lang], one.severity, one.meaning[lang], one.rule, "") for one in known.flags.values()]
    return Sheet(label["definitions"], label["definitions"], heads, _texts(rows))


def _sources(observations: Observations, lang: Lang, rows: Iterable[Row]) -> Sheet:
    """The sources of the figures in the workbook."""
    label = sheet_words(lang)
    named = sorted({known.source for row in rows for known in row.behind.values()} & observations.sources.keys())
    heads = tuple(label[name] for name in ("source", "title", "day", "place", "capped"))
    sources = (observations.sources[name] for name in named)
    return Sheet(
        label["sources"],
        label["sources"],
        heads,
        _texts((s.id, s.title, s.published, s.url, s.capped) for s in sources),
    )


def _flags(flags: Iterable[Flag], position: Position, speak: Speaker) -> Sheet:
    label, regions = sheet_words(speak.lang), position.regions
    heads = tuple(label[name] for name in ("flag", "region", "name", "severity", "date", "note"))
    rows = (
        (one.flag, one.region, regions.get(one.region).short(speak.lang), one.severity, "; ".join(one.dates), speak.text(one.message))
        for one in flags
    )  # fmt: skip
    return Sheet(label["flags"], label["flags"], heads, _texts(rows))


def _texts(rows: Iterable[tuple[str, ...]]) -> tuple[tuple[Cell, ...], ...]:
    def cells() -> Iterator[tuple[Cell, ...]]:
        for row in rows:
            yield tuple(map(Cell, row))

    return tuple(cells())
