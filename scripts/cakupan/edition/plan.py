"""Which reports are due, and why: the inputs of each now against those it was last made from. Runs nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from cakupan import frames
from cakupan.edition.inputs import FILE, Inputs, RowDigests
from cakupan.edition.jobs import Job
from cakupan.edition.journal import Entry
from cakupan.errors import message
from cakupan.indicators import nationwide
from cakupan.observations import Observations
from cakupan.observations.observation import INSIDE, PROVINCES, Key
from cakupan.regions import level_of

CAUSES = {
    "notebook": message("the notebook changed"),
    "package": message("the package changed"),
    "parameters": message("its parameters changed"),
    "pages": message("the pages that its PDF shall have changed"),
    "versions": message("library versions changed"),
    "registers": message("the tables of regions or sources, or the settings changed"),
    "definitions": message("the definitions of measures, programmes or indicators changed"),
    "claims": message("the table of published claims changed"),
}


@dataclass(frozen=True)
class Planned:
    """A job and the causes for building it; none means that it is up to date."""

    job: Job
    causes: tuple[str, ...]

    @property
    def due(self) -> bool:
        """Whether it has to be built."""
        return bool(self.causes)


def plan(
    jobs: Iterable[Job],
    entries: dict[str, Entry],
    folder: Path,
    observations: Observations,
    *,
    force: bool = False,
    settled: Collection[str] = (),
) -> list[Planned]:
    """Compare every job with what the journal knows of it. settled: names of reports whose figures are known to be as they were."""
    now = _Now(folder, observations, settled)
    return [Planned(job, now.causes(job, entries.get(job.stem), force)) for job in jobs]


class _Now:
    """How things stand now; what is asked about many jobs is found out once."""

    def __init__(self, folder: Path, observations: Observations, settled: Collection[str]) -> None:
        self._folder, self._observations, self._inputs, self._settled = folder, observations, Inputs(), settled
        self._failed = {f"failed/{note.name}" for note in (folder / "failed").glob("*.json")}
        self._derived: dict[tuple[str, dt.date], str | None] = {}
        self._rows: dict[int, tuple[RowDigests, list[str]]] = {}

    def causes(self, job: Job, entry: Entry | None, force: bool) -> tuple[str, ...]:
        """The causes for building a report."""
        if entry is None:
            return (message("never built"),)
        causes = [message("asked for by --force")] if force else []
        now = self._inputs.of(job)
        causes += [sentence for name, sentence in CAUSES.items() if now.get(name) != entry.inputs.get(name)]
        files = sorted(name for name in {*now, *entry.inputs} if name.startswith(FILE))
        causes += [
            message("{file}, which its notebook reads, changed", file=name.removeprefix(FILE))
            for name in files
            if now.get(name) != entry.inputs.get(name)
        ]
        rows = [] if job.stem in self._settled else self._changed_rows(entry.rows)
        rows += [] if job.stem in self._settled else self._changed_derived(entry.derived, job.edition)
        if rows:
            named = ", ".join(rows[:3])
            if len(rows) > 3:
                named = message("{listed} and {n} more", listed=named, n=len(rows) - 3)
            causes.append(message("figures that it reads changed: {figures}", figures=named))
        if job.failure_note in self._failed:
            causes.append(message("its last build failed"))
        missing = [name for name in job.files if name not in entry.files]
        if missing:
            causes.append(message("{file} was never made", file=missing[0]))
        elif not entry.intact(self._folder):
            causes.append(message("a file of it is missing or altered"))
        return tuple(causes)

    def _changed_rows(self, rows: RowDigests) -> list[str]:
        """The observations that are not as they were; villages of one district have read the very same."""
        known = self._rows.get(id(rows))
        if known is None:
            changed = [_named(key) for key, digest in rows.items() if self._observations.digest(key) != digest]
            known = self._rows[id(rows)] = rows, changed  # held, so that its id stays its own
        return known[1]

    def _changed_derived(self, derived: dict[str, str], edition: dt.date) -> list[str]:
        """The figures computed over the nation that are not as they were."""
        return [
            address.replace(":", " of ").replace("_", " ")
            for address, digest in derived.items()
            if self._digest(address, edition) != digest
        ]

    def _digest(self, address: str, edition: dt.date) -> str | None:
        if (address, edition) not in self._derived:
            find = frames.digest if address.startswith("frame_") else nationwide.digest
            self._derived[address, edition] = find(self._observations, address, edition)
        return self._derived[address, edition]


def _named(key: Key) -> str:
    region, measure = key
    if measure == PROVINCES:
        return "figures of the provinces"
    if measure != INSIDE:
        return f"{region} {measure}"
    level = {"national": "districts and villages", "regency": "districts"}.get(level_of(region), "villages")
    return f"{level} of {region}"
