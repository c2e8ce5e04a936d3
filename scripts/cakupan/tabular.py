"""Reading the project's own CSV tables strictly: right columns, no holes in the header, readable bytes.

Not for the files that offices bring: those are read leniently by `observations.ingest`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from cakupan.errors import DataError


def read_table(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (row number as an editor shows it, row) of a UTF-8 CSV that must have `columns`; others are kept.

    Raises DataError for a missing or unreadable file, a missing column, or a row of another width.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise DataError(
            f"{path} is missing; restore it, or copy the table of that name from the project's data/"
        ) from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise DataError(f"{path}, row {line}: the bytes are not UTF-8; save the file as UTF-8 CSV") from error
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error.strerror}); check its permissions") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header = next(reader, None)
    if not header:
        raise DataError(f"{path} is empty; its first row must name the columns {', '.join(columns)}")
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise DataError(f"{path}, row 1: column {', '.join(twice)} stands twice; keep one of the columns")
    missing = [name for name in columns if name not in header]
    if missing:
        raise DataError(
            f"{path}, row 1: column {', '.join(missing)} is missing; the columns must be {', '.join(columns)}"
        )
    try:
        for row in reader:
            if not row:
                continue
            if len(row) != len(header):
                raise DataError(
                    f"{path}, row {reader.line_num}: {len(row)} cells where the header has {len(header)}; "
                    "put texts with commas in double quotes"
                )
            yield reader.line_num, dict(zip(header, row, strict=True))
    except csv.Error as error:
        raise DataError(f"{path}, row {reader.line_num}: no readable CSV ({error}); check the double quotes") from error
