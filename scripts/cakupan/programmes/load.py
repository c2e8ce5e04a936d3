"""Reading measures.csv, programmes.toml, indicators.toml and flags.toml: the project's own, and those of a data directory over them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import fields
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

from cakupan.errors import DataError, message
from cakupan.languages import LANGS
from cakupan.programmes.model import Definitions, FlagKind, IndicatorKind, Measure, Names, Programme
from cakupan.tabular import read_table
from cakupan.workspace import DATA

MEASURES, PROGRAMMES, INDICATORS, FLAGS = "measures.csv", "programmes.toml", "indicators.toml", "flags.toml"
FILES = (MEASURES, PROGRAMMES, INDICATORS, FLAGS)
MEASURE_COLUMNS = ("measure", "name_id", "name_en", "unit", "kind", "definition_id", "definition_en", "legal")
UNITS = ("people", "percent", "voters", "cards", "regencies")
KINDS = ("stock", "flow", "ratio", "target")
T = TypeVar("T")
_WORD = re.compile(r"[a-z][a-z0-9_]*")


@lru_cache(maxsize=1)
def shipped() -> Definitions:
    """Return the project's own definitions."""
    return load_definitions(DATA)


def load_definitions(directory: Path) -> Definitions:
    """Return the definitions of a data directory: the project's, with what its own tables add or override.

    Raises DataError, a sentence naming file, row or key, and remedy.
    """
    measures: dict[str, Measure] = {}
    tables: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in (PROGRAMMES, INDICATORS, FLAGS)}
    origin: dict[tuple[str, str], Path] = {}
    for folder in dict.fromkeys((DATA, directory)):
        measures.update(_measures(folder / MEASURES))
        for name, known in tables.items():
            for id, table in _tables(folder / name).items():
                known[id] = {**known.get(id, {}), **table}
                origin[name, id] = folder / name
    kinds = _kinds(
        tables[INDICATORS], {id: origin[INDICATORS, id] for id in tables[INDICATORS]}, measures, tables[PROGRAMMES]
    )
    flags = {id: _flag(_Table(origin[FLAGS, id], id, table)) for id, table in tables[FLAGS].items()}
    programmes = {
        id: _programme(_Table(origin[PROGRAMMES, id], id, table), measures, kinds)
        for id, table in tables[PROGRAMMES].items()
    }
    return Definitions(measures, programmes, kinds, flags)


def _measures(path: Path) -> dict[str, Measure]:
    if not path.exists():
        return {}
    measures: dict[str, Measure] = {}
    for number, row in read_table(path, MEASURE_COLUMNS):
        id = row["measure"]
        for column, sound, remedy in (
            ("measure", _WORD.fullmatch(id) is not None, message("write small letters, digits and underscores, such as death_certificates")),
            ("measure", id not in measures, message("it stands twice; keep one of the rows")),
            ("name_id", bool(row["name_id"]), message("give the measure a name in Indonesian")),
            ("name_en", bool(row["name_en"]), message("give the measure a name in English")),
            ("unit", row["unit"] in UNITS, message("write one of {allowed}", allowed=", ".join(UNITS))),
            ("kind", row["kind"] in KINDS, message("write one of {allowed}", allowed=", ".join(KINDS))),
        ):  # fmt: skip
            if not sound:
                raise DataError(
                    message(
                        "{path}, row {number}, column {column}: {value} will not do; {remedy}",
                        path=path,
                        number=number,
                        column=column,
                        value=repr(row[column]),
                        remedy=remedy,
                    )
                )
        measures[id] = Measure(
            id,
            _names({lang: row.get(f"name_{lang}", "") for lang in LANGS}),
            row["unit"],
            row["kind"],
            _names({lang: row.get(f"definition_{lang}", "") for lang in LANGS}),
            row["legal"],
            tuple(word.strip() for word in row.get("words", "").split("|") if word.strip()),
        )
    return measures


def _tables(path: Path) -> dict[str, dict[str, Any]]:
    if not path.exists():
        return {}
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise DataError(
            message("{path} is no readable TOML ({error}); correct that line, or take it out", path=path, error=error)
        ) from error
    for id, table in tables.items():
        if not isinstance(table, dict):
            raise DataError(
                message(
                    "{path}: {id} stands outside of a table; begin one with [{id_2}], or put it under one",
                    path=path,
                    id=repr(id),
                    id_2=id,
                )
            )
    return tables


class _Table:
    """One table of a TOML file, whose keys are taken one by one; what is left over is a mistake."""

    def __init__(self, path: Path, name: str, table: Mapping[str, Any]) -> None:
        self.path, self.name, self.left = path, name, dict(table)

    def fault(self, key: str, remedy: str) -> DataError:
        return DataError(
            message("{path}, [{table}] {key}: {remedy}", path=self.path, table=self.name, key=key, remedy=remedy)
        )

    def take(self, key: str, read: Callable[[Any], T], usual: T | None = None) -> T:
        if key not in self.left:
            if usual is None:
                raise self.fault(
                    key, message("is missing; the project's own file of that name shows how it is written")
                )
            return usual
        value = self.left.pop(key)
        try:
            return read(value)
        except (TypeError, ValueError) as error:
            raise self.fault(key, message("{value} {error}", value=repr(value), error=error)) from error

    def finish(self, value: T) -> T:
        if self.left:
            known = ", ".join(field.name for field in fields(cast(Any, value)) if field.name != "id")
            raise self.fault(next(iter(self.left)), message("there is no such key; the keys are {known}", known=known))
        return value


def _kinds(
    tables: Mapping[str, dict[str, Any]], origin: Mapping[str, Path], measures: Mapping[str, Measure], programmes: Collection[str]
) -> dict[str, IndicatorKind]:  # fmt: skip
    """The kinds of indicators; one that is like another has its arithmetic, and of its unit, formula and direction what it does not say."""
    kinds: dict[str, IndicatorKind] = {}
    for id, own in tables.items():
        table = _Table(origin[id], id, own)
        if not _WORD.fullmatch(id):
            raise table.fault("", "is no id; write small letters, digits and underscores")
        like = table.take("like", _text, "")
        if like and (like not in tables or tables[like].get("like")):
            shipped_kinds = ", ".join(name for name, one in tables.items() if not one.get("like"))
            raise table.fault("like", f"{like!r} is no kind of arithmetic; write one of {shipped_kinds}")
        usual: dict[str, Any] = {
            key: tables[like][key] for key in ("unit", "formula", "better") if like and key in tables[like]
        }
        table.left = {**usual, **table.left}
        kinds[id] = _kind(table, like, measures, programmes)
    return kinds


def _kind(table: _Table, like: str, measures: Mapping[str, Measure], programmes: Collection[str]) -> IndicatorKind:
    for key in ("programmes", "target", "base"):
        if key in table.left and not like:
            raise table.fault(
                key, 'is for an indicator of an existing kind; write like = "coverage" or another kind, too'
            )
    return table.finish(
        IndicatorKind(
            table.name, table.take("name", _names), table.take("unit", _text), table.take("formula", _text),
            table.take("better", _one_of("", "up", "down"), ""), table.take("definition", _names), table.take("limits", _names, _names("")),
            like=like, programmes=table.take("programmes", _some_of(programmes), ()), target=table.take("target", _share, cast(Any, ())) or None,
            base=table.take("base", lambda value: _measure(value, measures, "people"), ""), frame=table.take("frame", _whole, 0),
        )
    )  # fmt: skip


def _flag(table: _Table) -> FlagKind:
    return table.finish(
        FlagKind(
            table.name, table.take("name", _names), table.take("severity", _one_of("info", "warn", "error", "stop")),
            table.take("rule", _text), table.take("meaning", _names),
        )
    )  # fmt: skip


def _programme(table: _Table, measures: Mapping[str, Measure], kinds: Mapping[str, IndicatorKind]) -> Programme:
    if not _WORD.fullmatch(table.name):
        raise DataError(
            message(
                "{path}: [{table}] is no id; write small letters, digits and underscores",
                path=table.path,
                table=table.name,
            )
        )

    def counted(value: Any) -> str:
        return _measure(value, measures, "people")

    name = table.take("name", _names)
    numerator, base = table.take("numerator", counted), table.take("base", counted)
    programme = Programme(
        table.name,
        name,
        table.take("short", _names, name),
        numerator,
        base,
        table.take("base_words", _names, measures[base].name),
        table.take("have", _names, measures[numerator].name),
        table.take("lack", _names),
        target=table.take("target", lambda value: _measure(value, measures, "percent"), ""),
        other_base=table.take("other_base", counted, ""),
        classes=table.take("classes", _classes, ()),
        capped=table.take("capped", _switch, False),
        base_share=table.take("base_share", _range, cast(Any, ())) or None,
        base_share_of_nation=table.take("base_share_of_nation", _range, cast(Any, ())) or None,
        ids=table.take("ids", lambda value: _ids(value, kinds), {}),
        columns=table.take("columns", lambda value: _ids(value, kinds), {}),
        names=table.take("names", lambda value: _names_of(value, kinds), {}),
        legal=table.take("legal", _text, ""),
        limits=table.take("limits", _names, _names("")),
    )
    return table.finish(programme)


def _names(value: Any) -> Names:
    """A text by language; one text serves for all, and English stands in for a language that a table does not name."""
    if isinstance(value, str):
        value = dict.fromkeys(LANGS, value)
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise ValueError(message('is no text; write "…" or {{ id = "…", en = "…" }}'))
    if not {"id", "en"} <= set(value):
        raise ValueError(message('lacks a language; write {{ id = "…", en = "…" }}'))
    return {lang: " ".join(str(value.get(lang, value["en"])).split()) for lang in LANGS}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(message("is no text"))
    return value


def _switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(message("is neither true nor false"))
    return value


def _one_of(*allowed: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in allowed:
            raise ValueError(message("is none of {allowed}", allowed=", ".join(repr(word) for word in allowed)))
        return str(value)

    return read


def _measure(value: Any, measures: Mapping[str, Measure], unit: str) -> str:
    if not isinstance(value, str) or value not in measures:
        raise ValueError(
            message(
                "is no measure; add a row to {table} beside this file, or write one of {measures}",
                table=MEASURES,
                measures=", ".join(measures),
            )
        )
    if measures[value].unit != unit:
        raise ValueError(message("counts {counted}, not {unit}", counted=measures[value].unit, unit=unit))
    return value


def _some_of(allowed: Collection[str]) -> Callable[[Any], tuple[str, ...]]:
    def read(value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(one in allowed for one in value):
            raise ValueError(f"is no list of some of {', '.join(allowed)}")
        return tuple(value)

    return read


def _share(value: Any) -> Fraction:
    if not 0 < _number(value) <= 100:
        raise ValueError("is no percentage above 0 and up to 100")
    return _number(value) / 100


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError("is no whole number")
    return value


def _number(value: Any) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(message("is no list of numbers"))
    return Fraction(str(value))


def _classes(value: Any) -> tuple[Fraction, ...]:
    if not isinstance(value, list) or len(value) != 4:
        raise ValueError(message("is no list of four bounds in percent, lowest first: [80, 90, 95, 99]"))
    bounds = tuple(_number(bound) for bound in value)
    if list(bounds) != sorted(set(bounds)):
        raise ValueError(message("does not rise; write the lowest bound first"))
    return bounds


def _range(value: Any) -> tuple[Fraction, Fraction]:
    if not isinstance(value, list) or len(value) != 2 or not _number(value[0]) < _number(value[1]):
        raise ValueError(message("is no pair of a lower and a higher number"))
    return _number(value[0]), _number(value[1])


def _names_of(value: Any, kinds: Mapping[str, IndicatorKind]) -> dict[str, Names]:
    if not isinstance(value, dict) or not set(value) <= set(kinds):
        raise ValueError(message("must give names by kind; the kinds are {kinds}", kinds=", ".join(kinds)))
    return {kind: _names(names) for kind, names in value.items()}


def _ids(value: Any, kinds: Mapping[str, IndicatorKind]) -> dict[str, str]:
    if not isinstance(value, dict) or not all(kind in kinds and isinstance(id, str) for kind, id in value.items()):
        raise ValueError(message("must give ids by kind; the kinds are {kinds}", kinds=", ".join(kinds)))
    return dict(value)
