"""What came is held against what is known: whole, of known codes, parts that make their whole, a date that is told; nothing else is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cakupan.errors import UsageError
from cakupan.fetch import Wanted, fetch
from cakupan.fetch.connections import DateRule
from cakupan.fetch.reading import day_of
from fetch.conftest import REGISTER
from fetch.standin import World, serving

DAY = "2025-09-30"
PROP, KAB, KEC = REGISTER
Snapshot = Callable[[Path], dict[str, bytes]]
Change = Callable[[dict[str, list[dict[str, Any]]]], None]


def put(key: str, place: int, **values: Any) -> Change:
    return lambda layers: layers[key][place].update(values)


def drop(key: str, place: int) -> Change:
    return lambda layers: layers[key].__delitem__(place)


def double(key: str) -> Change:
    return lambda layers: layers[key].append(dict(layers[key][0]))


CHANGES: dict[str, tuple[Change, str]] = {
    "a province is lacking": (drop(PROP, 3), "37 of 38 came; 14 Riau is lacking"),
    "a regency is lacking": (drop(KAB, 0), "513 of 514 came; 1101 Kabupaten Aceh Selatan is lacking"),
    "a code of nobody": (put(PROP, 0, no_prop=97), "97 is no Kemendagri code of a province"),
    "a code that is none": (put(KAB, 5, no_kab="x1"), "row 6 has no code of a regency .no_kab is 'x1'"),
    "a code with a fraction": (put(KAB, 5, no_kab=1.5), "no_kab"),
    "the same code twice": (double(PROP), "11 has a code that stands twice"),
    "a name of another region": (put(PROP, 0, nama_prop="RIAU"), "code 11 is Aceh, but the name says Riau"),
    "a name that is a formula": (put(KAB, 0, nama_kab="=1+1"), "1101 has no name of a region in nama_kab"),
    "a figure is lacking": (put(KAB, 7, jml_wktp=None), "1108 has no wajib_ktp; the layer is not whole"),
    "a figure below zero": (put(KAB, 7, jml_wktp=-1), "1108 has no count of wajib_ktp .it is -1"),
    "half a person": (put(KAB, 7, jml_wktp=10.5), "no count of wajib_ktp .it is 10.5"),
    "a figure as words": (put(KAB, 7, jml_wktp="banyak"), "no count of wajib_ktp .it is 'banyak'"),
    "parts that do not make the whole": (put(KAB, 0, jml_wktp=170_000), "the wajib_ktp of the parts of 11 Aceh sums to"),
    "a population halved": (lambda layers: [layers[key][0].update(jumlah_penduduk=1_000_000) for key in (PROP,)] and None, "the population of 11 Aceh would be 1000000, where it was"),
    "more recorded than people": (lambda layers: [layers[key][0].update(jml_rekam_wktp=layers[key][0]["jml_rekam_wktp"] + 2_000_000) for key in (PROP, KAB)] and None, "11 Aceh would have 5800641 recorded of"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "sentence"), CHANGES.values(), ids=CHANGES.keys())
def test_a_faulty_layer_is_refused_in_one_sentence_and_nothing_is_written(
    change: Change, sentence: str, world: World, mine: Path, snapshot: Snapshot
) -> None:
    change(world.layers)
    before = snapshot(mine)
    with serving(world) as url:
        outcome = fetch(mine, Wanted(("AGR_VISUAL_PROP_FIX", "AGR_VISUAL_KAB_FIX"), url, DAY, write=True))
    assert any(re.search(sentence, fault) for fault in outcome.faults), outcome.faults
    assert all("\n" not in fault for fault in outcome.faults)
    assert snapshot(mine) == before


def test_a_district_of_an_unknown_regency_is_refused(world: World, mine: Path) -> None:
    world.layers[KEC][0]["no_kab"] = 98
    with serving(world) as url:
        outcome = fetch(mine, Wanted(("AGR_VISUAL_KEC_FIX",), url, DAY, write=True))
    assert any("districts lie in 1198, which are no Kemendagri codes of regencies" in fault for fault in outcome.faults)


def test_a_district_without_figures_is_left_out_and_told_and_its_regency_not_summed(world: World, mine: Path) -> None:
    world.layers[KEC][0].update(jumlah_penduduk=None, jml_wktp=None, jml_rekam_wktp=None)
    with serving(world) as url:
        outcome = fetch(mine, Wanted(("register",), url, DAY))
    assert not outcome.faults
    assert any(
        "1 districts have no population and are left out of it: 110101" in note for note in outcome.tables[2].notes
    )
    assert outcome.report is not None and outcome.report.new == 3 * (38 + 514 + 7284)


def test_figures_unlike_what_is_known_come_in_on_somebodys_word_which_stands_beside_them(
    world: World, mine: Path
) -> None:
    world.layers[PROP][0]["jumlah_penduduk"] = 1_000_000
    with serving(world) as url:
        outcome = fetch(mine, Wanted(("AGR_VISUAL_PROP_FIX",), url, DAY, insist="division of 2025", write=True))
    assert not outcome.faults
    assert "insisted: division of 2025" in (mine / "observations.csv").read_text(encoding="utf-8")


# --- dates ---


def test_a_layer_without_a_date_asks_for_it(world: World, mine: Path) -> None:
    with serving(world) as url:
        outcome = fetch(mine, Wanted(("AGR_VISUAL_PROP_FIX",), url, write=True))
    assert len(outcome.faults) == 1
    assert "carries no date, and its sums do not tell it (population 285302105" in outcome.faults[0]
    assert outcome.faults[0].endswith("say --as-of DATE")


def totals_of_2025(world: World) -> None:
    """The first province takes what is lacking to the register's totals of 31 December 2025."""
    for field, total in (("jumlah_penduduk", 288_315_089), ("jml_wktp", 211_826_747), ("jml_rekam_wktp", 206_467_957)):
        world.layers[PROP][0][field] += total - sum(row[field] for row in world.layers[PROP])


def test_sums_that_are_a_known_total_of_the_register_tell_the_date(world: World, mine: Path) -> None:
    totals_of_2025(world)
    with serving(world) as url:
        outcome = fetch(mine, Wanted(("AGR_VISUAL_PROP_FIX",), url, insist="the difference lies in one province"))
    assert outcome.tables[0].as_of == "2025-12-31"
    assert any(
        "population sums to 288315089, which is the register's total of 2025-12-31" in note
        for note in outcome.tables[0].notes
    )


@pytest.mark.parametrize(
    ("day", "known", "sentence"),
    [
        ("2025-06-30", True, "say --as-of 2025-12-31, or leave it out"),
        ("2024-12-31", False, "the register's total of that day is 284973643; correct the date"),
    ],
    ids=["sums of another day", "other sums of this day"],
)
def test_a_date_that_known_totals_contradict_is_refused(
    day: str, known: bool, sentence: str, world: World, mine: Path
) -> None:
    if known:
        totals_of_2025(world)
    with serving(world) as url:
        outcome = fetch(mine, Wanted(("AGR_VISUAL_PROP_FIX",), url, day))
    assert any(sentence in fault for fault in outcome.faults), outcome.faults


@pytest.mark.parametrize("day", ["2025", "2025-13-01", "30-09-2025", "besok"])
def test_a_date_that_is_no_day_is_refused_before_anything_is_asked(day: str, world: World, mine: Path) -> None:
    with serving(world) as url, pytest.raises(UsageError, match="is no day; write it as 2025-12-31"):
        fetch(mine, Wanted(("register",), url, day))
    assert not world.asked


def test_rows_of_several_dates_are_refused(world: World, mine: Path) -> None:
    rows = [
        {**row, "total_kia": 10, "jml_mmlk_kia": 5, "tanggal": "10/21/2025 0:00:00.000"} for row in world.layers[PROP]
    ]
    rows[0]["tanggal"] = "10/22/2025 0:00:00.000"
    kab = [
        {**row, "total_kia": 10, "jml_mmlk_kia": 5, "tanggal": "10/21/2025 0:00:00.000"} for row in world.layers[KAB]
    ]
    world.layers = {"KEPEMILIKAN_KIA/1": rows, "KEPEMILIKAN_KIA/2": kab}
    with serving(world) as url:
        outcome = fetch(mine, Wanted(("kia",), url, write=True))
    assert any(
        "has rows of several dates: 2025-10-21 (37 rows), 2025-10-22 (1 rows)" in fault for fault in outcome.faults
    )


@pytest.mark.parametrize(
    ("cell", "day"),
    [("10/21/2024 0:00:00.000", "2024-10-21"), (1733961600000, "2024-12-12"), (1733936400000.0, "2024-12-12"), ("1733961600000", "2024-12-12"), ("2024-10-21T00:00:00", "2024-10-21")],
    ids=["text", "midnight UTC", "midnight in Jakarta", "milliseconds as text", "ISO"],
)  # fmt: skip
def test_dates_are_read_however_they_are_stored(cell: object, day: str) -> None:
    assert day_of(cell, DateRule("", "tanggal")) == day


@pytest.mark.parametrize("cell", [None, "", "21/10/2024", "Oktober", 1733961600, True, "10/21/1024"])
def test_a_cell_that_is_no_date_by_its_rule_is_refused(cell: object) -> None:
    with pytest.raises(ValueError):
        day_of(cell, DateRule("", "tanggal"))
