"""The executor that builds nothing: it takes finished reports from folders that hold parts of the batch.

Whether the parts fit together is found out before, in `merge`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cakupan.edition.executor import Failure, Place
from cakupan.edition.inputs import sha256
from cakupan.edition.jobs import Job
from cakupan.edition.journal import Entry
from cakupan.edition.report import clear_failure
from cakupan.errors import CakupanError, message


class Torn(CakupanError):
    """A file of a part is not what it was when the part was built."""


@dataclass(frozen=True)
class PartsExecutor:
    """Takes each report from where it lies; finished: by stem, the folder and the entry of its journal."""

    finished: Mapping[str, tuple[Path, Entry]]

    def build(self, jobs: Sequence[Job], place: Place) -> Iterator[Entry | Failure]:
        """Yield each report's entry; nothing is put in place before the files of all lie beside it, whole.

        So a part that cannot be read or a disk that is full leaves the edition of before. Raises Torn, or OSError.
        """
        for job in jobs:
            self._fetch(job, place)
        for job in jobs:
            _, entry = self.finished[job.stem]
            files = {name: place.store.put(name, place.staging / name) for name in job.files}
            clear_failure(job, place.folder)
            yield replace(entry, files=files)

    def _fetch(self, job: Job, place: Place) -> None:
        folder, entry = self.finished[job.stem]
        for name in job.files:
            body = (folder / name).read_bytes()
            if sha256(body) != entry.files[name]["sha256"]:
                raise Torn(
                    message("{folder} has changed since it was built; build this part again", folder=folder / name)
                )
            target = place.staging / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(body)
