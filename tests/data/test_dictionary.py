"""The data dictionary says what is in the tables: every column, every measure, every code, and sums that are true."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

import pytest
from cakupan.observations.schema import STATUSES, SYSTEMS, UNITS
from cakupan.regions import NATION
from cakupan.workspace import DATA

TABLES = sorted(path.name for path in DATA.glob("*.csv"))
JUNE, DECEMBER, END = "2024-06-30", "2024-12-12", "2024-12-31"
CODES = {"province": 2, "regency": 4, "district": 6}


@cache
def rows(table: str) -> list[dict[str, str]]:
    with (DATA / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def dictionary() -> str:
    return (DATA / "README.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    """The text under a heading, up to the next heading of its own level or above."""
    level = heading.split(" ")[0]
    found = re.search(
        rf"^{re.escape(heading)}\n(.*?)(?=^#{{1,{len(level)}}} |\Z)", dictionary(), re.MULTILINE | re.DOTALL
    )
    assert found, f"no section {heading!r}"
    return found[1]


def first_cells(text: str) -> list[str]:
    """The words in code type of the first cell of every row of the Markdown tables in a text."""
    cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    return [word for cell in cells for word in re.findall(r"`([^`]+)`", cell)]


def counts(level: str, measure: str, as_of: str) -> dict[str, int]:
    """The register's figures of a measure on a date, by code."""
    return {
        row["region"]: int(row["value"])
        for row in rows("observations.csv")
        if row["measure"] == measure and row["as_of"] == as_of and row["system"] in ("dkb", "kpu")
        and row["region"] != NATION and len(row["region"]) == CODES[level]
    }  # fmt: skip


def by_parent(figures: dict[str, int]) -> dict[str, int]:
    totals: Counter[str] = Counter()
    for code, value in figures.items():
        totals[code[:-2]] += value
    return dict(totals)


def grouped(number: int) -> str:
    return f"{number:,}"


@pytest.mark.parametrize("table", TABLES)
def test_the_dictionary_describes_every_column_of_every_table_in_its_order(table: str) -> None:
    described = first_cells(section(f"### {table}").split("\n#### ")[0])
    assert described == list(rows(table)[0])


@pytest.mark.parametrize("table", TABLES)
def test_the_dictionary_tells_how_many_rows_a_table_has(table: str) -> None:
    line = next(line for line in dictionary().splitlines() if line.startswith(f"| [`{table}`]"))
    stated = re.search(r"\(([\d,]+)\)", line.split("|")[2])
    assert stated
    assert int(stated[1].replace(",", "")) == len(rows(table))


def test_exactly_the_measures_that_occur_are_defined() -> None:
    assert {row["measure"] for row in rows("measures.csv")} == {row["measure"] for row in rows("observations.csv")}


def test_a_measure_has_the_unit_of_its_figures() -> None:
    units = {row["measure"]: row["unit"] for row in rows("measures.csv")}
    other = {(row["measure"], row["unit"]) for row in rows("observations.csv") if row["unit"] != units[row["measure"]]}
    assert other == {("printed", "cards")}


@pytest.mark.parametrize(
    "measure", ["kia_owned", "kia_due", "birth_certificate_owned_0_5", "birth_certificate_due_0_5"]
)
def test_regencies_sum_to_their_provinces_in_the_further_programmes(measure: str) -> None:
    day = "2024-10-21" if measure.startswith("kia") else JUNE
    assert by_parent(counts("regency", measure, day)) == counts("province", measure, day)


@pytest.mark.parametrize(
    ("heading", "allowed"), [("#### Systems", SYSTEMS), ("#### Standing", STATUSES)], ids=["systems", "standing"]
)
def test_the_dictionary_lists_exactly_the_codes_that_the_schema_allows(heading: str, allowed: Iterable[str]) -> None:
    assert first_cells(section(heading)) == list(allowed)


def test_the_dictionary_lists_every_unit() -> None:
    line = next(line for line in section("### observations.csv").splitlines() if line.startswith("| `unit`"))
    assert re.findall(r"`(\w+)`", line)[1:] == list(UNITS)


def test_the_dictionary_names_every_value_of_area_and_capped() -> None:
    assert {row["area"] for row in rows("observations.csv")} == {"", "pre-2022"}
    assert {row["capped"] for row in rows("sources.csv")} == {"yes", "no", "unknown"}
    assert "`pre-2022`" in section("### observations.csv")
    assert all(f"`{word}`" in section("### sources.csv") for word in ("yes", "no", "unknown"))


def test_no_shipped_figure_is_an_offices_own_or_simulated() -> None:
    assert {row["system"] for row in rows("observations.csv")} == {"dkb", "report", "kpu", "target"}


@pytest.mark.parametrize(
    ("level", "measure", "as_of", "regions", "total"),
    [
        ("province", "population", JUNE, 38, 282_477_584),
        ("province", "wajib_ktp", JUNE, 38, 207_889_876),
        ("province", "recorded", JUNE, 38, 202_054_251),
        ("regency", "population", JUNE, 514, 282_477_584),
        ("regency", "wajib_ktp", JUNE, 514, 207_889_876),
        ("regency", "recorded", JUNE, 514, 202_054_251),
        ("district", "population", JUNE, 105, 4_050_079),
        ("district", "wajib_ktp", JUNE, 105, 2_861_471),
        ("district", "recorded", JUNE, 105, 2_843_891),
        ("province", "ikd_active", DECEMBER, 38, 13_104_930),
        ("regency", "ikd_active", DECEMBER, 514, 13_104_930),
        ("province", "ikd_registered_not_active", DECEMBER, 38, 326_983),
        ("regency", "ikd_registered_not_active", DECEMBER, 514, 326_983),
        ("province", "population", END, 38, 284_973_643),
        ("regency", "population", END, 514, 284_973_643),
        ("province", "population", "2023-12-31", 38, 280_725_428),
    ],
)
def test_a_full_cross_section_is_complete_and_adds_up(
    level: str, measure: str, as_of: str, regions: int, total: int
) -> None:
    figures = counts(level, measure, as_of)
    assert (len(figures), sum(figures.values())) == (regions, total)
    if level != "district":
        assert grouped(total) in section("### Full cross-sections")


@pytest.mark.parametrize(
    ("level", "above", "measure", "as_of"),
    [("regency", "province", m, JUNE) for m in ("population", "wajib_ktp", "recorded")]
    + [("district", "regency", m, JUNE) for m in ("population", "wajib_ktp", "recorded")]
    + [("regency", "province", m, DECEMBER) for m in ("ikd_active", "ikd_registered_not_active")]
    + [("regency", "province", "population", END)],
)
def test_the_parts_of_every_region_add_up_to_it_exactly(level: str, above: str, measure: str, as_of: str) -> None:
    whole = counts(above, measure, as_of)
    parts = by_parent(counts(level, measure, as_of))
    assert parts == {code: whole[code] for code in parts}


def test_the_voters_of_papua_pegunungan_are_what_the_other_37_provinces_leave_of_the_nation() -> None:
    listed = {
        row["region"]: int(row["value"])
        for row in rows("observations.csv")
        if row["measure"] == "dpt_voters" and len(row["region"]) == 2
    }
    nation = listed.pop(NATION)
    assert {row["code"] for row in rows("provinces.csv")} - set(listed) == {"95"}
    assert (nation, nation - sum(listed.values())) == (203_056_748, 1_306_414)
    assert grouped(1_306_414) in section("### Full cross-sections")


def test_67_regencies_stand_at_exactly_100_and_none_above() -> None:
    recorded, base = counts("regency", "recorded", JUNE), counts("regency", "wajib_ktp", JUNE)
    capped = {code for code in base if recorded[code] == base[code]}
    assert not [code for code in base if recorded[code] > base[code]]
    assert len(capped) == 67
    assert {code for code in base if code.startswith("31")} <= capped
    assert sum(code.startswith("32") for code in capped) == 14
    assert {code for code in capped if code.startswith("64")} == {"6403", "6408", "6471"}
    assert "67 of 514" in " ".join(section("## Read before use").split())


def test_half_of_the_unrecorded_live_in_36_regencies() -> None:
    recorded, base = counts("regency", "recorded", JUNE), counts("regency", "wajib_ktp", JUNE)
    gaps = sorted((base[code] - recorded[code] for code in base), reverse=True)
    total = sum(gaps)
    assert total == 5_835_625
    fewest = {share: next(n for n in range(1, 515) if sum(gaps[:n]) * 100 >= share * total) for share in (25, 50, 80)}
    assert fewest == {25: 10, 50: 36, 80: 150}


def test_the_suspect_layer_is_not_wajib_ktp_and_says_so() -> None:
    layer = [row for row in rows("observations.csv") if row["measure"] == "wajib_ktp_layer_suspect"]
    assert sum(int(row["value"]) for row in layer) == 222_802_145
    assert {row["status"] for row in layer} == {"suspect"}


def test_wajib_ktp_is_an_implausible_share_of_the_population_where_the_dictionary_says_so() -> None:
    base, people = counts("regency", "wajib_ktp", JUNE), counts("regency", "population", JUNE)
    assert [name["name"] for name in rows("regencies.csv") if name["code"] in ("9503", "9504")] == [
        "Kabupaten Yahukimo",
        "Kabupaten Tolikara",
    ]
    assert all(base[code] * 10 > people[code] * 9 for code in ("9503", "9504"))
    base, people = counts("province", "wajib_ktp", JUNE), counts("province", "population", JUNE)
    assert [round(100 * base[code] / people[code]) for code in ("95", "94")] == [87, 79]


def test_the_seed_figure_stands_twice_and_neither_row_is_comparable() -> None:
    seed = {
        row["measure"]: row["status"]
        for row in rows("observations.csv")
        if row["region"] == "64" and row["value"] == "2860701"
    }
    assert seed == {"recorded": "contradicted", "wajib_ktp_disputed": "disputed"}


def test_older_figures_of_papua_carry_their_area() -> None:
    old = [
        row
        for row in rows("observations.csv")
        if row["region"] in ("91", "92") and row["as_of"] < "2022-07" and row["measure"] in ("recorded", "wajib_ktp")
    ]
    assert {row["area"] for row in old} == {"pre-2022"}


def test_kinds_of_regencies_are_counted_rightly() -> None:
    kinds = Counter(row["type"] for row in rows("regencies.csv"))
    assert kinds == {"kabupaten": 416, "kota": 98}


def test_every_regency_has_one_place_of_its_own() -> None:
    places = rows("places.csv")
    assert [row["code"] for row in places] == [row["code"] for row in rows("regencies.csv")]
    assert len({(row["latitude"], row["longitude"]) for row in places}) == len(places)
    assert Counter(row["source"] for row in places) == {"S169": 509, "S170": 4, "S171": 1}


def test_every_row_names_a_known_source_and_region() -> None:
    sources = {row["source"] for row in rows("sources.csv")}
    regions = {NATION} | {
        row["code"] for table in ("provinces.csv", "regencies.csv", "districts.csv") for row in rows(table)
    }
    found = rows("observations.csv")
    assert {row["source"] for table in (found, rows("places.csv")) for row in table} == sources
    assert {row["region"] for row in found} <= regions
