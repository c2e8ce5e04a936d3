"""Measuring a command: CPU seconds of all its descendants, wall time, and the peak memory of its process tree.

Linux only, for it adopts orphans (a browser's helpers) so that their time is counted too.
"""

from __future__ import annotations

import ctypes
import os
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import psutil

PR_SET_CHILD_SUBREAPER = 36
SAMPLE_SECONDS = 0.25


@dataclass(frozen=True)
class Cost:
    """What one run cost: CPU seconds (user + system, all descendants), wall seconds, peak memory in MB (PSS)."""

    cpu: float
    wall: float
    peak_mb: float


@dataclass(frozen=True)
class Spread:
    """Several runs of one quantity."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle run."""
        return statistics.median(self.values)

    def __str__(self) -> str:
        if len(self.values) == 1:
            return f"{self.median:.2f}"
        return f"{self.median:.2f} ({min(self.values):.2f}–{max(self.values):.2f}, {len(self.values)} runs)"


def run(command: Sequence[str], env: Mapping[str, str] | None = None, cwd: str | None = None) -> Cost:
    """Run a command to its end and return what it cost. Raises RuntimeError with its last words when it fails."""
    _adopt_orphans()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    process = subprocess.Popen(command, env=env, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    peak = _Peak(process.pid)
    output, _ = process.communicate()
    wall = time.perf_counter() - start
    peak.stop()
    _reap_orphans()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command[:6])} … failed:\n{output[-2000:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, wall, peak.megabytes)


def tree_mb(pid: int, exact: bool = True) -> float:
    """Memory of a process and all its descendants in MB: proportional set size, shared pages counted once."""
    total = 0
    for process in tree(pid):
        try:
            total += process.memory_full_info().pss if exact else process.memory_info().rss
        except (psutil.Error, OSError):
            continue
    return total / 1e6


def tree(pid: int) -> list[psutil.Process]:
    """A process and all its descendants; none when it is gone."""
    try:
        root = psutil.Process(pid)
        return [root, *root.children(recursive=True)]
    except psutil.Error:
        return []


class _Peak:
    """Samples a process tree's memory in a thread."""

    def __init__(self, pid: int) -> None:
        self.megabytes = 0.0
        self._pid, self._done = pid, threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()

    def _sample(self) -> None:
        while not self._done.wait(SAMPLE_SECONDS):
            self.megabytes = max(self.megabytes, tree_mb(self._pid))

    def stop(self) -> None:
        self._done.set()
        self._thread.join()


def _adopt_orphans() -> None:
    if not sys.platform.startswith("linux"):
        raise RuntimeError("the benchmark counts the CPU time of all descendants, which it can on Linux only")
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _reap_orphans() -> None:
    for _ in range(50):
        try:
            pid, _status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            time.sleep(0.1)


def timed(function: Callable[[], object]) -> float:
    """CPU seconds that a call costs in this process."""
    start = time.process_time()
    function()
    return time.process_time() - start
