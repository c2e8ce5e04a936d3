"""From a report back to the notebook that made it: a copy with its parameters, in a folder for trying things out.

An edition's own files stay as they are.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cakupan.edition.run import STATE
from cakupan.errors import UsageError, message
from cakupan.languages import LANGS
from cakupan.workspace import report_stem

SCRATCH = "lab"


@dataclass(frozen=True)
class Reopened:
    """A notebook that was brought back. failed: its run ended in an error. cell: id of the failing cell, else of the parameters."""

    path: Path
    failed: bool
    cell: str
    sentence: str = ""


def reopen(edition: Path, code: str, lang: str = "", scratch: Path | None = None) -> Reopened:
    """Copy the notebook of a report's last run, a failed one before an older good one, into a folder for trying things out.

    edition: the edition's folder. code: a region's code or "claims". lang: empty for the one that is there, Indonesian first.
    A copy that was changed since is never overwritten. Raises UsageError when there is no such run.
    """
    source = _find(edition, code, lang)
    failed = source.parent.name == "failed"
    notebook = json.loads(source.read_text(encoding="utf-8"))
    folder = scratch or edition / STATE / SCRATCH
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(_alive(notebook), indent=1, ensure_ascii=False) + "\n"
    path = _free(folder, source.stem, text)
    path.write_text(text, encoding="utf-8")
    note = source.with_suffix(".json")
    sentence = json.loads(note.read_text(encoding="utf-8"))["error"] if failed and note.exists() else ""
    return Reopened(path, failed, _cell(notebook), sentence)


def _find(edition: Path, code: str, lang: str) -> Path:
    langs = [lang] if lang else LANGS
    stems = [report_stem(code, edition.name, one, simulated) for one in langs for simulated in (False, True)]
    for stem in stems:
        for kind in ("failed", "ipynb"):
            path = edition / kind / f"{stem}.ipynb"
            if path.exists():
                return path
    raise UsageError(
        message(
            "{edition} has no run of {code}; build it first: cakupan build --region {code} --edition {day}",
            edition=edition,
            code=code,
            day=edition.name,
        )
    )


def _alive(notebook: dict[str, Any]) -> dict[str, Any]:
    """The notebook as it ran, outputs and all, without Papermill's marks of a failure, which would stay when it is mended."""
    cells = [cell for cell in notebook["cells"] if not _is_mark(cell)]
    for cell in cells:
        cell["metadata"].pop("papermill", None)
    return {**notebook, "cells": cells}


def _is_mark(cell: dict[str, Any]) -> bool:
    return "papermill-error-cell-tag" in cell["metadata"].get("tags", [])


def _cell(notebook: dict[str, Any]) -> str:
    """The id of the cell to show first."""
    for cell in notebook["cells"]:
        if any(output.get("output_type") == "error" for output in cell.get("outputs", [])):
            return str(cell.get("id", ""))
    for tag in ("injected-parameters", "parameters"):
        for cell in notebook["cells"]:
            if tag in cell["metadata"].get("tags", []):
                return str(cell.get("id", ""))
    return ""


def _free(folder: Path, stem: str, text: str) -> Path:
    """A name under which nothing else lies: the copy of before if it is unchanged, else one with a number."""
    number = 1
    while True:
        path = folder / (f"{stem}.ipynb" if number == 1 else f"{stem}-{number}.ipynb")
        if not path.exists() or path.read_text(encoding="utf-8") == text:
            return path
        number += 1
