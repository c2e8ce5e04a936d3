"""Reading what an office has — CSV, XLSX, JSON, Parquet, a database — into raw sheets. What the cells mean is not asked here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cakupan.errors import message
from cakupan.ingest.model import Options, Refused, Sheet, path_label
from cakupan.ingest.records import database, json_table, parquet_table
from cakupan.ingest.texts import text_table
from cakupan.ingest.workbooks import is_open_document, old_workbook, web_tables, workbook


def read(source: str, options: Options) -> Iterator[Sheet]:
    """The sheets of a file, or the rows that a query to a database gives. Raises Refused for what cannot be read."""
    if "://" in source:
        yield from database(source, options)
        return
    path = Path(source)
    if not path.is_file():
        raise Refused(message("{source} is no file; check the name", source=source))
    if is_lock(path):
        raise Refused(
            message(
                "{path} only marks that a workbook is open in a spreadsheet program; name the workbook itself",
                path=path_label(path),
            )
        )
    if path.stat().st_size == 0:
        raise Refused(message("{path} is empty", path=path_label(path)))
    try:
        yield from _by_kind(path, options)
    except Refused:
        raise
    except (OSError, MemoryError) as error:
        raise Refused(message("{path} cannot be read ({error})", path=path_label(path), error=error)) from error


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
        yield from parquet_table(path)
    elif head.startswith(b"PK\x03\x04") and is_open_document(path):
        yield from old_workbook(path, options)
    elif head.startswith(b"PK\x03\x04"):
        yield from workbook(path, options)
    elif head.startswith(b"\xd0\xcf\x11\xe0") and ending in (".xlsx", ".xlsm"):
        raise Refused(
            message(
                "{path} is protected by a password; open it, take the password away (File, Info, Protect), and save it again",
                path=path_label(path),
            )
        )
    elif head.startswith(b"\xd0\xcf\x11\xe0"):
        yield from old_workbook(path, options)
    elif head.lstrip()[:1] == b"<" and ending in (".xls", ".html", ".htm"):
        yield from web_tables(path, options)
    elif head.startswith(b"SQLite f"):
        yield from database(f"sqlite:///{path.resolve()}", options, path_label(path))
    elif ending in (".json", ".geojson") or (ending not in (".csv", ".tsv") and head.lstrip()[:1] in (b"{", b"[")):
        yield from json_table(path)
    elif ending in (".csv", ".txt", ".tsv", ".tab", ""):
        yield text_table(path)
    else:
        raise Refused(
            message("{path} is of no known kind; bring CSV, XLSX, JSON, Parquet or a database", path=path_label(path))
        )
