"""Builds that are killed with SIGKILL in every phase, then started again: the same edition in the end, and nothing left over."""

from __future__ import annotations

import os
import random
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from edition.builds import CHOSEN, EDITION, STATE, cakupan, contents, differences, start

pytestmark = pytest.mark.slow
ROUNDS = int(os.environ.get("CAKUPAN_KILLED_BUILDS", "8"))
LONGEST_S = 120
UNFINISHED = f"{STATE}/unfinished"


@dataclass(frozen=True)
class Moment:
    """When a build is killed: once the edition's folder has come so far, and a random time of at most `within` seconds later."""

    name: str
    reached: Callable[[Path], bool]
    within: float


MOMENTS = (
    Moment("at any time", lambda folder: True, 6.0),
    Moment("executing", lambda folder: any(folder.glob(f"{UNFINISHED}/*")), 1.5),
    Moment("exporting", lambda folder: any(folder.glob(f"{UNFINISHED}/*/*")), 0.1),
    Moment("journal", lambda folder: (folder / STATE / "journal.jsonl").exists(), 1.0),
    Moment("compacting", lambda folder: (folder / STATE / "journal.new").exists(), 0.003),
    Moment("manifest", lambda folder: any(folder.glob("*manifest.json*")), 0.01),
    Moment("index", lambda folder: any(folder.glob("*index.html*")), 0.01),
    Moment("reading back", lambda folder: (folder / STATE / "published").exists(), 0.4),
)


def kill_at(moment: Moment, build: subprocess.Popen[str], folder: Path, chance: random.Random) -> None:
    """Kill the build, but not the processes that it has started, and wait until they have ended by themselves."""
    deadline = time.monotonic() + LONGEST_S
    while build.poll() is None and not moment.reached(folder) and time.monotonic() < deadline:
        time.sleep(0.0005)
    time.sleep(chance.random() * moment.within)
    family = []
    if build.poll() is None:
        parent = psutil.Process(build.pid)
        family = [parent, *parent.children(recursive=True)]
    build.kill()
    build.communicate(timeout=60)
    _, alive = psutil.wait_procs(family, timeout=20)
    assert not alive


def left_by(folder: Path) -> str:
    """What a killed build has left, in words: shown when a round fails, or by `pytest -rP`."""
    journal = folder / STATE / "journal.jsonl"
    lines = journal.read_text(encoding="utf-8").count("\n") if journal.exists() else 0
    unfinished = [str(path.relative_to(folder / UNFINISHED)) for path in folder.glob(f"{UNFINISHED}/**/*")]
    rest = [path.name for path in (*folder.glob("*.*"), *folder.glob(f"{STATE}/*")) if path.is_file()]
    return f"{lines} reports in the journal, unfinished: {sorted(unfinished)}, besides: {sorted(rest)}"


@pytest.mark.parametrize("round", range(ROUNDS))
def test_a_build_that_was_killed_goes_on_where_it_was(round: int, undisturbed: Path, tmp_path: Path) -> None:
    moment = MOMENTS[round % len(MOMENTS)]
    output, scratch = tmp_path / "output", tmp_path / "scratch"
    scratch.mkdir()
    build = start("build", "--output", output, *CHOSEN, "--quiet", TMPDIR=str(scratch))
    kill_at(moment, build, output / EDITION, random.Random(round))
    print(f"killed: {moment.name}; {left_by(output / EDITION)}")
    readable = {name for name in contents(output / EDITION) if not Path(name).name.startswith(".")}
    assert readable <= set(contents(undisturbed / EDITION))

    again = cakupan("build", "--output", output, *CHOSEN, TMPDIR=str(scratch))
    assert again.returncode == 0, again.stderr
    assert differences(contents(output / EDITION), contents(undisturbed / EDITION)) == []
    assert {path.name for path in (output / EDITION / STATE).iterdir()} == {
        "journal.jsonl", "lock", "published", "settled.json",
    }  # fmt: skip
    assert list(scratch.iterdir()) == []
