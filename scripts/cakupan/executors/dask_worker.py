"""What runs in a worker process of a Dask cluster: the reports of one shard, one after the other, each result sent as it comes.

Nothing here decides what is to be built, or writes journal, manifest or index: that is for whoever gave the work, see `dask`.
"""

from __future__ import annotations

import contextlib
import pickle
import tempfile
import uuid
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from cakupan.delivery.store import RemoteEdition, StoreError
from cakupan.edition.executor import Failure, FolderStore, Known, Place
from cakupan.edition.inputs import sha256
from cakupan.edition.jobs import Job
from cakupan.edition.journal import Entry
from cakupan.errors import message
from cakupan.executors.attempt import attempt
from cakupan.executors.terms import Terms, Unlike, differences, refusal
from cakupan.observations import Observations, load_observations

RESULTS = "cakupan-results"
"""The topic under which results are sent, one for all runs: a scheduler keeps the last thousand messages of each topic for good."""


@dataclass(frozen=True)
class Arrived:
    """A result on its way: which report's, and, of a failure whose files were left in object storage, their names there."""

    stem: str
    result: Entry | Failure
    left: dict[str, Known]


class GivenUp(StoreError):
    """The run has ended, or its folder went out of sight, while a report of it was made, which is not to be put anywhere now."""


@dataclass(frozen=True)
class SharedFolder:
    """The edition's folder, seen by all machines under the same path, as long as the run goes on."""

    terms: Terms
    folder: Path

    def put(self, name: str, path: Path) -> Known:
        """Move a finished file to its place at once. Raises GivenUp when the run has ended."""
        _must_hold(self.terms)
        return FolderStore(self.folder).put(name, path)


@dataclass(frozen=True)
class Unfinished:
    """Temporary keys of an edition in object storage, which whoever gave the work takes from there."""

    remote: RemoteEdition

    def put(self, name: str, path: Path) -> Known:
        """Leave a finished file. Raises StoreError."""
        body = path.read_bytes()
        self.remote.leave(name, body)
        return {"sha256": sha256(body), "bytes": len(body)}


def build_shard(terms: Terms, shard: str, jobs: Sequence[Job]) -> None:
    """Build some reports and send each result; those that a worker which died has sent are left out.

    Raises Unlike when this worker is not what the run expects; OSError or StoreError when finished files cannot be put in their place.
    """
    from distributed import get_worker
    from distributed.utils import sync

    worker: Any = get_worker()
    if wrong := differences(terms):
        raise Unlike(refusal(worker.address, wrong))
    topic, key = f"cakupan-{terms.run}-{shard}", worker.get_current_task()
    sent = {stem for _, stem in sync(worker.loop, worker.scheduler.events, topic=topic)}
    with _place(terms) as place:
        for job in jobs:
            if job.stem in sent:
                continue
            _must_hold(terms)
            if not _wanted(worker, key):
                break
            # Every machine has its own copy of the project, and so of the project's data.
            result = attempt(replace(job, data=terms.data_here), place)
            arrived = Arrived(job.stem, result, _leave_failure(result, place))
            worker.log_event(RESULTS, [terms.run, zlib.compress(pickle.dumps(arrived))])
            worker.log_event(topic, job.stem)


@contextlib.contextmanager
def _place(terms: Terms) -> Iterator[Place]:
    """Where this shard is built: beside the shared folder, or in a folder of this machine that is removed afterwards.

    The name is new each time: a worker that was taken for dead may still write under its own.
    """
    if terms.remote is not None:
        with tempfile.TemporaryDirectory(prefix="cakupan-") as name:
            here = Path(name)
            yield Place(here, here / "unfinished", Unfinished(terms.remote), _observations(terms), terms.engine)
        return
    assert terms.folder is not None and terms.staging is not None
    staging = terms.staging / uuid.uuid4().hex
    store = SharedFolder(terms, terms.folder)
    yield Place(terms.folder, staging, store, _observations(terms), terms.engine)


@lru_cache(maxsize=2)
def _observations(terms: Terms) -> Observations:
    """Read once per run, for all reports that this process builds."""
    return load_observations(terms.data_here)


def _leave_failure(result: Entry | Failure, place: Place) -> dict[str, Known]:
    """Leave the notebook and the note of a failure where the client finds them, unless it sees the folder anyway."""
    if isinstance(result, Entry) or not isinstance(place.store, Unfinished):
        return {}
    stem = result.job.stem
    paths = (place.folder / "failed" / f"{stem}{ending}" for ending in (".ipynb", ".json"))
    return {f"failed/{path.name}": place.store.put(f"failed/{path.name}", path) for path in paths if path.exists()}


def _must_hold(terms: Terms) -> None:
    if not terms.still_holds:
        raise GivenUp(
            message(
                "{folder} went out of sight of a worker; what was finished stays, run again to go on",
                folder=terms.folder,
            )
        )


def _wanted(worker: Any, key: str) -> bool:
    """Whether the task that builds this shard was not cancelled meanwhile, nor its worker told to end."""
    task = worker.state.tasks.get(key)
    return task is not None and task.state == "executing" and worker.status.name in ("running", "paused")
