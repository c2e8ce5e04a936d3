"""Building an edition: lock the folder, plan, let an executor build what is due, write manifest and index, tell what happened.

One report is built by `report`, many by an executor; what a failure means for the exit code is in `cli`.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from filelock import FileLock, Timeout

from cakupan.edition.book import write_books
from cakupan.edition.executor import Executor, Failure, FolderStore, Place, Store
from cakupan.edition.failures import broken_reports, note_failure
from cakupan.edition.jobs import Job
from cakupan.edition.journal import Entry, Journal
from cakupan.edition.manifest import write_manifest
from cakupan.edition.plan import Planned, plan
from cakupan.edition.settled import note_settled, settled_reports, tables_stamp
from cakupan.edition.sources import INDEX, package_digest
from cakupan.errors import CakupanError, message, why
from cakupan.observations import Observations
from cakupan.verify import Result, verify_edition
from cakupan.workspace import book_name

STATE = ".cakupan"
"""The folder inside an edition that holds journal, lock and unfinished work; nothing in it is for readers."""

UNSOUND = "unsound"
"""The reports that reading back has found faults in, or has not reached: they are read again until they are sound."""

PUBLISHED = "published"
"""The state of the journal that manifest and index were last written from."""

ROOM, ROOM_BYTES, ROOM_BYTES_EACH = "room", 1_000_000, 25_000
"""A file that keeps room on the disk while reports are built, and its size: for all, and for each report."""

Say = Callable[[str], None]


class CannotWrite(CakupanError):
    """The output folder cannot be written to, or the disk is full."""


@dataclass
class Outcome:
    """What a run did: reports built, left as they were, and failed; `check`: what reading them back found."""

    built: list[Entry] = field(default_factory=list)
    up_to_date: list[Job] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    check: Result | None = None

    @property
    def settled(self) -> set[str]:
        """The names of the reports that agree with their figures now."""
        return {entry.stem for entry in self.built} | {job.stem for job in self.up_to_date}

    @property
    def regencies(self) -> set[str]:
        """The regencies in which reports were built or failed."""
        codes = [*(entry.region for entry in self.built), *(failure.job.region for failure in self.failures)]
        return {code[:4] for code in codes}

    @property
    def sound(self) -> bool:
        """Whether nothing failed and nothing that was read back is wrong."""
        return not self.failures and (self.check is None or self.check.sound)


@dataclass(frozen=True)
class Watcher:
    """Told what happens, as it happens: the number of due reports, each report done, each that failed."""

    started: Callable[[int, int], None]
    done: Callable[[Entry], None]
    failed: Callable[[Failure], None]


@contextlib.contextmanager
def locked(folder: Path, say: Say) -> Iterator[None]:
    """Hold the edition's folder alone; while another build holds it, say who and wait."""
    state = folder / STATE
    try:
        state.mkdir(parents=True, exist_ok=True)
        lock = FileLock(state / "lock")
        holder = state / "holder"
        try:
            lock.acquire(timeout=0.1)
        except Timeout:
            who = holder.read_text(encoding="utf-8").strip() if holder.exists() else "unknown"
            say(message("{folder} is being built by process {who}; waiting until it is done", folder=folder, who=who))
            lock.acquire()
        holder.write_text(str(os.getpid()), encoding="utf-8")
    except OSError as error:
        raise CannotWrite(
            message(
                "{folder} cannot be written to ({reason}); choose another folder with --output",
                folder=folder,
                reason=why(error),
            )
        ) from error
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            holder.unlink(missing_ok=True)
        lock.release()


def run(
    jobs: tuple[Job, ...],
    folder: Path,
    observations: Observations,
    *,
    engine: str,
    executor: Executor,
    force: bool,
    watcher: Watcher,
    say: Say,
    check: bool = True,
    readers: int = 1,
    store: Store | None = None,
) -> Outcome:
    """Build every due report of an edition into its folder; one failure never stops the others.

    check: read back what was built, number by number, against the data; readers: processes that do so at the same time; store: where finished files go, else the folder. Raises CannotWrite when the folder cannot be written to; what was published before stays.
    """
    with locked(folder, say), _one_sentence(folder):
        journal = Journal(folder / STATE / "journal.jsonl")
        staging = folder / STATE / "unfinished"
        shutil.rmtree(staging, ignore_errors=True)
        behind = _state(journal) != _read(folder / STATE / PUBLISHED)
        journal.tidy()
        data = tables_stamp(jobs[0].data)
        settled = settled_reports(folder, data, journal.path)
        planned = plan(jobs, journal.entries(), folder, observations, force=force, settled=settled)
        due = [entry for entry in planned if entry.due]
        outcome = Outcome(up_to_date=[entry.job for entry in planned if not entry.due])
        watcher.started(len(due), len(planned))
        try:
            place = Place(folder, staging, store or FolderStore(folder), observations, engine)
            with _room(folder, len(due)):
                _build_all(due, executor, place, journal, outcome, watcher)
        except OSError:
            shutil.rmtree(staging, ignore_errors=True)
            if outcome.built:  # what was finished is named all the same
                with contextlib.suppress(OSError):
                    _publish(folder, jobs[0], observations, journal, outcome, behind)
            raise
        finally:
            shutil.rmtree(staging, ignore_errors=True)
            if outcome.built:
                with contextlib.suppress(OSError):
                    journal.compact()
        if any("xlsx" in job.formats for job in jobs) or any(folder.glob(book_name("*", "*", False))):
            write_books(folder, jobs[0].edition, observations, journal.entries(), jobs[0].data)
        complete = (folder / "manifest.json").exists() and (folder / "index.html").exists()
        if outcome.built or outcome.failures or not complete or behind:
            _publish(folder, jobs[0], observations, journal, outcome, behind)
        if tables_stamp(jobs[0].data) == data:
            note_settled(folder, data, journal.path, outcome.settled)
        if check:
            _read_back(folder, jobs, observations, outcome, readers, say)
    return outcome


@contextlib.contextmanager
def _room(folder: Path, due: int) -> Iterator[None]:
    """Keep room for journal, manifest and index, so that a disk which fills up leaves an edition that names what it holds.

    Raises OSError at once where there is no such room, or at the end where the folder was removed meanwhile.
    """
    kept = folder / STATE / ROOM
    try:
        if due:
            kept.write_bytes(bytes(ROOM_BYTES + ROOM_BYTES_EACH * min(due, 500)))
        yield
        if not (folder / STATE / "lock").exists():
            raise FileNotFoundError(errno.ENOENT, message("it was removed while reports were built"))
    finally:
        with contextlib.suppress(OSError):
            kept.unlink(missing_ok=True)


@contextlib.contextmanager
def _one_sentence(folder: Path) -> Iterator[None]:
    """Say in one sentence that a folder cannot be written to any more: it is full, read-only, or gone."""
    try:
        yield
    except OSError as error:
        raise CannotWrite(
            message(
                "{folder}: {reason}; nothing half written was left, run again when there is room, or choose another folder with --output",
                folder=folder,
                reason=why(error),
            )
        ) from error


def _publish(
    folder: Path, first: Job, observations: Observations, journal: Journal, outcome: Outcome, behind: bool
) -> None:
    """Write manifest and index of all reports that the folder holds. behind: whether they tell of another state than the last one."""
    from cakupan.edition.index_write import write_index  # brings the charts' libraries along; an idle build needs none

    entries = journal.entries()
    broken = broken_reports(folder, outcome.failures, entries)
    failed = {one.stem: {"error": one.sentence, "notebook": one.notebook} for one in broken}
    write_manifest(folder, first.edition, observations, entries, failed)
    changed = None if behind else outcome.regencies
    write_index(folder, first.edition, first.lang, observations, entries, outcome.failures, changed)
    (folder / STATE / PUBLISHED).write_text("" if outcome.failures else _state(journal), encoding="utf-8")


def _read_back(
    folder: Path, jobs: Sequence[Job], observations: Observations, outcome: Outcome, readers: int, say: Say
) -> None:
    """Read back what was built, and what an earlier build has left with faults, or unread as after a crash."""
    noted = folder / STATE / UNSOUND
    known = {job.stem for job in outcome.up_to_date}
    before = set(_read(noted).split())
    stems = {entry.stem for entry in outcome.built} | before & known
    if not stems:
        return
    noted.write_text("\n".join(sorted(stems | before)), encoding="utf-8")
    say(message("reading back {n} reports", n=len(stems)))
    outcome.check = verify_edition(folder, observations, only=stems, data=jobs[0].data, workers=readers)
    left = sorted(before - stems | _with_faults(stems, outcome.check))
    if left:
        noted.write_text("\n".join(left), encoding="utf-8")
    else:
        noted.unlink()


def _with_faults(stems: set[str], check: Result) -> set[str]:
    """The reports that faults are in; all of them where a fault is in none."""
    named = {fault.file: PurePosixPath(fault.file).stem for fault in check.faults}
    return set(named.values()) if stems.issuperset(named.values()) else stems


def _state(journal: Journal) -> str:
    """What manifest and index were last written from; another state means that they are behind, as after a crash or a change of theirs."""
    state = hashlib.sha256(package_digest(INDEX).encode())
    with contextlib.suppress(FileNotFoundError):
        state.update(journal.path.read_bytes())
    return state.hexdigest()


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return ""


def _build_all(
    due: list[Planned], executor: Executor, place: Place, journal: Journal, outcome: Outcome, watcher: Watcher
) -> None:
    """Take results as they come; nothing but this writes the journal and the notes of failures."""
    with contextlib.closing(_results(executor, [planned.job for planned in due], place)) as results:
        for result in results:
            if isinstance(result, Failure):
                note_failure(place.folder, result)
                outcome.failures.append(result)
                watcher.failed(result)
            else:
                try:
                    journal.append(result)
                except OSError:
                    (place.folder / STATE / ROOM).unlink(missing_ok=True)
                    journal.append(result)
                # What it read is in the journal now; of thousands of reports it would fill the memory.
                outcome.built.append(replace(result, rows={}, derived={}))
                watcher.done(result)


def _results(executor: Executor, jobs: list[Job], place: Place) -> Generator[Entry | Failure]:
    yield from executor.build(jobs, place)
