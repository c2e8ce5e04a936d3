"""Which reports were seen to agree with the figures as they stand, so that a build with nothing to do computes nothing again.

What a report agrees with is found out in `plan`; here it is only remembered, with the tables and the journal that it was true of.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from cakupan.edition.manifest import write_atomically
from cakupan.observations.slices import FOLDER
from cakupan.workspace import DATA

MEMORY = ".cakupan/settled.json"
READ_WHOLE = 64_000_000
"""Bytes of the largest table that is read for this; of larger ones size and time of change are taken."""


def tables_stamp(data: Path) -> str:
    """Return a digest of the tables of a data directory, and of the project's, on which it rests."""
    hashing = hashlib.sha256()
    for directory in dict.fromkeys((data.resolve(), DATA)):
        for path in sorted((*directory.glob("*"), *(directory / FOLDER).rglob("*"))):
            if path.is_file():
                hashing.update(f"{path.relative_to(directory)}\0{_state(path)}\0".encode())
    return hashing.hexdigest()


def settled_reports(folder: Path, data: str, journal: Path) -> frozenset[str]:
    """Return the names of an edition's reports that agreed with their figures under this stamp of tables and this very journal.

    None are named where anything is not known.
    """
    try:
        known = json.loads((folder / MEMORY).read_text(encoding="utf-8"))
        same = (known["tables"], known["journal"]) == (data, _state(journal))
        return frozenset(map(str, known["reports"])) if same else frozenset()
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()


def note_settled(folder: Path, data: str, journal: Path, reports: Iterable[str]) -> None:
    """Remember the names of reports that agree with their figures; where that cannot be written, the next build finds out itself."""
    with contextlib.suppress(OSError):
        known = {"tables": data, "journal": _state(journal), "reports": sorted(reports)}
        write_atomically(folder / MEMORY, json.dumps(known))


def _state(path: Path) -> str:
    known = path.stat()
    if known.st_size > READ_WHOLE:
        return f"{known.st_size} {known.st_mtime_ns}"
    return hashlib.sha256(path.read_bytes()).hexdigest()
