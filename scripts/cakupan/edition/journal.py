"""The memory of an edition's folder: an append-only journal of finished reports that survives a crash at any byte.

The manifest that people read is made from it in `manifest`.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Hashable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from sys import intern
from typing import TypeVar

from cakupan.edition.inputs import RowDigests, rows_from_json, rows_to_json

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry:
    """One finished report: what it was made from, which files it left, how long its steps took.

    files: SHA-256, bytes, and where it is known `mtime_ns`, when it was written; rows: digests of the observations that it read;
    derived: digests of the nation-wide figures that it was given; numbers: how many rest on the data, on an analysis, on free text.
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
    numbers: dict[str, int] = field(default_factory=dict)

    def intact(self, folder: Path) -> bool:
        """Whether all its files are still there as they were written."""
        return all(_unchanged(folder / name, known) for name, known in self.files.items())


def _unchanged(path: Path, known: dict[str, str | int]) -> bool:
    """By size and time of writing, as Git does it; the bytes are read only when these are not as they were, or not known."""
    try:
        stat = path.stat()
    except OSError:
        return False
    if (stat.st_size, stat.st_mtime_ns) == (known["bytes"], known.get("mtime_ns")):
        return True
    return _sha256(path) == known["sha256"]


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
        """The last entry of every report; a line that a crash cut short is passed over.

        What many of 83,000 have in common is held once.
        """
        entries: dict[str, Entry] = {}
        shared = _Shared()
        try:
            with self.path.open("rb") as file:
                for line in file:
                    entry = _entry(line, shared)
                    if entry is not None:
                        entries[entry.stem] = entry
        except FileNotFoundError:
            pass
        return entries

    def append(self, entry: Entry) -> None:
        """Write an entry and force it to the disk; a torn line before it is closed first."""
        line = json.dumps({**asdict(entry), "rows": rows_to_json(entry.rows)}, ensure_ascii=False, sort_keys=True)
        with self.path.open("ab") as file:
            if file.tell() and not self._ends_with_newline():
                file.write(b"\n")
            file.write(line.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def _ends_with_newline(self) -> bool:
        with self.path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"

    def compact(self) -> None:
        """Keep only the last entry of every report, by a rename."""
        lines: dict[str, tuple[int, int]] = {}
        with self.path.open("rb") as old:
            while line := old.readline():
                entry = _entry(line, _Shared())
                if entry is not None:
                    lines[entry.stem] = old.tell() - len(line), len(line)
            with self._new.open("wb") as file:
                for stem in sorted(lines):
                    start, length = lines[stem]
                    old.seek(start)
                    file.write(old.read(length).rstrip(b"\n") + b"\n")
                file.flush()
                os.fsync(file.fileno())
        self._new.replace(self.path)

    def tidy(self) -> None:
        """Remove what a crash while compacting has left."""
        self._new.unlink(missing_ok=True)

    @property
    def _new(self) -> Path:
        return self.path.with_suffix(".new")


def _entry(line: bytes, shared: _Shared) -> Entry | None:
    try:
        fields = json.loads(line)
        same = {name: intern(fields[name]) for name in ("kind", "lang")}
        inputs = {intern(name): intern(digest) for name, digest in fields["inputs"].items()}
        rows, derived = shared.one(rows_from_json(fields["rows"])), shared.one(fields.get("derived", {}))
        return Entry(**{**fields, **same, "inputs": inputs, "rows": rows, "derived": derived})
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


class _Shared:
    """Equal mappings as one object."""

    def __init__(self) -> None:
        self._known: dict[Hashable, object] = {}

    def one(self, mapping: dict[T, str]) -> dict[T, str]:
        """The first mapping that was equal to this one."""
        known = self._known.setdefault(frozenset(mapping.items()), mapping)
        assert isinstance(known, dict)
        return known
