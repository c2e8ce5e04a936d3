"""Records and charts in JSON, Parquet tables, and what a query to a database gives, as raw sheets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from cakupan.errors import message, need_extra
from cakupan.ingest.charts import chart_rows
from cakupan.ingest.model import Options, Refused, Sheet, path_label
from cakupan.ingest.texts import decode


def json_table(path: Path) -> Iterator[Sheet]:
    name = path_label(path)
    try:
        # Numbers keep their text: 99.540 has three decimals, and a NIK stays 16 digits.
        document = json.loads(decode(path.read_bytes(), name), parse_float=_Text, parse_constant=lambda _: None)
    except (ValueError, RecursionError) as error:
        raise Refused(message("{name} is no readable JSON ({error})", name=name, error=error)) from error
    try:
        drawn = chart_rows(document)
    except ValueError as error:
        raise Refused(message("{name}: {error}", name=name, error=error)) from error
    if drawn is not None:
        width = max(len(row) for row in drawn)
        cells = [[_plain(cell) for cell in row] + [""] * (width - len(row)) for row in drawn]
        yield Sheet(name, "", pd.DataFrame(cells, dtype=object), 1, typed=True)
        return
    records = _records(document)
    if records is None:
        raise Refused(
            message(
                '{name} holds no list of records and no chart; bring an array of objects, rows with "attributes", or categories with series',
                name=name,
            )
        )
    fields = list(dict.fromkeys(key for record in records for key in record))
    if not records or not fields:
        raise Refused(message("{name} holds no records", name=name))
    rows = [[_plain(record.get(field)) for field in fields] for record in records]
    yield Sheet(name, "", pd.DataFrame([list(fields), *rows], dtype=object), 0, typed=True, headed=True)


class _Text(str):
    """A decimal of a JSON file as it is written."""


def _plain(value: Any) -> Any:
    if isinstance(value, _Text):
        number = float(value)
        return int(number) if number.is_integer() and abs(number) < 1e15 else number
    if isinstance(value, bool | list | dict):
        return json.dumps(value, ensure_ascii=False)
    return value


def _records(node: Any) -> list[dict[str, Any]] | None:
    """The list of records in a JSON value: the array itself, or the longest one in an object; GIS rows give their attributes."""
    if isinstance(node, list):
        if not node or not all(isinstance(one, dict) for one in node):
            return None
        for wrapper in ("attributes", "properties"):
            if all(isinstance(one.get(wrapper), dict) for one in node):
                return [one[wrapper] for one in node]
        return node
    if isinstance(node, dict):
        lists = [records for value in node.values() if isinstance(value, list | dict) and (records := _records(value))]
        return max(lists, key=len, default=None)
    return None


def parquet_table(path: Path) -> Iterator[Sheet]:
    name = path_label(path)
    need_extra("parquet", name, "pyarrow")
    try:
        frame = pd.read_parquet(path, engine="pyarrow")
    except Exception as error:  # the library raises whatever a broken file leads it to
        raise Refused(
            message("{name} is no readable Parquet file ({kind})", name=name, kind=type(error).__name__)
        ) from error
    yield from_frame(frame.reset_index(drop=_plain_index(frame)), name)


def _plain_index(frame: pd.DataFrame) -> bool:
    return isinstance(frame.index, pd.RangeIndex)


def from_frame(frame: pd.DataFrame, name: str) -> Sheet:
    """A sheet of a table that has names of columns."""
    from decimal import Decimal

    header = pd.DataFrame([[str(column) for column in frame.columns]], dtype=object)
    body = frame.astype(object).where(frame.notna(), None)
    body.columns = header.columns

    def simple(value: Any) -> Any:
        if isinstance(value, Decimal):
            return int(value) if value == value.to_integral_value() else float(value)
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
            return int(value)
        return value.item() if hasattr(value, "item") and not isinstance(value, str) else value

    for column in body.columns:
        body[column] = pd.Series([simple(value) for value in body[column]], dtype=object, index=body.index)
    return Sheet(name, "", pd.concat([header, body.astype(object)], ignore_index=True), 0, typed=True, headed=True)


def database(url: str, options: Options, name: str = "") -> Iterator[Sheet]:
    drivers = ["psycopg"] if url.startswith(("postgresql:", "postgres:", "postgresql+psycopg:")) else []
    need_extra("sql", message("reading from a database"), "sqlalchemy", *drivers)
    from sqlalchemy import create_engine, inspect, text
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import SQLAlchemyError

    try:
        address = make_url(url)
        if address.drivername in ("postgresql", "postgres"):
            address = address.set(drivername="postgresql+psycopg")
        name = name or f"{address.get_backend_name()}:{(address.database or '').rpartition('/')[2]}"
        if address.get_backend_name() == "sqlite" and address.database and not Path(address.database).is_file():
            raise Refused(message("{name} is no database file; check the name", name=name))
        engine = create_engine(address)
        with engine.connect() as connection:
            if not options.query:
                tables = ", ".join(
                    sorted([*inspect(connection).get_table_names(), *inspect(connection).get_view_names()])
                )
                raise Refused(
                    message(
                        '{name}: say what to read with --query "SELECT …"; its tables are {tables}',
                        name=name,
                        tables=tables or "none",
                    )
                )
            connection = connection.execution_options(stream_results=True)
            result = connection.execute(text(options.query))
            if not result.returns_rows:
                connection.rollback()
                raise Refused(message("{name}: --query must be a SELECT; nothing is changed in a database", name=name))
            frame = pd.DataFrame(result.fetchall(), columns=list(result.keys()), dtype=object)
            connection.rollback()
    except (SQLAlchemyError, ImportError, ValueError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise Refused(message("{name} cannot be read: {reason}", name=name or "database", reason=reason)) from error
    if frame.columns.duplicated().any():
        raise Refused(message("{name}: the query gives two columns of one name; name them apart with AS", name=name))
    yield from_frame(frame, name)
