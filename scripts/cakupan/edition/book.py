"""The workbook of a whole edition: written beside the index where the nation's briefing has one, and again only when something changed.

What it holds is decided in `export.edition_sheets`; it is read back by `verify`, which makes its sheets from the data again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from cakupan.edition.inputs import row_digests, versions
from cakupan.edition.journal import Entry
from cakupan.edition.sources import BOOK, package_digest
from cakupan.languages import LANGS
from cakupan.observations import Observations
from cakupan.programmes import load_definitions
from cakupan.workspace import book_name

MEMORY = ".cakupan/books.json"
"""What each workbook was made from, and its SHA-256."""


def write_books(
    folder: Path, edition: dt.date, observations: Observations, entries: Mapping[str, Entry], data: Path
) -> None:
    """Write the workbooks that are due, each whole or not at all; one that nothing stands for any more is removed."""
    national = [entry for entry in entries.values() if entry.kind == "national"]
    wanted = [lang for lang in LANGS for one in national if one.lang == lang and f"xlsx/{one.stem}.xlsx" in one.files]
    for lang in set(LANGS) - set(wanted):  # of a national briefing that has no workbook any more
        (folder / book_name(edition.isoformat(), lang, observations.simulated)).unlink(missing_ok=True)
    if not wanted:
        return
    memory = folder / MEMORY
    known, made_from = _read(memory), _inputs(observations, edition, data)
    for lang in wanted:
        path = folder / book_name(edition.isoformat(), lang, observations.simulated)
        if known.get(path.name) == {"inputs": made_from, "sha256": _sha256(path)}:
            continue
        from cakupan.export import workbook
        from cakupan.export.edition_sheets import sheets_of_edition

        sheets = sheets_of_edition(observations, edition, lang)
        body = workbook.write(sheets, sheets[0].title, lang, edition.isoformat(), {})
        _write(path, body)
        known[path.name] = {"inputs": made_from, "sha256": hashlib.sha256(body).hexdigest()}
        _write(memory, json.dumps(known, sort_keys=True).encode())


def _inputs(observations: Observations, edition: dt.date, data: Path) -> str:
    """One digest over all that a workbook of the edition is made from."""
    rows = sorted(row_digests(observations.keys, observations).items())
    known = (
        edition.isoformat(),
        rows,
        package_digest(BOOK),
        versions(),
        repr(load_definitions(data)),
        repr(observations.settings),
    )
    return hashlib.sha256(repr(known).encode()).hexdigest()


def _write(path: Path, body: bytes) -> None:
    new = path.with_name(f".{path.name}.new")
    new.write_bytes(body)
    new.replace(path)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def _read(path: Path) -> dict[str, dict[str, str]]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError):
        return {}
