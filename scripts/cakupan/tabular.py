"""Reading the project's own CSV tables strictly: right columns, no holes in the header, readable bytes.

Not for the files that offices bring: those are read leniently by `observations.ingest`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from cakupan.errors import DataError, message, why


def read_table(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (row number as an editor shows it, row) of a UTF-8 CSV that must have `columns`; others are kept.

    Raises DataError for a missing or unreadable file, a missing column, or a row of another width.
    """
    reader = csv.reader(io.StringIO(_text_of(path), newline=""), strict=True)
    header = _header(path, next(reader, None), columns)
    try:
        for row in reader:
            if not row:
                continue
            if len(row) != len(header):
                raise DataError(
                    message(
                        "{path}, row {line_num}: {n} cells where the header has {columns}; put texts with commas in double quotes",
                        path=path,
                        line_num=reader.line_num,
                        n=len(row),
                        columns=len(header),
                    )
                )
            yield reader.line_num, dict(zip(header, row, strict=True))
    except csv.Error as error:
        raise DataError(
            message(
                "{path}, row {line_num}: no readable CSV ({error}); check the double quotes",
                path=path,
                line_num=reader.line_num,
                error=error,
            )
        ) from error


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise DataError(
            message("{path} is missing; restore it, or copy the table of that name from the project's data/", path=path)
        ) from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise DataError(
            message("{path}, row {line}: the bytes are not UTF-8; save the file as UTF-8 CSV", path=path, line=line)
        ) from error
    except OSError as error:
        raise DataError(
            message("{path} cannot be read ({reason}); check its permissions", path=path, reason=why(error))
        ) from error


def _header(path: Path, header: list[str] | None, columns: tuple[str, ...]) -> list[str]:
    """The first row, checked."""
    if not header:
        raise DataError(
            message(
                "{path} is empty; its first row must name the columns {columns}", path=path, columns=", ".join(columns)
            )
        )
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise DataError(
            message(
                "{path}, row 1: column {twice} stands twice; keep one of the columns", path=path, twice=", ".join(twice)
            )
        )
    missing = [name for name in columns if name not in header]
    if missing:
        raise DataError(
            message(
                "{path}, row 1: column {missing} is missing; the columns must be {columns}",
                path=path,
                missing=", ".join(missing),
                columns=", ".join(columns),
            )
        )
    return header
