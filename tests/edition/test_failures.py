"""A report that the machinery gave up is remembered like one whose notebook raised: listed, and due, until it is built."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from cakupan.edition.executor import Failure, Place
from cakupan.edition.jobs import Job, jobs_for
from cakupan.edition.journal import Entry
from cakupan.edition.plan import plan
from cakupan.edition.run import Outcome, Watcher, run
from cakupan.observations import Observations

EDITION = dt.date(2024, 12, 31)


class Losing:
    """An executor that loses every worker."""

    def build(self, jobs: Sequence[Job], place: Place) -> Iterator[Entry | Failure]:
        for job in jobs:
            yield Failure(job, "DeadKernelError: Kernel died")


def build(folder: Path, observations: Observations, data: Path, *codes: str) -> Outcome:
    jobs = jobs_for(observations.regions, EDITION, data, only=codes)
    watcher = Watcher(lambda due, total: None, lambda entry: None, lambda failure: None)
    return run(
        jobs,
        folder,
        observations,
        engine="warm",
        executor=Losing(),
        force=False,
        watcher=watcher,
        say=lambda text: None,
    )


def test_the_manifest_lists_what_failed_in_earlier_runs_too(
    tmp_path: Path, observations: Observations, data_dir: Path
) -> None:
    build(tmp_path, observations, data_dir, "64")
    build(tmp_path, observations, data_dir, "65")

    failed = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))["failed"]
    assert failed == {
        f"cakupan-{code}-2024-12-31-id": {"error": "DeadKernelError: Kernel died", "notebook": ""}
        for code in ("64", "65")
    }


def test_a_report_whose_worker_was_lost_is_noted_with_its_parameters(
    tmp_path: Path, observations: Observations, data_dir: Path
) -> None:
    build(tmp_path, observations, data_dir, "64")

    (job,) = jobs_for(observations.regions, EDITION, data_dir, only=["64"])
    note = json.loads((tmp_path / job.failure_note).read_text(encoding="utf-8"))
    assert (note["error"], note["parameters"]["province"]) == ("DeadKernelError: Kernel died", "64")
    (planned,) = plan([job], {}, tmp_path, observations)
    assert planned.due
