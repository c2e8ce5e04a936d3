"""What a folder that was built with `--shard I/N` is a part of: the note in it by which the parts are known to belong together.

Which reports a part has follows from the note and the data, see `jobs`; joining parts is in `executors.merge`.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from cakupan.edition.jobs import Job, Kind, jobs_for, shard
from cakupan.edition.manifest import write_atomically
from cakupan.errors import CakupanError, message
from cakupan.languages import Lang
from cakupan.observations import Observations
from cakupan.settings.formats import Format

NOTE = ".cakupan/part.json"


class NoPart(CakupanError):
    """A folder holds no part of a batch; the sentence says what to do."""


@dataclass(frozen=True)
class Batch:
    """What a build was asked for, besides its data: enough to name all its reports. kinds: None for those of the regions in `only`."""

    edition: str
    kinds: tuple[Kind, ...] | None
    only: tuple[str, ...]
    langs: tuple[Lang, ...]
    formats: tuple[Format, ...]
    notebook: str = ""
    pages: int = 0

    def jobs(self, observations: Observations, data: Path) -> tuple[Job, ...]:
        """All its reports, in the order in which they are dealt out to parts."""
        return jobs_for(
            observations.regions, dt.date.fromisoformat(self.edition), data, kinds=self.kinds, only=self.only,
            langs=self.langs, formats=self.formats, simulated=observations.simulated,
            notebook=Path(self.notebook) if self.notebook else None, pages=self.pages,
        )  # fmt: skip


@dataclass(frozen=True)
class Part:
    """Part `number` of `count` of a batch."""

    batch: Batch
    number: int
    count: int

    @classmethod
    def of(cls, batch: Batch, text: str) -> Part:
        """From what `--shard` says. Raises UsageError for what is no I/N."""
        shard((), text)
        number, _, count = text.partition("/")
        return cls(batch, int(number), int(count))

    @property
    def text(self) -> str:
        """As `--shard` says it."""
        return f"{self.number}/{self.count}"

    def of_jobs(self, jobs: tuple[Job, ...]) -> tuple[Job, ...]:
        """Those of the batch's jobs that it has."""
        return shard(jobs, self.text)

    def write(self, folder: Path) -> None:
        """Leave the note in a folder of an edition."""
        path = folder / NOTE
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, json.dumps(asdict(self), sort_keys=True) + "\n")

    @classmethod
    def read(cls, folder: Path) -> Part:
        """The note of a folder. Raises NoPart when there is none."""
        try:
            note = json.loads((folder / NOTE).read_text(encoding="utf-8"))
            asked = note["batch"]
            kinds = None if asked["kinds"] is None else tuple(asked["kinds"])
            only, langs, formats = (tuple(asked[name]) for name in ("only", "langs", "formats"))
            return cls(
                Batch(asked["edition"], kinds, only, langs, formats, asked.get("notebook", ""), asked.get("pages", 0)),
                note["number"],
                note["count"],
            )
        except FileNotFoundError as error:
            raise NoPart(
                message(
                    "{folder} is no part of an edition; build it with --shard I/N, and name the folder of its edition",
                    folder=folder,
                )
            ) from error
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise NoPart(message("{folder} cannot be read; build this part again", folder=folder / NOTE)) from error
