"""The table of how well projections held on simulated panels that no constant was chosen by, and its place in the README."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cakupan import simulate
from cakupan.observations import load_observations
from cakupan.simulate import Backtest
from cakupan.simulate.backtest import Numerator
from cakupan.workspace import DATA

SEEDS = (9, 10, 11, 12, 13)
MONTHS = 48
EVERY = 2
HORIZONS = (1, 3, 6, 12)
ONE_REGENCY_IN = 40
"""Besides the nation and all provinces: regencies of each panel, in the order of their codes."""
NAMES: dict[Numerator, str] = {"recorded": "recording", "ikd_active": "IKD"}
HEADING = "## How well projections hold"


def run(seeds: Iterable[int], tell: Callable[[str], None]) -> list[Backtest]:
    """Back-tests of both numerators over each horizon, the panels of all seeds together."""
    observations = load_observations(DATA)
    cases: dict[tuple[Numerator, int], list[simulate.Backtest]] = {}
    for seed in seeds:
        tell(f"projections of the past, seed {seed}")
        panel = simulate.simulate(observations, MONTHS, seed=seed, faults=False)
        regencies = [code for code in panel.codes if len(code) == 4]
        codes = {code for code in panel.codes if len(code) == 2} | set(regencies[::ONE_REGENCY_IN])
        for numerator in NAMES:
            for horizon in HORIZONS:
                made = simulate.backtest(panel, horizon, EVERY, codes, numerator)
                cases.setdefault((numerator, horizon), []).append(made)
    return [
        Backtest(numerator, horizon, tuple(case for test in tests for case in test.projections))
        for (numerator, horizon), tests in cases.items()
    ]


def lines(seeds: tuple[int, ...], tests: Iterable[Backtest]) -> list[str]:
    """The section of the README, as lines of Markdown."""
    return [
        HEADING,
        "",
        "Written by `python3 scripts/bench.py --backtest --markdown scripts/cakupan/bench/README.md`. Projections made in each second month of "
        f"simulated panels of {MONTHS} months (seeds {', '.join(map(str, seeds))}; no constant was chosen by them), from the thirteenth figure on, for the "
        f"nation, the provinces and every {ONE_REGENCY_IN}th regency, against what came. Bias: projected less true share of wajib KTP. Held: "
        "how many of the 80 percent ranges held what came: of people (the fan that is drawn), of the share, and of the month in which a share is "
        "reached (where it had not been reached before). The panels are not real; the cases overlap and are far from independent.",
        "",
        "| | months ahead | projections | bias, points | people held % | share held % | months | months held % |",
        "|---|---|---|---|---|---|---|---|",
        *(
            f"| {NAMES[test.numerator]} | {test.horizon} | {len(test.projections):,} | {test.bias:+.3f} | {float(100 * test.people):.1f} "
            f"| {float(100 * test.share):.1f} | {test.cases:,} | {float(100 * test.coverage):.1f} |"
            for test in tests
        ),
    ]
