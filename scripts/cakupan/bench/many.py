"""Many reports in one run: does memory stay flat? `python -m cakupan.bench.many N FOLDER` prints memory along the way.

The provincial notebook is repeated over editions until there are N reports.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import time
from pathlib import Path

from cakupan.bench.measure import tree_mb
from cakupan.edition.executor import Failure
from cakupan.edition.jobs import Job, jobs_for
from cakupan.edition.journal import Entry
from cakupan.edition.run import Watcher, run
from cakupan.executors.local import LocalExecutor
from cakupan.observations import load_observations
from cakupan.workspace import DATA

EVERY = 25


def main() -> None:
    """Build N reports and print [reports done, MB of the process tree] pairs, wall seconds and failures as JSON."""
    wanted, folder = int(sys.argv[1]), Path(sys.argv[2])
    observations = load_observations(DATA)
    jobs: list[Job] = []
    day = dt.date(2024, 12, 31)
    while len(jobs) < wanted:
        jobs += jobs_for(observations.regions, day, DATA, kinds=("province",))
        day += dt.timedelta(days=1)
    memory: list[tuple[int, float]] = []
    done = 0

    def finished(_entry: Entry) -> None:
        nonlocal done
        done += 1
        if done % EVERY == 0 or done == wanted:
            memory.append((done, round(tree_mb(os.getpid()), 1)))

    failures: list[Failure] = []
    watcher = Watcher(lambda due, total: None, finished, failures.append)
    start = time.perf_counter()
    run(
        tuple(jobs[:wanted]),
        folder,
        observations,
        engine="warm",
        executor=LocalExecutor(os.cpu_count() or 1),
        force=False,
        watcher=watcher,
        say=print,
        readers=os.cpu_count() or 1,
    )
    print(json.dumps({"memory": memory, "wall": time.perf_counter() - start, "failed": len(failures)}))


if __name__ == "__main__":
    main()
