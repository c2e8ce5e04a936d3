"""A real scheduler and real worker processes: the files are those of a local build, and what dies costs only what it was doing.

CAKUPAN_CLUSTER_REPORTS=all compares all 553 reports of an edition, the regencies' included, instead of a few of each kind.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from cakupan.edition.journal import Journal
from cakupan.workspace import ROOT
from delivery import s3
from edition.builds import EDITION, STATE, cakupan, contents, differences, regions, start
from executors.cluster import Cluster, until

pytestmark = pytest.mark.cluster
SOME = (*regions("64", "65"), "--reports", "province,regency", "--format", "html", "--no-verify")
"""17 reports: enough for something to be killed in their middle."""


PLANTED = """\
if report.code == "65":
    raise RuntimeError("a planted failure")
if report.code == "31":
    import os, signal, psutil
    os.kill(psutil.Process(os.getppid()).ppid(), signal.SIGKILL)"""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with Cluster(tmp_path_factory.mktemp("cluster")) as started:
        yield started


def on(cluster: Cluster, output: object, *options: object) -> tuple[object, ...]:
    return ("build", *options, "--output", output, "--executor", "dask", "--scheduler", cluster.address)


def finished(output: Path) -> dict[str, int]:
    """The reports that the journal knows, with the inode of their page: another one if they were built again."""
    folder = output / EDITION
    entries = Journal(folder / STATE / "journal.jsonl").entries()
    return {stem: (folder / "html" / f"{stem}.html").stat().st_ino for stem in entries}


def begun(process: subprocess.Popen[str], output: Path) -> dict[str, int]:
    """Wait until some reports are finished, and say which."""
    return until(lambda: process.poll() is not None or (finished(output) or None), "some reports are finished")


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SOME, built here."""
    output = tmp_path_factory.mktemp("some")
    done = cakupan("build", *SOME, "--output", output)
    assert done.returncode == 0, done.stderr
    return output


def test_the_files_of_a_cluster_are_those_of_a_local_build(cluster: Cluster, tmp_path: Path) -> None:
    asked: tuple[str, ...] = ("--format", "html,pdf", *regions("ID", "31", "64", "6472", "6401"))
    if os.environ.get("CAKUPAN_CLUSTER_REPORTS") == "all":
        asked = ("--reports", "national,province,regency", "--no-verify")
    here = start("build", *asked, "--output", tmp_path / "here")
    there = start(*on(cluster, tmp_path / "there", *asked))
    for process in (here, there):
        _, stderr = process.communicate(timeout=7200)
        assert process.returncode == 0, stderr
    whole = contents(tmp_path / "here" / EDITION)
    assert differences(whole, contents(tmp_path / "there" / EDITION)) == []
    assert "0 built" in cakupan("build", *asked, "--output", tmp_path / "there").stderr


def test_the_work_of_a_killed_worker_goes_to_others_and_what_it_had_finished_is_kept(
    cluster: Cluster, some: Path, tmp_path: Path
) -> None:
    process = start(*on(cluster, tmp_path, *SOME))
    before = begun(process, tmp_path)
    pids = cluster.pids()
    os.kill(pids[cluster.busy()[0]], signal.SIGKILL)
    _, stderr = process.communicate(timeout=300)
    assert process.returncode == 0, stderr
    after = finished(tmp_path)
    assert {stem: after[stem] for stem in before} == before
    assert differences(contents(tmp_path / EDITION), contents(some / EDITION)) == []


def test_when_the_scheduler_dies_the_client_says_so_and_the_next_run_builds_only_the_rest(
    cluster: Cluster, some: Path, tmp_path: Path
) -> None:
    output = tmp_path / "output"
    with Cluster(tmp_path / "other", workers=2) as other:
        process = start(*on(other, output, *SOME))
        begun(process, output)
        other.scheduler.kill()
        _, stderr = process.communicate(timeout=60)
    assert process.returncode == 2 and "Traceback" not in stderr, stderr
    last = stderr.splitlines()[-1]
    assert f"the scheduler at {other.address} was lost" in last and "run again to go on" in last
    before = finished(output)
    done = cakupan(*on(cluster, output, *SOME))
    assert done.returncode == 0 and f", {len(before)} up to date, 0 failed" in done.stderr, done.stderr
    after = finished(output)
    assert {stem: after[stem] for stem in before} == before
    assert differences(contents(output / EDITION), contents(some / EDITION)) == []


def test_ctrl_c_takes_back_what_is_queued(cluster: Cluster, tmp_path: Path) -> None:
    before = signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # where it is ignored, children would ignore it too
    process = start(*on(cluster, tmp_path, *SOME))
    signal.signal(signal.SIGINT, before)
    begun(process, tmp_path)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130 and "what was finished stays" in stderr, stderr
    until(lambda: not cluster.busy(), "no worker has anything to do")
    assert 0 < len(finished(tmp_path)) < 17
    assert not list((tmp_path / EDITION / STATE).glob("unfinished/*"))


def test_a_scheduler_without_workers_is_one_sentence(tmp_path: Path) -> None:
    with Cluster(tmp_path / "empty", workers=0) as empty:
        done = cakupan(*on(empty, tmp_path / "output", *SOME))
    assert done.returncode == 2 and "has no worker; start some" in done.stderr.splitlines()[-1], done.stderr


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another state of the project, with PLANTED in its provincial notebook, beside another version of a library."""
    root = tmp_path_factory.mktemp("changed")
    for name in ("scripts", "notebooks", "data"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    path = root / "notebooks" / "province.ipynb"
    notebook = nbformat.read(path, as_version=4)
    opening = next(n for n, cell in enumerate(notebook.cells) if "briefing.province(" in cell.source)
    notebook.cells.insert(opening + 2, nbformat.v4.new_code_cell(PLANTED))
    nbformat.write(notebook, path)
    library = root / "scripts" / "papermill-0.1.dist-info"
    library.mkdir()
    (library / "METADATA").write_text("Metadata-Version: 2.1\nName: papermill\nVersion: 0.1\n", encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def bucket() -> Iterator[dict[str, str]]:
    """The environment in which object storage is reached."""
    with s3.serving() as port:
        s3.client(port).create_bucket(Bucket="office")
        yield {**s3.CREDENTIALS, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "PORT": str(port)}


@pytest.fixture(scope="module")
def other(changed: Path, bucket: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster of one worker with the other state of the project, whose scheduler gives no work to a second one when the first has died of it."""
    folder = tmp_path_factory.mktemp("other")
    environment = {
        "PYTHONPATH": str(changed / "scripts"),
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",
        **bucket,
    }
    with Cluster(folder, workers=1, **environment) as started:
        yield started


def test_a_worker_with_other_versions_is_refused_by_name(other: Cluster, tmp_path: Path) -> None:
    done = cakupan(*on(other, tmp_path, *SOME))
    (worker,) = other.pids()
    sentence = done.stderr.splitlines()[-1]
    assert done.returncode == 2 and f"worker {worker} is refused: papermill 0.1 instead of " in sentence, done.stderr
    assert "the notebooks" in sentence and "Cakupan's package" not in sentence and "start it again" in sentence
    assert not finished(tmp_path)


def test_a_worker_that_comes_in_the_middle_is_refused_too(changed: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    with Cluster(tmp_path / "cluster", workers=1) as small:
        process = start(*on(small, output, *SOME))
        begun(process, output)
        (good,) = small.pids().values()
        os.kill(good, signal.SIGSTOP)  # or it might have done all before the other comes
        small.add_workers(1, PYTHONPATH=str(changed / "scripts"))
        _, stderr = process.communicate(timeout=300)
        os.kill(good, signal.SIGCONT)
    assert process.returncode == 2 and "is refused: papermill 0.1" in stderr.splitlines()[-1], stderr
    assert finished(output)


def test_workers_leave_files_in_object_storage_and_a_failed_report_stops_no_other(
    other: Cluster, changed: Path, bucket: dict[str, str], tmp_path: Path
) -> None:
    environment = {"PYTHONPATH": str(changed / "scripts"), **bucket, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    asked = (*regions("64", "65"), "--format", "html")
    here = cakupan("build", *asked, "--output", tmp_path, **environment)
    done = cakupan(*on(other, "s3://office/briefings", *asked), **environment)
    for one in (here, done):
        assert one.returncode == 1 and "1 built, 0 up to date, 1 failed" in one.stderr, one.stderr
        assert "a planted failure" in one.stderr
    assert "0 files sent (0 bytes)" not in done.stderr and "delivered to s3://office/briefings" in done.stderr
    there = s3.objects(int(bucket["PORT"]), "office", f"briefings/{EDITION}/")
    visible = {name: body for name, body in there.items() if not name.startswith(STATE)}
    assert not [name for name in there if "unfinished" in name or name.endswith("lock")]
    delivered = tmp_path / "delivered"
    for name, body in visible.items():
        (delivered / name).parent.mkdir(parents=True, exist_ok=True)
        (delivered / name).write_bytes(body)
    assert f"failed/cakupan-65-{EDITION}-id.ipynb" in visible
    differing = differences(contents(tmp_path / EDITION), contents(delivered))
    # A failed notebook is kept as it was executed, times and all; the note beside it is the same.
    assert [name for name in differing if not name.startswith("failed/cakupan-65") or name.endswith(".json")] == []


def test_a_report_on_which_every_worker_dies_fails_alone(other: Cluster, changed: Path, tmp_path: Path) -> None:
    asked = (*regions("31", "64"), "--format", "html", "--no-verify")
    done = cakupan(*on(other, tmp_path, *asked), PYTHONPATH=str(changed / "scripts"))
    assert done.returncode == 1 and "1 built, 0 up to date, 1 failed" in done.stderr, done.stderr
    assert f"cakupan-31-{EDITION}-id failed: every worker that began it died" in done.stderr
    assert list(finished(tmp_path)) == [f"cakupan-64-{EDITION}-id"]
