"""Reading what an office has — CSV, XLSX, JSON, Parquet, a database — into raw sheets. What the cells mean is not asked here."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from cakupan.errors import need_extra
from cakupan.ingest.model import Options, Refused, Sheet, path_label

SNIFFED = 200_000
"""Characters that the separator is judged by."""
LARGE = 5_000_000
"""Bytes from which a CSV is read by the fast parser, which needs rows of one width."""
SEPARATORS = (";", "\t", ",", "|")


def read(source: str, options: Options) -> Iterator[Sheet]:
    """The sheets of a file, or the rows that a query to a database gives. Raises Refused for what cannot be read."""
    if "://" in source:
        yield from _database(source, options)
        return
    path = Path(source)
    if not path.is_file():
        raise Refused(f"{source} is no file; check the name")
    if is_lock(path):
        raise Refused(
            f"{path_label(path)} only marks that a workbook is open in a spreadsheet program; name the workbook itself"
        )
    if path.stat().st_size == 0:
        raise Refused(f"{path_label(path)} is empty")
    try:
        yield from _by_kind(path, options)
    except Refused:
        raise
    except (OSError, MemoryError) as error:
        raise Refused(f"{path_label(path)} cannot be read ({error})") from error


def is_lock(path: Path) -> bool:
    """Whether a file is the mark that a spreadsheet program leaves while it has a workbook open."""
    return path.name.startswith(("~$", ".~lock"))


def content(source: str) -> bytes:
    """The bytes of a file, to tell it from others; a database has none."""
    return b"" if "://" in source else Path(source).read_bytes()


def _by_kind(path: Path, options: Options) -> Iterator[Sheet]:
    head = path.open("rb").read(8)
    ending = path.suffix.lower()
    if head.startswith(b"PAR1"):
        yield from _parquet(path)
    elif head.startswith(b"PK\x03\x04") and _is_open_document(path):
        yield from _old_workbook(path, options)
    elif head.startswith(b"PK\x03\x04"):
        yield from _workbook(path, options)
    elif head.startswith(b"\xd0\xcf\x11\xe0") and ending in (".xlsx", ".xlsm"):
        raise Refused(
            f"{path_label(path)} is protected by a password; open it, take the password away (File, Info, Protect), and save it again"
        )
    elif head.startswith(b"\xd0\xcf\x11\xe0"):
        yield from _old_workbook(path, options)
    elif head.lstrip()[:1] == b"<" and ending in (".xls", ".html", ".htm"):
        yield from _web_tables(path, options)
    elif head.startswith(b"SQLite f"):
        yield from _database(f"sqlite:///{path.resolve()}", options, path_label(path))
    elif ending in (".json", ".geojson") or (
        ending not in (".csv", ".txt", ".tsv") and head.lstrip()[:1] in (b"{", b"[")
    ):
        yield from _json(path)
    elif ending in (".csv", ".txt", ".tsv", ".tab", ""):
        yield _csv(path)
    else:
        raise Refused(f"{path_label(path)} is of no known kind; bring CSV, XLSX, JSON, Parquet or a database")


# --- workbooks of other kinds ---


def _is_open_document(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "mimetype" in archive.namelist() and b"opendocument.spreadsheet" in archive.read("mimetype")
    except zipfile.BadZipFile:
        return False


def _old_workbook(path: Path, options: Options) -> Iterator[Sheet]:
    """The sheets of a workbook of the old kind (.xls) or of an OpenDocument one (.ods), read by calamine."""
    try:
        frames = pd.read_excel(path, sheet_name=None, header=None, dtype=object, engine="calamine")
    except Exception as error:
        protected = "password" in str(error).lower() or "encrypt" in str(error).lower()
        why = "is protected by a password; take it away" if protected else "cannot be read; open it"
        raise Refused(f"{path_label(path)} {why} and save it as XLSX") from error
    yield from _named_sheets(path, {str(name): frame for name, frame in frames.items()}, options, typed=True)


def _web_tables(path: Path, options: Options) -> Iterator[Sheet]:
    """The tables of a web page that a portal calls a workbook: HTML in a file named .xls; cells as texts, joined ones repeated."""
    from lxml import html  # type: ignore[import-untyped]

    page = html.fromstring(decode(path.read_bytes(), path_label(path)))
    frames: dict[str, pd.DataFrame] = {}
    for table in page.iter("table"):
        rows = [_web_cells(row) for row in table.iter("tr")]
        width = max((len(row) for row in rows), default=0)
        if width > 1:
            cells = [row + [""] * (width - len(row)) for row in rows]
            frames[f"table {len(frames) + 1}"] = pd.DataFrame(cells, dtype=object)
    if not frames:
        raise Refused(f"{path_label(path)} is a web page without a table; save the table as XLSX or CSV")
    yield from _named_sheets(path, frames, options, typed=False)


def _web_cells(row: Any) -> list[str]:
    cells: list[str] = []
    for cell in row:
        if cell.tag in ("td", "th"):
            joined = str(cell.get("colspan") or "1")
            cells += [" ".join(cell.text_content().split())] * (int(joined) if joined.isdigit() else 1)
    return cells


def _named_sheets(path: Path, frames: dict[str, pd.DataFrame], options: Options, *, typed: bool) -> Iterator[Sheet]:
    if options.sheet is not None and options.sheet not in frames:
        raise Refused(f"{path_label(path)} has no sheet {options.sheet!r}; there are {', '.join(map(repr, frames))}")
    for name, frame in frames.items():
        if options.sheet in (None, name) and len(frame):
            cells = frame.astype(object).where(frame.notna(), None)
            yield Sheet(path_label(path), name if len(frames) > 1 else "", cells, typed=typed)


# --- text ---


def decode(data: bytes, name: str) -> str:
    """The text of some bytes: UTF-8 (with or without a mark), UTF-16 with a mark, else Windows-1252."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise Refused(f"{name} is no readable {encoding} text; save it again as UTF-8") from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError as error:
            raise Refused(f"{name} is neither UTF-8 nor Windows-1252 text; save it as UTF-8 CSV") from error
    if any(ord(sign) < 32 and sign not in "\t\n\r\f" for sign in text[:SNIFFED]) or "\0" in text:
        raise Refused(f"{name} holds bytes that no text has; save the table as UTF-8 CSV")
    return text


def _csv(path: Path) -> Sheet:
    name = path_label(path)
    text = decode(path.read_bytes(), name)
    first = 1
    if text[:4].lower() == "sep=":
        line, _, text = text.partition("\n")
        separator, first = line.strip()[4:] or ",", 2
    else:
        separator = _separator(text[:SNIFFED])
    cells = _fast(text, separator) if len(text) > LARGE else None
    if cells is None:
        cells = _rows(text, separator, name)
    return Sheet(name, "", cells, first)


def _separator(text: str) -> str:
    """The sign that splits most lines into the same, largest number of cells."""
    best, found = (0, 0.0), ","
    for separator in SEPARATORS:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if any(row)][
                :400
            ]
        except csv.Error:
            continue
        if not widths:
            continue
        usual = max(set(widths), key=lambda width: (widths.count(width), width))
        if usual > 1 and (score := (widths.count(usual), usual / 1000)) > best:
            best, found = score, separator
    return found


def _rows(text: str, separator: str, name: str) -> pd.DataFrame:
    limit = csv.field_size_limit(1_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False)
    rows: list[list[str]] = []
    try:
        for row in reader:
            # A cell with line breaks takes several lines of the file; empty rows keep later ones at the number an editor shows.
            rows.append(row)
            while len(rows) < reader.line_num:
                rows.append([])
    except csv.Error as error:
        raise Refused(f"{name}, row {reader.line_num}: no readable CSV ({error}); check the double quotes") from error
    finally:
        csv.field_size_limit(limit)
    width = max((len(row) for row in rows), default=0)
    if width == 0 or width > 2000:
        raise Refused(f"{name} is no table: its rows have {width} cells")
    return pd.DataFrame([row + [""] * (width - len(row)) for row in rows], dtype=object)


def _fast(text: str, separator: str) -> pd.DataFrame | None:
    """A large and regular table by the fast parser; None where it is not regular."""
    if "\n\n" in text or ('"' in text and '\n"' in text):
        return None
    try:
        return pd.read_csv(
            io.StringIO(text), sep=separator, header=None, dtype=str, keep_default_na=False, na_filter=False,
            skip_blank_lines=False, engine="c",
        )  # fmt: skip
    except (pd.errors.ParserError, ValueError):
        return None


# --- workbooks ---


def _workbook(path: Path, options: Options) -> Iterator[Sheet]:
    from openpyxl.reader.excel import load_workbook

    name = path_label(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(path, data_only=True)
            formulas = _with_formulas(path) if _has_formulas(path) else None
    except Exception as error:  # the library raises whatever a broken archive leads it to
        raise Refused(
            f"{name} is no readable workbook ({type(error).__name__}); open it and save it as XLSX again"
        ) from error
    names = [sheet.title for sheet in book.worksheets]
    if options.sheet is not None and options.sheet not in names:
        raise Refused(f"{name} has no sheet {options.sheet!r}; its sheets are {', '.join(names)}")
    for sheet in book.worksheets:
        if options.sheet is not None and sheet.title != options.sheet:
            continue
        if options.sheet is None and sheet.sheet_state != "visible":
            continue
        rows = [[_typed(cell) for cell in row] for row in sheet.iter_rows()]
        if not any(value is not None for row in rows for value in row):
            continue
        if formulas is not None:
            _refuse_uncalculated(formulas[sheet.title], rows, f"{name}, sheet {sheet.title}")
        merged = tuple((m.min_row - 1, m.min_col - 1, m.max_row - 1, m.max_col - 1) for m in sheet.merged_cells.ranges)
        label = sheet.title if len(names) > 1 or options.sheet else ""
        yield Sheet(name, label or sheet.title, pd.DataFrame(rows, dtype=object), 1, typed=True, merged=merged)


def _with_formulas(path: Path) -> Any:
    from openpyxl.reader.excel import load_workbook

    return load_workbook(path, data_only=False, read_only=True)


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        return any(
            b"<f" in archive.read(part)
            for part in archive.namelist()
            if part.startswith("xl/worksheets/") and part.endswith(".xml")
        )


def _typed(cell: Any) -> Any:
    """A cell's value; a percentage as the text that the sheet shows the meaning of: 0.9954 under "0.00%" is "99.54%"."""
    from decimal import Decimal

    value = cell.value
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float) and isinstance(cell.number_format, str) and "%" in cell.number_format:
        return f"{(Decimal(repr(value)) * 100).normalize():f}%" if value == value else None
    if isinstance(value, dt.datetime) and isinstance(cell.number_format, str) and _shows_month_only(cell.number_format):
        # "Oct-24" is stored as the first of October; the sheet means the month.
        return f"{value.year:04}-{value.month:02}"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value


def _shows_month_only(number_format: str) -> bool:
    """Whether a format of dates shows month and year, and no day: "mmm-yy"."""
    bare = re.sub(r'\[[^\]]*\]|"[^"]*"|\\\\.', "", number_format.lower())
    return "m" in bare and "y" in bare and "d" not in bare


def _refuse_uncalculated(sheet: Any, rows: list[list[Any]], where: str) -> None:
    for number, row in enumerate(sheet.iter_rows(values_only=True)):
        for column, value in enumerate(row):
            if (
                isinstance(value, str)
                and value.startswith("=")
                and number < len(rows)
                and column < len(rows[number])
                and rows[number][column] is None
            ):
                raise Refused(
                    f"{where}, row {number + 1}: the formula {value[:40]} has no stored result; open the workbook in a spreadsheet program "
                    "and save it, so that the results are in the file"
                )


# --- records ---


def _json(path: Path) -> Iterator[Sheet]:
    name = path_label(path)
    try:
        # Numbers keep their text: 99.540 has three decimals, and a NIK stays 16 digits.
        found = json.loads(decode(path.read_bytes(), name), parse_float=_Text, parse_constant=lambda _: None)
    except (ValueError, RecursionError) as error:
        raise Refused(f"{name} is no readable JSON ({error})") from error
    records = _records(found)
    if records is None:
        raise Refused(f'{name} holds no list of records; bring an array of objects, or rows with "attributes"')
    fields = list(dict.fromkeys(key for record in records for key in record))
    if not records or not fields:
        raise Refused(f"{name} holds no records")
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


def _records(found: Any) -> list[dict[str, Any]] | None:
    """The list of records in a JSON value: the array itself, or the longest one in an object; GIS rows give their attributes."""
    if isinstance(found, list):
        if not found or not all(isinstance(one, dict) for one in found):
            return None
        for wrapper in ("attributes", "properties"):
            if all(isinstance(one.get(wrapper), dict) for one in found):
                return [one[wrapper] for one in found]
        return found
    if isinstance(found, dict):
        lists = [records for value in found.values() if isinstance(value, list | dict) and (records := _records(value))]
        return max(lists, key=len, default=None)
    return None


# --- Parquet and databases ---


def _parquet(path: Path) -> Iterator[Sheet]:
    name = path_label(path)
    need_extra("parquet", name, "pyarrow")
    try:
        frame = pd.read_parquet(path, engine="pyarrow")
    except Exception as error:  # the library raises whatever a broken file leads it to
        raise Refused(f"{name} is no readable Parquet file ({type(error).__name__})") from error
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


def _database(url: str, options: Options, name: str = "") -> Iterator[Sheet]:
    drivers = ["psycopg"] if url.startswith(("postgresql:", "postgres:", "postgresql+psycopg:")) else []
    need_extra("sql", "reading from a database", "sqlalchemy", *drivers)
    from sqlalchemy import create_engine, inspect, text
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import SQLAlchemyError

    try:
        address = make_url(url)
        if address.drivername in ("postgresql", "postgres"):
            address = address.set(drivername="postgresql+psycopg")
        name = name or f"{address.get_backend_name()}:{(address.database or '').rpartition('/')[2]}"
        if address.get_backend_name() == "sqlite" and address.database and not Path(address.database).is_file():
            raise Refused(f"{name} is no database file; check the name")
        engine = create_engine(address)
        with engine.connect() as connection:
            if not options.query:
                tables = ", ".join(
                    sorted([*inspect(connection).get_table_names(), *inspect(connection).get_view_names()])
                )
                raise Refused(f'{name}: say what to read with --query "SELECT …"; its tables are {tables or "none"}')
            connection = connection.execution_options(stream_results=True)
            result = connection.execute(text(options.query))
            if not result.returns_rows:
                connection.rollback()
                raise Refused(f"{name}: --query must be a SELECT; nothing is changed in a database")
            frame = pd.DataFrame(result.fetchall(), columns=list(result.keys()), dtype=object)
            connection.rollback()
    except (SQLAlchemyError, ImportError, ValueError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise Refused(f"{name or 'database'} cannot be read: {reason}") from error
    if frame.columns.duplicated().any():
        raise Refused(f"{name}: the query gives two columns of one name; name them apart with AS")
    yield from_frame(frame, name)
