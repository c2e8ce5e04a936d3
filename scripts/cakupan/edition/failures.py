"""What failed in an edition and was not mended since: a note beside the notebook of each such report, and the list that is read from them.

The notebook with its traceback is kept by `report`, which also clears both once the report could be built.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cakupan.edition.executor import Failure
from cakupan.edition.journal import Entry
from cakupan.edition.manifest import write_atomically
from cakupan.regions import NATION


@dataclass(frozen=True)
class Broken:
    """A report whose last build failed. notebook: where it lies with its traceback, or empty; older: an earlier file stands."""

    stem: str
    sentence: str
    notebook: str
    region: str
    lang: str
    older: bool


def note_failure(folder: Path, failure: Failure) -> None:
    """Leave a note of what failed, whether the notebook raised or the machinery gave it up."""
    job = failure.job
    note = {
        "report": job.stem,
        "error": failure.sentence,
        "notebook": str(job.notebook),
        "parameters": job.parameters,
    }
    path = folder / job.failure_note
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, json.dumps(note, indent=1, ensure_ascii=False, default=str) + "\n")


def broken_reports(folder: Path, failures: Iterable[Failure], entries: Mapping[str, Entry]) -> list[Broken]:
    """The failures of this run and those of earlier ones that no later build has mended."""
    broken: dict[str, Broken] = {}
    for note in sorted((folder / "failed").glob("*.json")):
        try:
            content = json.loads(note.read_text(encoding="utf-8"))
            stem, given = str(content["report"]), content["parameters"]
            region = str(given.get("area") or given.get("regency") or given.get("province") or NATION)
            broken[stem] = _broken(folder, stem, str(content["error"]), region, str(given["lang"]), entries)
        except (OSError, ValueError, KeyError, AttributeError, TypeError):
            continue  # not ours, or cut short: what cannot be read says nothing of a report
    for failure in failures:
        job = failure.job
        broken[job.stem] = _broken(folder, job.stem, failure.sentence, job.region, job.lang, entries)
    return [broken[stem] for stem in sorted(broken)]


def _broken(folder: Path, stem: str, sentence: str, region: str, lang: str, entries: Mapping[str, Entry]) -> Broken:
    notebook = f"failed/{stem}.ipynb"
    return Broken(stem, sentence, notebook if (folder / notebook).exists() else "", region, lang, stem in entries)
