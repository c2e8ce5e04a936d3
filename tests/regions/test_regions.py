"""The register of regions: codes, names, tiers, and what is said of a wrong code."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from cakupan.errors import DataError, UnknownRegion
from cakupan.observations import Observations
from cakupan.regions import TIER_RULES, Regions, level_of, parent_of
from hypothesis import given
from hypothesis import strategies as st


def test_there_are_38_provinces_and_514_regencies(observations: Observations) -> None:
    assert (len(observations.regions.provinces), len(observations.regions.regencies)) == (38, 514)


def test_every_code_starts_with_the_code_above_it(observations: Observations) -> None:
    regions = observations.regions
    below = [region for region in regions.by_code.values() if len(region.code) > 2]
    assert all(region.code.startswith(region.parent) and parent_of(region.code) == region.parent for region in below)


def test_no_two_provinces_share_a_tile(observations: Observations) -> None:
    tiles = [province.tile for province in observations.regions.provinces]
    assert None not in tiles and len(set(tiles)) == 38


@pytest.mark.parametrize(
    ("code", "level"), [("ID", "national"), ("64", "province"), ("6474", "regency"), ("647401", "district")]
)
def test_the_form_of_a_code_tells_its_level(code: str, level: str) -> None:
    assert level_of(code) == level


@pytest.mark.parametrize("code", ["", "6", "64.74", "abc", "64740", "id"])
def test_what_has_no_form_of_a_code_is_refused(code: str) -> None:
    with pytest.raises(UnknownRegion, match="no Kemendagri code"):
        level_of(code)


@pytest.mark.parametrize(
    ("code", "hint"),
    [("64.74", "6474 \\(Kota Bontang\\)"), ("Bontang", "6474"), ("Kalimantan Timur", "64"), ("6479", "did you mean")],
)
def test_an_unknown_region_is_answered_with_what_was_probably_meant(
    observations: Observations, code: str, hint: str
) -> None:
    with pytest.raises(UnknownRegion, match=hint):
        observations.regions.get(code)


def test_usual_names_are_shorter_than_official_ones(observations: Observations) -> None:
    get = observations.regions.get
    assert [get(code).short() for code in ("31", "6407", "6474")] == ["DKI Jakarta", "Kutai Barat", "Kota Bontang"]
    assert get("64").short("en") == "East Kalimantan"


@pytest.mark.parametrize(("rule", "sizes"), [("prov-2-5", (12, 11, 15)), ("prov-2-6", (12, 16, 10)), ("prov-tercile", (13, 13, 12)), ("kab-2020", (359, 115, 40))])  # fmt: skip
def test_tier_sizes_of_december_2024_are_those_of_the_guide(at: object, rule: str, sizes: tuple[int, int, int]) -> None:
    level = TIER_RULES[rule].level
    position = at("ID")  # type: ignore[operator]
    figures = [position.figures(region.code) for region in position.regions.at(level)]
    tiers = list(TIER_RULES[rule].classify({f.region.code: f.population.count for f in figures}).values())
    assert tuple(tiers.count(tier) for tier in ("small", "medium", "large")) == sizes


def test_kaltim_is_medium_under_every_provincial_rule(at: object) -> None:
    position = at("64")  # type: ignore[operator]
    people = {f.region.code: f.population.count for f in position.siblings}
    assert {TIER_RULES[rule].classify(people)["64"] for rule in ("prov-2-5", "prov-2-6", "prov-tercile")} == {"medium"}


@given(st.dictionaries(st.text(min_size=1), st.integers(0, 10**8), min_size=1))
def test_terciles_differ_in_size_by_one_at_most_and_never_put_fewer_people_higher(people: dict[str, int]) -> None:
    tiers = TIER_RULES["prov-tercile"].classify(people)
    sizes = [list(tiers.values()).count(tier) for tier in ("small", "medium", "large")]
    assert max(sizes) - min(sizes) <= 1
    order = {"small": 0, "medium": 1, "large": 2}
    assert all(order[tiers[a]] >= order[tiers[b]] for a in people for b in people if people[a] > people[b])


@pytest.mark.parametrize(
    ("population", "rule", "tier"),
    [(5_000_000, "prov-2-5", "large"), (4_999_999, "prov-2-5", "medium"), (2_000_000, "prov-2-5", "medium"), (1_999_999, "prov-2-5", "small"), (1_500_000, "kab-2020", "medium"), (1_500_001, "kab-2020", "large"), (500_000, "kab-2020", "medium")],
)  # fmt: skip
def test_tier_edges_belong_to_the_class_that_the_rule_says(population: int, rule: str, tier: str) -> None:
    assert TIER_RULES[rule].classify({"x": population}) == {"x": tier}


PROVINCES = "code,name_id,name_en,island_group,abbr,tile_row,tile_col\n"
REGENCIES = "code,province_code,name,type\n"


@pytest.mark.parametrize(
    ("provinces", "regencies", "fault"),
    [
        ("64,K,K,K,KI,3,9\n64,K,K,K,KI,3,9\n", "", "provinces.csv, row 3, column code: 64 stands twice"),
        ("6x,K,K,K,KI,3,9\n", "", "provinces.csv, row 2, column code: '6x' is no Kemendagri code"),
        ("64,K,K,K,KI,3,b\n", "", "row 2, column tile_row/tile_col: no cell"),
        (
            "64,K,K,K,KI,3,9\n",
            "7401,64,X,kota\n",
            "regencies.csv, row 2, column province_code: '64' is not the region above '7401'",
        ),
        ("64,K,K,K,KI,3,9\n", "6401,65,X,kota\n", "'65' is not the region above '6401'"),
    ],
)
def test_a_fault_in_a_register_is_told_with_file_row_and_column(
    tmp_path: Path, provinces: str, regencies: str, fault: str
) -> None:
    (tmp_path / "provinces.csv").write_text(PROVINCES + provinces)
    (tmp_path / "regencies.csv").write_text(REGENCIES + regencies)
    with pytest.raises(DataError) as caught:
        Regions.load(tmp_path)
    assert fault in str(caught.value)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (
            "6474,0.1,east,S1\n",
            "places.csv, row 2, column longitude: 'east' are no degrees from -180 to 180; write a number",
        ),
        ("6474,91.5,117.4,S1\n", "row 2, column latitude: '91.5' are no degrees from -90 to 90"),
    ],
)
def test_a_fault_in_a_place_is_told_with_row_and_column(data_dir: Path, tmp_path: Path, row: str, fault: str) -> None:
    for name in ("provinces.csv", "regencies.csv"):
        shutil.copy(data_dir / name, tmp_path / name)
    (tmp_path / "places.csv").write_text("code,latitude,longitude,source\n" + row)
    with pytest.raises(DataError) as caught:
        Regions.load(tmp_path)
    assert fault in str(caught.value)


def test_a_province_lies_in_the_middle_of_its_regencies_and_a_place_of_no_region_is_passed_over(
    data_dir: Path, tmp_path: Path
) -> None:
    for name in ("provinces.csv", "regencies.csv"):
        shutil.copy(data_dir / name, tmp_path / name)
    rows = "6474,1,117,S1\n6472,0,119,S1\n9999,5,100,S1\n"
    (tmp_path / "places.csv").write_text("code,latitude,longitude,source\n" + rows)
    regions = Regions.load(tmp_path)
    assert regions.get("64").spot == (0.5, 118.0) and regions.get("6474").spot == (1.0, 117.0)
    assert regions.get("6401").spot is None and regions.get("63").spot is None


def test_districts_and_villages_of_a_table_are_found_like_all_regions(data_dir: Path, tmp_path: Path) -> None:
    for name in ("provinces.csv", "regencies.csv", "districts.csv"):
        shutil.copy(data_dir / name, tmp_path / name)
    rows = ["6474022001,647402,Désa Uji", "6474011002,647401,Kedua", "6474011001,647401,Pertama"]
    (tmp_path / "villages.csv").write_text("code,district_code,name\n" + "\n".join(rows) + "\n", encoding="utf-8")
    regions = Regions.load(tmp_path)
    assert [region.name for region in regions.children("647401")] == ["Pertama", "Kedua"]
    assert regions.get("6474022001").name == "Désa Uji" and regions.get("6474022001").level == "village"
    assert regions.codes("village") == ("6474011001", "6474011002", "6474022001")
    assert len(regions.children("6474")) == 3 and regions.children("6474011001") == ()
    assert (
        "6474012001" not in regions.by_code
        and len(regions.by_code) == len(list(regions.by_code)) == 1 + 38 + 514 + 105 + 3
    )
    with pytest.raises(UnknownRegion, match="did you mean 6474022001 Désa Uji"):
        regions.get("6474022002")


def test_a_village_that_stands_twice_or_under_no_district_is_refused(data_dir: Path, tmp_path: Path) -> None:
    for name in ("provinces.csv", "regencies.csv", "districts.csv"):
        shutil.copy(data_dir / name, tmp_path / name)
    for rows, fault in (
        ("6474011001,647401,a\n6474011001,647401,a\n", "row 3, column code: 6474011001 stands twice"),
        ("6474091001,647409,a\n", "row 2, column district_code: '647409' is not the region above"),
    ):
        (tmp_path / "villages.csv").write_text("code,district_code,name\n" + rows, encoding="utf-8")
        with pytest.raises(DataError, match=fault):
            Regions.load(tmp_path)
