"""One report's fate: what the machinery broke is tried again, what the notebook did is not, and a full disk stops the run."""

from __future__ import annotations

import datetime as dt
import errno
from pathlib import Path
from typing import Any

import pytest
from cakupan.delivery.store import StoreError
from cakupan.edition.executor import Failure, FolderStore, Place
from cakupan.edition.jobs import Job
from cakupan.edition.report import ReportFailed
from cakupan.errors import DataError
from cakupan.executors import attempt as module
from cakupan.observations import Observations
from cakupan.workspace import DATA

JOB = Job("province", "64", "id", dt.date(2024, 12, 31), DATA)
DONE = object()


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, observations: Observations) -> Any:
    """Try a report whose builds end in this way, one after the other; the result, and how many builds there were."""

    def run(*ends: object) -> tuple[Any, int]:
        waiting = list(ends)

        def build(job: Job, place: Place) -> object:
            end = waiting.pop(0)
            if isinstance(end, Exception):
                raise end
            return end

        monkeypatch.setattr(module, "build_report", build)
        place = Place(tmp_path, tmp_path / "unfinished", FolderStore(tmp_path), observations, "warm")
        return module.attempt(JOB, place), len(ends) - len(waiting)

    return run


@pytest.mark.parametrize("broken", [EOFError(), ConnectionResetError(), TimeoutError()])
def test_what_the_machinery_broke_is_tried_three_times(tried: Any, broken: Exception) -> None:
    assert tried(broken, broken, DONE) == (DONE, 3)
    failure, times = tried(broken, broken, broken, DONE)
    assert isinstance(failure, Failure) and type(broken).__name__ in failure.sentence and times == 3


@pytest.mark.parametrize("own", [ReportFailed("cell 3: ValueError: no"), DataError("no such row"), KeyError("x")])
def test_what_the_notebook_or_the_data_did_fails_at_once(tried: Any, own: Exception) -> None:
    failure, times = tried(own, DONE)
    assert times == 1 and failure.notebook == f"failed/{JOB.stem}.ipynb" and str(own) in failure.sentence


@pytest.mark.parametrize("stop", [OSError(errno.ENOSPC, "No space left on device"), StoreError("no permission")])
def test_files_that_cannot_be_put_anywhere_stop_the_run(tried: Any, stop: Exception) -> None:
    with pytest.raises(type(stop)):
        tried(stop, DONE)
