"""Tables in text: CSV with any separator, columns set by runs of spaces, lists as they are sent in messages."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd

from cakupan.errors import message
from cakupan.ingest.messages import listed, spaced
from cakupan.ingest.model import Refused, Sheet, path_label

SNIFFED = 200_000
"""Characters that the separator is judged by."""
LARGE = 5_000_000
"""Bytes from which a CSV is read by the fast parser, which needs rows of one width."""
SEPARATORS = (";", "\t", ",", "|")


def decode(data: bytes, name: str) -> str:
    """The text of some bytes: UTF-8 (with or without a mark), UTF-16 with a mark, else Windows-1252."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise Refused(
                    message(
                        "{name} is no readable {encoding} text; save it again as UTF-8", name=name, encoding=encoding
                    )
                ) from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError as error:
            raise Refused(
                message("{name} is neither UTF-8 nor Windows-1252 text; save it as UTF-8 CSV", name=name)
            ) from error
    if any(ord(sign) < 32 and sign not in "\t\n\r\f" for sign in text[:SNIFFED]) or "\0" in text:
        raise Refused(message("{name} holds bytes that no text has; save the table as UTF-8 CSV", name=name))
    return text


def text_table(path: Path) -> Sheet:
    name = path_label(path)
    text = decode(path.read_bytes(), name)
    first = 1
    if text[:4].lower() != "sep=" and (sheet := spaced(text, name) or listed(text, name)) is not None:
        return sheet
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
    best, sign = (0, 0.0), ","
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
            best, sign = score, separator
    return sign


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
        raise Refused(
            message(
                "{name}, row {line_num}: no readable CSV ({error}); check the double quotes",
                name=name,
                line_num=reader.line_num,
                error=error,
            )
        ) from error
    finally:
        csv.field_size_limit(limit)
    width = max((len(row) for row in rows), default=0)
    if width == 0 or width > 2000:
        raise Refused(message("{name} is no table: its rows have {width} cells", name=name, width=width))
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
