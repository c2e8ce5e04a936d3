"""What running a batch asks of whoever executes it: an `Executor` builds reports at a `Place`, whose `Store` takes the finished files.

Only the shape is here; executors live in `cakupan.executors`, and journal, manifest and index are written by `run` alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cakupan.edition.inputs import sha256
from cakupan.edition.jobs import Job
from cakupan.edition.journal import Entry
from cakupan.observations import Observations

Known = dict[str, str | int]
"""What the journal remembers of a file: its `sha256`, its `bytes`, and where it lies in a folder `mtime_ns`, when it was written."""


@dataclass(frozen=True)
class Failure:
    """A report that could not be built: the sentence, and where its notebook with the traceback lies."""

    job: Job
    sentence: str
    notebook: str = ""


class Store(Protocol):
    """Where the finished files of an edition go."""

    def put(self, name: str, path: Path) -> Known:
        """Take a finished file under its name in the edition (`html/….html`), whole or not at all; the path may be gone afterwards."""
        ...


@dataclass(frozen=True)
class FolderStore:
    """The edition's own folder; finished files must lie on the same file system."""

    folder: Path

    def put(self, name: str, path: Path) -> Known:
        """Move a finished file to its place at once; what stood there is replaced or stays, never half of each."""
        body = path.read_bytes()
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
        return {"sha256": sha256(body), "bytes": len(body), "mtime_ns": target.stat().st_mtime_ns}


@dataclass(frozen=True)
class Place:
    """All that building a report needs besides its job.

    folder: the edition's folder, which keeps the notebooks of failed reports; staging: unfinished work, one folder a report.
    """

    folder: Path
    staging: Path
    store: Store
    observations: Observations
    engine: str


class Executor(Protocol):
    """Builds reports, here or elsewhere."""

    def build(self, jobs: Sequence[Job], place: Place) -> Iterator[Entry | Failure]:
        """Yield for every job, as it ends, what it left or why it failed; closing the iterator gives up what has not ended.

        Raises OSError when finished files cannot be written.
        """
        ...
