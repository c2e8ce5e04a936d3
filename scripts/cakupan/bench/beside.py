"""What one more report costs, against the floor: both measured at the same time, one report after the other, each on a core of its own.

On a machine whose speed wavers, two runs one after the other differ by more than what is to be found out here.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from cakupan.bench.measure import tree
from cakupan.edition.run import STATE

SAMPLE_SECONDS = 0.25
# Reports that are left out at either end: the first ones pay for the start, the last ones for the end.
FIRST, LAST = 6, 1


@dataclass(frozen=True)
class Beside:
    """CPU seconds of one more report, and of one in a bare warm process."""

    more: float
    floor: float


def measure(command: Sequence[str], reports: int, folder: Path, floor: Sequence[str]) -> Beside:
    """Run a build of so many reports into a folder and the floor's command beside it. Raises RuntimeError when either fails."""
    bare = subprocess.Popen(floor, stdout=subprocess.PIPE, text=True)
    build = subprocess.Popen(command)
    points: list[tuple[int, float]] = []
    while build.poll() is None:
        time.sleep(SAMPLE_SECONDS)
        done, spent = _done(folder), _tree_cpu(build.pid)
        if spent and FIRST <= done <= reports - LAST:
            points.append((done, spent))
    output, _ = bare.communicate()
    if build.returncode or bare.returncode or len(points) < 2:
        raise RuntimeError(f"the build ended with {build.returncode}, the floor with {bare.returncode}")
    return Beside(_slope(points), statistics.mean(json.loads(output.splitlines()[-1])))


def _done(folder: Path) -> int:
    """Reports that the journal names."""
    return sum(len(journal.read_bytes().splitlines()) for journal in folder.glob(f"*/{STATE}/journal.jsonl"))


def _tree_cpu(pid: int) -> float:
    """CPU seconds of a process, its descendants, and those of them that have ended; 0 when it has just gone."""
    try:
        spent = [process.cpu_times() for process in tree(pid)]
    except psutil.Error:
        return 0.0
    return float(sum(times.user + times.system + times.children_user + times.children_system for times in spent))


def _slope(points: Sequence[tuple[int, float]]) -> float:
    """Of the line nearest to the points (least squares)."""
    return statistics.linear_regression([x for x, _ in points], [y for _, y in points]).slope
