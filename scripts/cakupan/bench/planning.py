"""A plan over village reports, never built and all built: `python -m cakupan.bench.planning` prints seconds and peak memory as JSON.

The panel is simulated, the journal and the files are made up after the pattern of real ones; nothing is built.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from cakupan.edition.executor import Known
from cakupan.edition.inputs import Inputs, rows_to_json
from cakupan.edition.jobs import Job
from cakupan.edition.journal import Entry, Journal
from cakupan.edition.plan import plan
from cakupan.indicators import nationwide
from cakupan.observations import Observations, load_observations
from cakupan.observations.observation import HEADLINE_MEASURES
from cakupan.regions import parent_of
from cakupan.simulate import simulate, write
from cakupan.workspace import DATA

FURTHER = ("target_recorded_pct", "target_ikd_pct", "recorded_pct", "unrecorded", "unrecorded_pct", "ikd_pct_of_wajib")
"""What a report asks of its region and those above besides the headline measures."""
NATIONWIDE = ("inequality:ID", "capped:ID")
DOCUMENT = b"a document"


def measure(villages: int) -> dict[str, float]:
    """Seconds and peak memory of a plan over so many villages, each in a process of its own.

    Returns CPU and wall seconds and peak MB, data and journal read from disk included, of a plan where none was built and where all were.
    """
    with tempfile.TemporaryDirectory(prefix="cakupan-plan-") as name:
        data, folder = Path(name) / "data", Path(name) / "edition"
        levels = ("province", "regency", "district", "village")
        write(simulate(load_observations(DATA), 1, levels, faults=False), DATA, data)  # type: ignore[arg-type]
        observations = load_observations(data)  # checked here, once: what a plan costs every time is measured
        costs = {f"never built, {what}": value for what, value in _planned(data, folder, villages).items()}
        _make_up(observations, list(_jobs(observations, data, villages)), folder)
        costs |= {f"all built, {what}": value for what, value in _planned(data, folder, villages).items()}
    return costs


def _jobs(observations: Observations, data: Path, villages: int) -> Iterator[Job]:
    day = observations.latest_edition()
    for code in observations.regions.codes("village")[:villages]:
        yield Job("village", code, "id", day, data, simulated=True)


def _make_up(observations: Observations, jobs: list[Job], folder: Path) -> None:
    """A folder as a build of these jobs would have left it, with files of a few bytes."""
    for kind in ("html", "pdf", "csv", "ipynb", ".cakupan"):
        (folder / kind).mkdir(parents=True)
    inputs, edition = Inputs(), jobs[0].edition
    derived = {address: nationwide.digest(observations, address, edition) or "" for address in NATIONWIDE}
    with (folder / ".cakupan" / "journal.jsonl").open("w", encoding="utf-8") as journal:
        for job in jobs:
            files = {name: _document(folder / name) for name in job.files}
            rows = observations.digests(_read(observations, job.region))
            seconds = {"execute": 1.2345, "html": 0.1234, "pdf": 0.0876}
            entry = Entry(job.stem, job.kind, job.region, job.lang, inputs.of(job), rows, files, seconds, derived)
            journal.write(json.dumps({**asdict(entry), "rows": rows_to_json(rows)}, sort_keys=True) + "\n")


def _document(path: Path) -> Known:
    path.write_bytes(DOCUMENT)
    return {"sha256": sha256(DOCUMENT).hexdigest(), "bytes": len(DOCUMENT), "mtime_ns": path.stat().st_mtime_ns}


def _read(observations: Observations, village: str) -> Iterator[tuple[str, str]]:
    """What a report of a village reads: of it and all above, of those beside it and beside its district, and of all provinces."""
    district = parent_of(village)
    for province in observations.regions.provinces:
        yield from ((province.code, name) for name in HEADLINE_MEASURES)
    for code in ("ID", village[:2], village[:4], district, village):
        yield from ((code, name) for name in (*HEADLINE_MEASURES, *FURTHER))
    for region in observations.regions.children(district):
        yield from ((region.code, name) for name in HEADLINE_MEASURES)


def _planned(data: Path, folder: Path, villages: int) -> dict[str, float]:
    command = [sys.executable, "-m", "cakupan.bench.planning", str(data), str(folder), str(villages)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    costs: dict[str, float] = json.loads(done.stdout)
    return costs


def _plan(data: Path, folder: Path, villages: int) -> dict[str, float]:
    """A plan in this process, measured from its start."""
    start = time.perf_counter()
    observations = load_observations(data)
    jobs = list(_jobs(observations, data, villages))
    planned = plan(jobs, Journal(folder / ".cakupan" / "journal.jsonl").entries(), folder, observations)
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "reports": len(planned),
        "due": sum(one.due for one in planned),
        "cpu": round(used.ru_utime + used.ru_stime, 2),
        "wall": round(time.perf_counter() - start, 2),
        "peak_mb": round(_peak_mb()),
    }


def _peak_mb() -> float:
    """What this process used at most; Linux only. `ru_maxrss` would tell of the process that started it as well."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


if __name__ == "__main__":
    data, folder, villages = sys.argv[1:]
    print(json.dumps(_plan(Path(data), Path(folder), int(villages))))
