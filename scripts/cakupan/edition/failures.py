"""What an edition's folder remembers of reports that failed: the notes in `failed/`, which lie there until a later build has mended them.

The notes are written, and taken away, where a report is built: in `report`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from cakupan.regions import NATION


@dataclass(frozen=True)
class Remembered:
    """A report whose last build failed. notebook: where it lies with its traceback, relative to the folder, or empty."""

    stem: str
    sentence: str
    notebook: str
    region: str
    lang: str


def remembered(folder: Path) -> list[Remembered]:
    """The failures of this run and of earlier ones that no later build has mended, by name."""
    found = []
    for path in sorted((folder / "failed").glob("*.json")):
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            stem, given = str(told["report"]), told["parameters"]
            region = str(given.get("area") or given.get("regency") or given.get("province") or NATION)
            found.append(Remembered(stem, str(told["error"]), kept_notebook(folder, stem), region, str(given["lang"])))
        except (OSError, ValueError, KeyError, AttributeError, TypeError):
            continue  # not ours, or cut short: what cannot be read says nothing of a report
    return found


def kept_notebook(folder: Path, stem: str) -> str:
    """Where the notebook of a failed report lies, relative to the folder; empty where there is none."""
    notebook = f"failed/{stem}.ipynb"
    return notebook if (folder / notebook).exists() else ""
