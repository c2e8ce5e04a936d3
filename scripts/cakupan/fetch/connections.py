"""Reading connections.toml: the project's own, and that of a data directory over it. Nothing is asked of a server here."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Final, Literal, cast

from cakupan.errors import DataError, UsageError, message
from cakupan.programmes import Definitions
from cakupan.workspace import DATA

FILE: Final = "connections.toml"
LEVELS: Final = ("province", "regency", "district")
SYSTEMS: Final = ("dkb", "own")
CAPPED: Final = ("yes", "no", "unknown")
ASKED: Final = "asked"
_ADDRESS = re.compile(r"[A-Za-z0-9_]+(?:/[A-Za-z0-9_]+)?")
_FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")


@dataclass(frozen=True)
class Server:
    """Where services lie and how they are asked. Times are in seconds, `keep_hours` in hours, `largest_answer` in bytes."""

    base: str = ""
    page: int = 1000
    pause: float = 0.5
    timeout: float = 60
    tries: int = 5
    back_off: float = 1.0
    largest_answer: int = 32 * 1024 * 1024
    most_rows: int = 100_000
    keep_hours: float = 24


@dataclass(frozen=True)
class DateRule:
    """How the reference date of a layer is known: "asked", one day, or a field with texts in an order of day, month and year."""

    day: str = ASKED
    field: str = ""
    order: Literal["mdy", "dmy", "ymd"] = "mdy"


@dataclass(frozen=True)
class Layer:
    """One layer of a service. code: the fields that make a region's code; measures: the fields whose sum each measure is."""

    service: str
    number: int
    level: Literal["province", "regency", "district"]
    code: tuple[str, ...]
    name: str
    measures: Mapping[str, tuple[str, ...]]
    connection: str = ""
    date: DateRule = DateRule()

    @property
    def label(self) -> str:
        """How a person finds it."""
        return f"{self.service} layer {self.number}"

    @property
    def fields(self) -> tuple[str, ...]:
        """All fields that are asked for, each once."""
        wanted = [*self.code, self.name, *(one for parts in self.measures.values() for one in parts)]
        return tuple(dict.fromkeys([*wanted, *([self.date.field] if self.date.field else [])]))


@dataclass(frozen=True)
class Connection:
    """Layers that belong together, with what their source is."""

    id: str
    title: str
    system: str
    capped: str
    date: DateRule
    usual: bool
    layers: tuple[Layer, ...]


def load_connections(directory: Path, definitions: Definitions) -> tuple[Server, dict[str, Connection]]:
    """Return the server and the connections that a data directory knows. Raises DataError naming file, table, key and remedy."""
    server: dict[str, Any] = {}
    tables: dict[str, dict[str, Any]] = {}
    origin: dict[str, Path] = {}
    for path in dict.fromkeys((DATA / FILE, directory / FILE)):
        for name, table in _tables(path).items():
            if name == "server":
                server.update(table)
            else:
                tables[name] = {**tables.get(name, {}), **table}
            origin[name] = path
    made = {name: _connection(origin[name], name, table, definitions) for name, table in tables.items()}
    return _server(origin.get("server", DATA / FILE), server), made


def chosen(connections: Mapping[str, Connection], names: Sequence[str]) -> list[Connection]:
    """Return the connections of some names, of connections or of services; the usual ones for none. Raises UsageError.

    A connection that is named by services has only their layers.
    """
    if not names:
        return [one for one in connections.values() if one.usual]
    picked: dict[str, set[str]] = {}
    for name in names:
        hits = [
            (one.id, layer.service)
            for one in connections.values()
            for layer in one.layers
            if name.lower() in (one.id.lower(), layer.service.lower(), layer.service.rpartition("/")[2].lower())
        ]
        if not hits:
            raise UsageError(_unknown(name, connections))
        for id, service in hits:
            picked.setdefault(id, set()).add(service)
    return [
        replace(one, layers=tuple(layer for layer in one.layers if layer.service in picked[one.id]))
        for one in connections.values()
        if one.id in picked
    ]


def _unknown(name: str, connections: Mapping[str, Connection]) -> str:
    services = [layer.service for one in connections.values() for layer in one.layers]
    known = [*connections, *dict.fromkeys(services)]
    near = difflib.get_close_matches(name.lower(), [one.lower() for one in known], 1)
    meant = next((one for one in known if near and one.lower() == near[0]), "")
    hint = message(" (did you mean {meant}?)", meant=meant) if meant else ""
    return message(
        "{name} is no connection{hint}; there are {known}", name=repr(name), hint=hint, known=", ".join(known)
    )


# --- reading ---


def _tables(path: Path) -> dict[str, dict[str, Any]]:
    if not path.exists():
        return {}
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise DataError(
            message("{path} is no readable TOML ({error}); correct that line, or take it out", path=path, error=error)
        ) from error
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise DataError(
                message(
                    "{path}: {name} stands outside of a table; begin one with [{name_2}], or put it under one",
                    path=path,
                    name=repr(name),
                    name_2=name,
                )
            )
    return tables


def _server(path: Path, table: dict[str, Any]) -> Server:
    kinds = {field.name: field.type for field in fields(Server)}
    for key, value in table.items():
        if key not in kinds:
            raise DataError(
                message(
                    "{path}, [server] {key}: there is no such key; the keys are {kinds}",
                    path=path,
                    key=key,
                    kinds=", ".join(kinds),
                )
            )
        if key == "base":
            if not isinstance(value, str) or not value:
                raise DataError(
                    message(
                        "{path}, [server] base: {value} is no address; write it as a text", path=path, value=repr(value)
                    )
                )
        elif isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise DataError(
                message("{path}, [server] {key}: {value} is no number from 0", path=path, key=key, value=repr(value))
            )
        elif kinds[key] == "int" and (not isinstance(value, int) or value < 1):
            raise DataError(
                message(
                    "{path}, [server] {key}: {value} is no whole number from 1", path=path, key=key, value=repr(value)
                )
            )
    return Server(**table)


def _connection(path: Path, name: str, table: dict[str, Any], definitions: Definitions) -> Connection:
    where = f"{path}, [{name}]"
    keys = ("title", "system", "capped", "date", "usual", "layers")
    for key in table:
        if key not in keys:
            raise DataError(
                message(
                    "{where} {key}: there is no such key; the keys are {keys}",
                    where=where,
                    key=key,
                    keys=", ".join(keys),
                )
            )
    for key, allowed in (("system", SYSTEMS), ("capped", CAPPED)):
        if table.get(key) not in allowed:
            raise DataError(
                message(
                    "{where} {key}: {value} is none of {allowed}",
                    where=where,
                    key=key,
                    value=repr(table.get(key)),
                    allowed=", ".join(allowed),
                )
            )
    if not isinstance(table.get("title"), str) or not isinstance(table.get("usual", False), bool):
        raise DataError(message("{where}: title must be a text, usual true or false", where=where))
    date = _date_rule(where, table.get("date"))
    layers = table.get("layers")
    if not isinstance(layers, list) or not layers:
        raise DataError(message("{where} layers: there is none; add a table [[{name}.layers]]", where=where, name=name))
    return Connection(
        name, table["title"], table["system"], table["capped"], date, table.get("usual", False),
        tuple(replace(_layer(f"{path}, [[{name}.layers]]", one, definitions), connection=name, date=date) for one in layers),
    )  # fmt: skip


def _date_rule(where: str, value: Any) -> DateRule:
    remedy = 'write "asked", a day such as "2024-06-30", or { field = "tanggal", order = "mdy" }'
    if isinstance(value, str) and (value == ASKED or re.fullmatch(r"\d{4}-\d\d-\d\d", value)):
        return DateRule(value)
    if isinstance(value, dict) and set(value) <= {"field", "order"} and _FIELD.fullmatch(str(value.get("field", ""))):
        order = value.get("order", "mdy")
        if order in ("mdy", "dmy", "ymd"):
            return DateRule("", value["field"], cast(Any, order))
    raise DataError(
        message("{where} date: {value} will not do; {remedy}", where=where, value=repr(value), remedy=remedy)
    )


def _layer(where: str, table: Any, definitions: Definitions) -> Layer:
    keys = ("service", "layer", "level", "code", "name", "measures")
    if not isinstance(table, dict) or set(table) != set(keys):
        raise DataError(
            message("{where}: a layer has the keys {keys}, each of them", where=where, keys=", ".join(keys))
        )
    if not _ADDRESS.fullmatch(str(table["service"])):
        raise DataError(
            message(
                "{where} service: {table} is no name of a service, such as AGR_VISUAL_PROP_FIX",
                where=where,
                table=repr(table["service"]),
            )
        )
    if isinstance(table["layer"], bool) or not isinstance(table["layer"], int) or table["layer"] < 0:
        raise DataError(
            message("{where} layer: {table} is no number of a layer", where=where, table=repr(table["layer"]))
        )
    if table["level"] not in LEVELS:
        raise DataError(
            message(
                "{where} level: {table} is none of {LEVELS}",
                where=where,
                table=repr(table["level"]),
                LEVELS=", ".join(LEVELS),
            )
        )
    code, measures = table["code"], table["measures"]
    if not isinstance(code, list) or not code or not isinstance(measures, dict) or not measures:
        raise DataError(
            message("{where}: code must be a list of fields, measures a table of measure = field", where=where)
        )
    parts = {measure: tuple(one.strip() for one in str(text).split("+")) for measure, text in measures.items()}
    for one in (*code, table["name"], *(one for names in parts.values() for one in names)):
        if not isinstance(one, str) or not _FIELD.fullmatch(one):
            raise DataError(message("{where}: {one} is no name of a field", where=where, one=repr(one)))
    for measure in parts:
        if measure not in definitions.measures or definitions.measures[measure].unit != "people":
            raise DataError(
                message(
                    "{where} measures: {measure} is no measure that counts people; see `cakupan define`",
                    where=where,
                    measure=repr(measure),
                )
            )
    return Layer(table["service"], table["layer"], table["level"], tuple(code), table["name"], parts)
