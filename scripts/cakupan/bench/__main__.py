"""`python -m cakupan.bench`: runs the comparisons and prints a Markdown table; see `scripts/bench.py`."""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

from cakupan.bench import baseline, cluster, planning
from cakupan.bench.measure import Cost, Spread, run, timed
from cakupan.explore.bench import summary
from cakupan.ingest.bench import bench_ingest
from cakupan.observations import load_observations
from cakupan.workspace import DATA

EDITION = "2024-12-31"
FEW = 10
SPREAD_OVER = ("51", "61", "71", "81")
"""Provinces of the baseline: 8 to 15 regencies each, near the mean of 13.5 over all 38; the loop is too slow to run them all."""


def main() -> None:
    """Parse options, measure, print."""
    parser = argparse.ArgumentParser(prog="bench.py", description=__doc__)
    parser.add_argument("--prepare", action="store_true", help="install what the baseline needs, then stop")
    parser.add_argument("--runs", type=int, default=3, help="runs of ours and of the floor (default 3)")
    parser.add_argument(
        "--provinces", default=",".join(SPREAD_OVER), help="provinces of the baseline, with commas, or all"
    )
    parser.add_argument("--many", type=int, default=0, metavar="N", help="also build N reports in one run, for memory")
    parser.add_argument(
        "--rows", type=int, default=1_000_000, help="rows of the ingest (default 1,000,000; 0 for none)"
    )
    parser.add_argument(
        "--cluster",
        type=int,
        default=0,
        metavar="N",
        help="only compare the Dask executor with N workers against the local one",
    )
    parser.add_argument(
        "--plan", type=int, default=0, metavar="N", help="only a plan over N village reports, such as 83762"
    )
    parser.add_argument("--markdown", type=Path, help="write the table to this file as well")
    options = parser.parse_args()
    if options.prepare:
        baseline.prepare()
        return
    if options.cluster:
        _say(f"the Dask executor with {options.cluster} workers")
        with tempfile.TemporaryDirectory(prefix="cakupan-bench-") as name:
            lines = cluster.lines(options.cluster, options.runs, Path(name))
    elif options.plan:
        lines = [f"- {what}: {value:,}" for what, value in planning.measure(options.plan).items()]
    else:
        lines = _lines(options.runs, options.provinces, options.many)
        _say("the explorer")
        lines += ["", summary()]
    if options.rows and not (options.cluster or options.plan):
        _say(f"bringing in {options.rows} rows")
        lines += ["", _ingest(options.rows)]
    text = "\n".join(lines) + "\n"
    print(text)
    if options.markdown:
        options.markdown.write_text(text, encoding="utf-8")


def _lines(runs: int, provinces: str, many: int) -> list[str]:
    codes = [region.code for region in load_observations(DATA).regions.provinces]
    chosen = codes if provinces == "all" else provinces.split(",")
    with tempfile.TemporaryDirectory(prefix="cakupan-bench-") as name:
        folder = Path(name)
        _say("ours, cold start included")
        ours = [_ours(folder / f"ours-{index}", codes) for index in range(runs)]
        _say("ours without reading back, all and some provinces")
        plain = [_ours(folder / f"plain-{index}", codes, "--no-verify") for index in range(runs)]
        few = [_ours(folder / f"few-{index}", codes[:FEW], "--no-verify") for index in range(runs)]
        _say("the floor")
        floor = [_floor(codes) for _ in range(runs)]
        _say("the command-line loop")
        loop = [baseline.one_briefing(code, EDITION, folder / "loop", pdf=baseline.has_browser()) for code in chosen]
        lines = _table(codes, ours, (plain, few), floor, loop, chosen)
        lines += ["", f"Judging 10,000 claims with evidence: {_claims():.1f} CPU s."]
        if many:
            _say(f"{many} reports in one run")
            lines += ["", *_many(many, folder / "many")]
    return lines


def _ours(folder: Path, codes: list[str], *options: str) -> Cost:
    """A cold build of some provinces."""
    command = [sys.executable, "-m", "cakupan", "build", "--reports", "province", "--edition", EDITION, "--quiet"]
    chosen = [part for code in codes for part in ("--region", code)]
    return run([*command, *chosen, "--output", str(folder), *options])


def _floor(codes: list[str]) -> float:
    """CPU seconds per briefing in a bare warm process."""
    command = [sys.executable, "-m", "cakupan.bench.floor", EDITION, *codes]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds = json.loads(done.stdout.splitlines()[-1])
    return float(sum(seconds) / len(seconds))


def _table(
    codes: list[str],
    ours: list[Cost],
    unread: tuple[list[Cost], list[Cost]],
    floor: list[float],
    loop: list[tuple[Cost, ...]],
    chosen: list[str],
) -> list[str]:
    n = len(codes)
    steps = "papermill + nbconvert html" + (
        " + webpdf (Chromium)" if baseline.has_browser() else "; no PDF, for Chromium or playwright is missing"
    )
    loop_cpu = Spread(tuple(sum(cost.cpu for cost in costs) for costs in loop))
    loop_wall = Spread(tuple(sum(cost.wall for cost in costs) for costs in loop))
    mean_loop = sum(loop_cpu.values) / len(loop_cpu.values)
    our_cpu = Spread(tuple(cost.cpu / n for cost in ours))
    our_wall = Spread(tuple(cost.wall / n for cost in ours))
    plain, few = unread
    plain_cpu = Spread(tuple(cost.cpu / n for cost in plain))
    plain_wall = Spread(tuple(cost.wall / n for cost in plain))
    slope = Spread(tuple((one.cpu - other.cpu) / (n - FEW) for one, other in zip(plain, few, strict=True)))
    bare = Spread(tuple(floor))
    peak = max(cost.peak_mb for costs in loop for cost in costs)
    return [
        f"Python {platform.python_version()}, {platform.system()}, {_cores()} cores. Edition {EDITION}, {n} provinces, HTML and PDF.",
        "",
        "| | CPU s per briefing | wall s per briefing | peak memory MB |",
        "|---|---|---|---|",
        f"| (a) loop: {steps}, {len(chosen)} provinces | {loop_cpu} | {loop_wall} | {peak:.0f} |",
        f"| (b) `cakupan build`, cold start and reading back included | {our_cpu} | {our_wall} | {max(c.peak_mb for c in ours):.0f} |",
        f"| (b') the same with `--no-verify` | {plain_cpu} | {plain_wall} | {max(c.peak_mb for c in plain):.0f} |",
        f"| (b'') what one more report costs: slope of (b') from {FEW} to {n} reports | {slope} | – | – |",
        f"| (c) floor: same blocks and exports in a bare warm Python, start-up left out | {bare} | – | – |",
        "",
        f"Ratio (a)/(b): {mean_loop / our_cpu.median:.1f}; (a)/(b'): {mean_loop / plain_cpu.median:.1f}. "
        f"Ratio (b'')/(c): {slope.median / bare.median:.2f}; (b)/(c): {our_cpu.median / bare.median:.2f}. "
        f"Wall of a cold edition of {n}, read back: {Spread(tuple(cost.wall for cost in ours))} s.",
    ]


def _claims() -> float:
    """CPU seconds for judging 10,000 claims: the shipped table repeated, with evidence from the observations."""
    from dataclasses import replace

    from cakupan.claims import Outside, judge_all, load_claims

    known = load_claims(DATA / "claims.csv").claims
    claims = [replace(known[index % len(known)], id=f"{index}") for index in range(10_000)]
    outside = Outside(load_observations(DATA))
    return timed(lambda: judge_all(claims, outside.evidence_for, outside.section_for))


def _ingest(rows: int) -> str:
    """What bringing in a table of villages and months takes."""
    found = bench_ingest(rows)
    if not found["written"]:
        raise SystemExit(f"bench: the ingest refused its table: {found['refused']}")
    return (
        f"Bringing in {found['rows']:,} rows ({found['observations']:,} observations): {found['seconds']} s wall, "
        f"peak {found['peak_mb']:,} MB."
    )


def _many(n: int, folder: Path) -> list[str]:
    command = [sys.executable, "-m", "cakupan.bench.many", str(n), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    memory = dict(found["memory"])
    after = {count: mb for count, mb in memory.items() if count >= 100}
    return [
        f"{n} reports in one run: {found['wall']:.0f} s wall, {found['failed']} failed; memory of all processes "
        f"{memory.get(100, 0):.0f} MB after 100, at most {max(memory.values()):.0f} MB, {list(after.values())[-1]:.0f} MB at the end."
    ]


def _cores() -> int:
    from os import cpu_count

    return cpu_count() or 1


def _say(what: str) -> None:
    print(f"bench: {what} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
