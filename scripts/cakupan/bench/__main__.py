"""`python -m cakupan.bench`: runs the comparisons and prints a Markdown table; see `scripts/bench.py`."""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from os import cpu_count, getloadavg
from pathlib import Path

from cakupan.bench import baseline, beside, cluster, formats, frames, planning, projecting, sections
from cakupan.bench.exploring import summary
from cakupan.bench.ingesting import bench_ingest
from cakupan.bench.measure import Cost, Spread, run, timed
from cakupan.observations import load_observations
from cakupan.workspace import DATA

EDITION = "2024-12-31"
SPREAD_OVER = "51,61,71,81"
"""Provinces of the baseline: 8 to 15 regencies each, near the mean of 13.5 over all 38; the loop is too slow to run them all."""

QUICK_EVERY, QUICK_CLAIMS = 4, 1_000
"""Of the provinces --quick builds each so manieth, where the start of a build weighs more; and it judges so many claims."""

HEADING = """# What a briefing costs

Written by `python3 scripts/bench.py --markdown scripts/cakupan/bench/README.md`; CONTRIBUTING.md says how to run it. CPU seconds are user and system time of all
processes that a command starts. Where several runs were made, the median stands first, and their range in brackets.

The floor is what a person would have to pay in any case: the cells of `province.ipynb` run by `exec` in one bare Python that is warm, so the same pandas and the
same drawings, then the same HTML, PDF, CSV and notebook written. No Jupyter, no process of its own for a report, no plan, journal or reading back; start-up is left
out. It shares our blocks and exporters: the ratio says what carrying reports costs, not what drawing them costs.
"""


@dataclass(frozen=True)
class Round:
    """One run of everything but the command-line loop, one after the other, so that all meet the same load of the machine.

    ours: a cold build of the provinces, read back; most: one of them in both languages, not read back; beside: the same build, report by
    report, with the floor at the same time; whole, idle: a cold build of the whole edition, and the same command again; stock: some of the
    provinces by Papermill's own engine; own: an analyst's own report of the provinces, that of the guide.
    """

    ours: Cost
    most: Cost
    beside: beside.Beside
    whole: Cost
    idle: Cost
    stock: Cost
    own: Cost


def _options() -> argparse.Namespace:
    """What is asked for on the command line."""
    parser = argparse.ArgumentParser(prog="bench.py", description=__doc__)
    parser.add_argument("--prepare", action="store_true", help="install what the baseline needs, then stop")
    parser.add_argument(
        "--quick",
        action="store_true",
        help="one run of each row in three minutes: each fourth province, one of the baseline",
    )
    parser.add_argument("--runs", type=int, help="runs of ours and of the floor (default 3, quick 1)")
    parser.add_argument("--provinces", help=f"provinces of the baseline, with commas, or all (default {SPREAD_OVER})")
    parser.add_argument("--many", type=int, default=0, metavar="N", help="also build N reports in one run, for memory")
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
    parser.add_argument(
        "--backtest",
        action="store_true",
        help="only how well projections held on simulated panels, in some four minutes",
    )
    parser.add_argument(
        "--formats", action="store_true", help="only what each format and the stock engine cost, in some two minutes"
    )
    parser.add_argument("--rows", type=int, help="rows of the ingest (default 1,000,000, quick 100,000; 0 for none)")
    parser.add_argument("--markdown", type=Path, help="write the table to this file as well")
    return parser.parse_args()


def main() -> None:
    """Measure what is asked for, and print it."""
    options = _options()
    if options.prepare:
        baseline.prepare()
        return
    if options.backtest or options.formats:
        lines = _backtest() if options.backtest else _formats(options.provinces or SPREAD_OVER)
        print("\n".join(lines))
        if options.markdown:
            sections.put(options.markdown, lines)
        return
    runs = options.runs or (1 if options.quick else 3)
    provinces = options.provinces or (SPREAD_OVER.partition(",")[0] if options.quick else SPREAD_OVER)
    rows = (100_000 if options.quick else 1_000_000) if options.rows is None else options.rows
    if options.cluster:
        _say(f"the Dask executor with {options.cluster} workers")
        with tempfile.TemporaryDirectory(prefix="cakupan-bench-") as name:
            lines = cluster.lines(options.cluster, runs, Path(name))
    elif options.plan:
        lines = [f"- {what}: {value:,}" for what, value in planning.measure(options.plan).items()]
    else:
        lines = _lines(runs, provinces, options.many, every=QUICK_EVERY if options.quick else 1)
        _say("the explorer")
        lines += ["", summary()]
    if rows and not (options.cluster or options.plan):
        _say(f"bringing in {rows} rows")
        lines += ["", _ingest(rows)]
    text = "\n".join(lines) + "\n"
    print(text)
    if options.markdown:
        _, others = sections.split(options.markdown)
        sections.write(options.markdown, f"{HEADING}\n{text}", others)


def _backtest() -> list[str]:
    return projecting.lines(projecting.SEEDS, projecting.run(projecting.SEEDS, _say))


def _formats(provinces: str) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="cakupan-bench-") as name:
        return formats.lines(provinces.split(","), _build, Path(name))


def _lines(runs: int, provinces: str, many: int, every: int) -> list[str]:
    """The table. every: 1 for all provinces, more for each so manieth, and then for fewer claims, too."""
    codes = [region.code for region in load_observations(DATA).regions.provinces][::every]
    chosen = codes if provinces == "all" else provinces.split(",")
    load = getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="cakupan-bench-") as name:
        folder = Path(name)
        rounds = []
        for index in range(runs):
            _say(f"ours and the floor, run {index + 1} of {runs}")
            rounds.append(_round(folder / f"round-{index}", codes, chosen))
        _say(f"the command-line loop, {len(chosen)} provinces")
        loop = [baseline.one_briefing(code, EDITION, folder / "loop", pdf=baseline.has_browser()) for code in chosen]
        lines = _table(len(codes), rounds, loop, load)
        _say("frames, and claims")
        lines += ["", str(frames.measure())]
        claims = 10_000 if every == 1 else QUICK_CLAIMS
        lines += ["", f"Judging {claims:,} claims with evidence: {_claims(claims):.1f} CPU s."]
        if many:
            _say(f"{many} reports in one run")
            lines += ["", *_many(many, folder / "many")]
    return lines


def _round(folder: Path, codes: list[str], few: list[str]) -> Round:
    whole = folder / "whole"
    mine = _own_data(folder)
    return Round(
        ours=_build(folder / "ours", codes),
        most=_build(folder / "most", codes, "--lang", "both", "--no-verify"),
        beside=_beside(folder / "beside", codes),
        whole=_build(whole, ["ID", *codes]),
        idle=_build(whole, ["ID", *codes]),
        stock=_build(folder / "stock", few, "--no-verify", "--engine", "stock"),
        own=_build(folder / "own", codes, "--data", str(mine), "--reports", "own-report"),
    )


def _own_data(folder: Path) -> Path:
    """A data directory as `cakupan new` makes it, with the own report of the guide."""
    from cakupan.ingest import new

    folder.mkdir(parents=True)
    list(new.make(folder / "mine", DATA))
    return folder / "mine"


def _build(folder: Path, codes: list[str], *options: str) -> Cost:
    """A build of some regions."""
    return run(_command(folder, codes, *options))


def _command(folder: Path, codes: list[str], *options: str) -> list[str]:
    command = [sys.executable, "-m", "cakupan", "build", "--edition", EDITION, "--quiet", "--output", str(folder)]
    return [*command, *(part for code in codes for part in ("--region", code)), *options]


def _beside(folder: Path, codes: list[str]) -> beside.Beside:
    build = _command(folder, codes, "--lang", "both", "--no-verify", "--jobs", "1")
    floor = [sys.executable, "-m", "cakupan.bench.floor", EDITION, "id,en", *codes]
    return beside.measure(build, 2 * len(codes), folder, floor)


def _table(n: int, rounds: list[Round], loop: list[tuple[Cost, ...]], load: float) -> list[str]:
    steps = "papermill + nbconvert html" + (
        " + webpdf (Chromium)" if baseline.has_browser() else "; no PDF, for Chromium or playwright is missing"
    )
    loop_cpu = Spread(tuple(sum(cost.cpu for cost in costs) for costs in loop))
    loop_wall = Spread(tuple(sum(cost.wall for cost in costs) for costs in loop))
    mean_loop = sum(loop_cpu.values) / len(loop_cpu.values)
    ours, most = [one.ours for one in rounds], [one.most for one in rounds]
    stock, own = [one.stock for one in rounds], [one.own for one in rounds]
    our_cpu = Spread(tuple(cost.cpu / n for cost in ours))
    most_cpu = Spread(tuple(cost.cpu / n / 2 for cost in most))
    slope, bare = Spread(tuple(one.beside.more for one in rounds)), Spread(tuple(one.beside.floor for one in rounds))
    ratio = Spread(tuple(one.beside.more / one.beside.floor for one in rounds))
    return [
        f"Python {platform.python_version()}, {platform.system()}, {cpu_count()} cores, load before: {load:.1f}. "
        f"Edition {EDITION}, {n} provinces, HTML and PDF.",
        "",
        "| | CPU s per briefing | wall s per briefing | peak memory MB |",
        "|---|---|---|---|",
        f"| (a) loop: {steps}, {len(loop)} provinces | {loop_cpu} | {loop_wall} | {_peak(c for cs in loop for c in cs):.0f} |",
        f"| (b) `cakupan build`, cold start and reading back included | {our_cpu} "
        f"| {Spread(tuple(cost.wall / n for cost in ours))} | {_peak(ours):.0f} |",
        f"| (b') `cakupan build --lang both --no-verify` | {most_cpu} "
        f"| {Spread(tuple(cost.wall / n / 2 for cost in most))} | {_peak(most):.0f} |",
        f"| (b'') what one more report costs: slope over the reports of (b'), one job, (c) running beside it | {slope} | – | – |",
        f"| (c) floor: the same pandas, drawings and files in a bare warm Python, start-up left out, (b'') running beside it | {bare} | – | – |",
        f"| (d) `cakupan build --engine stock --no-verify`, {len(loop)} provinces | {Spread(tuple(cost.cpu / len(loop) for cost in stock))} "
        f"| {Spread(tuple(cost.wall / len(loop) for cost in stock))} | {_peak(stock):.0f} |",
        f"| (e) `cakupan build --reports own-report`: the analyst's own report of the guide, read back | {Spread(tuple(cost.cpu / n for cost in own))} "
        f"| {Spread(tuple(cost.wall / n for cost in own))} | {_peak(own):.0f} |",
        "",
        f"Ratio (a)/(b): {mean_loop / our_cpu.median:.1f}; (a)/(b'): {mean_loop / most_cpu.median:.1f}. Ratio (b'')/(c): {ratio}.",
        "",
        f"A cold edition of {n + 1} reports, read back: {Spread(tuple(one.whole.wall for one in rounds))} s wall; "
        f"the same command again, which finds nothing to do: {Spread(tuple(one.idle.wall for one in rounds))} s wall.",
    ]


def _peak(costs: Iterable[Cost]) -> float:
    return max(cost.peak_mb for cost in costs)


def _claims(n: int) -> float:
    """CPU seconds for judging so many claims: the shipped table repeated, with evidence from the observations."""
    from dataclasses import replace

    from cakupan.claims import Outside, judge_all, load_claims

    known = load_claims(DATA / "claims.csv").claims
    claims = [replace(known[index % len(known)], id=f"{index}") for index in range(n)]
    outside = Outside(load_observations(DATA))
    return timed(lambda: judge_all(claims, outside.evidence_for, outside.section_for))


def _ingest(rows: int) -> str:
    """What bringing in a table of villages and months takes."""
    costs = bench_ingest(rows)
    if not costs["written"]:
        raise SystemExit(f"bench: the ingest refused its table: {costs['refused']}")
    return (
        f"Bringing in {costs['rows']:,} rows ({costs['observations']:,} observations): {costs['seconds']} s wall, "
        f"peak {costs['peak_mb']:,} MB."
    )


def _many(n: int, folder: Path) -> list[str]:
    command = [sys.executable, "-m", "cakupan.bench.many", str(n), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures = json.loads(done.stdout.splitlines()[-1])
    memory = dict(figures["memory"])
    after = {count: mb for count, mb in memory.items() if count >= 100}
    return [
        f"{n} reports in one run: {figures['wall']:.0f} s wall, {figures['failed']} failed; memory of all processes "
        f"{memory.get(100, 0):.0f} MB after 100, at most {max(memory.values()):.0f} MB, {list(after.values())[-1]:.0f} MB at the end."
    ]


def _say(what: str) -> None:
    print(f"bench: {what} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
