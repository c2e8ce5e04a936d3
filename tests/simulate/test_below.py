"""Districts and villages of a simulated panel: how many, whose codes, adding up exactly, small counts among them, all labelled."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from cakupan import simulate
from cakupan.errors import UsageError
from cakupan.observations import Observations
from cakupan.simulate import Panel, below
from cakupan.simulate.below import Layer, Values, spread
from hypothesis import given
from hypothesis import strategies as st


@pytest.fixture(scope="module")
def panel(observations: Observations) -> Panel:
    levels = ("province", "regency", "district", "village")
    return simulate.simulate(observations, 3, levels, seed=1, faults=False)


@pytest.fixture(scope="module")
def layers(panel: Panel, observations: Observations) -> tuple[Layer, ...]:
    return below.layers(panel, observations.regions)


@pytest.fixture(scope="module")
def months(panel: Panel, layers: tuple[Layer, ...]) -> list[dict[str, Values]]:
    by_month: list[dict[str, Values]] = [{} for _ in panel.days]
    for month, layer, values in below.figures(panel, layers):
        by_month[month][layer.level] = values
    return by_month


def test_there_are_7265_districts_and_83762_villages(layers: tuple[Layer, ...]) -> None:
    assert [len(layer.codes) for layer in layers] == [7_265, 83_762]
    for layer, above in zip(layers, (514, 7_265), strict=True):
        assert len(set(layer.codes)) == len(layer.codes) and list(layer.codes) == sorted(layer.codes)
        assert set(layer.parents.tolist()) == set(range(above))  # none is left empty


def test_codes_have_the_form_of_kemendagri_under_those_above(panel: Panel, layers: tuple[Layer, ...]) -> None:
    districts, villages = layers
    regencies = [panel.codes[row] for row in panel.finest]
    for code, parent in zip(districts.codes, districts.parents.tolist(), strict=True):
        assert re.fullmatch(regencies[parent] + r"\d\d", code)
    for code, parent in zip(villages.codes, villages.parents.tolist(), strict=True):
        assert re.fullmatch(districts.codes[parent] + ("1" if code[2] == "7" else "2") + r"\d{3}", code)


def test_real_districts_keep_their_names_and_all_others_say_that_they_are_invented(
    layers: tuple[Layer, ...], observations: Observations
) -> None:
    districts, villages = layers
    real = {code: region.name for code, region in observations.regions.by_code.items() if region.level == "district"}
    named = dict(zip(districts.codes, districts.names, strict=True))
    assert len(real) == 105 and all(named[code] == name for code, name in real.items())
    assert all(name == f"Kecamatan simulasi {code[:4]}-{code[4:]}" for code, name in named.items() if code not in real)
    assert all(" simulasi " in name for name in villages.names)


def test_every_level_adds_up_to_the_one_above_in_every_month(
    panel: Panel, layers: tuple[Layer, ...], months: list[dict[str, Values]]
) -> None:
    for month, by_level in enumerate(months):
        for measure, whole in panel.values.items():
            above = whole[panel.finest, month]
            for layer in layers:
                parts = by_level[layer.level][measure]
                assert (np.bincount(layer.parents, parts).astype(int) == above).all()
                above = parts


def test_nobody_is_counted_who_is_not_there(months: list[dict[str, Values]]) -> None:
    for values in months[0].values():
        assert (values["ikd_active"] <= values["recorded"]).all() and (values["recorded"] <= values["wajib_ktp"]).all()
        assert (values["wajib_ktp"] <= values["population"]).all() and (values["ikd_active"] >= 0).all()


def test_running_totals_grow_in_every_village(months: list[dict[str, Values]]) -> None:
    for measure in ("recorded", "ikd_active"):
        assert (months[2]["village"][measure] >= months[1]["village"][measure]).all()  # type: ignore[index]


def test_small_counts_occur_so_that_withholding_has_work(months: list[dict[str, Values]]) -> None:
    for values in months[0].values():
        gap = values["wajib_ktp"] - values["recorded"]
        assert ((gap > 0) & (gap < 10)).sum() >= 10


@given(data=st.data(), parents=st.lists(st.integers(0, 4), min_size=5, max_size=30))
def test_shares_add_up_whatever_is_shared_out(data: st.DataObject, parents: list[int]) -> None:
    parents = sorted({*range(5)} | {0}) + sorted(parents)
    parents.sort()
    n = len(parents)
    totals = np.array(data.draw(st.lists(st.integers(0, 10**6), min_size=5, max_size=5)))
    weights = np.array(data.draw(st.lists(st.floats(0, 100), min_size=n, max_size=n)))
    room = np.array(data.draw(st.lists(st.integers(0, 10**5), min_size=n, max_size=n)))
    shares, all_room = spread(totals, weights, np.array(parents), room), Counter[int]()
    for parent, free in zip(parents, room.tolist(), strict=True):
        all_room[parent] += free
    assert (shares >= 0).all() and (np.bincount(parents, shares) == totals).all()
    for place, parent in enumerate(parents):
        assert shares[place] <= room[place] or all_room[parent] < totals[parent]


def test_a_month_alone_is_written_for_load_tests_with_its_registers_and_labels(
    observations: Observations, data_dir: Path, tmp_path: Path
) -> None:
    panel = simulate.simulate(observations, 1, ("province", "regency", "district"), seed=2, faults=False)
    for name in ("one", "other"):
        simulate.write(panel, data_dir, tmp_path / name)
    part = "observations/level=district/as_of=2024-12-31/part.parquet"
    for name in (part, "districts.csv", "secret.key"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()
    with (tmp_path / "one" / "sources.csv").open(encoding="utf-8") as file:
        assert all(row["title"].startswith("SIMULASI / SIMULATED") for row in csv.DictReader(file))


def test_planted_faults_of_regencies_are_shared_out_below_them(observations: Observations) -> None:
    panel = simulate.simulate(observations, 18, ("province", "regency", "district"), seed=3)
    layers = below.layers(panel, observations.regions)
    for month, layer, values in below.figures(panel, layers):
        for measure, parts in values.items():
            whole = panel.values[measure][panel.finest, month]
            assert (np.bincount(layer.parents, parts).astype(int) == whole).all()


@pytest.mark.parametrize("levels", [(), ("regency",), ("province", "district"), ("province", "regency", "village")])
def test_a_panel_leaves_no_level_out_in_between(observations: Observations, levels: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="as many of them from the left"):
        simulate.simulate(observations, 2, levels, faults=False)  # type: ignore[arg-type]
