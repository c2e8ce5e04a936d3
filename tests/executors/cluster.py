"""A Dask cluster of the tests' own on the loopback interface: a scheduler and its workers, each a process that can be killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

PATIENCE_S = 120
"""How long anything is waited for: the machine of the gate may be busy."""


def until(holds: Callable[[], Any], what: str) -> Any:
    """Wait until something holds, and return it."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if outcome := holds():
            return outcome
        time.sleep(0.05)
    raise AssertionError(f"waited {PATIENCE_S} s in vain until {what}")


class Cluster:
    """A scheduler on a port of its own and `workers` worker processes, which a nanny starts again when they die."""

    def __init__(self, folder: Path, workers: int = 3, **environment: str) -> None:
        self.folder, self.workers = folder, workers
        self.environment = {**os.environ, **environment}
        self.processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Cluster:
        self.folder.mkdir(parents=True, exist_ok=True)
        file = self.folder / "scheduler.json"
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", file
        )
        self.address = until(lambda: file.exists() and _address(file), "the scheduler listens")
        if self.workers:
            self.add_workers(self.workers)
            until(lambda: len(self.pids()) == self.workers, "the workers have come")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def add_workers(self, count: int, **environment: str) -> subprocess.Popen[bytes]:
        """Start more workers, in an environment of their own."""
        options = ("--nworkers", str(count), "--nthreads", "1", "--no-dashboard", "--local-directory", self.folder)
        return self._start("worker", self.address, *options, **environment)

    def _start(self, *arguments: object, **environment: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{arguments[0]}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *map(str, arguments)],
                cwd=self.folder, env={**self.environment, **environment}, stdout=log, stderr=log,
            )  # fmt: skip
        self.processes.append(process)
        return process

    def ask(self, question: Callable[[Any], Any]) -> Any:
        """Ask the scheduler, through a client of one's own."""
        from distributed import Client

        with Client(self.address, set_as_default=False, timeout=PATIENCE_S) as client:
            return question(client)

    def pids(self) -> dict[str, int]:
        """The process of each worker, by its address."""
        return dict(self.ask(lambda client: client.run(os.getpid)))

    def busy(self) -> list[str]:
        """The addresses of workers that have something to do."""
        return [worker for worker, keys in self.ask(lambda client: client.processing()).items() if keys]


def _address(file: Path) -> str:
    try:
        return str(json.loads(file.read_text(encoding="utf-8"))["address"])
    except (ValueError, KeyError):
        return ""
