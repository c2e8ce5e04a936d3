"""Which reports are due, and why: the inputs of each now against those it was last made from. Runs nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cakupan.edition.inputs import digests
from cakupan.edition.jobs import Job
from cakupan.edition.journal import Entry
from cakupan.indicators import nationwide
from cakupan.observations import Observations

CAUSES = {
    "notebook": "the notebook changed",
    "package": "the package changed",
    "parameters": "its parameters changed",
    "versions": "library versions changed",
    "registers": "the tables of regions or sources, or the settings changed",
    "claims": "the table of published claims changed",
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
    jobs: Iterable[Job], entries: dict[str, Entry], folder: Path, observations: Observations, *, force: bool = False
) -> list[Planned]:
    """Compare every job with what the journal knows of it."""
    return [Planned(job, _causes(job, entries.get(job.stem), folder, observations, force)) for job in jobs]


def _causes(job: Job, entry: Entry | None, folder: Path, observations: Observations, force: bool) -> tuple[str, ...]:
    if entry is None:
        return ("never built",)
    causes = ["asked for by --force"] if force else []
    now = digests(job)
    causes += [sentence for name, sentence in CAUSES.items() if now[name] != entry.inputs.get(name)]
    rows = _changed(entry, observations, job)
    if rows:
        more = f" and {len(rows) - 3} more" if len(rows) > 3 else ""
        causes.append(f"figures that it reads changed: {', '.join(rows[:3])}{more}")
    if (folder / job.failure_note).exists():
        causes.append("its last build failed")
    missing = [name for name in job.files if name not in entry.files]
    if missing:
        causes.append(f"{missing[0]} was never made")
    elif not entry.intact(folder):
        causes.append("a file of it is missing or altered")
    return tuple(causes)


def _changed(entry: Entry, observations: Observations, job: Job) -> list[str]:
    """What the report read that is not as it was: observations first, then figures computed over the nation."""
    rows = [
        f"{region} {measure}"
        for (region, measure), digest in entry.rows.items()
        if observations.digest((region, measure)) != digest
    ]
    derived = [
        address.replace(":", " of ").replace("_", " ")
        for address, digest in entry.derived.items()
        if nationwide.digest(observations, address, job.edition) != digest
    ]
    return rows + derived
