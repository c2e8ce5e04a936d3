"""Checking an edition's folder: manifest and files, every report, and what reports have in common.

The files of one report are checked in `documents`; a single file that lies elsewhere in `loose`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from cakupan.errors import message
from cakupan.observations import Observations
from cakupan.regions import NATION
from cakupan.verify.documents import Reading, read
from cakupan.verify.index import check_indexes
from cakupan.verify.model import Result
from cakupan.verify.readers import outcomes
from cakupan.verify.together import Together
from cakupan.verify.workbooks import check_sheets, read_book
from cakupan.workspace import DATA, book_name

FOLDERS = ("html", "pdf", "csv", "ipynb", "xlsx", "docx", "card")


def verify_edition(
    folder: Path,
    observations: Observations,
    *,
    only: Collection[str] | None = None,
    data: Path = DATA,
    use_hashes: bool = True,
    workers: int = 1,
) -> Result:
    """Check an edition's folder against the data that it was built from.

    only: names (stems) of reports to check; None for all, and for what no report knows of. data: the directory of the
    observations. use_hashes: False leaves manifest and seals aside, so that the other checks can be put to the test.
    workers: processes that read at the same time; what is found does not depend on it.
    """
    manifest, result = _read_manifest(folder)
    if manifest is None:
        return result
    try:
        reading = Reading.of(folder, manifest, observations, data, use_hashes)
        reports = {str(stem): dict(entry) for stem, entry in manifest["reports"].items()}
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        result.fault(
            "manifest",
            "manifest.json",
            "",
            message("it is no manifest of an edition ({error}); build the edition again", error=repr(error)),
        )
        return result
    together = Together()
    chosen = sorted(stem for stem in reports if only is None or stem in only)
    for found, printed in outcomes(reading, chosen, workers):
        result.add(found)
        if printed is not None:
            together.take(printed)
    if only is None:
        _check_folder(folder, manifest, result)
    subjects = {str(lang): reading.subject("index", NATION, lang) for lang in reading.vocabularies}
    linked = [file for file in together.files if file.startswith("html/")]
    regencies = None if only is None else {str(reports[stem]["region"])[:4] for stem in chosen}
    check_indexes(folder, subjects, linked, manifest, result, regencies)
    reading.result = result
    _check_books(reading)
    result.add(together.check(reading.addresses))
    return result


def _read_manifest(folder: Path) -> tuple[dict[str, Any] | None, Result]:
    result = Result()
    path = folder / "manifest.json"
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(manifest, dict):
            return manifest, result
        raise ValueError("no object")
    except FileNotFoundError:
        sentence = message(
            "{folder} has no manifest.json: it is no edition, or its build never ended; build it again", folder=folder
        )
    except (OSError, ValueError) as error:
        sentence = message("manifest.json cannot be read ({error}); build the edition again", error=error)
    result.fault("manifest", "manifest.json", "", sentence)
    return None, result


# --- files ---


def _check_folder(folder: Path, manifest: Mapping[str, Any], result: Result) -> None:
    """No file but those of the manifest, nothing half-written, no failure in silence."""
    known = {name for entry in manifest["reports"].values() for name in entry.get("files", {})}
    for name in FOLDERS:
        for path in sorted((folder / name).rglob("*")):
            relative = path.relative_to(folder).as_posix()
            if path.is_file() and relative not in known:
                result.fault("files", relative, "", message("the manifest does not know this file"))
    for path in sorted([*folder.glob(".*.new"), *(folder / ".cakupan" / "unfinished").glob("*")]):
        result.fault(
            "files", path.relative_to(folder).as_posix(), "", message("left over from a build that was cut short")
        )
    result.counts["reports that failed"] += len(manifest.get("failed", {}))


def _check_books(reading: Reading) -> None:
    """The workbooks of the whole edition hold what the data gives."""
    observations, edition = reading.addresses.observations, reading.addresses.edition
    for lang in reading.vocabularies:
        path = reading.folder / book_name(edition.isoformat(), lang, observations.simulated)
        if path.exists():
            book = read(reading, {"book": (path.name, path.read_bytes())}, "book", read_book)
            if book is not None:
                from cakupan.export.edition_sheets import sheets_of_edition

                check_sheets(book, sheets_of_edition(observations, edition, lang), path.name, reading.result)
