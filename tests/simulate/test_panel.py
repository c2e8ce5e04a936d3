"""The simulated panel: anchored, adding up, labelled, the same every time; its faults found; its projections honest."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from cakupan import quality, simulate
from cakupan.errors import UsageError
from cakupan.indicators import Position, compute
from cakupan.observations import Observations, load_observations
from cakupan.simulate import Panel
from cakupan.simulate.check import wrong

At = Callable[..., Position]


@pytest.fixture(scope="module")
def clean(observations: Observations) -> Panel:
    return simulate.simulate(observations, 36, seed=1, faults=False)


@pytest.fixture(scope="module")
def faulty(observations: Observations) -> Panel:
    return simulate.simulate(observations, 36, seed=1)


@pytest.fixture(scope="module")
def directory(faulty: Panel, data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("panel") / "data"
    simulate.write(faulty, data_dir, target)
    return target


@pytest.fixture(scope="module")
def loaded(directory: Path) -> Observations:
    return load_observations(directory)


def test_it_has_every_region_and_month(clean: Panel) -> None:
    assert len(clean.codes) == 1 + 38 + 514
    assert (clean.days[0], clean.days[-1], len(clean.days)) == (dt.date(2024, 12, 31), dt.date(2027, 11, 30), 36)


def test_it_starts_at_the_real_population(clean: Panel) -> None:
    assert clean.values["population"][0, 0] == 284_973_643
    assert clean.values["population"][clean.row("64"), 0] == 4_123_303


def test_it_starts_near_the_real_levels(clean: Panel, at: At) -> None:
    for code in ("64", "33", "95", "ID"):
        row = clean.row(code)
        coverage = 100 * clean.values["recorded"][row, 0] / clean.values["wajib_ktp"][row, 0]
        assert coverage == pytest.approx(float(at(code).own.coverage or 0), abs=2.5)


def test_regencies_add_up_to_provinces_and_provinces_to_the_nation(clean: Panel) -> None:
    for values in clean.values.values():
        rows = np.arange(1, 39)
        assert (values[rows].sum(axis=0) == values[0]).all()
        kaltim = [row for row, code in enumerate(clean.codes) if code[:2] == "64" and len(code) == 4]
        assert (values[kaltim].sum(axis=0) == values[clean.row("64")]).all()


def test_totals_only_grow_and_never_pass_their_base(clean: Panel) -> None:
    recorded, active, base = (clean.values[name] for name in ("recorded", "ikd_active", "wajib_ktp"))
    assert (np.diff(recorded) >= 0).all() and (np.diff(active) >= 0).all()
    assert (recorded < base).all() and (active <= recorded).all()


def test_each_january_brings_a_cohort_into_the_base(clean: Panel) -> None:
    steps = np.diff(clean.values["wajib_ktp"][0])
    januaries = [month for month, day in enumerate(clean.days[1:]) if day.month == 1]
    assert set(np.argsort(steps)[-len(januaries) :]) == set(januaries)


def test_it_is_the_same_for_a_seed_and_another_for_another(observations: Observations, clean: Panel) -> None:
    again, other = (simulate.simulate(observations, 36, seed=seed, faults=False) for seed in (1, 2))
    assert all((again.values[name] == clean.values[name]).all() for name in clean.values)
    assert (other.values["recorded"] != clean.values["recorded"]).any()


def test_a_clean_panel_raises_no_flag(clean: Panel, data_dir: Path, tmp_path: Path) -> None:
    simulate.write(clean, data_dir, tmp_path / "data")
    assert quality.check(load_observations(tmp_path / "data"), "64") == []


def test_everything_of_it_says_that_it_is_simulated(directory: Path, loaded: Observations) -> None:
    assert loaded.simulated and "SIMULASI / SIMULATED" in (directory / "README.md").read_text(encoding="utf-8")
    assert all(source.title.startswith("SIMULASI / SIMULATED") for source in loaded.sources.values())
    assert {row.system for row in loaded} == {"simulated", "target"}
    assert not any(source.capped == "yes" for source in loaded.sources.values())


def test_it_is_never_written_over_other_observations(faulty: Panel, data_dir: Path, directory: Path) -> None:
    with pytest.raises(UsageError, match="holds observations already; name a directory that is new or empty"):
        simulate.write(faulty, data_dir, directory)


def test_its_latest_edition_is_its_last_month(loaded: Observations) -> None:
    assert loaded.latest_edition() == dt.date(2027, 11, 30)


def test_on_a_panel_every_indicator_but_the_unpublished_has_a_value(loaded: Observations) -> None:
    indicators = compute(Position(loaded.traced(), "64", loaded.latest_edition()))
    assert {id for id, indicator in indicators.items() if indicator.value is None} == {"K26", "K27"}


def test_its_fault_list_names_every_flag(directory: Path) -> None:
    with (directory / "faults.csv").open(encoding="utf-8") as file:
        assert {row["flag"] for row in csv.DictReader(file)} == {f"F{number:02}" for number in range(1, 16)}


def test_every_planted_fault_is_found_and_nothing_else_is_raised(directory: Path) -> None:
    scores = simulate.precision_recall(directory)
    assert {flag: (score.precision, score.recall) for flag, score in scores.items()} == dict.fromkeys(scores, (1, 1))
    assert wrong(directory) == ([], [])


def test_a_flag_that_was_not_planted_lowers_precision(
    directory: Path, data_dir: Path, faulty: Panel, tmp_path: Path
) -> None:
    simulate.write(faulty, data_dir, tmp_path / "data")
    faults = (tmp_path / "data" / "faults.csv").read_text(encoding="utf-8").splitlines()
    kept = [line for line in faults if not line.startswith("F05")]
    (tmp_path / "data" / "faults.csv").write_text("\n".join([*kept, "F05,64,2026-01-31,never planted,yes"]) + "\n")
    score = simulate.precision_recall(tmp_path / "data")["F05"]
    assert (score.precision, score.recall, score.raised, score.planted) == (0, 0, 5, 1)


def test_eighty_percent_ranges_hold_70_to_90_percent_of_outcomes_a_year_ahead(clean: Panel) -> None:
    codes = {code for code in clean.codes if len(code) == 2}
    backtest = simulate.backtest(clean, 12, codes=codes)
    assert backtest.cases == 39 * 4 and 0.7 <= backtest.coverage <= 0.9
    assert backtest.inside + backtest.early + backtest.late == backtest.cases


@pytest.mark.parametrize("numerator", ["recorded", "ikd_active"])
@pytest.mark.parametrize("horizon", [1, 3, 6, 12])
def test_projections_are_unbiased_and_their_ranges_hold_as_often_as_they_promise(
    clean: Panel, numerator: Literal["recorded", "ikd_active"], horizon: int
) -> None:
    codes = {code for code in clean.codes if len(code) == 2}
    test = simulate.backtest(clean, horizon, 3, codes, numerator)
    assert abs(test.bias) < 0.1
    assert 0.7 <= test.people <= 0.9 and 0.7 <= test.coverage <= 0.9, (
        "one seed: the table over five is in the bench's README"
    )


def test_no_back_test_without_cases(clean: Panel) -> None:
    with pytest.raises(ValueError, match="no region has a complete series"):
        simulate.backtest(clean, 30)


def test_provinces_alone_make_a_panel_too(observations: Observations, data_dir: Path, tmp_path: Path) -> None:
    panel = simulate.simulate(observations, 24, ("province",), seed=1)
    assert len(panel.codes) == 39
    simulate.write(panel, data_dir, tmp_path / "data")
    scores = simulate.precision_recall(tmp_path / "data")
    assert all(score.recall == 1 for score in scores.values())


@pytest.mark.parametrize(
    ("months", "levels"), [(1, ("province",)), (12, ("province",)), (36, ("regency",)), (36, ("province", "district"))]
)
def test_what_cannot_be_simulated_is_refused(observations: Observations, months: int, levels: tuple[str, ...]) -> None:
    with pytest.raises(UsageError):
        simulate.simulate(observations, months, levels)  # type: ignore[arg-type]


def test_a_short_panel_can_do_without_faults(observations: Observations) -> None:
    assert simulate.simulate(observations, 2, ("province",), faults=False).faults == []
