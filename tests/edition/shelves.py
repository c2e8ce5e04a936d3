"""Folders of editions for the tests of the index: journal entries and small files, with no report built."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from cakupan.edition.executor import Failure
from cakupan.edition.index_write import write_index
from cakupan.edition.jobs import Job, Kind
from cakupan.edition.journal import Entry
from cakupan.languages import Lang
from cakupan.observations import Observations, load_observations
from cakupan.regions import NATION
from cakupan.workspace import DATA, report_stem

EDITION = dt.date(2024, 12, 31)


@dataclass
class Shelf:
    """An edition's folder that is filled by hand."""

    folder: Path
    observations: Observations = field(default_factory=lambda: load_observations(DATA))
    entries: dict[str, Entry] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)

    def put(
        self, code: str, lang: Lang = "id", *, kind: str = "province", formats: Iterable[str] = ("html", "pdf")
    ) -> str:
        """Put a report of some region there; returns its stem."""
        stem = report_stem(code, EDITION.isoformat(), lang, self.observations.simulated)
        files: dict[str, dict[str, str | int]] = {}
        for format in (*formats, "csv", "ipynb"):
            path = self.folder / format / f"{stem}.{format}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"<!doctype html><title>{stem}</title>", encoding="utf-8")
            files[f"{format}/{path.name}"] = {"sha256": "0", "bytes": 123_456}
        self.entries[stem] = Entry(stem, "national" if code == NATION else kind, code, lang, {}, {}, files)
        return stem

    def put_all(self, *langs: Lang) -> None:
        """Put the national report and all provincial ones there."""
        for lang in langs or ("id",):
            for code in (NATION, *(region.code for region in self.observations.regions.provinces)):
                self.put(code, lang)

    def fail(
        self, code: str, lang: Lang = "id", *, sentence: str = "cell 3: ValueError: no", remembered: bool = False
    ) -> str:
        """Let the report of a region fail, now or in an earlier run."""
        kind: Kind = {4: "regency", 6: "district", 10: "village"}.get(len(code), "province")  # type: ignore[assignment]
        job = Job(kind, code, lang, EDITION, DATA, simulated=self.observations.simulated)
        failed = self.folder / "failed"
        failed.mkdir(exist_ok=True)
        (failed / f"{job.stem}.ipynb").write_text("{}", encoding="utf-8")
        note = {"report": job.stem, "error": sentence, "notebook": "x", "parameters": job.parameters}
        (failed / f"{job.stem}.json").write_text(json.dumps(note, default=str), encoding="utf-8")
        if not remembered:
            self.failures.append(Failure(job, sentence, f"failed/{job.stem}.ipynb"))
        return job.stem

    def write(self, lang: Lang = "id") -> str:
        """Write the index; returns `index.html`."""
        write_index(self.folder, EDITION, lang, self.observations, self.entries, self.failures)
        return (self.folder / "index.html").read_text(encoding="utf-8")


def simulated_data(folder: Path) -> Observations:
    """The project's own data with one figure said to be simulated."""
    shutil.copytree(DATA, folder)
    table = folder / "observations.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    head = lines[0].split(",")
    systems = {line.split(",")[head.index("system")] for line in lines[1:] if line.count(",") == len(head) - 1}
    assert "dkb" in systems
    table.write_text("\n".join(line.replace(",dkb,", ",simulated,") for line in lines) + "\n", encoding="utf-8")
    return load_observations(folder)
