"""`manifest.json`: what an edition holds, what each file was made from, and what failed; written whole or not at all."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from cakupan import __version__
from cakupan.briefing.record import rows_digest
from cakupan.edition.inputs import versions
from cakupan.edition.journal import Entry
from cakupan.observations import Observations


def write_atomically(path: Path, text: str) -> None:
    """Write a text file under a temporary name and rename it into place."""
    new = path.with_name(f".{path.name}.new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


def write_manifest(
    folder: Path,
    edition: dt.date,
    observations: Observations,
    entries: dict[str, Entry],
    failed: dict[str, dict[str, str]],
) -> None:
    """Write the manifest of all reports that the folder holds. failed: `error` and `notebook` of those whose last build failed."""
    reports: dict[str, Any] = {}
    for stem, entry in sorted(entries.items()):
        inputs = {**entry.inputs, "rows": rows_digest(entry.rows)}
        reports[stem] = {
            "kind": entry.kind,
            "region": entry.region,
            "lang": entry.lang,
            "files": {
                name: {"sha256": known["sha256"], "bytes": known["bytes"]} for name, known in entry.files.items()
            },
            "inputs": inputs,
            "seconds": entry.seconds,
            "numbers": entry.numbers,
        }
    manifest = {
        "cakupan": __version__,
        "edition": edition.isoformat(),
        "simulated": observations.simulated,
        "versions": versions(),
        "reports": reports,
        "failed": failed,
    }
    write_atomically(
        folder / "manifest.json", json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    )
