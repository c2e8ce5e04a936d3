"""The memory of an edition's folder: an append-only journal of finished reports that survives a crash at any byte.

The manifest that people read is made from it in `manifest`.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO

from cakupan.edition.inputs import RowDigests, rows_from_json, rows_to_json


@dataclass(frozen=True)
class Entry:
    """One finished report: what it was made from, which files it left (SHA-256 and bytes), how long its steps took.

    rows: digests of the observations that it read; derived: digests of the nation-wide figures that it was given.
    """

    stem: str
    kind: str
    region: str
    lang: str
    inputs: dict[str, str]
    rows: RowDigests
    files: dict[str, dict[str, str | int]]
    seconds: dict[str, float] = field(default_factory=dict)
    derived: dict[str, str] = field(default_factory=dict)

    def intact(self, folder: Path) -> bool:
        """Whether all its files are still there as they were written."""
        return all(_sha256(folder / name) == known["sha256"] for name, known in self.files.items())


def _sha256(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


@dataclass(frozen=True)
class Journal:
    """The journal of one edition folder."""

    path: Path

    def entries(self) -> dict[str, Entry]:
        """The last entry of every report; a line that a crash cut short is passed over."""
        return {entry.stem: entry for entry in self._lines()}

    def _lines(self) -> Iterator[Entry]:
        try:
            text = self.path.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return
        for line in text.splitlines():
            try:
                found = json.loads(line)
                yield Entry(**{**found, "rows": rows_from_json(found["rows"])})
            except (ValueError, TypeError, KeyError, AttributeError):
                continue

    def append(self, entry: Entry) -> None:
        """Write an entry and force it to the disk; a torn line before it is closed first."""
        with self.path.open("ab") as file:
            if file.tell() and not self._ends_with_newline():
                file.write(b"\n")
            _write(file, [entry])

    def _ends_with_newline(self) -> bool:
        with self.path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"

    def compact(self) -> None:
        """Keep only the last entry of every report, by a rename."""
        entries = self.entries()
        with self._new.open("wb") as file:
            _write(file, [entries[stem] for stem in sorted(entries)])
        self._new.replace(self.path)

    def tidy(self) -> None:
        """Remove what a crash while compacting has left."""
        self._new.unlink(missing_ok=True)

    @property
    def _new(self) -> Path:
        return self.path.with_suffix(".new")


def _write(file: BinaryIO, entries: Iterable[Entry]) -> None:
    """Write entries as lines and force them to the disk."""
    for entry in entries:
        line = {**asdict(entry), "rows": rows_to_json(entry.rows)}
        file.write(json.dumps(line, ensure_ascii=False, sort_keys=True).encode() + b"\n")
    file.flush()
    os.fsync(file.fileno())
