"""A disk that fills up, or a folder that goes away, ends a build in one sentence; what the edition says of itself stays true."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from cakupan.edition.executor import Failure, Place
from cakupan.edition.jobs import Job, jobs_for
from cakupan.edition.journal import Entry
from cakupan.edition.run import ROOM, STATE, CannotWrite, Watcher, run
from cakupan.executors.local import LocalExecutor
from cakupan.observations import Observations

EDITION = dt.date(2024, 12, 31)
STEMS = [f"cakupan-{code}-{EDITION}-id" for code in ("64", "65")]


@dataclass
class Writing:
    """An executor that makes small files of each report, until something happens instead."""

    text: str
    happens: Callable[[Place], None] = lambda place: None
    after: int = 99

    def build(self, jobs: Sequence[Job], place: Place) -> Iterator[Entry | Failure]:
        for number, job in enumerate(jobs):
            if number == self.after:
                self.happens(place)
            name = f"html/{job.stem}.html"
            made = place.staging / job.stem
            made.parent.mkdir(parents=True, exist_ok=True)
            made.write_text(self.text, encoding="utf-8")
            yield Entry(job.stem, job.kind, job.region, job.lang, {}, {}, {name: place.store.put(name, made)})


def full(place: Place) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def gone(place: Place) -> None:
    shutil.rmtree(place.folder)


Build = Callable[..., None]


@pytest.fixture
def build(observations: Observations, data_dir: Path, tmp_path: Path) -> Build:
    def build(executor: object) -> None:
        jobs = jobs_for(observations.regions, EDITION, data_dir, only=("64", "65"))
        watcher = Watcher(lambda due, total: None, lambda entry: None, lambda failure: None)
        run(
            jobs, tmp_path / "edition", observations, engine="warm", executor=executor, force=True,  # type: ignore[arg-type]
            watcher=watcher, say=lambda text: None, check=False,
        )  # fmt: skip

    return build


def true_of(folder: Path) -> dict[str, bool]:
    """Of each report that the manifest names, whether its file is the one that it names."""
    reports = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["reports"]
    return {
        stem: all(
            hashlib.sha256((folder / name).read_bytes()).hexdigest() == known["sha256"]
            for name, known in report["files"].items()
        )
        for stem, report in reports.items()
    }


def test_a_full_disk_leaves_an_old_edition_that_names_what_it_holds(build: Build, tmp_path: Path) -> None:
    build(Writing("old"))
    with pytest.raises(CannotWrite, match="No space left on device; nothing half written was left"):
        build(Writing("new", full, after=1))

    folder = tmp_path / "edition"
    assert [(folder / "html" / f"{stem}.html").read_text() for stem in STEMS] == ["new", "old"]
    assert true_of(folder) == dict.fromkeys(STEMS, True)
    assert [name for name in (ROOM, "unfinished") if (folder / STATE / name).exists()] == []


def test_a_disk_without_room_for_the_index_is_told_before_anything_is_replaced(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(Writing("old"))
    write = Path.write_bytes

    def limited(path: Path, body: bytes) -> int:
        if len(body) > 100_000:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(path, body)

    monkeypatch.setattr(Path, "write_bytes", limited)
    with pytest.raises(CannotWrite, match="No space left on device"):
        build(Writing("new"))
    assert [(tmp_path / "edition" / "html" / f"{stem}.html").read_text() for stem in STEMS] == ["old", "old"]


def test_a_journal_that_finds_no_room_takes_what_was_kept_for_it(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cakupan.edition.journal import Journal

    append = Journal.append

    def limited(journal: Journal, entry: Entry) -> None:
        if (journal.path.parent / ROOM).exists():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        append(journal, entry)

    monkeypatch.setattr(Journal, "append", limited)
    build(Writing("new"))
    assert true_of(tmp_path / "edition") == dict.fromkeys(STEMS, True)


def test_a_folder_that_goes_away_ends_the_build_in_one_sentence(build: Build) -> None:
    with pytest.raises(CannotWrite, match=r"edition: it was removed while reports were built"):
        build(Writing("new", gone, after=1))


def test_no_report_is_begun_after_one_that_could_not_be_written(
    observations: Observations, data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []

    def attempt(job: Job, place: Place) -> Entry:
        begun.append(job.region)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("cakupan.executors.local.attempt", attempt)
    jobs = jobs_for(observations.regions, EDITION, data_dir)
    place = Place(tmp_path, tmp_path / "unfinished", None, observations, "warm")  # type: ignore[arg-type]
    with pytest.raises(OSError, match="No space left"):
        list(LocalExecutor(1).build(jobs, place))
    assert begun == ["ID"]
