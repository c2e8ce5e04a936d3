"""The executor for several machines: shards of reports go to the workers of a Dask cluster, results come back one by one.

What a worker does is in `dask_worker`, what it must have in common with this machine in `terms`. The scheduler keeps track of which
shard is where and gives those of a dead worker to another; journal, manifest and index are written by `run`, here alone.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import logging
import pickle
import queue
import shutil
import time
import uuid
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cakupan.delivery.store import RemoteEdition
from cakupan.edition.executor import Failure, Place
from cakupan.edition.jobs import Job
from cakupan.edition.journal import Entry
from cakupan.edition.report import clear_failure
from cakupan.errors import CakupanError, message
from cakupan.executors.dask_worker import RESULTS, Arrived, build_shard
from cakupan.executors.terms import PROBE, Terms, Unlike, differences, place_of_data, refusal, state_here

SMALLEST, LARGEST = 8, 32
"""Reports in a shard: few enough that little is built again when the scheduler moves one, enough that asking costs nothing."""

SHARDS_PER_WORKER = 4
CONNECT_S = 15
POLL_S = 0.5
WITHOUT_WORKERS_S = 60
"""How long a run waits for a worker when none is left: one that died may be started again by its nanny, or by whoever runs the cluster."""


class ClusterError(CakupanError):
    """The cluster cannot be used, or was lost: the sentence says why and what to do."""


@dataclass(frozen=True)
class DaskExecutor:
    """Builds on the workers of a scheduler.

    scheduler: its address, tcp://host:8786; remote: where finished files go, None for a folder that all machines share; say: told how
    the work is spread.
    """

    scheduler: str
    remote: RemoteEdition | None
    say: Callable[[str], None]

    def build(self, jobs: Sequence[Job], place: Place) -> Iterator[Entry | Failure]:
        """Yield each report's entry or failure as it arrives; see `edition.executor.Executor`.

        Raises Unlike for a worker that differs, ClusterError when scheduler or workers are lost.
        """
        if not jobs:
            return
        terms = _terms(jobs, place, self.remote)
        with _connected(self.scheduler) as client, _begun(terms):
            workers = _checked(client, terms, self.scheduler)
            shards = cut(jobs, workers)
            self.say(
                message(
                    "{n} shards for {workers} workers at {scheduler}",
                    n=len(shards),
                    workers=workers,
                    scheduler=self.scheduler,
                )
            )
            yield from _Run(client, self.scheduler, terms, place, jobs).results(shards)


def cut(jobs: Sequence[Job], workers: int) -> list[tuple[Job, ...]]:
    """Jobs in shards of 8 to 32, several for each worker so that all end at about the same time; smaller where there is little to do.

    workers: reports that can be built at the same time.
    """
    size = min(LARGEST, max(SMALLEST, len(jobs) // (SHARDS_PER_WORKER * workers)))
    size = max(1, min(size, -(-len(jobs) // workers)))
    return [tuple(jobs[start : start + size]) for start in range(0, len(jobs), size)]


def _terms(jobs: Sequence[Job], place: Place, remote: RemoteEdition | None) -> Terms:
    """What all workers must find, as this machine finds it."""
    run = uuid.uuid4().hex
    terms = Terms(run, (), place_of_data(jobs), place.engine, remote=remote)
    if remote is None:
        terms = replace(terms, folder=place.folder.absolute(), staging=place.staging.absolute() / run)
    expected = {**state_here(terms), **({} if remote else {"folder": run})}
    return replace(terms, expected=tuple(expected.items()))


@contextlib.contextmanager
def _begun(terms: Terms) -> Iterator[None]:
    """Keep the folder of a run by which workers see that it goes on; none where results go to object storage."""
    if terms.staging is None:
        yield
        return
    terms.staging.mkdir(parents=True)
    (terms.staging / PROBE).write_text(terms.run, encoding="utf-8")
    try:
        yield
    finally:
        shutil.rmtree(terms.staging, ignore_errors=True)


@contextlib.contextmanager
def _connected(address: str) -> Iterator[Any]:
    """A client of the scheduler. Raises ClusterError when the extra is missing or the scheduler does not answer."""
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError as error:
        raise ClusterError(
            message(
                '--executor dask needs packages that are not installed: pip install "cakupan[cluster]" ({error})',
                error=error,
            )
        ) from error
    for name in ("distributed", "distributed.client", "distributed.core", "distributed.comm"):
        logging.getLogger(name).setLevel(
            logging.CRITICAL
        )  # what they tell of a lost scheduler is said here in one sentence
    try:
        client = distributed.Client(address, timeout=CONNECT_S, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise ClusterError(
            message(
                "no Dask scheduler answers at {address}; start one with: dask scheduler, and give the address that it prints, such as tcp://127.0.0.1:8786",
                address=address,
            )
        ) from error
    try:
        yield client
    finally:
        with contextlib.suppress(Exception):
            client.close(timeout=2)


def _checked(client: Any, terms: Terms, address: str) -> int:
    """How many reports can be built at the same time, once every worker was found to be as this machine."""
    try:
        client.wait_for_workers(1, timeout=CONNECT_S)
    except TimeoutError as error:
        raise ClusterError(
            message(
                "the scheduler at {address} has no worker; start some on each machine: dask worker {address} --nthreads 1 --nworkers 4",
                address=address,
            )
        ) from error
    for worker, answer in client.run(differences, terms, on_error="return").items():
        if isinstance(answer, Exception):
            raise Unlike(refusal(worker, (f"it cannot be asked ({type(answer).__name__}: {answer})",)))
        if answer:
            raise Unlike(refusal(worker, answer))
    threads: dict[str, int] = client.nthreads()
    return max(1, sum(threads.values()))


@dataclass
class _Run:
    """The work of one run: what was sent out, and which reports have not come back yet.

    suspects: reports of shards on which every worker died; alone: the one of them that is sent out when nothing else is. For Dask blames all
    that a dead worker had in hand, also what it had not begun.
    """

    client: Any
    scheduler: str
    terms: Terms
    place: Place
    jobs: Sequence[Job]
    left: dict[str, Job] = field(init=False)
    shards: dict[Any, tuple[Job, ...]] = field(default_factory=dict)
    suspects: list[Job] = field(default_factory=list)
    alone: list[Job] = field(default_factory=list)
    news: queue.SimpleQueue[tuple[str, Any]] = field(default_factory=queue.SimpleQueue)

    def __post_init__(self) -> None:
        self.left = {job.stem: job for job in self.jobs}

    def results(self, shards: Sequence[tuple[Job, ...]]) -> Iterator[Entry | Failure]:
        """Send all shards out, and yield what comes back until nothing is left."""
        self.client.subscribe_topic(RESULTS, self._hear)
        try:
            self._send(shards)
            last_seen = time.monotonic()
            while self.left:
                try:
                    kind, what = self.news.get(timeout=POLL_S)
                except queue.Empty:
                    last_seen = self._watch(last_seen)
                    continue
                if kind == "ended":
                    yield from self._ended(what)
                elif (arrived := _opened(what)).stem in self.left:
                    yield self._taken(arrived)
        finally:
            with contextlib.suppress(Exception):
                self.client.cancel(list(self.shards), force=True)

    def _hear(self, event: tuple[float, Any]) -> None:
        run, body = event[1]
        if run == self.terms.run:
            self.news.put(("arrived", body))

    def _send(self, shards: Sequence[tuple[Job, ...]]) -> None:
        if not shards:
            return
        names = [uuid.uuid4().hex for _ in shards]
        futures = self.client.map(
            functools.partial(build_shard, self.terms), names, shards, pure=False,
            key=[f"cakupan-shard-{name}" for name in names],
        )  # fmt: skip
        self.shards |= dict(zip(futures, shards, strict=True))
        for future in futures:
            future.add_done_callback(lambda ended: self.news.put(("ended", ended)))

    def _ended(self, future: Any) -> Iterator[Failure]:
        """A shard is at its end: what it still owes is sent again, or failed when a report kills every worker that takes it."""
        shard = [job for job in self.shards.pop(future) if job.stem in self.left]
        status = future.status
        if status == "cancelled" or self.client.status != "running":
            raise self._lost()
        error = future.exception(timeout=CONNECT_S) if status == "error" else None
        if isinstance(error, CakupanError | OSError):
            raise error
        if error is not None and type(error).__name__ != "KilledWorker":
            raise ClusterError(
                message(
                    "a worker could not do its work ({kind}: {error}); see its log, then run again",
                    kind=type(error).__name__,
                    error=error,
                )
            )
        if error is None:
            self._send([tuple(shard)] if shard else [])
        elif shard[:1] == self.alone:
            del self.left[shard[0].stem]
            last: Any = error
            yield Failure(
                shard[0], f"every worker that began it died, the last one {last.last_worker.address}; see its log"
            )
        else:
            self.suspects += shard
        if self.suspects and not self.shards:
            self.alone = [self.suspects.pop()]
            self._send([tuple(self.alone)])

    def _taken(self, arrived: Arrived) -> Entry | Failure:
        """A result as the local executor would have given it; its files are in the edition's folder when this returns."""
        job, result = self.left.pop(arrived.stem), arrived.result
        if self.terms.remote is not None:
            files = result.files if isinstance(result, Entry) else arrived.left
            if isinstance(result, Entry):
                clear_failure(job, self.place.folder)
            self.place.staging.mkdir(parents=True, exist_ok=True)
            for name, known in files.items():
                path = self.place.staging / job.stem
                path.write_bytes(self.terms.remote.take(name, str(known["sha256"])))
                self.place.store.put(name, path)
        return replace(result, job=job) if isinstance(result, Failure) else result

    def _watch(self, last_seen: float) -> float:
        """Nothing came for a while: are scheduler and workers still there? Returns when a worker was last seen."""
        if self.client.status != "running":
            raise self._lost()
        try:
            if self.client.nthreads():
                return time.monotonic()
        except Exception as error:
            raise self._lost() from error
        if time.monotonic() - last_seen > WITHOUT_WORKERS_S:
            raise ClusterError(
                message(
                    "no worker is left at {scheduler}, {n} reports are not built; what was finished stays, start workers and run again to go on",
                    scheduler=self.scheduler,
                    n=len(self.left),
                )
            )
        return last_seen

    def _lost(self) -> ClusterError:
        return ClusterError(
            f"the scheduler at {self.scheduler} was lost, {len(self.left)} reports are not built; what was finished stays, "
            "start it and run again to go on"
        )


def _opened(body: bytes) -> Arrived:
    arrived: Arrived = pickle.loads(zlib.decompress(body))
    return arrived
