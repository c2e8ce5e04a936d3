"""What the Dask executor costs above the local one: the same reports by either, CPU seconds of all processes, scheduler and workers included.

As a command, `python -m cakupan.bench.cluster WORKERS FOLDER CODE…`, it starts a cluster, builds on it, and ends it: one run to be measured.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import time
from pathlib import Path

from cakupan.bench.measure import Cost, Spread, run
from cakupan.observations import load_observations
from cakupan.workspace import DATA

FEW, MANY = 18, 78
START_S = 60
OPTIONS = ("--format", "html,pdf", "--no-verify", "--quiet")


def lines(workers: int, runs: int, folder: Path) -> list[str]:
    """Measure and say, as Markdown. Few and many reports by turns with either executor, so that a busy machine disturbs all alike."""
    if importlib.util.find_spec("distributed") is None:
        raise SystemExit('bench: --cluster needs the extra: pip install -e ".[cluster]"')
    codes = _codes()
    here: dict[int, list[Cost]] = {FEW: [], MANY: []}
    there: dict[int, list[Cost]] = {FEW: [], MANY: []}
    for index in range(runs):
        for count in (FEW, MANY):
            here[count].append(run([*_build(folder / f"local-{index}-{count}", codes[:count]), "--jobs", str(workers)]))
            command = [
                sys.executable,
                "-m",
                "cakupan.bench.cluster",
                str(workers),
                str(folder / f"dask-{index}-{count}"),
            ]
            there[count].append(run([*command, *codes[:count]]))
    mine, theirs = _slope(here), _slope(there)
    start = Spread(tuple(
        ((d.cpu - FEW * b) - (c.cpu - FEW * a)) / workers
        for c, d, a, b in zip(here[FEW], there[FEW], mine.values, theirs.values, strict=True)
    ))  # fmt: skip
    whole = Spread(tuple(100 * (d.cpu / c.cpu - 1) for c, d in zip(here[MANY], there[MANY], strict=True)))
    more = Spread(tuple(100 * (b / a - 1) for a, b in zip(mine.values, theirs.values, strict=True)))
    return [
        f"Dask executor, {workers} workers on this machine, against {workers} local jobs; {FEW} and {MANY} reports, HTML and PDF, not read back.",
        "",
        "| CPU s, all processes | local | dask | dask above local, percent |",
        "|---|---|---|---|",
        f"| {MANY} reports, everything started | {_cpu(here[MANY])} | {_cpu(there[MANY])} | {whole} |",
        f"| one more report: slope from {FEW} to {MANY} | {mine} | {theirs} | {more} |",
        f"| starting scheduler and workers, for each worker | – | {start} | – |",
    ]


def _cpu(costs: list[Cost]) -> Spread:
    return Spread(tuple(cost.cpu for cost in costs))


def _slope(costs: dict[int, list[Cost]]) -> Spread:
    """CPU seconds that one more report costs, in each run."""
    return Spread(tuple((m.cpu - f.cpu) / (MANY - FEW) for f, m in zip(costs[FEW], costs[MANY], strict=True)))


def _codes() -> list[str]:
    """Provinces and regencies in turn, so that few and many hold the same mixture."""
    regions = load_observations(DATA).regions
    provinces = [region.code for region in regions.provinces]
    regencies = [region.code for region in regions.regencies]
    step = len(regencies) // (MANY // 2 + 1)
    mixed = [code for pair in zip(provinces, regencies[::step], strict=False) for code in pair]
    return [*mixed, *regencies[1::step][: MANY - len(mixed)]]


def _build(folder: Path, codes: list[str]) -> list[str]:
    chosen = [part for code in codes for part in ("--region", code)]
    return [sys.executable, "-m", "cakupan", "build", *OPTIONS, *chosen, "--output", str(folder)]


def main() -> None:
    """Start a cluster, build, end it."""
    workers, folder, codes = sys.argv[1], Path(sys.argv[2]), sys.argv[3:]
    folder.mkdir(parents=True)
    file = folder / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    commands = [
        [*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)],
        [*dask, "worker", "--scheduler-file", str(file), "--nworkers", workers, "--nthreads", "1", "--no-dashboard",
         "--local-directory", str(folder)],
    ]  # fmt: skip
    started: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands:
            started.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
            end = time.monotonic() + START_S
            while not file.exists() and time.monotonic() < end:
                time.sleep(0.1)
        address = json.loads(file.read_text(encoding="utf-8"))["address"]
        build = [*_build(folder / "output", codes), "--executor", "dask", "--scheduler", address]
        raise SystemExit(subprocess.run(build).returncode)
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait()


if __name__ == "__main__":
    main()
