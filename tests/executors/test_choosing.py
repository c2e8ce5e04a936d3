"""Which executor the options name, how work is cut into shards, and what is said when a cluster cannot be had. No cluster is needed."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import pytest
from cakupan.edition.jobs import jobs_for
from cakupan.executors.dask import LARGEST, cut
from cakupan.observations import Observations
from cakupan.workspace import DATA
from cli.running import Run, runner
from hypothesis import given
from hypothesis import strategies as st

ON = ("build", "--region", "64", "--executor", "dask")
NOWHERE = "tcp://127.0.0.1:9"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(monkeypatch, capsys)


@given(count=st.integers(1, 552), workers=st.integers(1, 200))
def test_shards_are_all_jobs_once_and_no_worker_is_without_one(
    observations: Observations, count: int, workers: int
) -> None:
    jobs = jobs_for(observations.regions, dt.date(2024, 12, 31), DATA, kinds=("province", "regency"))[:count]
    shards = cut(jobs, workers)
    assert [job for shard in shards for job in shard] == list(jobs)
    assert max(map(len, shards)) <= LARGEST
    # Shards of whole numbers: with 5 jobs for 4 workers, three shards of two are as fast as any.
    assert len(shards) >= min(workers, count) or max(map(len, shards)) == -(-count // workers)


@pytest.mark.parametrize(
    ("jobs", "workers", "size"), [(553, 3, 32), (7265, 100, 18), (83_000, 100, 32), (200, 8, 8), (12, 3, 4)]
)
def test_shards_have_8_to_32_reports_unless_there_is_little_to_do(
    observations: Observations, jobs: int, workers: int, size: int
) -> None:
    (one,) = jobs_for(observations.regions, dt.date(2024, 12, 31), DATA, only=("64",))
    assert len(cut([one] * jobs, workers)[0]) == size


def test_dask_without_a_scheduler_is_refused(run: Run) -> None:
    done = run(*ON)
    assert done.code == 2 and "needs the address of a scheduler: --scheduler tcp://" in done.sentence


def test_a_scheduler_without_dask_is_refused(run: Run) -> None:
    done = run("build", "--region", "64", "--scheduler", NOWHERE)
    assert done.code == 2 and "--scheduler is for --executor dask" in done.sentence


def test_without_the_extra_it_is_said_what_to_install(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = run(*ON, "--scheduler", NOWHERE, "--output", tmp_path)
    assert done.code == 2 and 'pip install "cakupan[cluster]"' in done.err.splitlines()[-1]


@pytest.mark.cluster
def test_a_scheduler_that_does_not_answer_is_one_sentence(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cakupan.executors.dask.CONNECT_S", 1)
    done = run(*ON, "--scheduler", NOWHERE, "--output", tmp_path)
    assert done.code == 2 and f"no Dask scheduler answers at {NOWHERE}" in done.err.splitlines()[-1]
    assert "Traceback" not in done.err
